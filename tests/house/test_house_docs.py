"""What the documentation shows is what happens: rules are checked, commands run, outputs compared, links followed."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from house_pages import DOCS, ROOT, Block, blocks, expected

from scanner.cli.main import main

PAGES = [path for path in sorted(DOCS.rglob("*.md")) if path.parent != DOCS / "rules"]
TRIED = [path for path in PAGES if any(block.runs or block.file for block in blocks(path))]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Runs one command line in `tmp_path` and compares the exit code and what it printed, both streams together."""
    for name in list(os.environ):
        if name in ("CI", "NO_COLOR", "TERM") or name.startswith(("GITHUB_", "TF_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def runner(line: str, output: str | None, exit_code: int) -> None:
        program, *arguments = shlex.split(line, comments=True)
        assert program == "bylaw", line
        code = main(arguments)
        shown = capfd.readouterr()
        assert code == exit_code, f"$ {line}\n{shown.out}{shown.err}"
        if output is not None:
            assert re.fullmatch(expected(output), shown.out + shown.err, re.DOTALL), f"$ {line}\n{shown.out}{shown.err}"

    return runner


@pytest.mark.parametrize("page", TRIED, ids=lambda path: str(path.relative_to(DOCS)))
def test_what_a_page_shows_happens(page: Path, run: Callable[..., None], tmp_path: Path) -> None:
    for block in blocks(page):
        if block.file:
            target = tmp_path / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.runs:
            commands = block.commands()
            for number, (line, output) in enumerate(commands, 1):
                run(line, output, block.exit_code if number == len(commands) else 0)


def test_the_page_on_rules_shows_rules() -> None:
    shown = [block.file for block in blocks(DOCS / "writing-rules.md") if block.file.startswith("policy/")]
    assert len(shown) >= 4


def test_every_key_of_a_rule_is_explained() -> None:
    import json

    schema = json.loads((ROOT / "scanner/policy/rule.schema.json").read_text(encoding="utf-8"))
    text = (DOCS / "writing-rules.md").read_text(encoding="utf-8")
    names = {*schema["properties"], *schema["$defs"]["aliases"]["properties"]}
    names |= set(schema["$defs"]["example"]["properties"]["verdict"]["enum"])
    assert sorted(name for name in names if f"`{name}`" not in text and f"`{name}." not in text) == []


def test_every_function_of_rules_is_explained() -> None:
    from scanner.policy.functions import rule_functions

    text = (DOCS / "writing-rules.md").read_text(encoding="utf-8")
    assert sorted(each.name for each in rule_functions() if f"`{each.name}(" not in text) == []


@pytest.mark.parametrize("page", [*PAGES, DOCS / "rules" / "README.md"], ids=lambda path: str(path.relative_to(DOCS)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(`+).*?\1", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if target.startswith(("https://", "http://")):
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8") + (DOCS / "decisions/README.md").read_text(encoding="utf-8")
    outside = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = [path for path in PAGES if path.name != "README.md"]
    names = {path: path.relative_to(DOCS).as_posix() for path in listed}
    missing = [name for path, name in names.items() if f"({name})" not in text and f"({path.name})" not in text]
    assert [name for name in missing if f"(docs/{name})" not in outside] == []


def _anchors(page: Path) -> set[str]:
    """What headings are called in links."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("```sh\nbylaw scan\n```\n", Block("", "sh", "bylaw scan\n")),
        ("<!-- run: exit 2 -->\n```console\n$ bylaw x\nno\n```\n", Block("run: exit 2", "console", "$ bylaw x\nno\n")),
        ("````yaml\n```\n````\n", Block("", "yaml", "```\n")),
    ],
)
def test_blocks_are_read(tmp_path: Path, text: str, wanted: Block) -> None:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert blocks(tmp_path / "page.md") == [wanted]


def test_dots_stand_for_anything() -> None:
    pattern = expected("a [1]\n  ...\nfix  ...\nlast acl=...\n")
    assert re.fullmatch(pattern, "a [1]\n  one\n  two\nfix  this\n     and that\nlast acl=...\n", re.DOTALL)
    assert not re.fullmatch(pattern, "a 1\n  one\nfix  this\nlast acl=...\n", re.DOTALL)
    assert not re.fullmatch(pattern, "a [1]\n  one\nfix  this\nlast acl=x\n", re.DOTALL)
