"""Where the data that ships with Bylaw lies."""

from __future__ import annotations

from pathlib import Path

import scanner


def builtin_directory() -> Path:
    """Where the rules that ship with Bylaw lie: inside the installed package, or beside it in a checkout."""
    package = Path(scanner.__file__).parent
    shipped = package / "data" / "rules"
    return shipped if shipped.is_dir() else package.parent / "rules"
