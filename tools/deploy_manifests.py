"""Writes what of `deploy/` follows from the rules and the chart: the rules of its roles, and the plain manifests.

python tools/deploy_manifests.py          (needs `helm` on PATH for the manifests)
"""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

DEPLOY = Path(__file__).parents[1] / "deploy"
ROLES = {"all": "rules.yaml", "cluster": "cluster-rules.yaml", "namespace": "namespace-rules.yaml"}
MANIFESTS = {"audit.yaml": [], "audit-namespaced.yaml": ["--set", "namespaces={team-a,team-b}"]}

_NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata:
  name: bylaw
  labels:
    pod-security.kubernetes.io/enforce: restricted
"""


def role_files() -> dict[Path, str]:
    """What `bylaw rules rbac` says the roles must grant, by file."""
    from scanner.cli.rules.rbac import main

    found = {}
    for part, name in ROLES.items():
        with contextlib.redirect_stdout(io.StringIO()) as text:
            main(["--only-rules", part])
        found[DEPLOY / "chart" / "files" / name] = text.getvalue()
    return found


def manifest_files(helm: str) -> dict[Path, str]:
    """The chart as it is by default, without what only charts need."""
    found = {}
    for name, arguments in MANIFESTS.items():
        command = [helm, "template", "bylaw", str(DEPLOY / "chart"), "--namespace", "bylaw", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        text = re.sub(r"^# Source: .*\n|^ *app\.kubernetes\.io/managed-by: Helm\n", "", done.stdout, flags=re.MULTILINE)
        found[DEPLOY / "manifests" / name] = _NAMESPACE + text
    return found


def main() -> int:
    """Writes all files."""
    for path, text in role_files().items():
        path.write_text(text, encoding="utf-8")
    for path, text in manifest_files("helm").items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
