"""Records what Terraform itself makes of the expressions in the corpus of function calls.

    python tools/record_functions.py        asks the `terraform` on PATH and rewrites the corpus

The corpus holds for each expression `is` (what `jsonencode` gives for its value), `error` (the detail of Terraform's
diagnostic) or `unknown: true`. Fields other than these are kept: `ours` says what this project gives instead, and
`loose: true` that it refuses the expression too, in other words.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

CORPUS = Path(__file__).parent.parent / "tests/inputs/terraform/evaluate/functions.yaml"

_HEADER = 'terraform {\n  required_providers {\n    terraform = { source = "terraform.io/builtin/terraform" }\n  }\n}\n'
_HEADER_LINES = _HEADER.count("\n")
_OUTPUT = 'output "o%d" {\nsensitive = true\nvalue = jsonencode(%s)\n}\n'
_BATCH = 160  # the time for a plan grows faster than its outputs
_OUTPUT_LINES = _OUTPUT.count("\n")


def ask(expressions: list[str], files: dict[str, bytes]) -> list[dict[str, Any]]:
    """What Terraform makes of each expression: `{"is": ...}`, `{"error": ...}` or `{"unknown": True}`."""
    batches = [expressions[at : at + _BATCH] for at in range(0, len(expressions), _BATCH)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [answer for answers in pool.map(lambda batch: _ask(batch, files), batches) for answer in answers]


def _ask(expressions: list[str], files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Asks for one batch in one configuration, one output each.

    A plan names every error with its line; the outputs without one are planned again for their values.
    """
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        answers: dict[int, dict[str, Any]] = {}
        while True:
            asked = [index for index in range(len(expressions)) if index not in answers]
            errors = _plan(folder, [(index, expressions[index]) for index in asked])
            if not errors:
                break
            answers.update({index: {"error": detail} for index, detail in errors.items()})
        planned = json.loads(_terraform(folder, "show", "-json", "plan"))["output_changes"]
        for index in asked:
            change = planned[f"o{index}"]
            answers[index] = {"is": change["after"]} if "after" in change else {"unknown": True}
    return [answers[index] for index in range(len(expressions))]


def _plan(folder: Path, expressions: list[tuple[int, str]]) -> dict[int, str]:
    """Errors of a plan, by the number of the expression."""
    text = _HEADER + "".join(_OUTPUT % numbered for numbered in expressions)
    (folder / "main.tf").write_text(text, encoding="utf-8")
    errors: dict[int, str] = {}
    for line in _terraform(folder, "plan", "-json", "-input=false", "-refresh=false", "-out=plan").splitlines():
        message = json.loads(line)
        diagnostic = message.get("diagnostic")
        if diagnostic is None or diagnostic["severity"] != "error":
            continue
        if "range" not in diagnostic:
            raise SystemExit(f"{diagnostic['summary']}: {diagnostic['detail']}")
        at = (diagnostic["range"]["start"]["line"] - 1 - _HEADER_LINES) // _OUTPUT_LINES
        errors[expressions[at][0]] = diagnostic["detail"].split("\ngoroutine ")[0]
    return errors


def _terraform(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    command = ["terraform", *arguments, "-no-color"] if arguments[0] == "plan" else ["terraform", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def load() -> tuple[dict[str, bytes], dict[str, list[dict[str, Any]]]]:
    """The corpus: files by name, and cases by family."""
    corpus = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    files = {name: bytes.fromhex(content) for name, content in corpus["files"].items()}
    return files, corpus["cases"]


def main() -> int:
    """Rewrites the corpus with Terraform's answers."""
    if shutil.which("terraform") is None:
        print("terraform is not on PATH", file=sys.stderr)
        return 2
    files, cases = load()
    every = [case for family in cases.values() for case in family]
    for case, answer in zip(every, ask([case["expression"] for case in every], files), strict=True):
        for field in ("is", "error", "unknown"):
            case.pop(field, None)
        kept = {field: case.pop(field) for field in list(case) if field != "expression"}
        case.update({**answer, **kept})
    corpus = {"files": {name: content.hex() for name, content in files.items()}, "cases": cases}
    text = yaml.safe_dump(corpus, allow_unicode=True, sort_keys=False, width=10_000)
    CORPUS.write_text(text, encoding="utf-8")
    print(f"{len(every)} expressions recorded")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
