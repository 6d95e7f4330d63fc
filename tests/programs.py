"""Marks of tests that need a program: they are skipped where it is not installed."""

from __future__ import annotations

import shutil

import pytest

HELM = pytest.mark.skipif(shutil.which("helm") is None, reason="helm is not on PATH")
KUSTOMIZE = pytest.mark.skipif(
    shutil.which("kustomize") is None and shutil.which("kubectl") is None, reason="no kustomize and no kubectl on PATH"
)
