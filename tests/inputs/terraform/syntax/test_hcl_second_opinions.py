"""Other readers of HCL: pygohcl (HashiCorp's own parser), Terraform's, and python-hcl2."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import hcl2
import pygohcl
import pytest
from hcl_support import NATIVE, VALID, name_of, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_hcl_properties import NATIVE_TEXTS, SOUP, damaged

from scanner.inputs.terraform.syntax import parse
from scanner.inputs.terraform.syntax.tree import (
    Block,
    Body,
    Expression,
    File,
    Literal,
    ObjectCons,
    Reference,
    TupleCons,
    Unary,
)
from scanner.model.places import Source

TERRAFORM = shutil.which("terraform")

OURS_ALONE = ("Nested too deeply", "Too many errors")
"""What only this parser refuses, to protect itself."""


def accepted_by_hashicorp(text: str) -> bool | None:
    """Whether HashiCorp's parser reads a text; None when this binding has no opinion."""
    try:
        pygohcl.loads(text)
    except pygohcl.HCLParseError:
        return False
    except (pygohcl.HCLInternalError, RecursionError):
        return None if "panic" in text else True
    return True


def judged(file: File) -> bool | None:
    """Whether we read a file; None when it was too much for us."""
    if any(problem.what.startswith(OURS_ALONE) for problem in file.problems):
        return None
    return not file.problems


def same_verdict(text: str) -> None:
    """Both accept or both refuse."""
    if "\0" in text:  # ends the text for the other
        return
    ours = judged(parse(Source("t.tf", text)))
    theirs = accepted_by_hashicorp(text)
    if ours is not None and theirs is not None:
        assert ours == theirs, [problem.what for problem in parse(Source("t.tf", text)).problems]


@pytest.mark.parametrize("path", [path for path in NATIVE if not path.name.startswith("deep_")], ids=name_of)
def test_the_corpus_is_accepted_and_refused_as_by_hashicorp(path: Path) -> None:
    same_verdict(text_of(path))


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(NATIVE_TEXTS))
def test_damaged_files_are_judged_as_by_hashicorp(text: str) -> None:
    same_verdict(text)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.one_of(SOUP, SOUP.map(lambda soup: f"a = {soup}\n"), SOUP.map(lambda soup: f'a = "{soup}"\n')))
def test_token_soup_is_judged_as_by_hashicorp(text: str) -> None:
    same_verdict(text)


@pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed")
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.lists(st.one_of(SOUP, SOUP.map(lambda soup: f"a = {soup}\n"), damaged(NATIVE_TEXTS)), min_size=30, max_size=30)
)
def test_texts_are_judged_as_by_terraform(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(texts):
        Path(folder, f"f{number}.tf").write_bytes(text.encode("utf-8", "surrogatepass"))
    command = [TERRAFORM or "", "fmt", "-no-color", "-list=false", "-write=false", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, env={"CHECKPOINT_DISABLE": "1"})
    refused = {int(number) for number in re.findall(r"f(\d+)\.tf line", done.stderr.decode(errors="replace"))}
    for number, text in enumerate(texts):
        ours = judged(parse(Source("t.tf", text)))
        assert ours is None or ours == (number not in refused), text


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_values_are_those_of_python_hcl2(path: Path) -> None:
    text = text_of(path)
    try:
        theirs = hcl2.loads(text)
    except Exception as error:  # noqa: BLE001 - it raises whatever its parser generator does
        pytest.skip(f"python-hcl2 cannot read it: {type(error).__name__}")
    compared = compare_body(parse(Source("t.tf", text)).body, theirs, text)
    assert compared > (20 if "large" in path.parts else -1)


def compare_body(body: Body, theirs: dict[str, object], text: str) -> int:
    """Compares arguments with constant values and the nesting of blocks; how many values were compared."""
    compared = 0
    names = {name for name in theirs if not name.startswith("__")}
    assert names == {*body.attributes, *(block.type for block in body.blocks)}
    for name, attribute in body.attributes.items():
        if not any(block.type == name for block in body.blocks):
            compared += compare_value(attribute.expression, theirs[name], text)
    for type in {block.type for block in body.blocks} - {*body.attributes}:
        blocks = [block for block in body.blocks if block.type == type]
        found = theirs[type]
        assert isinstance(found, list)
        assert len(found) == len(blocks)
        for block, other in zip(blocks, found, strict=True):
            compared += compare_block(block, other, text)
    return compared


def compare_block(block: Block, theirs: object, text: str) -> int:
    """Compares a block, its labels first."""
    for start, end in block.label_spans:
        assert isinstance(theirs, dict)
        keys = [key for key in theirs if not key.startswith("__")]
        assert [key.strip('"') for key in keys] == [text[start:end].strip('"')]
        theirs = theirs[keys[0]]
    assert isinstance(theirs, dict)
    return compare_body(block.body, theirs, text)


def compare_value(node: Expression, theirs: object, text: str) -> int:
    """Compares a value as far as it is constant."""
    match node:
        case Literal(value=str()):
            return compare_string(node, theirs, text)
        case Literal(value=Decimal() as value):
            assert str(theirs).strip("${}") == text[node.start : node.end] or Decimal(str(theirs)) == value
            return 1
        case Literal(value=value):
            if isinstance(theirs, str):  # it keeps exponents as they are written
                assert theirs == f"${{{text[node.start : node.end]}}}"
            else:
                assert value == theirs
                assert isinstance(value, bool) == isinstance(theirs, bool)
            return 1
        case Unary(operator="-", operand=Literal(value=int() as value)):
            assert theirs == -value
            return 1
        case TupleCons():
            assert isinstance(theirs, list)
            assert len(theirs) == len(node.items)
            return sum(compare_value(item, other, text) for item, other in zip(node.items, theirs, strict=True))
        case ObjectCons():
            assert isinstance(theirs, dict)
            assert len(theirs) == len(node.items)
            pairs = zip(node.items, theirs.values(), strict=True)
            return sum(compare_value(value, other, text) for (_, value), other in pairs)
        case Reference():
            assert isinstance(theirs, str)
            written = text[node.start : node.end]
            assert theirs in (written, f"${{{written}}}")
            return 1
        case _:
            assert isinstance(theirs, (str, bool, int, float, list, dict))
            return 0


def compare_string(node: Literal, theirs: object, text: str) -> int:
    """It keeps strings as they are written, with quotes."""
    written = text[node.start : node.end]
    assert isinstance(theirs, str)
    if written.startswith("<<"):
        assert theirs.startswith('"<<')
        return 0
    assert theirs == written
    if "\\" not in written and "$${" not in written and "%%{" not in written and written.isascii():
        assert node.value == written[1:-1]
    return 1
