"""What the tests of HCL syntax share: the corpus, a short notation for trees, and checks that hold for any file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from scanner.inputs.terraform.syntax import parse
from scanner.inputs.terraform.syntax.tree import (
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    File,
    For,
    GetAttr,
    Index,
    Literal,
    ObjectCons,
    Reference,
    Splat,
    SplatItem,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
    TupleCons,
    Unary,
)
from scanner.inputs.terraform.syntax.walk import children
from scanner.model.places import Source

CORPUS = Path(__file__).parents[3] / "corpus" / "hcl"
NATIVE = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in (".tf", ".tfvars", ".hcl")]
VALID = [path for path in NATIVE if "invalid" not in path.parts]
INVALID = [path for path in NATIVE if "invalid" in path.parts]
JSON = sorted(CORPUS.rglob("*.json"))


def name_of(path: Path) -> str:
    """A file's name in the corpus, for test ids."""
    return path.relative_to(CORPUS).as_posix()


def text_of(path: Path) -> str:
    """A file's text with its line ends as they are."""
    return path.read_bytes().decode()


def parsed(text: str) -> File:
    """Parses a text."""
    return parse(Source("test.tf", text))


def expression_of(text: str) -> Expression:
    """Parses an argument and gives its expression."""
    file = parsed(f"a = {text}\n")
    assert not file.problems, file.problems
    return file.body.attributes["a"].expression


def complaints(text: str) -> list[str]:
    """What is wrong with a text, the summaries only."""
    return [problem.what.partition(":")[0] for problem in parsed(text).problems]


def show(node: Expression | None) -> str:
    """A tree in a short notation: operators before their operands, all in parentheses."""
    match node:
        case None:
            return "-"
        case Literal(value=bool() | None as value):
            return {True: "true", False: "false", None: "null"}[value]
        case Literal(value=Decimal() as value):
            return f"{value}d"
        case Literal(value=value):
            return repr(value)
        case Reference():
            return (
                "@"
                + node.name
                + "".join(f".{step}" if isinstance(step, str) else f"[{step[0]!r}]" for step in node.steps)
            )
        case SplatItem():
            return "_"
        case Template():
            return f"(template {_all(node.parts)})"
        case TemplateWrap():
            return f"(wrap {show(node.inner)})"
        case TemplateIf():
            return f"(%if {show(node.condition)} [{_all(node.yes)}] [{_all(node.no)}])"
        case TemplateFor():
            return f"(%for {node.key or '-'} {node.value} {show(node.collection)} [{_all(node.body)}])"
        case GetAttr():
            return f"(. {show(node.object)} {node.name})"
        case Index():
            return f"([] {show(node.collection)} {show(node.key)})"
        case Splat():
            return f"({'[*]' if node.full else '.*'} {show(node.source)} {show(node.body)})"
        case Call():
            return f"({node.name}{'...' if node.expand else ''}{''.join(' ' + show(item) for item in node.arguments)})"
        case Unary():
            return f"({node.operator} {show(node.operand)})"
        case Binary():
            return f"({node.operator} {show(node.left)} {show(node.right)})"
        case Conditional():
            return f"(? {show(node.condition)} {show(node.yes)} {show(node.no)})"
        case TupleCons():
            return f"[{_all(node.items)}]"
        case ObjectCons():
            return "{" + " ".join(f"{show(key)}={show(value)}" for key, value in node.items) + "}"
        case For():
            group = "..." if node.group else ""
            parts = " ".join(show(part) for part in (node.collection, node.key_result, node.result, node.condition))
            return f"(for{group} {node.key or '-'} {node.value} {parts})"


def _all(nodes: list[Expression]) -> str:
    return " ".join(show(node) for node in nodes)


def check_file(file: File) -> None:
    """What holds of every file, however broken: offsets lie in the file and nest, and problems are located."""
    size = len(file.source.text)
    assert 0 <= file.body.start <= file.body.end <= size
    check_body(file.body)
    lines = file.source.text.split("\n")
    for problem in file.problems:
        place = problem.place
        assert problem.kind == "unparsable"
        assert problem.what
        assert place is not None
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 2
    for comment in file.comments:
        assert "ignore" in comment.text.lower() or "skip" in comment.text.lower()


def check_body(body: Body) -> None:
    """Offsets of a body's arguments and blocks nest in it."""
    for name, attribute in body.attributes.items():
        assert attribute.name == name
        check_inside(attribute.start, attribute.end, body.start, body.end)
        check_expression(attribute.expression, attribute.start, attribute.end)
    for block in body.blocks:
        check_inside(block.start, block.end, body.start, body.end)
        check_block(block)


def check_block(block: Block) -> None:
    """Offsets of a block's heading and body nest in it."""
    assert block.start < block.heading_end <= block.body.start
    assert len(block.labels) == len(block.label_spans)
    for start, end in block.label_spans:
        check_inside(start, end, block.start, block.heading_end)
    check_inside(block.body.start, block.body.end, block.start, block.end)
    check_body(block.body)


def check_expression(root: Expression, start: int, end: int) -> None:
    """Offsets of an expression nest in its parent's, all the way down."""
    stack = [(root, start, end)]
    while stack:
        node, low, high = stack.pop()
        check_inside(node.start, node.end, low, high)
        stack += [(child, node.start, node.end) for child in children(node)]


def check_inside(start: int, end: int, low: int, high: int) -> None:
    """One range lies in another."""
    assert low <= start <= end <= high, (start, end, low, high)
