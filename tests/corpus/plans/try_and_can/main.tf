variable "settings" {
  type    = any
  default = { a = { b = 1 }, list = [1] }
}
resource "terraform_data" "source" { input = { x = 1 } }
locals { id = terraform_data.source.id }
resource "terraform_data" "result" {
  input = {
    present   = try(var.settings.a.b, 0)
    absent    = try(var.settings.a.c, "none")
    deep      = try(var.settings.x.y.z, var.settings.a.z, "deep")
    index     = try(var.settings.list[3], "out")
    null      = try(null, "not this")
    number    = try(tonumber("x"), -1)
    order     = try(tolist(var.settings.list)[0], "first")
    can       = [can(var.settings.a.b), can(var.settings.a.c), can(tonumber("1")), can(regex("^a", "b"))]
    unknown   = try(terraform_data.source.id, "none")
    part      = try(terraform_data.source.output.x, "none")
    wrong     = try(local.id.x, "none")
    certain   = try(terraform_data.source.output.y, "none")
    doubtful  = can(tonumber(terraform_data.source.id))
    after     = try(var.settings.q, terraform_data.source.id)
    conv      = try(tostring(var.settings), "not text")
    division  = try(0 / 0, "undefined")
    nested    = try(try(var.settings.q, var.settings.r), "inner failed")
    in_list   = [for key in ["a", "q"] : try(var.settings[key].b, null)]
  }
}
