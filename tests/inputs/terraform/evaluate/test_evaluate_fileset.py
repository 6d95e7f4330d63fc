"""Patterns of `fileset`, against what the terraform binary was seen to make of them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.evaluate.glob import GlobError, GlobUncertain, find, matcher

_FILES = ["a/1.txt", "a/b/2.txt", "a/b/c/3.json", "top.txt", "b.txt", "[x].txt", "star*.txt", ".hid/h.txt", ".dot"]
_FILES += ["d.x/e", "{a}.txt", "ü.txt", "sub/A.TXT", "a^b", "c!d", "a-b.txt", "]y"]

_SEEN = {
    "*": "*.txt .dot ]y a^b c!d",
    "**": "*",
    "**/*": "*",
    "*.txt": "*.txt",
    "a/**": "a/1.txt a/b/2.txt a/b/c/3.json",
    "a/**/*": "a/1.txt a/b/2.txt a/b/c/3.json",
    "a/*": "a/1.txt",
    "[ab]*": "a-b.txt a^b b.txt",
    "[!ab]*": "a-b.txt a^b b.txt",
    "[^ab]*.txt": "[x].txt star*.txt top.txt {a}.txt ü.txt",
    "[a-c].txt": "b.txt",
    "{a,b}*": "a-b.txt a^b b.txt",
    "{a,top}.txt": "top.txt",
    "**/*.{txt,json}": ".hid/h.txt *.txt a/1.txt a/b/2.txt a/b/c/3.json",
    "{a,b}/**": "a/1.txt a/b/2.txt a/b/c/3.json",
    "a/{b,c}/**": "a/b/2.txt a/b/c/3.json",
    "\\[x\\].txt": "[x].txt",
    "[[]x].txt": "[x].txt",
    "star\\*.txt": "star*.txt",
    "?.txt": "b.txt ü.txt",
    "a/**/c/*": "a/b/c/3.json",
    "**/c/**": "a/b/c/3.json",
    "a/b/..//1.txt": "a/1.txt",
    "./*.json": "",
    ".*": ".dot",
    "a[^]b": "a^b",
    "a[\\^]b": "a^b",
    "c[!]d": "c!d",
    "**.txt": "*.txt",
    "a**": "a-b.txt a^b",
    "a": "",
    "/": "",
    "": "",
    "[z-a]*": "",
    "[\\]]*": "]y",
    "D*": "",
    "d.x/*": "d.x/e",
    "a/../[x]*": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("files")
    for name in _FILES:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("", encoding="utf-8")
    return top


def _meant(words: str) -> list[str]:
    short = {"*": _FILES, "*.txt": [name for name in _FILES if name.endswith(".txt") and "/" not in name]}
    return sorted({name for word in words.split() for name in short.get(word, [word])})


@pytest.mark.parametrize("pattern", _SEEN)
def test_patterns_match_what_terraform_matches(pattern: str, folder: Path) -> None:
    assert find(str(folder), pattern, lambda path: True, 1000) == _meant(_SEEN[pattern])


@pytest.mark.parametrize("pattern", ["{a", "[a", "[]y", "[]]y", "[a-]*", "\\", "{*.txt,a/**}", "{,a/}*.txt"])
def test_patterns_that_terraform_refuses(pattern: str, folder: Path) -> None:
    with pytest.raises(GlobError):
        find(str(folder), pattern, lambda path: True, 1000)


def test_links_are_followed_inside_the_tree_only(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "f").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to("in")
    assert find(str(tmp_path), "**/f", lambda path: True, 100) == ["in/f", "link/f"]
    assert find(str(tmp_path), "**/f", lambda path: "link" not in path, 100) == ["in/f"]
    (tmp_path / "in" / "round").symlink_to("..")
    with pytest.raises(GlobUncertain):
        find(str(tmp_path), "**", lambda path: True, 100)
    assert find(str(tmp_path), "in/f", lambda path: True, 100) == ["in/f"]


def test_no_more_files_are_looked_at_than_is_allowed(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / str(number)).write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="more than 10 files"):
        find(str(tmp_path), "*", lambda path: True, 10)


def test_no_pattern_takes_long() -> None:
    started = time.process_time()
    assert not matcher("*a" * 200 + "b")("a" * 250)
    assert not matcher("{a,*}" * 100 + "b")("a" * 250)
    assert time.process_time() - started < 3


@settings(max_examples=300, deadline=None)
@given(st.text("ab*?[]{},^-\\.", max_size=12), st.text("ab.^-[", max_size=8))
def test_any_pattern_is_a_test_or_refused(pattern: str, name: str) -> None:
    try:
        matcher(pattern)(name)
    except (GlobError, GlobUncertain):
        assert set(pattern) & set("[]{}\\,")


@given(st.text(st.characters(exclude_characters="/\0"), max_size=10))
def test_an_escaped_name_matches_itself_alone(name: str) -> None:
    test = matcher("".join(f"\\{character}" for character in name))
    assert test(name)
    assert not test(name + "x")
    assert os.path.basename(name) == name
