"""The corpus of expressions, and what Terraform was recorded to make of each.

    python tests/inputs/terraform/recorded_expressions.py       asks the `terraform` on PATH and rewrites the corpus

A case has the value (`is`, as `planned.comparable` gives it) with its `type` where it is known whole, or the `error`'s
heading. `ours` is kept: it says which of these Bylaw gives instead.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from asked import Answer, ask_terraform

CORPUS = Path(__file__).parent / "expressions.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BATCH = 160  # the time for a plan grows faster than its outputs


def load() -> dict[str, Any]:
    """The corpus: `files` by name as hexadecimal, the `prelude` before every expression, `cases` by section."""
    corpus: dict[str, Any] = yaml.load(CORPUS.read_text(encoding="utf-8"), Loader=_LOADER)
    return corpus


def cases(corpus: dict[str, Any]) -> list[dict[str, Any]]:
    """All cases of all sections."""
    return [case for section in corpus["cases"].values() for case in section]


def write_files(corpus: dict[str, Any], folder: Path) -> None:
    """Writes the files that expressions read."""
    for name, content in corpus["files"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes.fromhex(content))


def outcome(answer: Answer) -> dict[str, Any]:
    """An answer as a case has it."""
    if answer.error:
        return {"error": answer.error.partition(":")[0]}
    return {"is": answer.value, "type": answer.type} if answer.type else {"is": answer.value}


def terraform_outcomes(corpus: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """What terraform makes of every case."""
    write_files(corpus, folder)
    every = [case["expression"] for case in cases(corpus)]
    batches = [every[at : at + _BATCH] for at in range(0, len(every), _BATCH)]
    return [outcome(answer) for batch in batches for answer in ask_terraform(folder, corpus["prelude"], batch)]


def main() -> None:
    """Rewrites the corpus with Terraform's answers."""
    corpus = load()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = terraform_outcomes(corpus, Path(folder))
    for case, found in zip(cases(corpus), outcomes, strict=True):
        kept = {field: case[field] for field in ("expression", "ours") if field in case}
        case.clear()
        case.update({"expression": kept["expression"], **found, **kept})
    text = yaml.safe_dump(corpus, allow_unicode=True, sort_keys=False, width=10_000)
    CORPUS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
