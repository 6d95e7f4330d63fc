"""No report holds a secret: one is planted in every position where one may stand, and no output may name it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
import yaml

from scanner.cli.main import main

MARK = "tr0ub4dor"


def secret(position: str) -> str:
    """What is planted at a position."""
    return f"{MARK}-{position.replace(' ', '-')}"


FILES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("secret_positions.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every report on all positions, each in a directory of its own."""
    folder = tmp_path_factory.mktemp("secrets")
    patch = pytest.MonkeyPatch()
    patch.chdir(folder)
    for position, name, text in [(at, name, text) for at, files in FILES.items() for name, text in files.items()]:
        path = folder / position.replace(" ", "-") / name
        path.parent.mkdir(exist_ok=True, parents=True)
        encoded = base64.b64encode(secret(position).encode()).decode()
        path.write_text(text.replace("PLANTED", secret(position)).replace("BASE64", encoded), encoding="utf-8")
    formats = {"text": "r.txt", "json": "r.json", "sarif": "r.sarif"}
    chosen = [part for name, file in formats.items() for part in ("--format", f"{name}={file}")]
    main(["scan", ".", "--outcomes", "all", *chosen])
    main(["inspect", ".", "--output", "i.txt"])
    main(["inspect", ".", "--format", "json", "--output", "i.json"])
    patch.undo()
    files = {**formats, "inspect text": "i.txt", "inspect json": "i.json"}
    return {name: (folder / file).read_text(encoding="utf-8") for name, file in files.items()}


@pytest.mark.parametrize("format", ["text", "json", "sarif", "inspect text", "inspect json"])
@pytest.mark.parametrize("position", FILES)
def test_no_report_holds_the_secret(position: str, format: str, reports: dict[str, str]) -> None:
    report = reports[format]
    assert "inspect" not in format or position.replace(" ", "-") + "/" in report  # it was read
    shown = [line for line in report.split("\n") if secret(position) in line]
    assert shown == []
    assert base64.b64encode(secret(position).encode()).decode() not in report


def test_no_part_of_one_either(reports: dict[str, str]) -> None:
    for name, report in reports.items():
        assert MARK not in report, name
