variable "config" {
  type = object({
    name = optional(string, "unnamed")
    services = optional(map(object({
      replicas = optional(number, 1)
      ports = optional(list(object({
        number   = number
        protocol = optional(string, "tcp")
        tls = optional(object({
          enabled = optional(bool, false)
          ciphers = optional(set(string), ["b", "a"])
        }), {})
      })), [{ number = 8080 }])
    })), { default = {} })
  })
}
resource "terraform_data" "service" {
  for_each = var.config.services
  input    = { name = each.key, ports = each.value.ports[*].number, tls = [for p in each.value.ports : p.tls.enabled] }
}
output "config" { value = var.config }
