variable "cluster_name" { type = string }
variable "cluster_version" { default = "1.29" }
variable "vpc_id" { type = string }
variable "subnet_ids" { type = list(string) }
variable "kms_key_arn" {
  type    = string
  default = null
}
variable "minimal" {
  type    = bool
  default = false
}
variable "create_security_group" {
  type    = bool
  default = true
}
variable "log_retention_days" {
  type    = number
  default = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "CloudWatch knows only certain periods."
  }
}

variable "public_access_cidrs" {
  description = <<EOT
Who may reach the API server from outside.

Leave it null to keep the endpoint private. Every range is a CIDR block, for example:

    public_access_cidrs = ["192.0.2.0/24"]
EOT
  type        = list(string)
  default     = null
}

variable "timeouts" {
  type    = map(string)
  default = {}
}

variable "node_groups" {
  description = "Node groups by name"
  type = map(object({
    instance_types = optional(list(string), ["m6i.large"])
    desired_size   = optional(number, 2)
    min_size       = optional(number, 1)
    max_size       = optional(number, 5)
    max_pods       = optional(number, 110)
    spot           = optional(bool, false)
    gpu            = optional(bool, false)
    arm            = optional(bool, false)
    subnet_ids     = optional(list(string), [])
    labels         = optional(map(string), {})
    sysctls        = optional(map(string), { "net.core.somaxconn" = "1024" })
    taints = optional(list(object({
      key    = string
      value  = optional(string)
      effect = string
    })), [])
  }))
  default = {}
}

variable "addons" {
  type = map(object({
    version       = optional(string)
    enabled       = optional(bool, true)
    required      = optional(bool, false)
    configuration = optional(any, {})
  }))

  default = {
    coredns    = { required = true }
    kube-proxy = { required = true }
    vpc-cni = {
      required = true
      configuration = {
        env = {
          ENABLE_PREFIX_DELEGATION = "true"
          WARM_PREFIX_TARGET       = "1"
        }
      }
    }
    aws-ebs-csi-driver = {}
  }
}
