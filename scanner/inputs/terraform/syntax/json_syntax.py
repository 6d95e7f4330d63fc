"""JSON syntax: the raw tree of JSON, read by Terraform's own schema into the tree of native syntax.

HCL's JSON has no blocks of its own: who reads it says which properties are blocks. Terraform's own blocks are known
here; whatever a provider defines stays an attribute, until somebody with its schema looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as Choice
from typing import TypeAlias

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.json_reader import (
    Json,
    JsonArray,
    JsonObject,
    JsonScalar,
    JsonString,
    offsets_of,
    read_json,
)
from scanner.inputs.terraform.syntax.literals import normal
from scanner.inputs.terraform.syntax.native import parse_expression, parse_template, problem
from scanner.inputs.terraform.syntax.tree import (
    Attribute,
    Block,
    Body,
    Expression,
    File,
    Literal,
    ObjectCons,
    Reference,
    TupleCons,
)
from scanner.inputs.terraform.syntax.walk import check_height, move
from scanner.model.places import Comment, Source
from scanner.model.values import Span

Mode: TypeAlias = Choice["template", "expression", "literal"]
"""How strings are read: as templates, as expressions, or as they are."""

_RESOURCE = {"lifecycle": 0, "provisioner": 1, "connection": 0, "dynamic": 1}

_BLOCKS: Mapping[str, Mapping[str, int]] = {
    "": {
        "terraform": 0,
        "locals": 0,
        "moved": 0,
        "import": 0,
        "removed": 0,
        "variable": 1,
        "output": 1,
        "module": 1,
        "provider": 1,
        "check": 1,
        "resource": 2,
        "data": 2,
        "ephemeral": 2,
    },
    "resource": _RESOURCE,
    "data": _RESOURCE,
    "ephemeral": _RESOURCE,
    "removed": {"lifecycle": 0, "provisioner": 1, "connection": 0},
    "lifecycle": {"precondition": 0, "postcondition": 0},
    "provisioner": {"connection": 0},
    "dynamic": {"content": 0},
    "content": {"dynamic": 1},
    "terraform": {"backend": 1, "cloud": 0, "required_providers": 0, "provider_meta": 1},
    "cloud": {"workspaces": 0},
    "variable": {"validation": 0},
    "output": {"precondition": 0},
    "check": {"data": 2, "assert": 0},
}
"""Which properties of a block are blocks, with the number of their labels. The empty name is the file."""

_MODES: Mapping[tuple[str, str], Mode] = {
    ("variable", "type"): "expression",
    ("variable", "default"): "literal",
    ("lifecycle", "ignore_changes"): "expression",
    ("lifecycle", "replace_triggered_by"): "expression",
    ("module", "providers"): "expression",
    ("dynamic", "iterator"): "expression",
    ("moved", "from"): "expression",
    ("moved", "to"): "expression",
    ("removed", "from"): "expression",
    ("import", "to"): "expression",
    ("import", "provider"): "expression",
    **{(type, "provider"): "expression" for type in ("resource", "data", "ephemeral")},
    **{(type, "depends_on"): "expression" for type in ("resource", "data", "ephemeral", "module", "output")},
}
"""Attributes of Terraform's own whose strings are not templates: references that it takes apart, and defaults."""


class JsonBodies:
    """Reads bodies from raw JSON."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.comments: list[Comment] = []
        """Comments that may hold a directive."""
        self.errors: list[HclSyntaxError] = []
        """What is wrong with blocks that are left out."""

    def body(self, value: JsonObject, type: str) -> Body:
        """The body of a block of a type."""
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        kinds = _BLOCKS.get(type, {})
        for key, content in value.members:
            if key.text == "//":
                self.comment(key, content)
            elif key.text in kinds:
                blocks += self._blocks(key.text, kinds[key.text], content, (key.start, key.end))
            else:
                mode = _MODES.get((type, key.text), "template")
                self.attribute(attributes, key, self.expression(content, mode, type == "required_providers"))
        return Body(value.start, value.end, attributes, blocks, self.source)

    def attribute(self, attributes: dict[str, Attribute], key: JsonString, expression: Expression) -> None:
        """Adds an attribute."""
        if key.text in attributes:
            message = f"Duplicate attribute definition: the argument {key.text} may be set only once"
            raise HclSyntaxError(message, key.start, key.end)
        attributes[key.text] = Attribute(key.start, max(expression.end, key.end), key.text, expression)

    def top_level(self, value: JsonObject) -> list[Block]:
        """The blocks of a file, without those that are wrong."""
        found: list[Block] = []
        kinds = _BLOCKS[""]
        for key, content in value.members:
            try:
                if key.text == "//":
                    self.comment(key, content)
                elif key.text in kinds:
                    found += self._blocks(key.text, kinds[key.text], content, (key.start, key.end), top=True)
                else:
                    message = f"Extraneous JSON object property: no block type is named {key.text!a}"
                    raise HclSyntaxError(message, key.start, key.end)
            except HclSyntaxError as error:
                self.errors.append(error)
        return found

    def comment(self, key: JsonString, content: Json) -> None:
        """Keeps what a property named `//` says, where it may be a directive."""
        if isinstance(content, JsonString) and any(word in content.text.lower() for word in ("ignore", "skip")):
            self.comments.append(Comment(content.text.strip(), self.source.place(key.start, content.end), True))

    def _blocks(
        self,
        type: str,
        missing: int,
        value: Json,
        heading: Span,
        labels: tuple[tuple[str, Span], ...] = (),
        top: bool = False,
    ) -> list[Block]:
        """The blocks that a property holds: labels are levels of objects, and any level may be an array."""
        if isinstance(value, JsonScalar) and value.value is None:
            return []
        found: list[Block] = []
        if isinstance(value, JsonArray):
            for item in value.items:
                found += self._blocks(type, missing, item, (item.start, item.start + 1), labels, top)
        elif not isinstance(value, JsonObject):
            message = "Incorrect JSON value type: a JSON object or array is required, the contents of one or more"
            raise HclSyntaxError(f"{message} {type} blocks", value.start, value.end)
        elif missing:
            for key, content in value.members:
                if key.text == "//" and not isinstance(content, JsonObject):
                    self.comment(key, content)
                    continue
                span = (key.start, key.end)
                found += self._blocks(type, missing - 1, content, span, (*labels, (key.text, span)), top)
        else:
            block = self._block(type, value, heading, labels, top)
            found += [] if block is None else [block]
        return found

    def _block(
        self, type: str, value: JsonObject, heading: Span, labels: tuple[tuple[str, Span], ...], top: bool
    ) -> Block | None:
        try:
            body = self.body(value, type)
        except HclSyntaxError as error:
            if not top:
                raise
            self.errors.append(error)
            return None
        names = [name for name, _ in labels]
        return Block(heading[0], value.end, type, names, body, heading[1], [span for _, span in labels])

    def expression(self, value: Json, mode: Mode, aliases: bool = False, level: int = 1) -> Expression:
        """A value as an expression. With `aliases`, provider references are looked for one level down."""
        if isinstance(value, JsonString):
            return self._string(value, mode, level)
        if isinstance(value, JsonScalar):
            return Literal(value.start, value.end, value.value)
        if isinstance(value, JsonArray):
            items = [self.expression(item, mode, False, level + 1) for item in value.items]
            return TupleCons(value.start, value.end, items)
        pairs: list[tuple[Expression, Expression]] = []
        seen: set[str] = set()
        for key, content in value.members:
            if key.text in seen:
                message = f"Duplicate object attribute: an attribute named {key.text!a} was already defined"
                raise HclSyntaxError(message, key.start, key.end)
            seen.add(key.text)
            if key.text == "//":
                self.comment(key, content)
            inner: Mode = "expression" if aliases and key.text == "configuration_aliases" else mode
            pairs.append((self._key(key, mode, level), self.expression(content, inner, False, level + 1)))
        return ObjectCons(value.start, value.end, pairs)

    def _key(self, key: JsonString, mode: Mode, level: int) -> Expression:
        node = self._string(key, mode, level)
        if isinstance(node, Reference) and not node.steps:
            return Literal(node.start, node.end, node.name)
        return node

    def _string(self, string: JsonString, mode: Mode, level: int) -> Expression:
        text = string.text
        special = "${" in text or "%{" in text
        if mode == "literal" or (mode == "template" and not special):
            return Literal(string.start, string.end, normal(text))
        offsets = None if string.raw == text else offsets_of(string)
        first = string.start + 1
        try:
            node = (parse_template if special else parse_expression)(text, Source(self.source.path, text))
            check_height(node, level)
        except HclSyntaxError as error:
            start, end = (offsets[at] if offsets else at + first for at in (error.start, error.end))
            raise HclSyntaxError(error.message, start, end) from None
        move(node, (lambda at: at + first) if offsets is None else offsets.__getitem__)
        node.start, node.end = string.start, string.end
        return node


def parse_json(source: Source) -> File:
    """Parses a file in JSON syntax (`.tf.json`, `.tofu.json`); never raises.

    Terraform's own blocks become blocks, everything else attributes: objects, tuples, literals, and strings as
    templates, or as expressions where Terraform takes references as strings.
    """
    reader = JsonBodies(source)
    blocks: list[Block] = []
    for value in root_objects(reader, array=True):
        blocks += reader.top_level(value)
    body = Body(0, len(source.text), {}, blocks, source)
    return file_of(reader, body)


def root_objects(reader: JsonBodies, array: bool) -> list[JsonObject]:
    """The object that the file is, or the objects in its array; none when it is something else."""
    try:
        root = read_json(reader.source.text)
        roots = root.items if array and isinstance(root, JsonArray) else [root]
        for value in roots:
            if not isinstance(value, JsonObject):
                message = "Root value must be object: the file must be a JSON object or an array of JSON objects"
                raise HclSyntaxError(message, value.start, value.end)
    except HclSyntaxError as error:
        reader.errors.append(error)
        return []
    return [value for value in roots if isinstance(value, JsonObject)]


def file_of(reader: JsonBodies, body: Body) -> File:
    """The file with everything that was noticed on the way."""
    reader.errors.sort(key=lambda error: error.start)
    problems = [problem(reader.source, error) for error in reader.errors]
    return File(reader.source, body, reader.comments, problems)
