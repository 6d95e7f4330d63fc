"""Where errors are."""

from __future__ import annotations

import pytest

from scanner.policy.cel import CelError, CelEvaluationError, CelSyntaxError, CelTypeError, Environment, compile
from scanner.policy.cel.types import DYN, INT

ENVIRONMENT = Environment({"x": DYN, "n": INT})
DATA = {"a": 1, "s": "text", "l": [1, 0], "m": {}}

# The caret of the second line stands under the offset of the error.
CASES = """
1 +
   ^ CelSyntaxError
(1 + 2
      ^ CelSyntaxError
x.a ? 1
       ^ CelSyntaxError
[1, 2
     ^ CelSyntaxError
{'a' 1}
     ^ CelSyntaxError
x.a.in
    ^ CelSyntaxError
x.a == 'abc
       ^ CelSyntaxError
'ab\\q'
   ^ CelSyntaxError
b'a\\u0041'
   ^ CelSyntaxError
n @ 1
  ^ CelSyntaxError
n n
  ^ CelSyntaxError
package
^ CelSyntaxError
1 + 99999999999999999999
    ^ CelSyntaxError
has(x)
    ^ CelSyntaxError
x.all(1, true)
      ^ CelSyntaxError
x.all(e.f, true)
        ^ CelSyntaxError
google.protobuf.Duration{seconds: 1, seconds: 2}
                                     ^ CelSyntaxError
n + 'a'
  ^ CelTypeError
(n + 1) * 'a'
        ^ CelTypeError
n == 'a'
  ^ CelTypeError
true && n
        ^ CelTypeError
nope == 1
^ CelTypeError
x.a + nope.b
      ^ CelTypeError
n.field
  ^ CelTypeError
nope(1)
^ CelTypeError
x.nope(1)
  ^ CelTypeError
math.nope(1)
^ CelTypeError
n.startsWith('a')
  ^ CelTypeError
x.l.all(e, n)
           ^ CelTypeError
n.all(e, true)
^ CelTypeError
[1][n == 1]
   ^ CelTypeError
{'a': 1, 'a': 2}
         ^ CelTypeError
{[1]: 2}
 ^ CelTypeError
google.protobuf.Nope{}
^ CelTypeError
google.protobuf.Duration{minutes: 1}
                         ^ CelTypeError
true ? 1 : 'a'
     ^ CelTypeError
[?n]
  ^ CelTypeError
x.nope
  ^ CelEvaluationError
x.m.nope.deeper
    ^ CelEvaluationError
x.a.b
    ^ CelEvaluationError
x.l[5]
   ^ CelEvaluationError
x['nope']
 ^ CelEvaluationError
1 + n / 0
      ^ CelEvaluationError
n * 9223372036854775807
  ^ CelEvaluationError
x.s + x.a
    ^ CelEvaluationError
true && x.a
     ^ CelEvaluationError
x.a ? 1 : 2
    ^ CelEvaluationError
!x.a
^ CelEvaluationError
-x.s
^ CelEvaluationError
x.a.startsWith('a')
    ^ CelEvaluationError
int(x.s)
^ CelEvaluationError
x.s.matches('(')
    ^ CelEvaluationError
x.l.map(e, 1 / e)
             ^ CelEvaluationError
x.a.all(e, true)
  ^ CelEvaluationError
x.l.all(e, e)
           ^ CelEvaluationError
'a' in x.a
    ^ CelEvaluationError
{x.l: 1}
   ^ CelEvaluationError
[?x.a]
    ^ CelEvaluationError
optional.none().value()
                ^ CelEvaluationError
x.l.sort()[n]
          ^ CelEvaluationError
[1, x.s].sort()
         ^ CelEvaluationError
google.protobuf.Int32Value{value: x.s}
^ CelEvaluationError
"""
LINES = CASES.strip("\n").split("\n")
KINDS = {kind.__name__: kind for kind in (CelSyntaxError, CelTypeError, CelEvaluationError)}


@pytest.mark.parametrize(("text", "mark"), list(zip(LINES[::2], LINES[1::2], strict=True)))
def test_offset(text: str, mark: str) -> None:
    caret, _, kind = mark.partition("^ ")
    with pytest.raises(CelError) as caught:
        compile(text, ENVIRONMENT).evaluate(None, DATA, 7)
    assert type(caught.value) is KINDS[kind], caught.value
    assert caught.value.offset == len(caret), caught.value.excerpt(text)


def test_line_and_column_count_code_points() -> None:
    text = "'é😀' == 'a' &&\n  x.nope"
    with pytest.raises(CelEvaluationError) as caught:
        compile(text.replace("==", "!="), ENVIRONMENT).evaluate(None, {}, 1)
    assert caught.value.position(text) == (2, 5)
    assert caught.value.excerpt(text) == "  x.nope\n    ^"
    assert CelSyntaxError("m", 0).position("abc") == (1, 1)
    assert CelSyntaxError("m", 3).position("abc") == (1, 4)
    assert CelSyntaxError("m").position("abc") == (1, 1)
