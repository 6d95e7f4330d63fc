"""The values of a resource from the three trees that a plan has of it: values, what is unknown, what is secret.

The result has the shape that the same configuration gives when it is evaluated: what is not written is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import isfinite
from typing import Any, TypeAlias

from scanner.inputs.terraform.evaluate.blocks import collapsed
from scanner.inputs.terraform.plan.written import Written
from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema, NestedBlock
from scanner.model.values import Array, Object, Path, Span, Unknown, Value

MAX_DEPTH = 64
"""How deep values may nest."""

Leaf: TypeAlias = Callable[["Written | None", str, bool, Path], Unknown]
"""Makes the Unknown at a path, from how its block is written, the argument's or nested block's name, and whether it
must be there, so that it will not be null."""

_SCALARS = frozenset((str, bool, int))
_TOO_DEEP = f"values nested more than {MAX_DEPTH} levels deep are not read"


class Builder:
    """Builds the attributes of one resource."""

    __slots__ = ("_leaf", "too_deep")

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self.too_deep = False
        """Whether something was nested too deeply to be read."""

    def attributes(
        self, values: dict[str, Any], unknown: Any, secret: Any, written: Written | None, schema: BlockSchema | None
    ) -> Object:
        """The attributes as rules see them."""
        return collapsed(self._block(values, unknown, secret, written, schema, ()), schema)

    def _block(
        self,
        values: dict[str, Any],
        unknown: Any,
        secret: Any,
        written: Written | None,
        schema: BlockSchema | None,
        path: Path,
    ) -> Object:
        marks = unknown if isinstance(unknown, dict) else {}
        secrets = secret if isinstance(secret, dict) else {}
        if secret is True:
            secrets = dict.fromkeys([*values, *marks], True)
        result = Object() if written is None else Object((), written.source, written.span, written.spans)
        hidden = {name for name, mark in secrets.items() if mark is True}
        blocks: Mapping[str, NestedBlock] = {} if schema is None else schema.blocks
        for name, value in values.items():
            mark = marks.get(name)
            if mark is True or (value is None and not mark):
                continue
            if value.__class__ in _SCALARS and not mark:
                if value != "" or not _left_out(name, written, schema):
                    result[name] = value
                continue
            if not value and not mark and value.__class__ is not float and _left_out(name, written, schema):
                continue
            result[name], dark = self._composite(name, value, mark, secrets.get(name), written, blocks, path)
            if dark:
                hidden.add(name)
        for name, mark in marks.items():
            if mark is True:
                if not _left_to_provider(name, written, schema):
                    required = schema is not None and _is_required(schema.attributes.get(name))
                    result[name] = self._leaf(written, name, required, (*path, name))
            elif mark and name not in result and _has_unknown(mark):
                value = [{} if isinstance(each, dict) else None for each in mark] if isinstance(mark, list) else {}
                result[name], dark = self._composite(name, value, mark, secrets.get(name), written, blocks, path)
        if hidden:
            result.sensitive = frozenset(hidden & result.keys())
        return result

    def _composite(
        self,
        name: str,
        value: Any,
        mark: Any,
        secret: Any,
        written: Written | None,
        blocks: Mapping[str, NestedBlock],
        path: Path,
    ) -> tuple[Value, bool]:
        """Nested blocks, or the value of an argument that is more than a scalar."""
        inner = blocks.get(name)
        if inner is not None and _are_blocks(value):
            return self._blocks(value, mark, secret, written, name, inner, path)
        leaf = partial(self._leaf, written, name, False)
        item, dark = self._merged(value, mark, secret, leaf, (*path, name), 0)
        return (item if written is None else written.placed(name, item)), dark

    def _blocks(
        self, value: Any, mark: Any, secret: Any, written: Written | None, name: str, inner: NestedBlock, path: Path
    ) -> tuple[Value, bool]:
        """The nested blocks of one type as a list of objects."""
        if len(path) > MAX_DEPTH:
            self.too_deep = True
            return Unknown(_TOO_DEEP), False
        items = value if isinstance(value, list) else [value]
        marks = mark if isinstance(mark, list) else [mark]
        secrets = secret if isinstance(secret, list) else [secret] * len(items)
        nothing: list[tuple[Written | None, Span | None]] = [(None, None)] * len(items)
        told = nothing if written is None else written.blocks(name, items, inner.nesting)
        result: list[Value] = []
        spans: list[Span] = []
        for number, (item, (how, span)) in enumerate(zip(items, told, strict=True)):
            at = marks[number] if number < len(marks) else None
            dark = secrets[number] if number < len(secrets) else None
            if at is True:
                result.append(self._leaf(written, name, False, (*path, name, number)))
            elif item is not None:
                result.append(self._block(item, at, dark, how, inner.block, (*path, name, number)))
            if span is not None and (at is True or item is not None):
                spans.append(span)
        source = written.source if written is not None and len(spans) == len(result) else None
        return Array(result, source, None, spans if source is not None else None), secret is True

    def _merged(
        self, value: Any, mark: Any, secret: Any, leaf: Callable[[Path], Unknown], path: Path, depth: int
    ) -> tuple[Value, bool]:
        """A value of an argument with its unknown parts, and whether something in it is secret that has no key."""
        if mark is True:
            return leaf(path), secret is True
        if not mark and not secret:
            return self._sound(value, depth), False
        if depth > MAX_DEPTH:
            self.too_deep = True
            return Unknown(_TOO_DEEP), True
        if isinstance(value, dict) or (value is None and isinstance(mark, dict)):
            return self._merged_object(value or {}, mark, secret, leaf, path, depth), secret is True
        if isinstance(value, list) or (value is None and isinstance(mark, list)):
            items = value or []
            marks = mark if isinstance(mark, list) else []
            secrets = secret if isinstance(secret, list) else []
            result = Array()
            dark = secret is True
            for number in range(max(len(items), len(marks))):
                at, hide = _at(marks, number), _at(secrets, number)
                item, inside = self._merged(_at(items, number), at, hide, leaf, (*path, number), depth + 1)
                result.append(item)
                dark = dark or inside or hide is True
            return result, dark
        return self._sound(value, depth), secret is True

    def _merged_object(
        self, value: dict[str, Any], mark: Any, secret: Any, leaf: Callable[[Path], Unknown], path: Path, depth: int
    ) -> Object:
        marks = mark if isinstance(mark, dict) else {}
        secrets = secret if isinstance(secret, dict) else {}
        result = Object()
        hidden = set()
        for key in (*value, *(key for key in marks if key not in value and marks[key])):
            inner = (*path, key)
            at, hide = marks.get(key), secrets.get(key)
            result[key], dark = self._merged(value.get(key), at, hide, leaf, inner, depth + 1)
            if dark or hide is True:
                hidden.add(key)
        if hidden:
            result.sensitive = frozenset(hidden)
        return result

    def _sound(self, value: Any, depth: int) -> Value:
        """The value itself; an Unknown instead of what no rule could work with."""
        if isinstance(value, float) and not isfinite(value):
            return Unknown("a number too large to be held")
        if not isinstance(value, (dict, list)):
            return value
        if depth > MAX_DEPTH:
            self.too_deep = True
            return Unknown(_TOO_DEEP)
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if item.__class__ not in _SCALARS and item is not None:
                sound = self._sound(item, depth + 1)
                if sound is not item:
                    value[key] = sound  # the plan is ours alone
        return value


def _at(items: list[Any], number: int) -> Any:
    return items[number] if number < len(items) else None


def _has_unknown(mark: Any) -> bool:
    """Whether anything in a tree of marks is unknown."""
    pending = [mark]
    while pending:
        node = pending.pop()
        if node is True:
            return True
        if isinstance(node, (dict, list)):
            pending += node.values() if isinstance(node, dict) else node
    return False


def _are_blocks(value: Any) -> bool:
    """Whether a value is one nested block, or a list of such."""
    return isinstance(value, dict) or (
        isinstance(value, list) and all(item is None or isinstance(item, dict) for item in value)
    )


def _is_required(attribute: AttributeSchema | None) -> bool:
    return attribute is not None and attribute.required


def _left_out(name: str, written: Written | None, schema: BlockSchema | None) -> bool:
    """Whether an empty value stands for an argument or blocks that are not written."""
    if written is not None:
        has = written.has(name)
        if has is not None:
            return not has
    return schema is not None and not _is_required(schema.attributes.get(name))


def _left_to_provider(name: str, written: Written | None, schema: BlockSchema | None) -> bool:
    """Whether an unknown value is one that the provider will choose, because nothing is written for it."""
    has = None if written is None else written.has(name)
    if has is not None:
        return not has
    if name == "id":
        return True
    attribute = schema.attributes.get(name) if schema is not None else None
    block = schema.blocks.get(name) if schema is not None else None
    if attribute is not None and block is None:
        return attribute.computed_only
    # A block that occurs once at most: only one from `dynamic` over something whose very number is unknown could be
    # written and unknown as a whole, and nobody repeats such a block over that.
    return block is not None and attribute is None and block.nesting == "single" and written is not None
