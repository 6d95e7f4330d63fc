terraform {
  required_version = ">= 1.5, < 2.0"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.40"
      configuration_aliases = [aws.peer]
    }
    random = { source = "hashicorp/random", version = ">= 3.0" }
  }

  backend "s3" {}
}

provider "aws" {
  alias  = "peer"
  region = "eu-west-1"

  assume_role {
    role_arn = "arn:aws:iam::123456789012:role/peer"
  }

  default_tags {
    tags = local.tags
  }
}
