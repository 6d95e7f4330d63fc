"""What each output imports: a scan of one file has no time for more than it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import sys
from scanner.outputs import output_for
output_for({name!r})
print(*sorted(sys.modules))
"""


def loaded(name: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", PROBE.format(name=name)], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [
        ("text", {"json", "sarif_om", "attr", "jsonschema", "unicodedata", "textwrap", "urllib.parse"}),
        ("json", {"sarif_om", "attr", "jsonschema", "urllib.parse", "scanner.outputs.text"}),
        ("sarif", {"jsonschema", "scanner.outputs.text", "scanner.outputs.json_report"}),
    ],
)
def test_imports(name: str, unwanted: set[str]) -> None:
    modules = loaded(name)
    assert "scanner.model.report" in modules
    assert not modules & unwanted
