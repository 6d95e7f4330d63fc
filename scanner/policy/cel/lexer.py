"""Text to tokens, after the lexis of the language definition."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from scanner.policy.cel.errors import CelSyntaxError

Token: TypeAlias = tuple[str, str, int]
"""Kind, text and offset. Operators and keywords are their own kind; the last token is of kind `end`."""

MAX_LENGTH: Final = 50_000
"""Longest expression, in code points."""

KEYWORDS: Final = frozenset({"true", "false", "null", "in"})
RESERVED: Final = frozenset(
    {
        *("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"),
        *("package", "namespace", "return", "var", "void", "while"),
    }
)

_TOKEN: Final = re.compile(
    r"""
      (?P<skip>   [\t\n\f\r\ ]+ | //[^\n\r]* )
    | (?P<string> [bB]? (?: [rR](?:\"\"\"(?s:.*?)\"\"\" | '''(?s:.*?)''' | \"[^\"\n\r]*\" | '[^'\n\r]*')
                          | \"\"\"(?s:[^\\]|\\.)*?\"\"\" | '''(?s:[^\\]|\\.)*?'''
                          | \"(?:[^\"\\\n\r]|\\[^\n\r])*\" | '(?:[^'\\\n\r]|\\[^\n\r])*' ) )
    | (?P<name>   [_a-zA-Z][_a-zA-Z0-9]* )
    | (?P<float>  [0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)? | [0-9]+[eE][+-]?[0-9]+ | \.[0-9]+(?:[eE][+-]?[0-9]+)? )
    | (?P<int>    (?:0x[0-9a-fA-F]+|[0-9]+)[uU]? )
    | (?P<quoted> `[a-zA-Z0-9_.\-/\ ]+` )
    | (?P<op>     && | \|\| | [=!<>]= | [-+*/%!<>?:.,()\[\]{}] )
    """,
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    """All tokens of `text`. Raises CelSyntaxError."""
    if len(text) > MAX_LENGTH:
        raise CelSyntaxError(f"expression is longer than {MAX_LENGTH} characters", MAX_LENGTH)
    found: list[Token] = []
    at = 0
    match = _TOKEN.match
    while at < len(text):
        token = match(text, at)
        if token is None:
            raise CelSyntaxError(_complaint(text[at]), at)
        kind = str(token.lastgroup)
        piece = token.group()
        if kind == "op" or (kind == "name" and piece in KEYWORDS):
            found.append((piece, piece, at))
        elif kind != "skip":
            found.append((kind, piece, at))
        at = token.end()
    found.append(("end", "", len(text)))
    return found


def _complaint(character: str) -> str:
    if character in "\"'":
        return "string is not closed"
    return f"unexpected character {character!r}"
