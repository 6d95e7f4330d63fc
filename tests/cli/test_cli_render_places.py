"""Where the findings of rendered charts and overlays are, and which ignores reach them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

HELM = pytest.mark.skipif(shutil.which("helm") is None, reason="helm is not on PATH")
RULE = "k8s-container-privileged"
ONLY = ("--only", RULE, "--format", "json")
IGNORE = f"# bylaw:ignore[{RULE}] because"

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: {name}
spec:
  containers:
  - name: c
    image: nginx
    securityContext:
      privileged: {privileged}
"""


def pod(name: str, privileged: str = "true") -> str:
    """A Pod of ten lines, the last one at fault."""
    return POD.format(name=name, privileged=privileged)


def found(ran: Any) -> list[tuple[str, str, int, str]]:
    """Name of the object, file, line and status of each finding."""
    return sorted(
        (each["resource"]["address"].rpartition("/")[2], each["place"]["file"], each["place"]["line"], each["status"])
        for each in ran.json["verdicts"]
    )


@pytest.fixture
def template(write: Any) -> Any:
    """`template(text, name="p.yaml")`: a template of the chart `c`."""
    write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n")

    def written(text: str, name: str = "p.yaml") -> Path:
        path: Path = write(f"c/templates/{name}", text)
        return path

    return written


@HELM
@pytest.mark.parametrize("before", ["    securityContext:", "spec:", "apiVersion:", "kind:"])
def test_a_comment_that_looks_like_helms_own_cuts_nothing(run: Any, template: Any, before: str) -> None:
    text = pod("a")
    at = text.index(before)
    template(f"{text[:at]}# Source: https://example.org/x\n{text[at:]}")
    ran = run("scan", *ONLY)
    assert found(ran) == [("a", "c/templates/p.yaml", 11, "open")]
    assert (ran.code, ran.json["problems"]) == (1, [])


@HELM
@pytest.mark.parametrize(
    "forged", ["https://example.org/x", "c/templates/other.yaml", "c/templates/../../secret.yaml", "c/../secret.yaml"]
)
def test_a_template_that_forges_the_name_of_another_loses_nothing(
    run: Any, write: Any, template: Any, forged: str
) -> None:
    write("secret.yaml", "nothing: here\n")
    template("a: {{ .Release.Name }}\n", "other.yaml")
    template(f"---\n\n---\n# Source: {forged}\n{pod('a')}")
    ran = run("scan", *ONLY)
    ((name, file, _, status),) = found(ran)
    assert (name, status, ran.code) == ("a", "open", 1)
    assert file.startswith("c/")


@HELM
@pytest.mark.parametrize(
    ("dependency", "folder"),
    [("{name: sub, version: 0.1.0}", "other"), ("{name: sub, alias: web, version: 0.1.0}", "sub")],
)
def test_a_chart_in_another_is_found_whatever_helm_calls_it(
    run: Any, write: Any, template: Any, dependency: str, folder: str
) -> None:
    template("{{/* nothing */}}")
    write("c/Chart.yaml", f"apiVersion: v2\nname: c\nversion: 0.1.0\ndependencies: [{dependency}]\n")
    write(f"c/charts/{folder}/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n")
    write(f"c/charts/{folder}/templates/p.yaml", f"# first\n{pod('a', f'true  {IGNORE}')}")
    file = f"c/charts/{folder}/templates/p.yaml"
    assert found(run("scan", *ONLY)) == [("a", file, 11, "ignored")]
