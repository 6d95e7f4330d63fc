variable "fraud_policy_0" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "analytics_enabled_1" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 526

  validation {
    condition     = var.analytics_enabled_1 >= 0 && var.analytics_enabled_1 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "pricing_count_2" {
  type        = list(string)
  description = "Settings that are passed on unchanged"
  default     = ["billing", "analytics"]
  nullable    = false
}

variable "payments_limits_3" {
  description = <<-EOT
    Version, as MAJOR.MINOR.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "shipping_version_4" {
  type = bool # how many there are at least
  default = true
}

variable "checkout_version_5" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "analytics_settings_6" {
  type        = number
  description = "Settings that are passed on unchanged"
  default     = 271

  validation {
    condition     = var.analytics_settings_6 >= 0 && var.analytics_settings_6 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "checkout_names_7" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["fraud", "shipping"]
  nullable    = false
}

variable "reviews_names_8" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "returns_names_9" {
  type = bool # whether it is switched on; needs the module network
  default = true
}

variable "support_count_10" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "returns_names_11" {
  type        = number
  description = "Whether it is switched on; needs the module network"
  default     = 361

  validation {
    condition     = var.returns_names_11 >= 0 && var.returns_names_11 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "analytics_version_12" {
  type        = list(string)
  description = "Names of what may reach it, without the domain"
  default     = ["identity", "pricing"]
  nullable    = false
}

variable "reviews_enabled_13" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "billing_names_14" {
  type = bool # version, as major.minor
  default = false
}

variable "analytics_limits_15" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "analytics_enabled_16" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 2

  validation {
    condition     = var.analytics_enabled_16 >= 0 && var.analytics_enabled_16 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "pricing_limits_17" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["catalog", "analytics"]
  nullable    = false
}

variable "identity_settings_18" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "returns_version_19" {
  type = bool # settings that are passed on unchanged
  default = true
}

variable "analytics_settings_20" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "support_limits_21" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 58

  validation {
    condition     = var.support_limits_21 >= 0 && var.support_limits_21 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "checkout_settings_22" {
  type        = list(string)
  description = "Whether it is switched on; needs the module network"
  default     = ["reviews", "inventory"]
  nullable    = false
}

variable "billing_size_23" {
  description = <<-EOT
    How many there are at least.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "catalog_count_24" {
  type = bool # version, as major.minor
  default = false
}

variable "media_count_25" {
  type        = string
  description = "Settings that are passed on unchanged"
}

variable "search_names_26" {
  type        = number
  description = "Whether it is switched on; needs the module network"
  default     = 794

  validation {
    condition     = var.search_names_26 >= 0 && var.search_names_26 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "returns_settings_27" {
  type        = list(string)
  description = "Whether it is switched on; needs the module network"
  default     = ["catalog", "support"]
  nullable    = false
}

variable "shipping_enabled_28" {
  description = <<-EOT
    Settings that are passed on unchanged.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "support_count_29" {
  type = bool # settings that are passed on unchanged
  default = false
}

variable "catalog_policy_30" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "reviews_count_31" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 687

  validation {
    condition     = var.reviews_count_31 >= 0 && var.reviews_count_31 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "support_count_32" {
  type        = list(string)
  description = "Settings that are passed on unchanged"
  default     = ["checkout", "identity"]
  nullable    = false
}

variable "shipping_names_33" {
  description = <<-EOT
    Whether it is switched on; needs the module network.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "returns_policy_34" {
  type = bool # settings that are passed on unchanged
  default = true
}

variable "returns_policy_35" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "fraud_policy_36" {
  type        = number
  description = "Whether it is switched on; needs the module network"
  default     = 510

  validation {
    condition     = var.fraud_policy_36 >= 0 && var.fraud_policy_36 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "search_size_37" {
  type        = list(string)
  description = "Whether it is switched on; needs the module network"
  default     = ["inventory", "billing"]
  nullable    = false
}

variable "returns_policy_38" {
  description = <<-EOT
    Version, as MAJOR.MINOR.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "inventory_policy_39" {
  type = bool # version, as major.minor
  default = false
}

variable "shipping_count_40" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "analytics_settings_41" {
  type        = number
  description = "How many there are at least"
  default     = 21

  validation {
    condition     = var.analytics_settings_41 >= 0 && var.analytics_settings_41 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "media_size_42" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["pricing", "checkout"]
  nullable    = false
}

variable "reviews_policy_43" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "pricing_enabled_44" {
  type = bool # how many there are at least
  default = true
}

variable "fraud_version_45" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "billing_count_46" {
  type        = number
  description = "Version, as MAJOR.MINOR"
  default     = 349

  validation {
    condition     = var.billing_count_46 >= 0 && var.billing_count_46 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "returns_names_47" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["shipping", "billing"]
  nullable    = false
}

variable "shipping_limits_48" {
  description = <<-EOT
    Settings that are passed on unchanged.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "payments_limits_49" {
  type = bool # version, as major.minor
  default = false
}

variable "inventory_policy_50" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "billing_limits_51" {
  type        = number
  description = "Settings that are passed on unchanged"
  default     = 353

  validation {
    condition     = var.billing_limits_51 >= 0 && var.billing_limits_51 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "catalog_policy_52" {
  type        = list(string)
  description = "How many there are at least"
  default     = ["billing", "catalog"]
  nullable    = false
}

variable "billing_limits_53" {
  description = <<-EOT
    Whether it is switched on; needs the module network.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "media_count_54" {
  type = bool # how many there are at least
  default = false
}

variable "fraud_version_55" {
  type        = string
  description = "Settings that are passed on unchanged"
}

variable "media_size_56" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 307

  validation {
    condition     = var.media_size_56 >= 0 && var.media_size_56 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "checkout_size_57" {
  type        = list(string)
  description = "How many there are at least"
  default     = ["catalog", "inventory"]
  nullable    = false
}

variable "support_policy_58" {
  description = <<-EOT
    Settings that are passed on unchanged.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "pricing_size_59" {
  type = bool # settings that are passed on unchanged
  default = false
}

variable "media_enabled_60" {
  type        = string
  description = "Settings that are passed on unchanged"
}

variable "support_count_61" {
  type        = number
  description = "Whether it is switched on; needs the module network"
  default     = 40

  validation {
    condition     = var.support_count_61 >= 0 && var.support_count_61 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "analytics_policy_62" {
  type        = list(string)
  description = "Whether it is switched on; needs the module network"
  default     = ["checkout", "analytics"]
  nullable    = false
}

variable "search_size_63" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "pricing_count_64" {
  type = bool # how many there are at least
  default = false
}

variable "inventory_enabled_65" {
  type        = string
  description = "Version, as MAJOR.MINOR"
}

variable "reviews_limits_66" {
  type        = number
  description = "Version, as MAJOR.MINOR"
  default     = 189

  validation {
    condition     = var.reviews_limits_66 >= 0 && var.reviews_limits_66 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "shipping_size_67" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["payments", "shipping"]
  nullable    = false
}

variable "media_size_68" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "media_size_69" {
  type = bool # how many there are at least
  default = false
}

variable "media_version_70" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "checkout_size_71" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 608

  validation {
    condition     = var.checkout_size_71 >= 0 && var.checkout_size_71 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "media_enabled_72" {
  type        = list(string)
  description = "Names of what may reach it, without the domain"
  default     = ["pricing", "shipping"]
  nullable    = false
}

variable "reviews_count_73" {
  description = <<-EOT
    How many there are at least.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "analytics_policy_74" {
  type = bool # whether it is switched on; needs the module network
  default = true
}

variable "analytics_size_75" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "payments_size_76" {
  type        = number
  description = "How many there are at least"
  default     = 989

  validation {
    condition     = var.payments_size_76 >= 0 && var.payments_size_76 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "inventory_count_77" {
  type        = list(string)
  description = "Whether it is switched on; needs the module network"
  default     = ["inventory", "checkout"]
  nullable    = false
}

variable "search_policy_78" {
  description = <<-EOT
    How many there are at least.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "identity_names_79" {
  type = bool # names of what may reach it, without the domain
  default = true
}

variable "support_size_80" {
  type        = string
  description = "Version, as MAJOR.MINOR"
}

variable "pricing_enabled_81" {
  type        = number
  description = "How many there are at least"
  default     = 300

  validation {
    condition     = var.pricing_enabled_81 >= 0 && var.pricing_enabled_81 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "analytics_policy_82" {
  type        = list(string)
  description = "Names of what may reach it, without the domain"
  default     = ["analytics", "support"]
  nullable    = false
}

variable "support_limits_83" {
  description = <<-EOT
    How many there are at least.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "fraud_size_84" {
  type = bool # how many there are at least
  default = true
}

variable "payments_count_85" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "identity_limits_86" {
  type        = number
  description = "Settings that are passed on unchanged"
  default     = 169

  validation {
    condition     = var.identity_limits_86 >= 0 && var.identity_limits_86 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "inventory_policy_87" {
  type        = list(string)
  description = "Settings that are passed on unchanged"
  default     = ["payments", "billing"]
  nullable    = false
}

variable "billing_policy_88" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "analytics_enabled_89" {
  type = bool # whether it is switched on; needs the module network
  default = true
}

variable "billing_enabled_90" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "returns_version_91" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 967

  validation {
    condition     = var.returns_version_91 >= 0 && var.returns_version_91 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "identity_settings_92" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["identity", "payments"]
  nullable    = false
}

variable "media_settings_93" {
  description = <<-EOT
    Settings that are passed on unchanged.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "fraud_size_94" {
  type = bool # whether it is switched on; needs the module network
  default = false
}

variable "media_version_95" {
  type        = string
  description = "Whether it is switched on; needs the module network"
}

variable "shipping_version_96" {
  type        = number
  description = "Names of what may reach it, without the domain"
  default     = 616

  validation {
    condition     = var.shipping_version_96 >= 0 && var.shipping_version_96 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "pricing_names_97" {
  type        = list(string)
  description = "Names of what may reach it, without the domain"
  default     = ["identity", "fraud"]
  nullable    = false
}

variable "payments_settings_98" {
  description = <<-EOT
    Version, as MAJOR.MINOR.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "identity_version_99" {
  type = bool # whether it is switched on; needs the module network
  default = true
}

variable "identity_enabled_100" {
  type        = string
  description = "Settings that are passed on unchanged"
}

variable "search_limits_101" {
  type        = number
  description = "Settings that are passed on unchanged"
  default     = 701

  validation {
    condition     = var.search_limits_101 >= 0 && var.search_limits_101 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "pricing_policy_102" {
  type        = list(string)
  description = "Version, as MAJOR.MINOR"
  default     = ["reviews", "checkout"]
  nullable    = false
}

variable "reviews_policy_103" {
  description = <<-EOT
    Names of what may reach it, without the domain.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "catalog_names_104" {
  type = bool # version, as major.minor
  default = true
}

variable "analytics_version_105" {
  type        = string
  description = "Names of what may reach it, without the domain"
}

variable "fraud_names_106" {
  type        = number
  description = "Version, as MAJOR.MINOR"
  default     = 600

  validation {
    condition     = var.fraud_names_106 >= 0 && var.fraud_names_106 < 1000
    error_message = "Must lie between 0 and 999."
  }
}

variable "pricing_size_107" {
  type        = list(string)
  description = "Names of what may reach it, without the domain"
  default     = ["returns", "reviews"]
  nullable    = false
}

variable "checkout_settings_108" {
  description = <<-EOT
    How many there are at least.

    Leave it empty to take what the platform gives.
  EOT
  type = object({
    name    = string
    size    = optional(number, 1)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  })
  default = null
}

variable "catalog_version_109" {
  type = bool # settings that are passed on unchanged
  default = false
}
