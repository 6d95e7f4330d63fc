module "m0" {
  source = "./m"
  base   = 0
  name   = "n0"
}
module "m1" {
  source = "./m"
  base   = module.m0.sum
  name   = "n1"
}
module "m2" {
  source = "./m"
  base   = module.m1.sum
  name   = "n2"
}
module "m3" {
  source = "./m"
  base   = module.m2.sum
  name   = "n3"
}
module "m4" {
  source = "./m"
  base   = module.m3.sum
  name   = "n4"
}
module "m5" {
  source = "./m"
  base   = module.m4.sum
  name   = "n5"
}
module "m6" {
  source = "./m"
  base   = module.m5.sum
  name   = "n6"
}
module "m7" {
  source = "./m"
  base   = module.m6.sum
  name   = "n7"
}
module "m8" {
  source = "./m"
  base   = module.m7.sum
  name   = "n8"
}
module "m9" {
  source = "./m"
  base   = module.m8.sum
  name   = "n9"
}
module "m10" {
  source = "./m"
  base   = module.m9.sum
  name   = "n10"
}
module "m11" {
  source = "./m"
  base   = module.m10.sum
  name   = "n11"
}
module "m12" {
  source = "./m"
  base   = module.m11.sum
  name   = "n12"
}
module "m13" {
  source = "./m"
  base   = module.m12.sum
  name   = "n13"
}
module "m14" {
  source = "./m"
  base   = module.m13.sum
  name   = "n14"
}
module "m15" {
  source = "./m"
  base   = module.m14.sum
  name   = "n15"
}
module "m16" {
  source = "./m"
  base   = module.m15.sum
  name   = "n16"
}
module "m17" {
  source = "./m"
  base   = module.m16.sum
  name   = "n17"
}
module "m18" {
  source = "./m"
  base   = module.m17.sum
  name   = "n18"
}
module "m19" {
  source = "./m"
  base   = module.m18.sum
  name   = "n19"
}
module "m20" {
  source = "./m"
  base   = module.m19.sum
  name   = "n20"
}
module "m21" {
  source = "./m"
  base   = module.m20.sum
  name   = "n21"
}
module "m22" {
  source = "./m"
  base   = module.m21.sum
  name   = "n22"
}
module "m23" {
  source = "./m"
  base   = module.m22.sum
  name   = "n23"
}
module "m24" {
  source = "./m"
  base   = module.m23.sum
  name   = "n24"
}
module "m25" {
  source = "./m"
  base   = module.m24.sum
  name   = "n25"
}
module "m26" {
  source = "./m"
  base   = module.m25.sum
  name   = "n26"
}
module "m27" {
  source = "./m"
  base   = module.m26.sum
  name   = "n27"
}
module "m28" {
  source = "./m"
  base   = module.m27.sum
  name   = "n28"
}
module "m29" {
  source = "./m"
  base   = module.m28.sum
  name   = "n29"
}
module "m30" {
  source = "./m"
  base   = module.m29.sum
  name   = "n30"
}
module "m31" {
  source = "./m"
  base   = module.m30.sum
  name   = "n31"
}
module "m32" {
  source = "./m"
  base   = module.m31.sum
  name   = "n32"
}
module "m33" {
  source = "./m"
  base   = module.m32.sum
  name   = "n33"
}
module "m34" {
  source = "./m"
  base   = module.m33.sum
  name   = "n34"
}
module "m35" {
  source = "./m"
  base   = module.m34.sum
  name   = "n35"
}
module "m36" {
  source = "./m"
  base   = module.m35.sum
  name   = "n36"
}
module "m37" {
  source = "./m"
  base   = module.m36.sum
  name   = "n37"
}
module "m38" {
  source = "./m"
  base   = module.m37.sum
  name   = "n38"
}
module "m39" {
  source = "./m"
  base   = module.m38.sum
  name   = "n39"
}
output "sum" { value = module.m39.sum }
