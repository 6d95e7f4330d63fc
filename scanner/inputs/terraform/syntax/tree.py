"""The syntax tree of HCL, the same for native and JSON syntax.

Every node carries `start` and `end`: offsets into its file's text in code points, end exclusive. Nodes are plain
slotted classes, not dataclasses: a corpus has hundreds of thousands of them and construction is what parsing costs.
Treat them as frozen.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal as Choice
from typing import TypeAlias

from scanner.model.places import Comment, Source
from scanner.model.problems import Problem
from scanner.model.values import Span

Key: TypeAlias = tuple["str | int | Decimal"]
"""An index step with a constant key: a 1-tuple, so that `a["b"]` and `a.b` stay apart."""

Step: TypeAlias = "str | Key"
"""One step of a reference: an attribute name, or a constant index."""


class Node:
    """A piece of syntax."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class Literal(Node):
    """A constant: a string without interpolation, a number, `true`, `false` or `null`.

    Whole numbers are `int`, others `Decimal`. Escapes are decoded.
    """

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: str | int | Decimal | bool | None) -> None:
        self.start = start
        self.end = end
        self.value = value


class Template(Node):
    """A quoted string or heredoc with interpolations or directives. The result is always a string."""

    __slots__ = ("parts",)

    def __init__(self, start: int, end: int, parts: list[Expression]) -> None:
        self.start = start
        self.end = end
        self.parts = parts
        """Literal strings, expressions, `TemplateIf` and `TemplateFor`, white space already trimmed."""


class TemplateWrap(Node):
    """A template that is nothing but one interpolation, `"${x}"`: its value is that of `x`, type and all."""

    __slots__ = ("inner",)

    def __init__(self, start: int, end: int, inner: Expression) -> None:
        self.start = start
        self.end = end
        self.inner = inner


class TemplateIf(Node):
    """`%{ if condition }yes%{ else }no%{ endif }`. Stands among the parts of a template only."""

    __slots__ = ("condition", "no", "yes")

    def __init__(
        self, start: int, end: int, condition: Expression, yes: list[Expression], no: list[Expression]
    ) -> None:
        self.start = start
        self.end = end
        self.condition = condition
        self.yes = yes
        self.no = no


class TemplateFor(Node):
    """`%{ for key, value in collection }body%{ endfor }`. Stands among the parts of a template only."""

    __slots__ = ("body", "collection", "key", "value")

    def __init__(
        self,
        start: int,
        end: int,
        key: str | None,
        value: str,
        collection: Expression,
        body: list[Expression],
    ) -> None:
        self.start = start
        self.end = end
        self.key = key
        self.value = value
        self.collection = collection
        self.body = body


class Reference(Node):
    """A name with attribute and constant index steps after it: `var.a`, `aws_x.y["k"].id`, `local.l[0]`."""

    __slots__ = ("name", "steps")

    def __init__(self, start: int, end: int, name: str, steps: tuple[Step, ...]) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.steps = steps


class GetAttr(Node):
    """`object.name`, where the object is more than a reference."""

    __slots__ = ("name", "object")

    def __init__(self, start: int, end: int, object: Expression, name: str) -> None:
        self.start = start
        self.end = end
        self.object = object
        self.name = name


class Index(Node):
    """`collection[key]` where one of the two is computed. `a.0` is an index too."""

    __slots__ = ("collection", "key")

    def __init__(self, start: int, end: int, collection: Expression, key: Expression) -> None:
        self.start = start
        self.end = end
        self.collection = collection
        self.key = key


class SplatItem(Node):
    """Stands for the item at hand inside a splat's body."""

    __slots__ = ()


class Splat(Node):
    """`source[*].body` (full) or `source.*.body`: the body is an expression over a `SplatItem`."""

    __slots__ = ("body", "full", "source")

    def __init__(self, start: int, end: int, source: Expression, body: Expression, full: bool) -> None:
        self.start = start
        self.end = end
        self.source = source
        self.body = body
        self.full = full


class Call(Node):
    """A function call. `name` includes namespaces: `provider::terraform::encode_tfvars`."""

    __slots__ = ("arguments", "expand", "name")

    def __init__(self, start: int, end: int, name: str, arguments: list[Expression], expand: bool) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.arguments = arguments
        self.expand = expand
        """True when the last argument is followed by `...`."""


class Unary(Node):
    """`-x` or `!x`."""

    __slots__ = ("operand", "operator")

    def __init__(self, start: int, end: int, operator: Choice["-", "!"], operand: Expression) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.operand = operand


class Binary(Node):
    """`left operator right` for `+ - * / % == != < <= > >= && ||`."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, start: int, end: int, operator: str, left: Expression, right: Expression) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.left = left
        self.right = right


class Conditional(Node):
    """`condition ? yes : no`."""

    __slots__ = ("condition", "no", "yes")

    def __init__(self, start: int, end: int, condition: Expression, yes: Expression, no: Expression) -> None:
        self.start = start
        self.end = end
        self.condition = condition
        self.yes = yes
        self.no = no


class TupleCons(Node):
    """`[a, b]`."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: list[Expression]) -> None:
        self.start = start
        self.end = end
        self.items = items


class ObjectCons(Node):
    """`{ key = value }`. A bare identifier as a key is a `Literal` string; `(name)` is the expression."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: list[tuple[Expression, Expression]]) -> None:
        self.start = start
        self.end = end
        self.items = items


class For(Node):
    """`[for key, value in collection : result if condition]`, or with `{ ... key_result => result... }`."""

    __slots__ = ("collection", "condition", "group", "key", "key_result", "result", "value")

    def __init__(
        self,
        start: int,
        end: int,
        key: str | None,
        value: str,
        collection: Expression,
        key_result: Expression | None,
        result: Expression,
        condition: Expression | None,
        group: bool,
    ) -> None:
        self.start = start
        self.end = end
        self.key = key
        self.value = value
        self.collection = collection
        self.key_result = key_result
        """The key of each entry; None when the result is a tuple."""
        self.result = result
        self.condition = condition
        self.group = group
        """True for `...`: values of equal keys are gathered."""


Expression: TypeAlias = (
    Literal
    | Template
    | TemplateWrap
    | TemplateIf
    | TemplateFor
    | Reference
    | GetAttr
    | Index
    | SplatItem
    | Splat
    | Call
    | Unary
    | Binary
    | Conditional
    | TupleCons
    | ObjectCons
    | For
)


class Attribute(Node):
    """`name = expression`."""

    __slots__ = ("expression", "name")

    def __init__(self, start: int, end: int, name: str, expression: Expression) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.expression = expression


class Block(Node):
    """`type "label" { ... }`."""

    __slots__ = ("body", "heading_end", "label_spans", "labels", "type")

    def __init__(
        self,
        start: int,
        end: int,
        type: str,
        labels: list[str],
        body: Body,
        heading_end: int,
        label_spans: list[Span],
    ) -> None:
        self.start = start
        self.end = end
        self.type = type
        self.labels = labels
        self.body = body
        self.heading_end = heading_end
        """Where type and labels end; the heading is what a finding about something absent points at."""
        self.label_spans = label_spans


class Body(Node):
    """Attributes and blocks, each in the order they are written."""

    __slots__ = ("attributes", "blocks", "overridden", "source")

    def __init__(
        self, start: int, end: int, attributes: dict[str, Attribute], blocks: list[Block], source: Source
    ) -> None:
        self.start = start
        self.end = end
        self.attributes = attributes
        self.blocks = blocks
        self.source = source
        """The file the body was written in: bodies of one module come from many files."""
        self.overridden: dict[str, Source] | None = None
        """Attributes that an override file replaced, with that file."""

    def source_of(self, attribute: str) -> Source:
        """The file that an attribute of this body was written in."""
        return self.source if self.overridden is None else self.overridden.get(attribute, self.source)


class File:
    """What parsing a file gives, always: the part of it that could be parsed, and what was wrong with the rest."""

    __slots__ = ("body", "comments", "problems", "source")

    def __init__(self, source: Source, body: Body, comments: list[Comment], problems: list[Problem]) -> None:
        self.source = source
        self.body = body
        self.comments = comments
        """Comments that contain `ignore` or `skip`, in order."""
        self.problems = problems
        """Located problems of kind `unparsable`. Top-level blocks without one are in `body` whole."""
