"""Objects that are built wrongly: each fault is reported where it stands, and what is wrong is Unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes import POD_KINDS, load
from scanner.inputs.kubernetes.pods import pod_view, pod_view_of
from scanner.inputs.kubernetes.shapes import shapes
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown
from scanner.policy.judge import judge
from scanner.policy.rulesets import RuleSet, load_rules

Graph = Callable[..., ResourceGraph]

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: b}}\nspec: {containers: [{name: c, image: i}]}\n"
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"
    "spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}\n"
)
ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: [{verbs: [get]}]\n"


def broken(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        (broken(POD, "[{name: c, image: i}]", "[x]"), "spec.containers[0] must be an object", "x"),
        (broken(POD, "[{name: c, image: i}]", "[{name: c}, 7]"), "spec.containers[1] must be an object", "7"),
        (broken(POD, "[{name: c, image: i}]", "{}"), "spec.containers must be a list", "containers: {}"),
        (broken(POD, "{containers: [{name: c, image: i}]}", "7"), "spec must be an object", "spec: 7"),
        (broken(POD, "{name: p, labels: {a: b}}", "[]"), "metadata must be an object", "metadata: []"),
        (broken(POD, "{a: b}", "[a]"), "metadata.labels must be an object", "labels: [a]"),
        (broken(POD, "image: i", "env: {A: b}"), "spec.containers[0].env must be a list", "env: {A: b}"),
        (broken(POD, "image: i", "command: sh"), "spec.containers[0].command must be a list", "command: sh"),
        (broken(POD, "image: i", "securityContext: {capabilities: {add: ALL}}"),
         "spec.containers[0].securityContext.capabilities.add must be a list", "add: ALL"),
        (broken(POD, "image: i", "image: [i]"), "spec.containers[0].image must be a plain value", "image: [i]"),
        (broken(DEPLOYMENT, "{labels: {a: b}}", "x"), "spec.template.metadata must be an object", "metadata: x"),
        (broken(DEPLOYMENT, "[{name: c, image: i}]", "[[]]"),
         "spec.template.spec.containers[0] must be an object", "[]"),
        (broken(ROLE, "[{verbs: [get]}]", "{}"), "rules must be a list", "rules: {}"),
        (broken(ROLE, "[get]", "'*'"), "rules[0].verbs must be a list", "verbs: '*'"),
        ("apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: 80}\n",
         "spec.ports must be a list", "ports: 80"),
        ("apiVersion: v1\nkind: List\nitems: {a: b}\n", "items must be a list", "items: {a: b}"),
        ("apiVersion: v1\nkind: List\nitems: [5]\n", "items[0] must be an object", "5"),
        ("apiVersion: v1\nkind: List\nitems: [{kind: Pod}]\n", "items[0] has no apiVersion or no kind", "{kind: Pod}"),
        ("apiVersion: v1\nkind: List\nitems: [{kind: Pod, apiVersion: !!int x}]\n",
         "items[0] has no apiVersion or no kind", "{kind: Pod, apiVersion: !!int x}"),
        ("apiVersion: v1\nkind: PodList\nitems: [x]\n", "items[0] must be an object", "x"),
        ("apiVersion: e.com/v1\nkind: Thing\nmetadata: 5\n", "metadata must be an object", "metadata: 5"),
    ],
)  # fmt: skip
def test_faults_are_errors_at_their_place(text: str, what: str, where: str, graph: Graph) -> None:
    (problem,) = [each for each in graph(text).problems if each.severity == "error"]
    assert (problem.kind, problem.what) == ("invalid", what)
    place = problem.place
    assert place is not None and place.line == place.end_line
    assert text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == where


def test_every_fault_of_an_object_is_told_and_nothing_else_is_lost(graph: Graph) -> None:
    text = broken(POD, "[{name: c, image: i}]", "[x, {name: good, image: j, env: 5, ports: y}], volumes: {}")
    found = graph(text)
    assert [each.what for each in found.problems] == [
        "spec.containers[0] must be an object",
        "spec.containers[1].env must be a list",
        "spec.containers[1].ports must be a list",
        "spec.volumes must be a list",
    ]
    (pod,) = found.resources
    first, second = pod.attributes["spec"]["containers"]
    assert isinstance(first, Unknown) and first.cause == "spec.containers[0] must be an object"
    assert (second["name"], second["image"], type(second["env"])) == ("good", "j", Unknown)
    assert pod.labels == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n", "spec is missing", 1),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {}\n", "spec has no containers", 4),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: }\n", "spec has no containers", 4),
        (broken(POD, "[{name: c, image: i}]", "[]"), "spec has no containers", 4),
        ("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 2}\n",
         "spec.template is missing", 4),
        ("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n", "spec is missing", 1),
        ("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: d}\nspec:\n  jobTemplate:\n    spec: {}\n",
         "spec.jobTemplate.spec.template is missing", 6),
        ("apiVersion: v1\nkind: PodTemplate\nmetadata: {name: d}\ntemplate: {metadata: {}}\n",
         "template.spec is missing", 4),
    ],
)  # fmt: skip
def test_a_carrier_without_a_pod_is_told(text: str, what: str, line: int, graph: Graph) -> None:
    found = graph(text)
    (problem,) = found.problems
    assert (problem.severity, problem.kind, problem.what) == ("warning", "invalid", what)
    assert problem.place is not None and problem.place.line == line
    view = pod_view(found.resources[0])
    assert view is not None and isinstance(view["allContainers"], Unknown)
    assert view["allContainers"].cause == what


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: j}\nspec: {tasks: []}\n",
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s}\nspec: {template: {spec: {}}}\n",
        "apiVersion: e.com/v1\nkind: Thing\nspec: 5\n",
        "apiVersion: v1\nkind: List\nitems:\n",
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\n",
    ],
)
def test_what_is_as_it_may_be(text: str, graph: Graph) -> None:
    assert graph(text).problems == []


def test_a_template_in_place_of_a_part_is_no_fault(graph: Graph) -> None:
    found = graph(broken(POD, "image: i", "resources: '{{ .Values.resources }}'"))
    assert [(each.severity, each.kind) for each in found.problems] == [("warning", "unrendered")]


def test_the_corpus_is_sound(corpus: dict[str, str]) -> None:
    graph = load([Source(path, text) for path, text in corpus.items() if not path.startswith("broken/")])
    assert [each.what for each in graph.problems if each.kind == "invalid"] == []


def test_shapes_know_the_kinds_that_carry_pods() -> None:
    known = {kind for kinds in shapes().values() for kind in kinds}
    assert set(POD_KINDS) <= known


OBJECTS = list(yaml.safe_load_all(Path(__file__).with_name("k8s_linked_objects.yaml").read_text("utf-8")))


def holes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if path or key not in ("apiVersion", "kind"):
            yield (*path, key)
        yield from holes(item, (*path, key))


PLACES = [(number, path) for number, each in enumerate(OBJECTS) for path in holes(each)]
WRONG = st.sampled_from([7, "x", [], {}, [[]], [7], ["x"], {"a": 7}, True, [None], "", -1.5])


@lru_cache(maxsize=1)
def rules() -> RuleSet:
    return load_rules()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), WRONG)
def test_no_rule_fails_to_judge_whatever_container_stands_anywhere(
    place: tuple[int, tuple[Any, ...]], wrong: Any
) -> None:
    number, path = place
    objects = yaml.safe_load_all(Path(__file__).with_name("k8s_linked_objects.yaml").read_text("utf-8"))
    chosen = list(objects)[number]
    node = chosen
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = wrong
    graph = load([Source("m.yaml", yaml.safe_dump(chosen))])
    assert len(graph.resources) == 1
    crashed = [each.what for each in judge(graph, rules(), pod_view_of).problems]
    assert crashed == [], (path, wrong)
