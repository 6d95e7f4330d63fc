"""The rule reference in docs/rules is what its tool writes, and the tool writes what Markdown shows as meant."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from rule_reference import FOLDER, INDEX, fenced, main, pages, prose, stale  # noqa: E402


def test_the_committed_pages_are_the_generated_ones() -> None:
    assert stale(FOLDER, pages()) == [], "run `python tools/rule_reference.py`"


def test_every_rule_has_a_page_that_the_index_names() -> None:
    written = pages()
    ids = {path.stem for path in (ROOT / "rules").glob("*/*/*.yaml")}
    assert {name.removesuffix(".md") for name in written} - {INDEX.removesuffix(".md")} == ids
    assert [name for name in ids if f"[{name}]({name}.md)" not in written[INDEX]] == []


def test_a_page_shows_the_rule() -> None:
    page = pages()["aws-s3-public-acl.md"]
    for wanted in (
        "# aws-s3-public-acl\n",
        "| severity | high |",
        "checkov: `CKV_AWS_20`",
        '## Fails\n\nWorld readable:\n\n```hcl\nresource "aws_s3_bucket_acl"',
        "## Passes\n",
        "check: >-\n",
        "| SOC 2 | CC6.1, ",
    ):
        assert wanted in page
    assert page.index("## Why it is bad") < page.index("## Fix") < page.index("## Fails")
    assert "grant to the log delivery group" not in page, "one example of each kind is enough"


def test_what_is_missing_changed_or_left_over_is_stale(tmp_path: Path) -> None:
    (tmp_path / "same.md").write_text("a", encoding="utf-8")
    (tmp_path / "changed.md").write_text("a", encoding="utf-8")
    (tmp_path / "gone.md").write_text("a", encoding="utf-8")
    assert stale(tmp_path, {"same.md": "a", "changed.md": "b", "new.md": "c"}) == ["changed.md", "gone.md", "new.md"]


def test_check_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rule_reference.ROOT", tmp_path)
    monkeypatch.setattr("rule_reference.FOLDER", tmp_path / "docs")
    assert main(["--check"]) == 1
    assert list((tmp_path / "docs").iterdir()) == []
    assert main([]) == 0
    assert main(["--check"]) == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Write `a_b * c` for *", "Write `a_b * c` for \\*"),
        ("snake_case stays, _this_ does not", "snake_case stays, \\_this\\_ does not"),
        ("<script> and [a](b)", "\\<script> and \\[a\\](b)"),
        ("one\n  paragraph\n\nanother", "one paragraph\n\nanother"),
        ("a lone ` is text, * too", "a lone ` is text, \\* too"),
    ],
)
def test_text_is_not_taken_for_markup(text: str, wanted: str) -> None:
    assert prose(text) == wanted


def test_a_fence_is_longer_than_those_inside() -> None:
    assert fenced("a\n```\nb", "yaml") == "````yaml\na\n```\nb\n````"
