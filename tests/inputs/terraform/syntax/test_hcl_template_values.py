"""Random templates, evaluated by Terraform and over our tree: stripping, indentation and escapes must agree."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hcl_support import complaints, parsed

from scanner.inputs.terraform.syntax.tree import Expression, Literal, Template, TemplateFor, TemplateIf, TemplateWrap

TERRAFORM = shutil.which("terraform")

TEXTS = [
    "a",
    "b c",
    " ",
    "  ",
    "    ",
    "\t",
    "$",
    "$$",
    "%",
    "%%",
    "$${x}",
    "%%{y}",
    "$$${z}",
    "é",
    "\u00a0",
    "{",
    "}",
    "E",
    "'",
]
QUOTED = ["\\n", "\\t", '\\"', "\\\\", "\\u00e9", "\\U0001F600"]
LINES = ["\n", "\n", "\n\n", "\n  ", "\n    ", "\n      ", "\n\t", "\n   \n", "x\r\n", '"', "\\n"]


def sequence(rng: random.Random, texts: list[str], depth: int) -> str:
    """An interpolation or directive."""
    opening, closing = rng.choice(["{", "{", "{~"]), rng.choice(["}", "}", "~}"])
    kind = rng.randrange(4 if depth else 2)
    if kind < 2:
        value = rng.choice(['"X"', '" "', '"E"', '""', '"1"'])
        return f"${opening} {value} {closing}"
    inner = template(rng, texts, depth - 1)
    if kind == 2:
        middle = f"%{rng.choice(['{', '{~'])} else {rng.choice(['}', '~}'])}{template(rng, texts, depth - 1)}"
        end = f"%{rng.choice(['{', '{~'])} endif {rng.choice(['}', '~}'])}"
        condition = rng.choice(["true", "false"])
        return f"%{opening} if {condition} {closing}{inner}{rng.choice(['', middle])}{end}"
    end = f"%{rng.choice(['{', '{~'])} endfor {rng.choice(['}', '~}'])}"
    return f"%{opening} for v in [1, 2] {closing}{inner}{end}"


def template(rng: random.Random, texts: list[str], depth: int = 2) -> str:
    """Literal text, interpolations and directives in any order."""
    return "".join(
        sequence(rng, texts, depth) if rng.random() < 0.3 else rng.choice(texts) for _ in range(rng.randrange(7))
    )


def written(rng: random.Random) -> str:
    """A quoted template or a heredoc."""
    if rng.random() < 0.4:
        return f'"{template(rng, TEXTS + QUOTED)}"'
    return f"<<{rng.choice(['', '-', '-'])}EOT\n{rng.choice(['', '  ', '    '])}{template(rng, TEXTS + LINES)}\nEOT"


def value_of(node: Expression) -> str:
    """The string that a template without references gives."""
    match node:
        case Literal():
            return str(node.value)
        case TemplateWrap():
            return value_of(node.inner)
        case Template():
            return "".join(value_of(part) for part in node.parts)
        case TemplateIf(condition=Literal(value=condition)):
            return "".join(value_of(part) for part in (node.yes if condition else node.no))
        case TemplateFor():
            return "".join(value_of(part) for part in node.body) * 2
        case _:
            raise AssertionError(node)


@pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed")
@pytest.mark.parametrize("seed", range(4))
def test_templates_have_the_values_of_terraform(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    drawn = [written(rng) for _ in range(600)]
    templates = [each for each in drawn if not complaints(f"a = {each}\n")]
    assert len(templates) > 200
    text = "locals {\n" + "".join(f"  t{number} = {each}\n" for number, each in enumerate(templates)) + "}\n"
    (tmp_path / "main.tf").write_bytes(text.encode())
    names = ", ".join(f"local.t{number}" for number in range(len(templates)))
    done = subprocess.run(
        [TERRAFORM or "", "console", "-no-color"],
        input=f"jsonencode([{names}])\n",
        capture_output=True,
        cwd=tmp_path,
        check=True,
        text=True,
        env={"CHECKPOINT_DISABLE": "1"},
    )
    theirs = json.loads(json.loads(done.stdout))
    file = parsed(text)
    assert file.problems == []
    attributes = file.body.blocks[0].body.attributes
    for number, each in enumerate(templates):
        assert value_of(attributes[f"t{number}"].expression) == theirs[number], each
