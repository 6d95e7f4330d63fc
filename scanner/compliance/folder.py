"""Where the catalogues and the tables compiled from them lie."""

from __future__ import annotations

from pathlib import Path


def frameworks_folder() -> Path:
    """Inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data" / "frameworks"
    return installed if installed.is_dir() else package.parent / "frameworks"
