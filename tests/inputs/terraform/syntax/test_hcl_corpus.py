"""Whole files: those that are valid have no problems and exact offsets, those that are not keep what is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hcl_support import INVALID, VALID, check_file, name_of, text_of

from scanner.inputs.terraform.syntax import parse
from scanner.inputs.terraform.syntax.tree import Block, Body
from scanner.model.places import Source

LEFT = {
    "bad_directive.tf": (
        ["Unexpected end of template", "Unexpected endif directive", "Invalid template control keyword"],
        ["variable good"],
    ),
    "bad_escape.tf": (["Invalid escape sequence"], ["variable good"]),
    "bad_for.tf": (["Invalid 'for' expression"] * 3, ["variable good"]),
    "bad_operator.tf": (
        ["Unsupported operator", "Invalid expression", "Missing newline after argument"],
        ["variable good"],
    ),
    "blocks.tfvars": ([], ["bad"]),
    "brace_on_next_line.tf": (["Invalid block definition", "Argument or block definition required"], ["variable good"]),
    "colon_argument.tf": (["Argument or block definition required"], ["variable good"]),
    "comma_argument.tf": (["Unexpected comma after argument"], ["variable good"]),
    "curly_quotes.tf": (["Invalid character"], ["variable good"]),
    "deep_blocks.tf": (["Nested too deeply"], ["variable good"]),
    "deep_lists.tf": (["Nested too deeply"], ["variable good"]),
    "duplicate_argument.tf": (["Attribute redefined"], ["locals"]),
    "extra_brace.tf": (
        ["Argument or block definition required"],
        ["resource aws_instance first", "resource aws_instance second"],
    ),
    "lone_return.tf": (["Invalid character"], ["variable good"]),
    "merge_conflict.tf": (
        ["Argument or block definition required"] * 3,
        ["variable before", "variable ours", "variable theirs", "variable after"],
    ),
    "missing_separator.tf": (
        ["Missing item separator", "Missing attribute separator", "Missing argument separator"],
        ["locals"],
    ),
    "not_breaking_space.tf": (["Invalid character"], ["variable good"]),
    "nul.tf": (["Invalid character"], ["variable good"]),
    "old_template_only.tf": (["Invalid character"], ["variable good"]),
    "one_line_two_arguments.tf": (["Invalid single-argument block definition"], ["variable good"]),
    "quoted_argument.tf": (["Invalid argument name"], ["variable good"]),
    "single_quotes.tf": (["Invalid character"], ["variable good"]),
    "template_label.tf": (["Invalid string literal"], ["variable good"]),
    "two_errors.tf": (
        ["Invalid expression", "Missing item separator"],
        ["variable good", "variable also_good", "output last"],
    ),
    "unclosed_block.tf": (["Unclosed configuration block"], ["resource aws_instance second", "variable third"]),
    "unclosed_parenthesis.tf": (["Unbalanced parentheses"], ["variable good"]),
    "unterminated_heredoc.tf": (["Unterminated template string"], ["locals"]),
    "unterminated_string.tf": (["Invalid multi-line string"], ["variable good"]),
    "yaml.tf": (["Argument or block definition required"] * 4, []),
}
"""What is wrong with each invalid file, and which top-level blocks are read nevertheless."""


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_valid_files_have_no_problems_and_exact_offsets(path: Path) -> None:
    file = parse(Source(path.name, text_of(path)))
    assert file.problems == []
    check_file(file)
    check_written(file.body, file.source.text)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_invalid_files_keep_what_is_whole(path: Path) -> None:
    file = parse(Source(path.name, text_of(path)))
    check_file(file)
    problems, blocks = LEFT[path.name]
    assert [problem.what.partition(":")[0] for problem in file.problems] == problems
    assert [" ".join([block.type, *block.labels]) for block in file.body.blocks] == blocks
    check_written(file.body, file.source.text)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(VALID) >= 50
    assert sum(len(text_of(path)) for path in VALID) > 400_000


def check_written(body: Body, text: str) -> None:
    """What offsets point at is what is written there."""
    for attribute in body.attributes.values():
        written = text[attribute.start : attribute.end]
        assert written.startswith(attribute.name)
        assert written == written.strip()
        assert "=" in written
        following = text[attribute.end :].lstrip(" \t")
        assert not following or following[0] in "\r\n#/}"
    for block in body.blocks:
        check_block_written(block, text)


def check_block_written(block: Block, text: str) -> None:
    """The same of a block."""
    assert text[block.start :].startswith(block.type)
    assert text[block.end - 1] == "}"
    assert text[block.body.start - 1] == "{"
    assert text[block.body.end] == "}"
    assert (
        text[block.heading_end : block.body.start - 1].strip() == ""
        or "/*" in text[block.heading_end : block.body.start]
    )
    for label, (start, end) in zip(block.labels, block.label_spans, strict=True):
        written = text[start:end]
        assert written in (label, f'"{label}"') or "\\" in written or "$${" in written
    check_written(block.body, text)
