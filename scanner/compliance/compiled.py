"""The compiled tables beside the catalogues, as they should be: what `bylaw frameworks mapping --write` writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.compliance.folder import frameworks_folder
from scanner.compliance.frameworks import CONTROLS_FILE, controls_text, read_catalogues
from scanner.compliance.mapping import MAPPING_FILE, compile_mapping
from scanner.model.rules import Rule


def compiled_files(rules: Iterable[Rule], folder: Path | None = None) -> dict[str, str]:
    """Text of every compiled file by its name, from the catalogues and all shipped rules. Raises ComplianceError."""
    frameworks = read_catalogues(folder)
    mapping = compile_mapping(frameworks, rules)
    return {CONTROLS_FILE: controls_text(frameworks), MAPPING_FILE: mapping.to_text()}


def write_compiled(rules: Iterable[Rule], folder: Path | None = None) -> list[Path]:
    """Brings the compiled files up to date and says which changed. Raises ComplianceError, and OSError on writing."""
    folder = folder or frameworks_folder()
    changed = []
    for name, text in compiled_files(rules, folder).items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
