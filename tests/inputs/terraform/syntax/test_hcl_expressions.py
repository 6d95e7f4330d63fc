"""Golden trees of expressions, in the notation of `hcl_support.show`."""

from __future__ import annotations

import pytest
from hcl_support import check_expression, complaints, expression_of, parsed, show

from scanner.inputs.terraform.syntax import HclSyntaxError, parse_expression
from scanner.model.places import Source

TREES = [
    ("1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"),
    ("10 - 3 - 2", "(- (- 10 3) 2)"),
    ("8 / 4 % 3 * 2", "(* (% (/ 8 4) 3) 2)"),
    ("a || b && c == d < e + f * !g", "(|| @a (&& @b (== @c (< @d (+ @e (* @f (! @g)))))))"),
    ("a * b + c < d == e && f || g", "(|| (&& (== (< (+ (* @a @b) @c) @d) @e) @f) @g)"),
    ("1 < 2 == 3 > 2", "(== (< 1 2) (> 3 2))"),
    ("a == b == c", "(== (== @a @b) @c)"),
    ("a <= b != c >= d", "(!= (<= @a @b) (>= @c @d))"),
    ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
    ("-a.b + 1", "(+ (- @a.b) 1)"),
    ("-f(1)[0]", "(- ([] (f 1) 0))"),
    ("!a == b", "(== (! @a) @b)"),
    ("- -1", "(- (- 1))"),
    ("a - -1", "(- @a (- 1))"),
    ("a-1", "@a-1"),
    ("a -1", "(- @a 1)"),
    ("1-1", "(- 1 1)"),
    ("a ? b : c", "(? @a @b @c)"),
    ("a ? b : c ? d : e", "(? @a @b (? @c @d @e))"),
    ("a ? b ? 1 : 2 : 3", "(? @a (? @b 1 2) 3)"),
    ("a || b ? c + 1 : d + 2", "(? (|| @a @b) (+ @c 1) (+ @d 2))"),
    ("(a ? b : c) ? d : e", "(? (? @a @b @c) @d @e)"),
    ("(\na\n? b\n: c\n)", "(? @a @b @c)"),
    ("a.b.c", "@a.b.c"),
    ('a["b"][0].c', "@a['b'][0].c"),
    ("a.0.b", "@a[0].b"),
    ("a . b [ 0 ]", "@a.b[0]"),
    ('a["x\\ty"]', "@a['x\\ty']"),
    ('a["é"]', "@a['é']"),
    ("a[1.5]", "@a[Decimal('1.5')]"),
    ("a[b]", "([] @a @b)"),
    ("a[b].c[0]", "([] (. ([] @a @b) c) 0)"),
    ('a["x${b}"]', "([] @a (template 'x' @b))"),
    ('a["${b}"]', "([] @a (wrap @b))"),
    ("a[true]", "([] @a true)"),
    ("a[-1]", "([] @a (- 1))"),
    ("(a).b", "(. @a b)"),
    ("(a.b)[0]", "([] @a.b 0)"),
    ("[1][0]", "([] [1] 0)"),
    ("{a=1}.a", "(. {'a'=1} a)"),
    ('"x".y', "(. 'x' y)"),
    ("f(x).y[0]", "([] (. (f @x) y) 0)"),
    ("a[*]", "([*] @a _)"),
    ("a[*].b[0].c", "([*] @a (. ([] (. _ b) 0) c))"),
    ("a[*].b[*].c", "([*] @a ([*] (. _ b) (. _ c)))"),
    ("a.*", "(.* @a _)"),
    ("a.*.b.c", "(.* @a (. (. _ b) c))"),
    ("a.*.b[0]", "([] (.* @a (. _ b)) 0)"),
    ("a.*.b.0", "(.* @a ([] (. _ b) 0))"),
    ("a.*.b[*].c", "([*] (.* @a (. _ b)) (. _ c))"),
    ("a[b][*].c", "([*] ([] @a @b) (. _ c))"),
    ("f()[*]", "([*] (f) _)"),
    ("f()", "(f)"),
    ('f(1, a.b, "x",)', "(f 1 @a.b 'x')"),
    ("f(a...)", "(f... @a)"),
    ("f(1, [a]...)", "(f... 1 [@a])"),
    ("f(\n1,\n2\n)", "(f 1 2)"),
    ("f (1)", "(f 1)"),
    ("a::b::c(1)", "(a::b::c 1)"),
    ("a :: b (1)", "(a::b 1)"),
    ("[]", "[]"),
    ("[1, 2,]", "[1 2]"),
    ("[\n# c\n1, # d\n\n2\n]", "[1 2]"),
    ("[-1, -1.5, 1e3, 1e-3]", "[(- 1) (- 1.5d) 1000 0.001d]"),
    ("[a, true, null, false]", "[@a true null false]"),
    ("{}", "{}"),
    ("{a=1,b:2}", "{'a'=1 'b'=2}"),
    ("{\na=1\nb=2\n}", "{'a'=1 'b'=2}"),
    ("{\na = [\n1\n]\n\n# c\nb = {\nc = 1 }, d = 2\n}", "{'a'=[1] 'b'={'c'=1} 'd'=2}"),
    ('{"a b" = 1, (a) = 2, (a.b) = 3, 1 = 4, "${a}" = 5}', "{'a b'=1 @a=2 @a.b=3 1=4 (wrap @a)=5}"),
    ("{true = 1, null = 2, if = 3}", "{'true'=1 'null'=2 'if'=3}"),
    ("{ aws.west = aws }", "{@aws.west=@aws}"),
    ("{f(1) = 1, 1 + 1 = 2}", "{(f 1)=1 (+ 1 1)=2}"),
    ("{a = b ? c : d}", "{'a'=(? @b @c @d)}"),
    ("[for v in l : v]", "(for - v @l - @v -)"),
    ("[for i, v in l : v if i > 0]", "(for i v @l - @v (> @i 0))"),
    ("{for k, v in m : k => v}", "(for k v @m @k @v -)"),
    ("{for v in l : v.k => v.x... if v.y}", "(for... - v @l @v.k @v.x @v.y)"),
    ("[\nfor v in l :\nv\nif v\n]", "(for - v @l - @v @v)"),
    ("[for v in a ? b : c : v]", "(for - v (? @a @b @c) - @v -)"),
    ("for", "@for"),
    ("[forx, for-x]", "[@forx @for-x]"),
    ("1 /* c */ + /* d */ 2 // e", "(+ 1 2)"),
    ("变量.é-x", "@变量.é-x"),
    ("1.0", "1"),
    ("0.10", "0.10d"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("1e400 == 1", None),
]


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text for text, _ in TREES])
def test_trees(text: str, tree: str | None) -> None:
    node = expression_of(text)
    check_expression(node, 4, 4 + len(text))
    if tree is not None:
        assert show(node) == tree


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("a = b.0.1\n", "Invalid legacy index syntax"),
        ("a = b.*.c.*.d\n", "Nested splat expression not allowed"),
        ("a = b.\n", "Invalid attribute name"),
        ("a = b[]\n", "Invalid expression"),
        ("a = b[1, 2]\n", "Missing close bracket on index"),
        ("a = f(1..., 2)\n", "Missing closing parenthesis"),
        ("a = f(1 2)\n", "Missing argument separator"),
        ("a = f(,)\n", "Invalid expression"),
        ("a = [1\n", "Unterminated tuple constructor expression"),
        ("a = f(1\n", "Unterminated function call"),
        ("a = {b = 1", "Unterminated object constructor expression"),
        ("a = {b = 1 c = 2}\n", "Missing attribute separator"),
        ("a = {b\n= 1}\n", "Missing key/value separator"),
        ("a = {b =\n1}\n", "Invalid expression"),
        ("a = {for = 1}\n", "Invalid 'for' expression"),
        ("a = [for]\n", "Invalid 'for' expression"),
        ("a = b ? c\n", "Missing false expression in conditional"),
        ("a = b::c\n", "Missing open parenthesis"),
        ("a = b::(1)\n", "Missing function name"),
        ("a = (1 2)\n", "Unbalanced parentheses"),
        ("a = 1.2.3\n", "Invalid number literal"),
        ("a = 1e99999999999\n", "Invalid number literal"),
        ("a = 0x10\n", "Missing newline after argument"),
        ("a = b c\n", "Missing newline after argument"),
        ("a = 1 +\n2\n", "Invalid expression"),
        ("a =\n", "Invalid expression"),
        ("a = ", "Invalid expression"),
        ("a = b;\n", "Invalid character"),
        ("a = 1 | 2\n", "Unsupported operator"),
        ("a = \"${b c}\"\n", "Extra characters after interpolation expression"),
        ("a = \"${b", "Unclosed template interpolation sequence"),
        ("a = <<EOT \nEOT\n", "Invalid expression"),
        ("a = <<EOT\nEOT", "Unterminated template string"),
        ("a = <<EOT\nx\ry\nEOT\n", "Invalid character"),
        ("a = \"\\uD800\"\n", "Invalid escape sequence"),
        ("a = \"\\U00110000\"\n", "Invalid escape sequence"),
    ],
)  # fmt: skip
def test_errors_have_the_words_of_hcl(text: str, summary: str) -> None:
    assert complaints(text)[0] == summary
    assert not parsed(text).body.attributes


def test_an_attribute_covers_its_parentheses() -> None:
    text = "a = ( 1 + 2 ) # c\n"
    attribute = parsed(text).body.attributes["a"]
    assert text[attribute.start : attribute.end] == "a = ( 1 + 2 )"


def test_operators_cover_the_parentheses_of_their_operands() -> None:
    text = "(a + b) * (c)"
    node = expression_of(text)
    assert (node.start - 4, node.end - 4) == (0, len(text))


def test_a_lone_expression() -> None:
    source = Source("x", "see: a.b +\n 1 .")
    node = parse_expression("a.b +\n 1 ", source, 5)
    assert show(node) == "(+ @a.b 1)"
    assert (node.start, node.end) == (5, 13)
    with pytest.raises(HclSyntaxError, match="Extra characters after expression") as caught:
        parse_expression("a b", source, 5)
    assert caught.value.start == 7
    with pytest.raises(HclSyntaxError, match="Invalid character"):
        parse_expression("a\u00a0+ b", source)
    with pytest.raises(HclSyntaxError, match="Invalid expression"):
        parse_expression("", source)
