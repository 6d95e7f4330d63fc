"""Names of files that make a chart or a kustomization of a directory. Every scan imports these, and no more of it."""

from __future__ import annotations

CHART_FILE = "Chart.yaml"
KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

RENDERED_BY = (CHART_FILE, *KUSTOMIZATION_FILES)
