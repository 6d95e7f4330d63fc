"""`yamldecode`: one document, with the scalars that Terraform's YAML library knows."""

from __future__ import annotations

import re
from typing import Any

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.convert import convert
from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.json_codec import check_depth
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import DYNAMIC, STRING, type_of
from scanner.model.values import Value

_TAG = "tag:yaml.org,2002:"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], True),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
}
_INTEGER = re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_TIME = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?P<mark>[Tt ])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?\Z"
)
_MOST_NODES = 100_000
_DEEPEST = 100


def decode(text: str) -> Value:
    """The value a YAML document stands for. Raises FunctionError."""
    import yaml

    loader: Any = getattr(yaml, "CLoader", yaml.Loader)(text) if text else yaml.Loader(text)
    try:
        value = _Decoder(loader).document()
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, FunctionError):
            raise
        raise FunctionError(str(getattr(error, "problem", None) or "not valid YAML")) from None
    finally:
        loader.dispose()
    check_depth(value)
    return value


class _Merge:
    """What `<<` stands for as a key."""


_MERGE = _Merge()


class _Decoder:
    """Builds a value from the events of one document."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.pending: set[str] = set()
        self.nodes = 0
        self.depth = 0

    def document(self) -> Value:
        """The only document of the stream."""
        self._next()
        if self._kind(self._next()) != "DocumentStartEvent":
            raise FunctionError("on line 1, column 1: missing start of document")
        value = self._node(self._next())
        self._next()
        if self._kind(self._next()) != "StreamEndEvent":
            raise FunctionError("on line 1, column 1: unexpected extra content after value")
        return value

    def _next(self) -> Any:
        return self.loader.get_event()

    @staticmethod
    def _kind(event: object) -> str:
        return type(event).__name__

    def _node(self, event: Any) -> Value:
        kind = self._kind(event)
        before = self.nodes
        self._count(1)
        if kind == "AliasEvent":
            return self._alias(event.anchor)
        if event.anchor:
            self.pending.add(event.anchor)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Uncertain("the YAML text is nested too deeply")
        if kind == "ScalarEvent":
            value = self._scalar(event)
        elif kind == "SequenceStartEvent":
            value = self._sequence(event)
        else:
            value = self._mapping(event)
        self.depth -= 1
        if event.anchor:
            self.pending.discard(event.anchor)
            self.anchors[event.anchor] = (value, self.nodes - before)
        return value

    def _count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > _MOST_NODES:
            raise Uncertain("the YAML text expands to more than is worked out here")

    def _alias(self, name: str) -> Value:
        if name in self.pending:
            raise FunctionError(f"cannot refer to anchor {quote(name)} from inside its own definition")
        if name not in self.anchors:
            raise FunctionError(f"reference to undefined anchor {quote(name)}")
        value, nodes = self.anchors[name]
        self._count(nodes)
        return value

    def _scalar(self, event: Any) -> Value:
        value = _resolve(event)
        if value is _MERGE:
            return "<<"
        if event.tag is None and not event.implicit[0]:
            return convert(value, STRING)
        return value

    def _sequence(self, event: Any) -> list[Value]:
        if event.tag not in (None, f"{_TAG}seq"):
            raise FunctionError(f"can't interpret sequence as {event.tag}")
        items = []
        while self._kind(following := self._next()) != "SequenceEndEvent":
            items.append(self._node(following))
        return items

    def _mapping(self, event: Any) -> dict[str, Value]:
        if event.tag not in (None, f"{_TAG}map"):
            raise FunctionError(f"can't interpret mapping as {event.tag}")
        entries: dict[str, Value] = {}
        while self._kind(following := self._next()) != "MappingEndEvent":
            if self._kind(following) != "ScalarEvent":
                raise FunctionError("only strings are allowed as mapping keys")
            key = _resolve(following)
            value = self._node(self._next())
            if key is _MERGE:
                if not isinstance(value, dict):
                    raise FunctionError(f"cannot merge {type_of(value).friendly()} into mapping")
                entries.update(value)
            elif key is None:
                raise FunctionError("mapping key cannot be null")
            else:
                entries[convert(key, STRING)] = value
        return entries


def _resolve(event: Any) -> Value:
    """The value of a scalar, or `_MERGE`."""
    text: str = event.value
    tag = (event.tag or "").replace(_TAG, "!!")
    if tag not in ("", "!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp", "!!binary"):
        raise FunctionError(f"unsupported tag {quote(event.tag)}")
    if (not text or text[0] in "+-0123456789yYnNtTfFoO~.") and tag not in ("!!str", "!!binary"):
        if event.style in ("'", '"'):
            return normal(text)
        found = _known(text, tag)
        if found is not _MERGE:
            return found
    if tag == "" and text == "<<":
        return _MERGE
    return _tagged(text, tag)


def _known(text: str, tag: str) -> Value:
    """The value of a plain scalar that is a constant, number or time; `_MERGE` where it is none."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text.lower().lstrip("+-") == ".inf" and text.lstrip("+-") in (".inf", ".Inf", ".INF"):
        raise Uncertain("the YAML text holds an infinite number")
    if tag == "" and text in (".nan", ".NaN", ".NAN"):
        raise FunctionError("floating point NaN is not supported")
    if text[0] == "." and _FLOAT.match(text):
        return _number(text, tag)
    if text[0] in "+-0123456789":
        if tag in ("", "!!timestamp"):
            time = _timestamp(text)
            if time:
                return time
        if _INTEGER.match(text) or _FLOAT.match(text):
            return _number(text, tag)
    return _MERGE


def _tagged(text: str, tag: str) -> Value:
    if tag in ("", "!!str"):
        return normal(text)
    if tag == "!!binary":
        from base64 import b64decode

        try:
            b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
        except ValueError:
            raise FunctionError(f"cannot parse {quote(text)} as !!binary: not valid base64") from None
        return text
    if tag in ("!!int", "!!float"):
        return _number(text, tag)
    if tag == "!!null":
        return None
    raise FunctionError(f"cannot parse {quote(text)} as {tag}")


def _number(text: str, tag: str) -> Value:
    plain = text.replace("_", "")
    try:
        return arithmetic.parse(plain)
    except arithmetic.NumberError:
        pass
    try:
        number = int(plain, 0)
    except ValueError:
        number = 2**64
    if number < 2**64:
        return number
    raise FunctionError(f"cannot parse {quote(text)} as {tag or '!!int'}")


def _timestamp(text: str) -> str | None:
    match = _TIME.match(text)
    if match is None:
        return None
    from datetime import datetime

    mark, zone = match["mark"], match["zone"]
    if (mark == " ") == bool(zone) and mark:
        return None
    parts = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    try:
        moment = datetime(*parts) if parts[0] else datetime(1, 1, 1)  # type: ignore[arg-type]
    except ValueError:
        return None
    return f"{match['year']}{moment:-%m-%dT%H:%M:%S}{zone or 'Z'}"


FUNCTIONS = {"yamldecode": Function(decode, [Parameter("src", STRING)], DYNAMIC, may_be_null=True)}
