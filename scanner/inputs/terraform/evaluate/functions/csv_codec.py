"""`csvdecode`, with the strictness of Go's `encoding/csv`."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import DYNAMIC, STRING, ListValue, ObjectOf


def _csvdecode(text: str) -> ListValue:
    rows = _rows(text)
    if not rows:
        raise FunctionError("missing header line")
    header = rows[0][1]
    for index, name in enumerate(header):
        if name in header[:index]:
            raise FunctionError(f"duplicate column name {quote(name)}")
    items = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise FunctionError(f"CSV parse error on line {line}: wrong number of fields")
        items.append(dict(zip(header, row, strict=True)))
    return ListValue(items, ObjectOf(dict.fromkeys(header, STRING)))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each record with the line it starts on; empty lines are no records."""
    text = text.replace("\r\n", "\n")
    rows = []
    at, line = 0, 1
    while at < len(text):
        if text[at] == "\n":
            at, line = at + 1, line + 1
            continue
        fields, after = _record(text, at, line)
        rows.append((line, fields))
        line += text.count("\n", at, after)
        at = after
    return rows


def _record(text: str, at: int, line: int) -> tuple[list[str], int]:
    fields = []
    while True:
        if text.startswith('"', at):
            field, at = _quoted(text, at + 1, line)
        else:
            end = _field_end(text, at)
            field, at = text[at:end], end
            if '"' in field:
                raise FunctionError(f'CSV parse error on line {line}: bare " in non-quoted-field')
        fields.append(normal(field))
        if not text.startswith(",", at):
            return fields, at + 1
        at += 1


def _field_end(text: str, at: int) -> int:
    ends = [end for end in (text.find(",", at), text.find("\n", at)) if end >= 0]
    return min(ends, default=len(text))


def _quoted(text: str, at: int, line: int) -> tuple[str, int]:
    """A field in quotes, from after its opening quote; and where it ends."""
    parts = []
    while True:
        end = text.find('"', at)
        if end < 0:
            break
        parts.append(text[at:end])
        at = end + 1
        if text.startswith('"', at):
            parts.append('"')
            at += 1
        elif at >= len(text) or text[at] in ",\n":
            return "".join(parts), at
        else:
            break
    raise FunctionError(f'CSV parse error on line {line}: extraneous or missing " in quoted-field')


FUNCTIONS = {"csvdecode": Function(_csvdecode, [Parameter("str", STRING)], DYNAMIC)}
