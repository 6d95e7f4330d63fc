"""The cache file: whole or not at all, and never one that somebody else could have written."""

from __future__ import annotations

import os
import stat

import pytest

from scanner.policy.cache import cache_directory, read_cache, write_cache


@pytest.fixture
def file(tmp_path):
    return tmp_path / "home" / ".cache" / "bylaw" / "rules.index"


def test_what_is_written_is_read_and_private(file):
    assert write_cache(file, b"content")
    assert bytes(read_cache(file)) == b"content"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert write_cache(file, b"again")
    assert bytes(read_cache(file)) == b"again"
    assert os.listdir(file.parent) == ["rules.index"]


def test_no_file_and_an_empty_file(file):
    assert read_cache(file) is None
    write_cache(file, b"")
    assert read_cache(file) is None


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_others_can_write_is_refused(file, mode):
    write_cache(file, b"content")
    file.chmod(mode)
    assert read_cache(file) is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_directory_others_can_write_is_refused(file, mode):
    write_cache(file, b"content")
    file.parent.chmod(mode)
    assert read_cache(file) is None
    assert not write_cache(file, b"other")


def test_a_file_of_another_owner_is_refused(file, monkeypatch):
    write_cache(file, b"content")
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert read_cache(file) is None
    assert not write_cache(file, b"other")


def test_links_are_not_followed(file, tmp_path):
    write_cache(file, b"content")
    link = file.with_name("link.index")
    link.symlink_to(file)
    assert read_cache(link) is None
    folder = tmp_path / "linked"
    folder.symlink_to(file.parent)
    assert read_cache(folder / file.name) is None
    assert not write_cache(folder / "other", b"x")


def test_writing_over_a_link_replaces_the_link(file, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    file.parent.mkdir(parents=True, mode=0o700)
    file.symlink_to(victim)
    assert write_cache(file, b"content")
    assert victim.read_text() == "precious"
    assert bytes(read_cache(file)) == b"content"


@pytest.mark.parametrize("blocked", ["parent is a file", "target is a directory", "no room"])
def test_what_cannot_be_written_is_said_and_leaves_nothing(file, monkeypatch, blocked):
    if blocked == "parent is a file":
        file.parent.parent.mkdir(parents=True)
        file.parent.write_text("x")
    elif blocked == "target is a directory":
        (file / "x").mkdir(parents=True)
        file.parent.chmod(0o700)
    else:

        def refuse(*args):
            raise OSError("read-only file system")

        monkeypatch.setattr(os, "replace", refuse)
    assert not write_cache(file, b"content")
    if file.parent.is_dir():
        assert [name for name in os.listdir(file.parent) if name.startswith(".")] == []


def test_the_directory_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_directory() == tmp_path / ".cache" / "bylaw"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache_directory() == tmp_path / "x" / "bylaw"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_directory() == tmp_path / ".cache" / "bylaw"
    monkeypatch.setenv("HOME", "relative")
    assert cache_directory() is None
