"""Charts, rendered by the `helm` program: each object with the template that it comes from."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scanner.inputs.files import Tree, read_source, shown
from scanner.inputs.kubernetes.render.charts.chart_file import chart_file, leads_outside
from scanner.inputs.kubernetes.render.charts.missing import without_missing
from scanner.inputs.kubernetes.render.charts.sections import align_documents
from scanner.inputs.kubernetes.render.charts.templates import Templates
from scanner.inputs.kubernetes.render.programs import find_program, run
from scanner.inputs.kubernetes.render.tasks import Release
from scanner.inputs.kubernetes.render.unknowns import told_name, told_namespace
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source
from scanner.model.problems import Problem

INSTALL = "Install helm (https://helm.sh/docs/intro/install/) and scan again, or scan what `helm template` renders."
_FETCH = "Run `helm dependency build` in the chart and scan again."
_REMEDIES = {
    "missing in charts/": _FETCH,
    "requires kubeVersion": "Say which version the cluster has: --helm-kube-version, or kube-version under [helm].",
}
"""What to do about an error, by words in it."""
_UNHELPFUL = " Use --debug flag to render out invalid YAML"
_VALUES = "Give the values it needs with --helm-values FILE, or in [[helm.releases]] of bylaw.toml."


def render_chart(release: Release, tree: Tree, distinct: bool) -> tuple[list[Rendered], list[Problem]]:
    """The documents of a chart as they would be installed. `distinct` names the release in what is found."""
    file = shown(chart_file(release.chart))
    program = find_program("helm")
    if program is None:
        return [], [_problem(file, "helm is not installed", INSTALL)]
    outside = _outside(release, tree)
    if outside is not None:
        return [], [_problem(file, f"{outside} leads out of the scanned tree", "Keep it inside.")]
    problems: list[Problem] = []
    fetched: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="bylaw-") as folder:
        output = run([program, "template", *_arguments(release, folder), os.path.abspath(release.chart)])
        lighter = None if output.error is None else without_missing(release, tree, output.error, folder)
        if lighter is not None:
            rest = run([program, "template", *_arguments(release, folder), lighter.directory])
            if rest.error is None:
                output, fetched = rest, lighter.fetched
                problems = [_without(name, file) for name in lighter.wanted]
    if output.error is not None:
        if "library charts are not installable" in output.error:
            return [], []
        help = next((help for words, help in _REMEDIES.items() if words in output.error), _VALUES)
        return [], [_problem(file, output.error.removesuffix(_UNHELPFUL), help)]
    templates = Templates(release.chart, tree, fetched)
    return _documents(output.text, release, tree, templates, release.name if distinct else None), problems


def _arguments(release: Release, folder: str) -> Iterator[str]:
    """All but the chart. Options first: a name that looks like one stands behind the `--`, and a file's is one path,
    commas and all."""
    if not release.tests:
        yield "--skip-tests"
    namespace = told_namespace(release)
    if namespace is not None:
        yield f"--namespace={namespace}"
    if release.kube_version is not None:
        yield f"--kube-version={release.kube_version}"
    for version in release.api_versions:
        yield f"--api-versions={version}"
    for path in release.files:
        yield f"--values={_one_path(os.path.abspath(path))}"
    for number, text in enumerate(release.values):
        written = Path(folder, f"values-{number}.yaml")
        written.write_text(text, encoding="utf-8")
        yield f"--values={_one_path(str(written))}"
    for name, text, is_text in release.settings:
        yield from ("--set-string" if is_text else "--set", f"{name}={text}")
    for name, text in release.literals:
        yield from ("--set-literal", f"{name}={text}")
    yield from ("--", told_name(release))


def _one_path(path: str) -> str:
    """A path as helm's list of files takes it: as one field of comma-separated values."""
    return '"' + path.replace('"', '""') + '"'


def _outside(release: Release, tree: Tree) -> str | None:
    """A file that helm would read and that does not lie in the tree: it follows every link."""
    for path in release.files:
        if not tree.holds(path) and release.declared is not None:
            return shown(path)
    return leads_outside(release.chart, tree)


def _documents(text: str, release: Release, tree: Tree, templates: Templates, name: str | None) -> list[Rendered]:
    """What was rendered, each document with its template and the lines there that it comes from."""
    bodies: list[str] = []
    made_by: dict[str, list[int]] = {}
    for named, body in _cut(text, templates.name):
        if body.strip():
            path = templates.file(named) or chart_file(release.chart)
            made_by.setdefault(path, []).append(len(bodies))
            bodies.append(body)
    found: dict[int, Rendered] = {}
    for path, numbers in made_by.items():
        read = read_source(path)
        written = Source(shown(path), "") if isinstance(read, Problem) else read
        lines = align_documents([bodies[each].split("\n") for each in numbers], written.text.split("\n"))
        for number, each in zip(numbers, lines, strict=True):
            found[number] = Rendered(bodies[number], written, shown(release.chart), release.namespace, name, each)
    return [found[number] for number in range(len(bodies))]


def _cut(text: str, chart: str | None) -> Iterator[tuple[str, str]]:
    """The documents of helm's output, each with what helm calls its template.

    Helm writes `# Source: <chart>/templates/x.yaml` right behind `---`; elsewhere such a line is the template's own.
    """
    called = r"[^/\n]+" if chart is None else re.escape(chart)
    source = re.compile(rf"^---\n# Source: ({called}/[^\n]+)\n", re.MULTILINE)
    named, start = "", 0
    for match in source.finditer(text):
        yield named, text[start : match.start()]
        named, start = match[1], match.end()
    yield named, text[start:]


def _without(name: str, file: str) -> Problem:
    what = f"the chart is rendered without {name}, which it needs and which is missing in charts/"
    return Problem("error", "unrendered", f"{what}; what that makes is not judged", file, help=_FETCH)


def _problem(file: str, why: str, help: str) -> Problem:
    return Problem("error", "unrendered", f"the chart is not rendered: {why}", file, help=help)
