"""`yamlencode`: block style, strings in double quotes, or literal where they have several lines."""

from __future__ import annotations

from itertools import pairwise

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.functions.signatures import Function, Parameter
from scanner.inputs.terraform.evaluate.types import DYNAMIC, STRING
from scanner.model.values import Value

_WIDTH = 80
_STEP = 2
_LONGEST_KEY = 128  # bytes; a longer key stands on a line of its own
_BREAKS = "\n\r\x85\u2028\u2029"
_ESCAPES = {
    "\0": "0",
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    "\x1b": "e",
    '"': '"',
    "\\": "\\",
    "\x85": "N",
    "\xa0": "_",
    "\u2028": "L",
    "\u2029": "P",
}


def encode(value: Value) -> str:
    """YAML as Terraform writes it. Nothing in the value is Unknown."""
    emitter = _Emitter()
    emitter.node(value, indent=-1, mapping=False, key=False)
    emitter.line(0)
    if value is None or not isinstance(value, (str, list, dict)):
        emitter.parts.append("...\n")
    return "".join(emitter.parts)


class _Emitter:
    """Writes nodes with the state that libyaml's emitter keeps: where it is, and what was written last."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.column = 0
        self.whitespace = True
        self.indention = True

    def put(self, text: str) -> None:
        """Writes text without line breaks."""
        self.parts.append(text)
        self.column += len(text)

    def line(self, indent: int) -> None:
        """Goes on at `indent`, on a new line where need be."""
        if not self.indention or self.column > indent or (self.column == indent and not self.whitespace):
            self.parts.append("\n")
            self.column = 0
        if self.column < indent:
            self.put(" " * (indent - self.column))
        self.whitespace = self.indention = True

    def indicator(self, text: str, spaced: bool, indention: bool = False) -> None:
        """Writes an indicator, with a space before it if there is none."""
        if spaced and not self.whitespace:
            self.put(" ")
        self.put(text)
        self.whitespace = False
        self.indention = self.indention and indention

    def node(self, value: Value, indent: int, mapping: bool, key: bool) -> None:
        """Writes a value below something at `indent`; `mapping` when it is an entry's value."""
        if isinstance(value, dict) and value:
            self._mapping(value, max(indent + _STEP, 0) if indent >= 0 else 0)
        elif isinstance(value, list) and value:
            alike = mapping and not self.indention
            self._sequence(value, indent if alike else indent + _STEP if indent >= 0 else 0)
        elif isinstance(value, (dict, list)):
            self.indicator("{}" if isinstance(value, dict) else "[]", spaced=True)
        elif isinstance(value, str):
            self._text(value, indent + _STEP if indent >= 0 else _STEP, key)
        else:
            self.indicator(_plain(value), spaced=True)

    def _sequence(self, items: list[Value], indent: int) -> None:
        for item in items:
            self.line(indent)
            self.indicator("-", spaced=True, indention=True)
            self.node(item, indent, mapping=False, key=False)

    def _mapping(self, entries: dict[str, Value], indent: int) -> None:
        for name in sorted(entries):
            self.line(indent)
            if len(name.encode("utf-8", "replace")) <= _LONGEST_KEY and not any(c in _BREAKS for c in name):
                self.node(name, indent, mapping=True, key=True)
                self.indicator(":", spaced=False)
            else:
                self.indicator("?", spaced=True, indention=True)
                self.node(name, indent, mapping=True, key=False)
                self.line(indent)
                self.indicator(":", spaced=True, indention=True)
            self.node(entries[name], indent, mapping=True, key=False)

    def _text(self, text: str, indent: int, key: bool) -> None:
        if "\n" in text and not key and _may_be_literal(text):
            self._literal(text, indent)
        else:
            self._quoted(text, indent, folds=not key)

    def _quoted(self, text: str, indent: int, folds: bool) -> None:
        self.indicator('"', spaced=True)
        after_space = False
        for index, character in enumerate(text):
            if character == " ":
                inside = 0 < index < len(text) - 1
                if folds and not after_space and self.column > _WIDTH and inside:
                    self.line(indent)
                    if text[index + 1] == " ":
                        self.put("\\")
                else:
                    self.put(" ")
                self.indention = False
                after_space = True
                continue
            after_space = False
            plain = _printable(character) and character not in _BREAKS and character not in '"\\'
            self.put(character if plain else _escape(character))
            self.whitespace = self.indention = False
        self.indicator('"', spaced=False)

    def _literal(self, text: str, indent: int) -> None:
        self.indicator("|", spaced=True)
        if text[0] == " " or text[0] in _BREAKS:
            self.put(str(_STEP))
        if text[-1] not in _BREAKS:
            self.put("-")
        elif len(text) == 1 or text[-2] in _BREAKS:
            self.put("+")
        self.parts.append("\n")
        self.column = 0
        self.whitespace = self.indention = True
        breaks = True
        for character in text:
            if character in _BREAKS:
                self.parts.append(character)
                self.column = 0
                self.indention = breaks = True
                continue
            if breaks:
                self.line(indent)
            self.put(character)
            self.indention = breaks = False


def _plain(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return arithmetic.text(value)


def _may_be_literal(text: str) -> bool:
    """False where spaces before a line end, or characters that must be escaped, would be lost."""
    if text.endswith(" ") or not all(map(_printable, text)):
        return False
    return not any(before == " " and after in _BREAKS for before, after in pairwise(text))


def _printable(character: str) -> bool:
    return (
        character == "\n"
        or " " <= character <= "~"
        or ("\xa0" <= character <= "\uffff" and character not in "\ufeff\ufffe\uffff")
    ) and not "\ud800" <= character <= "\udfff"


def _escape(character: str) -> str:
    short = _ESCAPES.get(character)
    if short is not None:
        return "\\" + short
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


FUNCTIONS = {
    "yamlencode": Function(encode, [Parameter("value", DYNAMIC, unknown="deep", null=True)], STRING),
}
