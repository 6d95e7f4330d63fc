locals { s = "Grüße, 世界 🙂" }
output "all" {
  value = [length(local.s), upper(local.s), substr(local.s, 0, 5), strrev("añb"), title("ab cd"), replace(local.s, "/[ü]/", "ue"), split(" ", local.s), indent(2, "a\nb"), trim("--a--", "-"),
    trimprefix("abc", "a"), chomp("x\n\n"), format("%-8s|", "ñ"), regex("([a-z]+)-(\\d+)", "ab-12"), regexall("\\d", "a1b2"), base64encode("ü"), urlencode("a b/ü"), md5("ü"), lower("ÀÉ"),
  "\u00e9" == "e\u0301", join("", ["e", "\u0301"]), startswith(local.s, "Gr"), endswith(local.s, "🙂"), strcontains(local.s, "世")]
}
