"""Stamps the rule pack in a wheel with its digest, so that a scan need not look at every rule file for changes."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackStamp(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `scanner/data/rules/PACK` to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Digests every rule file, name and content, in order."""
        if self.target_name != "wheel" or version == "editable":
            return
        rules = Path(self.root, "rules")
        digest = hashlib.sha256()
        for path in sorted(rules.rglob("*.yaml")):
            digest.update(f"{path.relative_to(rules).as_posix()}\0".encode())
            digest.update(path.read_bytes())
        stamp = Path(tempfile.mkdtemp(), "PACK")
        stamp.write_text(digest.hexdigest() + "\n", encoding="utf-8")
        build_data["force_include"][str(stamp)] = "scanner/data/rules/PACK"
