"""The lexical grammar of HCL, as regular expressions that read as far as one match can.

There are no tokens: a match at a position covers the white space and comments before a construct and, where the whole
construct is simple (`name = "text"` and a line end), the construct. `lastindex` of the match says what was found.
Names are matched loosely, any character beyond ASCII counts; `lexical.py` looks at those afterwards.

Nothing here can backtrack far: repeats are possessive or separated by characters they cannot match themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

Always: TypeAlias = Callable[[str, int], "re.Match[str]"]
"""Matches at any position of any text."""

Sometimes: TypeAlias = Callable[[str, int], "re.Match[str] | None"]
"""Matches at some positions."""

_NAME = r"[^\x00-@\[-\^`{-\x7f][^\x00-,./:-@\[-\^`{-\x7f]*+"
_NAME_END = r"(?![^\x00-,./:-@\[-\^`{-\x7f])"
_TEXT = r'[^"\\$%\r\n]*+'
BLOCK_COMMENT = r"/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/"
"""A comment between `/*` and `*/`, as a pattern."""
_COMMENTS = rf"(?:{BLOCK_COMMENT}[ \t]*+)*"
_INLINE = rf"[ \t]*+{_COMMENTS}"
_FREE = rf"[ \t\r\n]*+(?:(?:(?:\#|//).*+|{BLOCK_COMMENT})[ \t\r\n]*+)*"
_REFERENCE = rf'{_NAME}(?:\.{_NAME}|\[[0-9]++\]|\["{_TEXT}"\])*'
_WHOLE = r"[0-9]++(?![.eE])"
_OPERATOR = r"\|\||&&|[=!]=|[<>]=?|[-+*%]|/(?![/*])"
_POSTFIX = r"\.(?!\.\.)|\[|\(|::"


def always(pattern: str) -> Always:
    """Compiles a pattern that matches everywhere, if only nothing."""
    return re.compile(pattern).match  # type: ignore[return-value]


def later(pattern: str) -> Sometimes:
    """Compiles a pattern at its first use: few files need it, and every start would pay for it."""
    compiled = cache(lambda: re.compile(pattern).match)
    return lambda text, pos: compiled()(text, pos)


def always_later(pattern: str) -> Always:
    """The same for a pattern that matches everywhere."""
    return later(pattern)  # type: ignore[return-value]


INLINE = always(_INLINE)
"""White space and comments inside a line. Always matches."""

FREE = always(_FREE)
"""White space, line ends and comments. Always matches."""

NAME = re.compile(_NAME).match
"""An identifier."""

NUMBER = later(r"[0-9](?:\.*+(?:[0-9]|[eE][+-]?[0-9]))*")
"""A number literal, loosely: HCL reads `1.2.3` or `1e3.0` as one and then refuses it."""

LINE_END = re.compile(rf"{_INLINE}(?=[\r\n#]|//|\Z)").match
"""What may follow an argument or a block on its line."""

ITEM = always(
    rf"{_FREE}(?:({_NAME})[ \t]*+(?:"
    rf'=(?![=>])[ \t]*+(?:"({_TEXT})"[ \t]*+(?=[\r\n#])|({_WHOLE})[ \t]*+(?=[\r\n#])'
    rf"|({_NAME}(?:\.{_NAME})*)[ \t]*+(?=[\r\n#])|{_COMMENTS}())"
    rf'|(?:"({_TEXT})"[ \t]*+(?:"({_TEXT})"[ \t]*+)?)?\{{()[ \t]*+(?=[\r\n#]))'
    r"|(\})[ \t]*+(?=[\r\n#])|())"
)
"""An item of a body. 1: name; 2: string, 3: whole number, 4: reference or keyword, each up to the line end; 5: another
expression begins; 6, 7: labels, 8: a block of several lines begins; 9: `}`; 10: anything else."""

TERM = always(rf'"({_TEXT})"|({_REFERENCE})|({_WHOLE})|()')
"""The start of an operand. 1: string; 2: reference or keyword; 3: whole number; 4: anything else."""

FOLLOW_INLINE: Sometimes = re.compile(rf"{_INLINE}(?:({_POSTFIX})|({_OPERATOR})|(\?)){_INLINE}").match
"""What continues an expression, with the white space after it, where a line end ends it. 1: a postfix operator;
2: a binary operator; 3: `?`."""

FOLLOW_FREE: Sometimes = re.compile(rf"{_FREE}(?:({_POSTFIX})|({_OPERATOR})|(\?)){_FREE}").match
"""The same inside brackets, where line ends mean nothing."""

COLON_INLINE = later(rf"{_INLINE}:(?!:){_INLINE}")
"""The `:` of a conditional."""

COLON_FREE = later(rf"{_FREE}:(?!:){_FREE}")
"""The `:` of a conditional or a `for` inside brackets."""

ELEMENT = always(rf'{_FREE}(?:(?:"({_TEXT})"|({_REFERENCE})|({_WHOLE})){_FREE}(?:,|(?=[\])]))|([\])])|())')
"""An element of a tuple or an argument of a call, with its comma. 1: string; 2: reference or keyword; 3: whole
number; 4: the closing bracket; 5: anything else."""

ELEMENT_END = always_later(rf"{_FREE}(?:(,)|([\])])|(\.\.\.)|(\Z)|())")
"""What follows an element that was not simple. 1: a comma; 2: a bracket; 3: `...`; 4: end; 5: anything else."""

ENTRY = always(
    rf'{_FREE}(?:(?:({_NAME})|"({_TEXT})")[ \t]*+(?:=(?![=>])|:(?!:))[ \t]*+'
    rf'(?:(?:"({_TEXT})"|({_REFERENCE})|({_WHOLE}))[ \t]*+(?:,|(?=[\r\n#}}]))|{_COMMENTS}())|(\}})|())'
)
"""An entry of an object, with its comma. 1, 2: key; 3: string, 4: reference or keyword, 5: whole number; 6: another
expression begins; 7: `}`; 8: anything else."""

ENTRY_SIGN = later(rf"{_INLINE}(?:=(?![=>])|:(?!:)){_INLINE}")
"""The `=` or `:` between key and value."""

ENTRY_END = re.compile(rf"{_INLINE}(?:,|(?=[\r\n#}}]|//))").match
"""What may follow an entry of an object."""

FOR_INTRO = re.compile(rf"[\[{{]{_FREE}for{_NAME_END}{_FREE}").match
"""The start of a `for` expression."""

FOR_NAMES = later(rf"({_NAME}){_FREE}(?:,{_FREE}({_NAME}){_FREE})?in{_NAME_END}{_FREE}")
"""The names that a `for` expression or directive binds, up to its collection."""

FOR_IF = later(rf"{_FREE}if{_NAME_END}{_FREE}")
"""The condition of a `for` expression."""

PIECE = always(
    rf"((?:[^\"\\$%\r\n]++|\\[^\r\n]|\$\$++\{{|\$++(?!\{{)|%%++\{{|%++(?!\{{))+)"
    rf"|\$\{{[ \t]*+({_REFERENCE})[ \t]*+\}}|([$%]\{{~?+){_FREE}|(\")|()"
)
"""A piece of a quoted template. 1: literal text; 2: an interpolation of a reference; 3: the start of another
interpolation or directive; 4: the closing quote; 5: anything else."""

LINE_PIECE = always_later(rf"((?:[^$%\n]++|\$\$++\{{|\$++(?!\{{)|%%++\{{|%++(?!\{{))+\n?+|\n)|([$%]\{{~?+){_FREE}|()")
"""A piece of a heredoc or a bare template. 1: literal text, at most one line; 2: the start of an interpolation or
directive; 3: the end of the text."""

TEMPLATE_END = re.compile(rf"{_FREE}(~?+\}})").match
"""The end of an interpolation or directive."""

DIRECTIVE = later(rf"(if|else|endif|for|endfor){_NAME_END}{_FREE}")
"""The keyword of a directive."""

HEREDOC = later(rf"<<(-?+)({_NAME})\r?\n")
"""The start of a heredoc. 1: `-` when indentation is removed; 2: its marker."""

LABEL = later(rf'"((?:[^"\\$%\r\n]++|\\[^\r\n]|\$\$++\{{|\$++(?!\{{)|%%++\{{|%++(?!\{{))*)"|({_NAME})')
"""A label of a block. 1: quoted; 2: bare."""

STEPS = rf'\.({_NAME})|\[([0-9]++)\]|\["({_TEXT})"\]'
"""The steps of a reference that was matched, as a pattern to search."""

ESCAPE = r"(?s)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.)|\Z)|([$%])(?=\4\{)"
"""An escape in a quoted string, as a pattern to search."""

DOUBLED = r"([$%])(?=\1\{)"
"""The character that takes the meaning from `${` or `%{`, as a pattern to search."""
