"""Arguments and blocks of Terraform's Kubernetes provider to the object that the API server is sent.

Every container is a new one that knows the places of the old; values are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.inputs.translate.defaults import defaults_of
from scanner.inputs.translate.names import INLINE, INTEGERS, NUMBERS_OR_NAMES, OCTAL, block_name, field_name
from scanner.model.secrets import sensitive_keys
from scanner.model.values import Array, Object, PartialList, Path, Span, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema

_OWN = frozenset({
    "auto_approve", "binary_data_wo_revision", "data_wo_revision", "id", "target_state", "timeouts",
    "wait_for_completion", "wait_for_default_service_account", "wait_for_load_balancer", "wait_for_rollout",
    "wait_for_service_account_token", "wait_until_bound",
})  # fmt: skip
"""Arguments of a resource that are the provider's own and that no API server sees."""

_NOTHING = INTEGERS | NUMBERS_OR_NAMES | OCTAL
"""Arguments whose empty text the provider takes for none; source: the expanders of its structure_*.go."""

_SECRET = {"data": "stringData", "data_wo": "stringData", "binary_data": "data", "binary_data_wo": "data"}
"""A Secret's content: what the provider encodes is what the API calls stringData."""

_Part: TypeAlias = "tuple[int, str | None, int | None]"
"""Which block of sources, which type of block in it, and which of these; None where there is none, or only one."""


class Translator:
    """Makes one object of a kind, and remembers where each of its parts was in the resource."""

    def __init__(self, api_version: str, kind: str) -> None:
        self._api_version = api_version
        self._kind = kind

    def object(self, attributes: Object, schema: BlockSchema) -> Object:
        """The object that a resource's attributes describe."""
        made = self._body(attributes, schema, "")
        kind = {"apiVersion": self._api_version, "kind": self._kind}
        return _copy(made, {**kind, **made, **kind})

    def way(self, attributes: Object, schema: BlockSchema, path: Path) -> Path:
        """The way in the resource to what lies at `path` in the object, as far as it is written."""
        node: Any = attributes
        body: BlockSchema | None = schema
        around = ""
        number = 0
        found: list[str | int] = []
        steps = list(path)
        while steps:
            step = steps.pop(0)
            if isinstance(step, int) or body is None:
                node = node.items if isinstance(node, PartialList) else node
                if around == "sources" and isinstance(step, int):
                    step, number = _written_in(node, step)
                try:
                    node = node[step]
                except (KeyError, IndexError, TypeError):
                    break
                found.append(step)
                continue
            name = self._written(node, body, around, step)
            if name is None:
                break
            found.append(name)
            node = node[name]
            nested = body.blocks.get(name)
            if name in INLINE:
                steps.insert(0, step)
            elif nested is not None and isinstance(node, list) and not self.block(name, nested.nesting, around)[1]:
                node = node[number] if number < len(node) else None
                found.append(number)
                number = 0
            elif nested is not None and nested.nesting == "single" and steps and isinstance(steps[0], int):
                steps.pop(0)
            body = None if nested is None else nested.block
            around = name
        return tuple(found)

    def _written(self, node: Any, body: BlockSchema, around: str, step: str) -> str | None:
        """The name in a block of what the API calls `step`."""
        if not isinstance(node, dict):
            return None
        inline: str | None = None
        name: str
        for name in node:
            nested = body.blocks.get(name)
            if name in INLINE:
                inline = name
            elif (self.block(name, nested.nesting, around)[0] if nested else self.field(name, around)) == step:
                return name
        return inline

    def field(self, name: str, around: str) -> str:
        """The API's name of an argument."""
        if not around and self._kind == "Secret":
            return _SECRET.get(name) or field_name(name)
        return field_name(name)

    def block(self, name: str, nesting: str, around: str) -> tuple[str, bool]:
        """The API's name of a block, and whether it is a list there."""
        if self._kind == "DaemonSet" and name == "strategy":
            return "updateStrategy", False
        return block_name(name, nesting != "single", around)

    def _body(self, node: Object, schema: BlockSchema, around: str) -> Object:
        entries: dict[str, Value] = {}
        spans: dict[str, Span] = {}
        secret: set[str] = set()
        written = node.spans or {}
        sensitive = sensitive_keys(node)
        for name, value in node.items():
            if value is None or (not around and name in _OWN) or (isinstance(value, list) and not value):
                continue
            nested = schema.blocks.get(name)
            if nested is not None:
                if name in INLINE and isinstance(value, dict):
                    inner = self._body(_object(value), nested.block, name)
                    entries.update(inner)
                    spans.update(dict.fromkeys(inner, written[name]) if inner.spans is None else inner.spans)
                    continue
                key, repeats = self.block(name, nested.nesting, around)
                entries[key] = self._block(value, nested.block, name, repeats)
            else:
                attribute = schema.attributes.get(name)
                if (attribute is not None and attribute.computed_only) or (value == "" and name in _NOTHING):
                    continue
                key = self.field(name, around)
                value = _argument(name, value, attribute)
                if isinstance(value, (dict, list)) and not value:
                    continue  # the provider leaves out what is empty
                entries[key] = _merged(entries.get(key), value)
            if name in written:
                spans[key] = written[name]
            if name in sensitive:
                secret.add(key)
        for name, value in defaults_of(node, schema, around):
            entries.setdefault(self.field(name, around), value)
        return Object(entries, node.source, node.span, spans, sensitive=frozenset(secret))

    def _block(self, value: Value, schema: BlockSchema, name: str, repeats: bool) -> Value:
        if isinstance(value, dict):
            made = self._body(_object(value), schema, name)
            return Array([made], made.source, made.span, None) if repeats else made
        if isinstance(value, PartialList):
            known = self._block(value.items, schema, name, True)
            return value.with_items(known) if repeats else Unknown(value.cause, value.references, value.origin)
        if not isinstance(value, list):
            return value
        if name == "sources":
            return Array(self._projection(value, schema, part) for part in _parts(value))
        items = [self._body(_object(item), schema, name) if isinstance(item, dict) else item for item in value]
        if not repeats:
            return items[0] if items else Object()
        source, span, spans = (value.source, value.span, value.spans) if isinstance(value, Array) else (None,) * 3
        return Array(items, source, span, spans)

    def _projection(self, sources: list[Value], schema: BlockSchema, part: _Part) -> Value:
        """One source of a projected volume: what lies at `part` of the blocks of sources, and nothing else."""
        index, name, number = part
        source = sources[index]
        if not isinstance(source, dict):
            return source
        whole = _object(source)
        if name is None:
            return self._body(whole, schema, "sources")
        value, spans = whole[name], whole.spans
        if number is not None:
            spans = {name: value.spans[number]} if isinstance(value, Array) and value.spans else spans
            value = value[number]
        return self._body(
            Object({name: value}, whole.source, whole.span, spans, None, whole.sensitive), schema, "sources"
        )


def plain_object(value: dict[str, Value]) -> Object:
    """A value that was computed, or written as it is in the API, as an object without nulls in it."""
    made: Object = _plain(value, 0)
    return made


_DEEPEST = 200


def _plain(value: Value, depth: int) -> Value:
    if depth > _DEEPEST:
        return Unknown("it is nested too deeply")
    if isinstance(value, dict):
        entries = {str(key): _plain(item, depth + 1) for key, item in value.items() if item is not None}
        return _copy(value, entries)
    if isinstance(value, list):
        items = [_plain(item, depth + 1) for item in value]
        return Array(items, value.source, value.span, value.spans) if isinstance(value, Array) else Array(items)
    if isinstance(value, PartialList):
        return value.with_items(_plain(value.items, depth + 1))
    return value


def _copy(like: dict[str, Value], entries: dict[str, Value]) -> Object:
    if isinstance(like, Object):
        return Object(entries, like.source, like.span, like.spans, sensitive=sensitive_keys(like))
    return Object(entries, sensitive=sensitive_keys(like))


def _object(value: dict[str, Value]) -> Object:
    return value if isinstance(value, Object) else Object(value, sensitive=sensitive_keys(value))


def _merged(before: Value, value: Value) -> Value:
    """Both contents of a Secret, where one is written for the state and one is not."""
    if isinstance(before, Object) and isinstance(value, Object):
        return Object({**before, **value}, sensitive=sensitive_keys(before) | sensitive_keys(value))
    return value


def _parts(sources: list[Value]) -> Iterator[_Part]:
    """What is projected in blocks of sources; the API has a source for each."""
    for index, source in enumerate(sources):
        names = [name for name, value in source.items() if value is not None] if isinstance(source, dict) else []
        if not names:
            yield index, None, None
        for name in names:
            value = source[name]
            if isinstance(value, list):
                yield from ((index, name, number) for number in range(len(value)))
            else:
                yield index, name, None


def _written_in(sources: Value, index: int) -> tuple[int, int]:
    """The block of sources that holds the source with this index, and which of its blocks of one type it is."""
    parts = list(_parts(sources)) if isinstance(sources, list) else []
    if not 0 <= index < len(parts):
        return index, 0
    block, _, number = parts[index]
    return block, number or 0


def _argument(name: str, value: Value, schema: AttributeSchema | None) -> Value:
    if isinstance(value, (dict, list)):
        return _plain(value, 0)
    if isinstance(value, str) and (schema is None or schema.type == "string"):
        if name in INTEGERS or name in NUMBERS_OR_NAMES:
            return _number(value, 10)
        if name in OCTAL:
            return _number(value, 8)
    return value


def _number(value: str, base: int) -> Any:
    text = value.removeprefix("-")
    digits = text.isascii() and text.isdigit() and len(text) < 20
    return int(value, base) if digits and (base == 10 or not set(text) & {"8", "9"}) else value
