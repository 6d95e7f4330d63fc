"""What the process does besides its work: nothing. No network, no code of the tree, no heavy imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WATCHED = """
import json, sys
seen = []
def watch(event, arguments):
    if event == "open":
        seen.append((event, str(arguments[0])))
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.fork", "ctypes.")):
        seen.append((event, ""))
from scanner.cli.main import main
sys.addaudithook(watch)
code = main(sys.argv[1:])
print(json.dumps({"code": code, "seen": seen, "modules": sorted(sys.modules)}), file=sys.stderr)
"""

CONFIGURATION = """
variable "acl" { default = "public-read" }

data "external" "run" {
  program = ["touch", "ran"]
}

resource "aws_s3_bucket_acl" "a" {
  bucket = file("name.txt")
  acl    = var.acl

  provisioner "local-exec" {
    command = "touch ran"
  }
}
"""


def _watched(tmp_path: Path, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    return json.loads(done.stderr.splitlines()[-1])


def test_a_small_scan_imports_nothing_heavy(write: Callable, tmp_path: Path) -> None:
    write("main.tf", CONFIGURATION)
    write("name.txt", "bucket")
    _watched(tmp_path, "scan", "main.tf")
    modules = {name.partition(".")[0] for name in _watched(tmp_path, "scan", "main.tf")["modules"]}
    assert not modules & {"kubernetes", "jsonschema", "sarif_om", "attr", "yaml", "re2"}


def test_nothing_is_run_fetched_or_read_elsewhere(write: Callable, tmp_path: Path) -> None:
    write("tree/main.tf", CONFIGURATION)
    write("tree/name.txt", "bucket")
    write("tree/sitecustomize.py", "open('ran', 'w')")
    write("tree/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}\n")
    _watched(tmp_path, "scan", "tree", "--format", "json")
    result = _watched(tmp_path, "scan", "tree", "--format", "json")
    assert result["code"] == 1
    assert {event for event, _ in result["seen"]} == {"open"}
    own = (sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2]), str(Path.home() / ".cache" / "bylaw"))
    strange = [path for _, path in result["seen"] if path.startswith("/") and not path.startswith(own)]
    assert strange == []
    assert not list(tmp_path.rglob("ran"))
