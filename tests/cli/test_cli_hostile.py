"""Bad and hostile input: a clear problem that names the file, no traceback, no hang, and nothing else lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = 'resource "aws_s3_bucket_acl" "good" {\n  bucket = "b"\n  acl    = "public-read"\n}\n'
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx}]}\n"

ALIAS_BOMB = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\ndata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + ("".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)))
)

CASES: dict[str, tuple[str, bytes]] = {
    "binary .tf": ("bad.tf", b"\x7fELF\x00\x01\x02" * 100),
    "binary .yaml": ("bad.yaml", b"apiVersion: v1\nkind: Pod\x00\x01\n"),
    "Latin-1 .tf": ("bad.tf", 'locals { a = "é" }'.encode("latin-1")),
    "Latin-1 .yaml": ("bad.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: é}".encode("latin-1")),
    "half a block": ("bad.tf", b'resource "aws_s3_bucket" "b" {\n  bucket = '),
    "50 MB .tf": ("bad.tf", b"# comment\n" * 5_000_000),
    "50 MB .yaml": ("bad.yaml", b"apiVersion: v1\nkind: Pod\n" + b"# comment\n" * 5_000_000),
    "deep brackets": ("bad.tf", b"locals {\n  a = " + b"[" * 50_000 + b"]" * 50_000 + b"\n}\n"),
    "deep parentheses": ("bad.tf", b"locals {\n  a = " + b"(" * 50_000 + b"1" + b")" * 50_000 + b"\n}\n"),
    "deep unary": ("bad.tf", b"locals {\n  a = " + b"!" * 50_000 + b"true\n}\n"),
    "deep blocks": ("bad.tf", b"a {\n" * 20_000 + b"}\n" * 20_000),
    "deep templates": ("bad.tf", b'locals {\n  a = "' + b'${"' * 20_000 + b'"}' * 20_000 + b'"\n}\n'),
    "deep flow": ("bad.yaml", b"apiVersion: v1\nkind: Pod\nspec: " + b"[" * 50_000 + b"]" * 50_000),
    "deep JSON": ("bad.json", b'{"apiVersion":"v1","kind":"Pod","spec":' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
    "alias bomb": ("bad.yaml", ALIAS_BOMB.encode()),
    "a chain of locals": (
        "bad.tf",
        b"locals {\n  l0 = l\n" + b"".join(b"  l%d = local.l%d\n" % (n, n - 1) for n in range(1, 30_000)) + b"}\n",
    ),
    "locals in a circle": ("bad.tf", b"locals {\n  a = local.b\n  b = local.a\n}\n"),
    "a billion instances": ("bad.tf", b'resource "terraform_data" "x" {\n  count = 1000000000\n}\n'),
    "a billion numbers": ("bad.tf", b"locals {\n  a = range(1000000000)\n}\n"),
    "a huge power": ("bad.tf", b"locals {\n  a = pow(10, pow(10, 10))\n}\n"),
    "doubling text": (
        "bad.tf",
        b'locals {\n  t0 = "xxxxxxxxxx"\n'
        + b"".join(b'  t%d = "${local.t%d}${local.t%d}"\n' % (n, n - 1, n - 1) for n in range(1, 64))
        + b"}\n",
    ),
    "locals that hold each other twice": (
        "bad.tf",
        b"locals {\n  l0 = [1]\n"
        + b"".join(b"  l%d = [local.l%d, local.l%d]\n" % (n, n - 1, n - 1) for n in range(1, 64))
        + b'}\nresource "terraform_data" "x" {\n  input = local.l63\n}\n'
        + b'output "o" {\n  value = jsonencode(local.l63)\n}\n',
    ),
    "a regex that backtracks": ("bad.tf", b'locals {\n  a = regexall("(a+)+$", "' + b"a" * 40 + b'!")\n}\n'),
}

QUIET = ("a regex that backtracks", "a huge power")
"""Decided in linear time, and unknown with its cause: there is nothing to complain of."""


@pytest.mark.parametrize("case", sorted(CASES))
def test_bad_input_gives_a_problem_and_loses_nothing(case: str, run: Callable, write: Callable, tmp_path: Path) -> None:
    name, content = CASES[case]
    write(f"bad/{name}", content)
    write("good/main.tf", GOOD)
    write("good/pod.yaml", POD)
    started = time.monotonic()
    result = run("inspect", ".", "--format", "json")
    assert time.monotonic() - started < 60, "it hangs"
    addresses = {each["address"] for each in result.json["resources"]}
    assert {"aws_s3_bucket_acl.good", "v1/Pod/default/p"} <= addresses
    if case in QUIET:
        return
    assert any(problem["file"] == f"bad/{name}" for problem in result.json["problems"]), result.json["problems"]
    assert result.code == 2
    assert "Traceback" not in result.err


def test_an_empty_file_is_mentioned_and_harmless(run: Callable, write: Callable) -> None:
    write("empty.yaml", "")
    write("main.tf", GOOD)
    result = run("inspect", ".", "--format", "json")
    assert result.code == 0
    assert [(each["severity"], each["file"]) for each in result.json["problems"]] == [("note", "empty.yaml")]


def test_an_unreadable_file_is_a_problem(run: Callable, write: Callable) -> None:
    path = write("secret.tf", GOOD)
    write("main.tf", GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    result = run("inspect", ".", "--format", "json")
    assert result.code == 2
    assert [each["file"] for each in result.json["problems"]] == ["secret.tf"]


def test_pipes_and_circles_of_links_do_not_block(run: Callable, write: Callable, tmp_path: Path) -> None:
    write("main.tf", GOOD)
    os.mkfifo(tmp_path / "pipe.tf")
    (tmp_path / "loop.tf").symlink_to("loop.tf")
    (tmp_path / "around").symlink_to(tmp_path)
    result = run("inspect", ".", "--format", "json")
    assert {each["file"] for each in result.json["problems"]} == {"pipe.tf", "loop.tf"}
    assert [each["address"] for each in result.json["resources"]] == ["aws_s3_bucket_acl.good"]
    assert result.code == 2


def test_nothing_outside_the_tree_is_read(run: Callable, write: Callable, tmp_path: Path) -> None:
    write("outside/secret.txt", "TOP-SECRET")
    write("outside/module/main.tf", 'output "o" {\n  value = "TOP-SECRET"\n}\n')
    write("tree/main.tf", (
        'resource "terraform_data" "x" {\n  input = [file("../outside/secret.txt"), '
        'fileexists("../outside/secret.txt"), file("link.txt"), templatefile("/etc/hostname", {}), '
        'fileset("..", "**")]\n}\n'
        'module "m" {\n  source = "../outside/module"\n}\n'
        'resource "terraform_data" "y" {\n  input = module.m.o\n}\n'
    ))  # fmt: skip
    (tmp_path / "tree" / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "tree" / "linked.tf").symlink_to(tmp_path / "outside" / "module" / "main.tf")
    (tmp_path / "tree" / "linked").symlink_to(tmp_path / "outside" / "module")
    result = run("inspect", "tree", "--format", "json")
    assert "TOP-SECRET" not in result.out + result.err
    assert {problem["file"] for problem in result.json["problems"]} == {"tree/main.tf", "tree/linked.tf"}


WATCHED = """
import resource, subprocess, sys
command = [sys.executable, "-m", "scanner", "inspect", ".", "--format", "json"]
code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_memory_stays_bounded(write: Callable, tmp_path: Path) -> None:
    for case in ("alias bomb", "doubling text", "50 MB .yaml", "a billion instances"):
        name, content = CASES[case]
        write(f"{case.replace(' ', '-')}/{name}", content)
    # A process of its own looks on: what this one's other children took does not count.
    done = subprocess.run([sys.executable, "-c", WATCHED], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in done.stderr
    code, peak = map(int, done.stdout.split())
    assert code == 2, done.stderr
    assert peak < 600 * 1024
