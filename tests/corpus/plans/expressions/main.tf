terraform { required_version = ">= 1.0" }
variable "zones" {
  type    = map(object({ cidr = string, public = optional(bool, false) }))
  default = { a = { cidr = "10.0.0.0/24" }, b = { cidr = "10.0.1.0/24", public = true } }
}
variable "list" { default = ["x", "y", "z"] }
variable "nothing" {
  type    = string
  default = null
}
variable "secret" {
  default   = "s3cr3t"
  sensitive = true
}
resource "terraform_data" "u" { input = "known" }
resource "terraform_data" "z" {
  for_each = { for k, v in var.zones : k => v if v.public }
  input    = each.value
}
resource "terraform_data" "e" {
  input = {
    a  = var.list[*]
    b  = var.nothing[*]
    c  = [for z in var.zones : z.cidr]
    d  = { for k, z in var.zones : z.public => k... }
    e  = try(var.zones.q.cidr, "none")
    f  = can(var.zones["a"].cidr)
    g  = var.zones["a"]
    h  = terraform_data.u.id
    i  = "${terraform_data.u.id}-x"
    j  = [terraform_data.u.id, "k"]
    k  = terraform_data.u.input == "known" ? "yes" : "no"
    l  = length(terraform_data.z)
    m  = keys(terraform_data.z)
    n  = values(terraform_data.z)[*].input.cidr
    o  = { for k, v in terraform_data.z : k => v.input }
    p  = var.nothing == null ? "null" : var.nothing
    q  = coalesce(var.nothing, "fallback")
    r  = [1, 2] == [1, 2]
    s  = tolist([1, 2]) == [1, 2]
    t  = "a" != 1
    u  = true ? "1" : 2
    v  = false ? null : "v"
    w  = upper("abc") == "ABC" && !false
    x  = join(",", [for i, v in var.list : "${i}:${v}"])
    y  = merge({ a = 1 }, { b = "2" })
    z  = flatten([[1], [[2, 3]], []])
    aa = toset(["b", "a", "b"])
    ab = jsonencode({ a = [1, 2.5, true, null, "x<y"] })
    ac = var.list.0
    ad = { "k${1 + 1}" = 3, (var.list[0]) = 4 }
    ae = [for s in toset(["q", "p"]) : s]
    af = element(var.list, 4)
    ah = "%{if length(var.list) > 2}many%{else}few%{endif}"
    ai = <<EOT
line ${1 + 1}
  %{~for x in var.list~}
  - ${x}
  %{~endfor~}
end
EOT
    aj = one([for v in var.list : v if v == "y"])
    ak = 5 / 2
    al = 1e3
    am = 0.1 + 0.2
    an = 100000000000000000000 + 1
    ao = tostring(1.50)
  }
}
resource "terraform_data" "ap" { input = format("%03d|%-5s|%v", 7, "ab", [1, "x"]) }
module "a" {
  source = "./m/a"
  count  = 2
  idx    = count.index
}
resource "terraform_data" "mod" {
  input = {
    x = module.a[*].out
    y = module.a[1].out.deep
    z = [for m in module.a : m.deep2]
  }
}
