"""Records what the AWS provider itself makes of the policy documents in the corpus.

    python tools/record_policy_documents.py [PLUGINS]    asks the `terraform` on PATH and rewrites the corpus

PLUGINS is a directory that holds the provider, as `terraform providers mirror` lays it out; without it the provider is
downloaded. No account is needed. The corpus holds for each configuration `is` (the attribute `json` of its data source
`this`) or `error` (the provider's message, or that it crashes). Other fields are kept: `ours` says what this project
gives instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

CORPUS = Path(__file__).parent.parent / "tests/inputs/terraform/evaluate/policy_documents.yaml"
VERSION = "5.100.0"

_PROVIDER = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "%s"
    }
  }
}
"""
_SETTINGS = """provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""
_OUTPUT = 'output "json" {\n  value = data.aws_iam_policy_document.this.json\n}\n'
_GONE = ("request was cancelled", "did not respond")


def ask(configurations: list[str], plugins: str | None) -> list[dict[str, str]]:
    """What the provider makes of each: `{"is": ...}` or `{"error": ...}`. Each is planned as a module of its own."""
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        for index, configuration in enumerate(configurations):
            (folder / f"m{index}").mkdir()
            (folder / f"m{index}/main.tf").write_text(_PROVIDER % VERSION + configuration + _OUTPUT, encoding="utf-8")
        _call_modules(folder, list(range(len(configurations))))
        _terraform(folder, "init", "-input=false", *([f"-plugin-dir={plugins}"] if plugins else []))
        answers: dict[int, dict[str, str]] = {}
        _ask(folder, list(range(len(configurations))), answers)
        return [answers[index] for index in range(len(configurations))]


def _ask(folder: Path, indices: list[int], answers: dict[int, dict[str, str]]) -> None:
    """A plan names every error with its file; those without one are planned again. What crashes the provider takes the
    others with it, so that the halves are asked by themselves.
    """
    _call_modules(folder, indices)
    errors = _errors(_terraform(folder, "plan", "-json", "-out=plan"))
    if any(gone in message for message in errors.values() for gone in _GONE):
        if len(indices) == 1:
            answers[indices[0]] = {"error": "the provider crashes"}
            return
        middle = len(indices) // 2
        _ask(folder, indices[:middle], answers)
        _ask(folder, indices[middle:], answers)
        return
    answers.update({index: {"error": message} for index, message in errors.items()})
    rest = [index for index in indices if index not in errors]
    if errors and rest:
        _ask(folder, rest, answers)
    elif rest:
        changes = json.loads(_terraform(folder, "show", "-json", "plan"))["output_changes"]
        answers.update({index: {"is": changes[f"m{index}"]["after"]} for index in rest})


def _call_modules(folder: Path, indices: list[int]) -> None:
    calls = [
        f'module "m{i}" {{\n  source = "./m{i}"\n}}\noutput "m{i}" {{\n  value = module.m{i}.json\n}}\n'
        for i in indices
    ]
    (folder / "main.tf").write_text(_PROVIDER % VERSION + _SETTINGS + "".join(calls), encoding="utf-8")


def _errors(lines: str) -> dict[int, str]:
    """The first error of each module."""
    found: dict[int, str] = {}
    for line in lines.splitlines():
        diagnostic = json.loads(line).get("diagnostic", {}) if line.startswith("{") else {}
        if diagnostic.get("severity") == "error":
            module = diagnostic["address"].partition(".data.")[0] if "address" in diagnostic else "module.m-1"
            message = f"{diagnostic['summary']} {diagnostic['detail']}".strip().rstrip(":")
            found.setdefault(int(module.removeprefix("module.m")), message)
    return found


def _terraform(folder: Path, *command: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(
        ["terraform", *command],
        cwd=folder,
        env=own | {"CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def _shown(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def main(plugins: str | None = None) -> None:
    """Asks for every case of the corpus and writes the answers into it."""
    if shutil.which("terraform") is None:
        sys.exit("terraform is not on PATH")
    corpus: dict[str, Any] = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    cases: list[dict[str, Any]] = corpus["cases"]
    for case, answer in zip(cases, ask([case["terraform"] for case in cases], plugins), strict=True):
        case.pop("is", None)
        case.pop("error", None)
        case.update(answer)
    yaml.SafeDumper.add_representer(str, _shown)
    CORPUS.write_text(yaml.safe_dump(corpus, sort_keys=False, allow_unicode=True, width=1000), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
