"""Where the findings of rendered charts and overlays are, and which ignores reach them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_render import CHART, PRIVILEGED
from programs import HELM, KUSTOMIZE

RULE = "k8s-container-privileged"
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
    write("c/Chart.yaml", CHART)

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
    ran = run("scan", *PRIVILEGED)
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
    ran = run("scan", *PRIVILEGED)
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
    assert found(run("scan", *PRIVILEGED)) == [("a", file, 11, "ignored")]


@KUSTOMIZE
def test_each_object_of_a_file_has_its_own_lines_in_an_overlay(run: Any, write: Any) -> None:
    write("k/base/p.yaml", f"{pod('a')}---\n{pod('a-a')}---\n{pod('b')}")
    write("k/base/kustomization.yaml", "resources: [p.yaml]\n")
    write("k/o/kustomization.yaml", "resources: [../base]\nnamePrefix: a-\n")
    file = "k/base/p.yaml"
    assert found(run("scan", *PRIVILEGED)) == [
        ("a-a", file, 10, "open"), ("a-a-a", file, 21, "open"), ("a-b", file, 32, "open"),
    ]  # fmt: skip


@KUSTOMIZE
def test_the_items_of_a_list_have_their_own_lines_in_an_overlay(run: Any, write: Any) -> None:
    items = "".join("- " + pod(name).replace("\n", "\n  ").rstrip() + "\n" for name in ("a", "b"))
    write("k/p.yaml", f"apiVersion: v1\nkind: List\nitems:\n{items}")
    write("k/kustomization.yaml", "resources: [p.yaml]\n")
    assert found(run("scan", *PRIVILEGED)) == [("a", "k/p.yaml", 13, "open"), ("b", "k/p.yaml", 23, "open")]


@KUSTOMIZE
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{IGNORE}\n{pod('a')}---\n{pod('b')}", (11, 22)),
        (f"{IGNORE}\n---\n{pod('a')}---\n{pod('b')}", (12, 23)),
        (f"{pod('a', f'true  {IGNORE}')}---\n{pod('b')}", (10, 21)),
    ],
)
def test_an_overlay_obeys_the_comments_of_the_file_its_object_comes_from(
    run: Any, write: Any, text: str, lines: tuple[int, int]
) -> None:
    write("k/p.yaml", text)
    write("k/kustomization.yaml", "resources: [p.yaml]\nnameSuffix: -x\nnamespace: prod\n")
    ran = run("scan", *PRIVILEGED)
    assert found(ran) == [("a-x", "k/p.yaml", lines[0], "ignored"), ("b-x", "k/p.yaml", lines[1], "open")]
    assert ran.json["problems"] == []


@KUSTOMIZE
def test_a_container_that_an_overlay_adds_is_not_ignored_with_that_of_the_file(run: Any, write: Any) -> None:
    write("k/p.yaml", pod("a", f"true  {IGNORE}"))
    write("k/patch.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
          f"  - name: b\n    image: i\n    securityContext:\n      privileged: true  {IGNORE}\n")  # fmt: skip
    write("k/kustomization.yaml", "resources: [p.yaml]\npatches: [{path: patch.yaml}]\n")
    ran = run("scan", *PRIVILEGED)
    assert found(ran) == [("a", "k/p.yaml", 6, "open"), ("a", "k/p.yaml", 10, "ignored")]
    assert [(each["file"], "is unused" in each["what"]) for each in ran.json["problems"]] == [("k/patch.yaml", True)]


@KUSTOMIZE
def test_no_comment_counts_where_it_is_not_known_which_object_it_was(run: Any, write: Any) -> None:
    write("k/p.yaml", f"apiVersion: v1  {IGNORE}\n{pod('a').partition(chr(10))[2]}---\n{pod('b')}")
    write("k/kustomization.yaml", "resources: [p.yaml]\npatches:\n- target: {kind: Pod, name: b}\n"
          "  patch: |-\n    - {op: replace, path: /metadata/name, value: other}\n"
          "  options: {allowNameChange: true}\n")  # fmt: skip
    ran = run("scan", *PRIVILEGED)
    assert found(ran) == [("a", "k/p.yaml", 10, "ignored"), ("other", "k/kustomization.yaml", 1, "open")]


@KUSTOMIZE
def test_a_generated_secret_points_at_its_generator_and_is_not_quoted(run: Any, write: Any) -> None:
    write("k/kustomization.yaml", "namePrefix: x-\nsecretGenerator:\n- name: s\n  literals: [password=hunter2]\n")
    write("k/s.yaml", 'apiVersion: v1\nkind: Secret\nmetadata: {name: t}\nstringData:\n  a: "x\n    hunter2"\n  b: y\n')
    ran = run("scan", "--only", "k8s-secret-in-manifest")
    assert "k/kustomization.yaml:3" in ran.out
    assert "hunter2" not in ran.out
    write("k/kustomization.yaml", "resources: [s.yaml]\n")
    ran = run("scan", "--only", "k8s-secret-in-manifest")
    assert "k/s.yaml:5" in ran.out
    assert "hunter2" not in ran.out


@HELM
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{pod('a', f'true  {IGNORE}')}---\n{pod('b')}", [("a", 10, "ignored"), ("b", 21, "open")]),
        (f"{pod('a')}---\n{pod('b', f'true  {IGNORE}')}", [("a", 10, "open"), ("b", 21, "ignored")]),
        (f"{IGNORE}\n{pod('a')}---\n{pod('b')}", [("a", 11, "ignored"), ("b", 22, "open")]),
        (f"{pod('b')}---\n{IGNORE}\n{pod('a')}", [("a", 22, "ignored"), ("b", 10, "open")]),
        (f"{{{{- if true }}}}\n{IGNORE}\n{pod('a')}{{{{- end }}}}\n", [("a", 12, "ignored")]),
        (
            f"{pod('a')}---\n{{{{ range list 1 2 }}}}\n---\n{pod('r{{ . }}', f'true  {IGNORE}')}{{{{ end }}}}",
            [("a", 10, "open"), ("r1", 23, "ignored"), ("r2", 23, "ignored")],
        ),
        (
            f"{pod('{{ .Chart.Name }}-a', '{{ true }}')}---\n{IGNORE}\n{pod('{{ .Chart.Name }}-b', '{{ true }}')}",
            [("c-a", 10, "open"), ("c-b", 22, "ignored")],
        ),
        (
            f"{{{{ if 0 }}}}\n{pod('{{ print 1 }}', f'true  {IGNORE}')}{{{{ end }}}}\n---\n{pod('{{ .Chart.Name }}')}",
            [("c", 23, "open")],
        ),
    ],
)
def test_each_document_of_a_template_has_its_own_lines_and_comments(
    run: Any, template: Any, text: str, expected: list[tuple[str, int, str]]
) -> None:
    template(text)
    ran = run("scan", *PRIVILEGED)
    assert found(ran) == [(name, "c/templates/p.yaml", line, status) for name, line, status in expected]
    assert ran.json["problems"] == []


SIDECARS = """\
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  {first}
  - name: main
    image: nginx
    securityContext:
      {main}
  - name: last
    image: nginx
    securityContext:
      # bylaw:ignore[k8s-container-privileged] the last one may
      privileged: true
"""


@HELM
@pytest.mark.parametrize(
    "main",
    ["privileged: true", "{{- toYaml .Values.context | nindent 6 }}", "privileged: {{ .Values.context.privileged }}"],
)
@pytest.mark.parametrize(
    "first", ["# none", "{{ if false }}\n  - name: first\n    securityContext: {privileged: true}\n  {{ end }}"]
)
def test_a_comment_at_one_container_speaks_of_no_other(
    run: Any, write: Any, template: Any, first: str, main: str
) -> None:
    write("c/values.yaml", "context: {privileged: true}\n")
    template(SIDECARS.format(first=first, main=main))
    ran = run("scan", *PRIVILEGED)
    statuses = {each["item"]: each["status"] for each in ran.json["verdicts"]}
    assert statuses == {"containers[main]": "open", "containers[last]": "ignored"}
