# hash comment
// slash comment
/* block comment */
/**
 * documentation
 */

/* before */ resource "a" /* between */ "b" /* and */ { # after
  # bylaw:ignore[some-rule] reason
  x = 1 # bylaw:ignore[other-rule] at the end of a line
  // tfsec:ignore:aws-s3-enable-versioning
  /* Skip this one, please */
  y = "# bylaw:ignore[not-a-comment]"
  z = <<EOT
# bylaw:ignore[not-a-comment-either]
EOT
  list = [
    1, # checkov:skip=CKV_1: in a list
    /* skip */ 2,
  ]
  w = "${ # ignore me, inside an interpolation
    x
  }"
} /* after */

#
//
/**/
a = 1 /* no newline but a comment */ # and another IGNORE
b /* odd */ = /* places */ 2
block { /* empty but for this */ }
block {
  /* only a comment */
}
block { a = 1 /* x */ }
#no space:skip
