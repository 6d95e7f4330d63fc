"""What the tests of rendering share: a chart in `charts/c`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import CHART, pod_template


@pytest.fixture
def chart(write: Any) -> Path:
    """A chart in `charts/c` that says of its pod's container whether it is privileged: `priv`."""
    write("charts/c/Chart.yaml", CHART)
    write("charts/c/templates/pod.yaml", pod_template())
    return write("charts/c/values.yaml", "priv: false\n").parent
