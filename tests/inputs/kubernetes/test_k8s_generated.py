"""Labels that no template says, because controllers give them to the pods that they make."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.inputs.kubernetes import pod_view_of
from scanner.inputs.kubernetes.generated import Generated
from scanner.inputs.kubernetes.selectors import label_selector
from scanner.model.resources import ResourceGraph
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, load_rules

Graph = Callable[..., ResourceGraph]

TEMPLATE = "template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c}]}}"


def workload(kind: str, spec: str = "", metadata: str = "name: db", version: str = "apps/v1") -> str:
    inner = f"{spec + ', ' if spec else ''}{TEMPLATE}"
    if kind == "CronJob":
        inner = f"jobTemplate: {{spec: {{{inner}}}}}"
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{{metadata}, namespace: shop}}\nspec: {{{inner}}}\n"


def job(spec: str = "", metadata: str = "name: db", kind: str = "Job") -> str:
    return workload(kind, spec, metadata, "batch/v1")


def policy(selector: str) -> str:
    return (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\n"
        f"spec: {{podSelector: {selector}}}\n"
    )


def service(labels: str) -> str:
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: shop}}\nspec: {{selector: {labels}}}\n"


def answer(found: ResourceGraph) -> bool | None:
    """Whether something is selected; None where that is left open."""
    if found.incomplete:
        assert found.links == [] and set(found.incomplete) <= {"NetworkPolicy/shop", "Service/shop"}
        return None
    return bool(found.links)


def has(key: str) -> str:
    return f"{{matchExpressions: [{{key: {key}, operator: Exists}}]}}"


def has_not(key: str) -> str:
    return f"{{matchExpressions: [{{key: {key}, operator: DoesNotExist}}]}}"


JOB = "batch.kubernetes.io/job-name"
POD = "statefulset.kubernetes.io/pod-name"
INDEX = "apps.kubernetes.io/pod-index"


@pytest.mark.parametrize(
    ("carrier", "selector", "expected"),
    [
        (job(), "{matchLabels: {job-name: db}}", True),
        (job(), f"{{matchLabels: {{{JOB}: db}}}}", True),
        (job(), f"{{matchLabels: {{{JOB}: other}}}}", False),
        (job(), has_not(JOB), False),
        (job(), has("controller-uid"), True),
        (job(), "{matchLabels: {batch.kubernetes.io/controller-uid: abc}}", None),
        (job("manualSelector: true"), has(JOB), False),
        (job("manualSelector: true"), has_not(JOB), True),
        (job("completionMode: Indexed, completions: 2"), has("batch.kubernetes.io/job-completion-index"), True),
        (job(metadata="generateName: db-"), f"{{matchLabels: {{{JOB}: db-x7k2p}}}}", None),
        (job(metadata="generateName: db-"), f"{{matchLabels: {{{JOB}: web}}}}", False),
        (job(kind="CronJob"), has(JOB), True),
        (job(kind="CronJob"), f"{{matchLabels: {{{JOB}: db}}}}", False),
        (job(kind="CronJob"), f"{{matchLabels: {{{JOB}: db-1}}}}", None),
        (workload("Deployment"), has("pod-template-hash"), True),
        (workload("Deployment"), has_not("pod-template-hash"), False),
        (workload("Deployment"), "{matchLabels: {app: x, pod-template-hash: abc}}", None),
        (workload("Deployment"), "{matchLabels: {app: y, pod-template-hash: abc}}", False),
        (workload("Deployment"), has("controller-revision-hash"), False),
        (workload("Deployment", version="example.com/v1"), has("pod-template-hash"), False),
        (workload("ReplicaSet"), has("pod-template-hash"), False),
        (workload("DaemonSet"), has("controller-revision-hash"), True),
        (workload("StatefulSet"), has("controller-revision-hash"), True),
        (workload("StatefulSet"), has(INDEX), True),
        (workload("StatefulSet", "replicas: 1"), f"{{matchLabels: {{{POD}: db-0}}}}", True),
        (workload("StatefulSet", "replicas: 3"), f"{{matchLabels: {{{POD}: db-0}}}}", None),
        (workload("StatefulSet", "replicas: 3"), f"{{matchLabels: {{{POD}: db-3}}}}", False),
        (workload("StatefulSet", "replicas: 3"), f"{{matchLabels: {{{POD}: web-0}}}}", False),
        (workload("StatefulSet"), f"{{matchLabels: {{{POD}: db-1}}}}", None),
        (workload("StatefulSet"), f"{{matchLabels: {{{POD}: 0}}}}", False),
    ],
)
def test_policies(carrier: str, selector: str, expected: bool | None, graph: Graph) -> None:
    assert answer(graph(carrier, policy(selector))) is expected


@pytest.mark.parametrize(
    ("spec", "labels", "expected"),
    [
        ("", f"{{{POD}: db-0}}", True),
        ("replicas: 3", f"{{{POD}: db-2, app: x}}", True),
        ("replicas: 3", f"{{{POD}: db-2, app: y}}", False),
        ("replicas: 3", f"{{{POD}: db-3}}", False),
        ("replicas: 3", f"{{{POD}: db-02}}", False),
        ("replicas: 3, ordinals: {start: 5}", f"{{{POD}: db-7}}", True),
        ("replicas: 3, ordinals: {start: 5}", f"{{{POD}: db-0}}", False),
        ("", f"{{{POD}: db-1}}", None),
        ("replicas: 0", f"{{{POD}: db-0}}", None),
        ("replicas: 9223372036854775807", f"{{{POD}: db-7}}", True),
        ("replicas: 3", f"{{{INDEX}: '1'}}", True),
    ],
)
def test_a_service_needs_one_of_the_pods(spec: str, labels: str, expected: bool | None, graph: Graph) -> None:
    assert answer(graph(workload("StatefulSet", spec), service(labels))) is expected


@pytest.mark.parametrize("values", [["0"], ["0", "1"], ["0", "1", "2"], ["0", "1", "2", "3"], ["3"], ["x"]])
def test_every_pod_is_held_against_the_values(values: list[str]) -> None:
    for operator in ("In", "NotIn"):
        selector = label_selector({"matchExpressions": [{"key": "n", "operator": operator, "values": values}]})
        assert selector is not None
        each = {selector.selects({"n": str(number)}) for number in range(3)}
        expected = each.pop() if len(each) == 1 else None
        assert selector.selects({"n": Generated("", range(3), False)}) is expected


def test_what_is_left_open_is_told(graph: Graph) -> None:
    other = workload("Deployment").replace("shop", "other")
    found = graph(workload("StatefulSet", "replicas: 3"), other, policy(f"{{matchLabels: {{{POD}: db-0}}}}"))
    rules = load_rules(selection=Selection(only=frozenset({"k8s-no-network-policy"})))
    verdicts = judge(found, rules, pod_view_of, frozenset({"pass", "fail", "unknown"})).verdicts
    assert [verdict.outcome for verdict in verdicts] == ["unknown", "fail"]
    assert "networking.k8s.io/v1/NetworkPolicy/shop/p may select pods of apps/v1/StatefulSet/shop/db" in (
        verdicts[0].message
    )
