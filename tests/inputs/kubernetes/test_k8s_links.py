"""Links between objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scanner.inputs.kubernetes import links, load, selectors
from scanner.inputs.kubernetes.selectors import Examined, Selectable, label_map, label_selector
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown

Graph = Callable[..., ResourceGraph]


def shown(graph: ResourceGraph) -> list[str]:
    """`source relation target @line`, sorted; Namespace links apart."""
    return sorted(
        f"{each.source.kind}/{each.source.name} {each.relation} {each.target.kind}/{each.target.name}"
        + (f" @{each.place.line}" if each.place else "")
        for each in graph.links
        if each.target.kind != "Namespace"
    )


def named(kind: str, name: str, api_version: str = "v1", namespace: str = "") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}{where}}}\n"


def pod(name: str, labels: str = "{}", spec: str = "{containers: []}", namespace: str = "default") -> str:
    metadata = f"{{name: {name}, namespace: {namespace}, labels: {labels}}}"
    return f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec: {spec}\n"


def together(*documents: str) -> str:
    return "---\n".join(documents)


def test_owners(corpus: dict[str, str]) -> None:
    graph = load([Source("m.yaml", corpus["workloads/replicaset.yaml"])])
    assert shown(graph) == ["ReplicaSet/frontend-5d9f7c6b8 owns Deployment/frontend @9"]


def test_service_account_named_and_default(graph: Graph) -> None:
    found = graph(together(
        named("ServiceAccount", "default"),
        named("ServiceAccount", "own"), named("ServiceAccount", "own", namespace="other"),
        pod("a", spec="{serviceAccountName: own}"), pod("b"), pod("c", spec="{serviceAccount: own}"),
    ))  # fmt: skip
    assert shown(found) == [
        "Pod/a references ServiceAccount/own @16",
        "Pod/b references ServiceAccount/default",
        "Pod/c references ServiceAccount/own @26",
    ]
    assert {each.target.namespace for each in found.links} == {"default"}


def test_mounts(graph: Graph) -> None:
    names = {kind: [f"{kind.lower()}{number}" for number in range(5)] for kind in ("ConfigMap", "Secret")}
    targets = [named(kind, name) for kind, found in names.items() for name in found]
    carrier = """\
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          imagePullSecrets: [{name: secret4}]
          volumes:
          - configMap: {name: configmap0}
          - secret: {secretName: secret0}
          - persistentVolumeClaim: {claimName: claim}
          - projected:
              sources:
              - configMap: {name: configmap1}
              - secret: {name: secret1}
          initContainers:
          - envFrom:
            - configMapRef: {name: configmap2}
            - secretRef: {name: secret2}
          containers:
          - env:
            - valueFrom: {configMapKeyRef: {name: configmap3, key: k}}
            - valueFrom:
                secretKeyRef:
                  name: secret3
            - {name: PLAIN, value: configmap4}
"""
    found = graph(carrier, together(*targets, named("PersistentVolumeClaim", "claim")))
    assert shown(found) == [
        "CronJob/c mounts ConfigMap/configmap0 @11", "CronJob/c mounts ConfigMap/configmap1 @16",
        "CronJob/c mounts ConfigMap/configmap2 @20", "CronJob/c mounts ConfigMap/configmap3 @24",
        "CronJob/c mounts PersistentVolumeClaim/claim @13", "CronJob/c mounts Secret/secret0 @12",
        "CronJob/c mounts Secret/secret1 @17", "CronJob/c mounts Secret/secret2 @21",
        "CronJob/c mounts Secret/secret3 @27", "CronJob/c references Secret/secret4 @9",
    ]  # fmt: skip


def test_ingress_backends(corpus: dict[str, str]) -> None:
    services = together(
        *(named("Service", name, namespace="shop") for name in ("storefront", "api")), named("Service", "legacy")
    )
    paths = ("network/ingress.yaml", "network/ingress-legacy.yaml")
    graph = load([*(Source(path, corpus[path]) for path in paths), Source("network/s.yaml", services)])
    assert shown(graph) == [
        "Ingress/legacy references Service/legacy @15", "Ingress/legacy references Service/legacy @7",
        "Ingress/shop references Service/api @30", "Ingress/shop references Service/storefront @19",
        "Ingress/shop references Service/storefront @35", "Ingress/shop references Service/storefront @38",
    ]  # fmt: skip


def test_gateway_routes(corpus: dict[str, str]) -> None:
    graph = load([Source(path, corpus[path]) for path in ("network/gateway.yaml", "network/services.yaml")])
    assert shown(graph) == [
        "HTTPRoute/storefront references Gateway/public @29",
        "HTTPRoute/storefront references Service/storefront @36",
    ]


def test_autoscalers_and_stateful_sets(corpus: dict[str, str]) -> None:
    paths = ("policy/budgets-and-scaling.yaml", "workloads/web-deployment.yaml", "workloads/postgres-statefulset.yaml")
    assert shown(load([Source(path, corpus[path]) for path in paths])) == [
        "HorizontalPodAutoscaler/storefront references Deployment/storefront @24",
        "PodDisruptionBudget/storefront selects Deployment/storefront @8",
        "Service/postgres selects StatefulSet/postgres @9",
        "StatefulSet/postgres references Service/postgres @21",
    ]


def test_bindings(corpus: dict[str, str]) -> None:
    graph = load([Source(path, corpus[path]) for path in ("access/rbac.yaml", "access/cluster-admin.yaml")])
    assert shown(graph) == [
        "ClusterRoleBinding/everything binds ClusterRole/everything @18",
        "ClusterRoleBinding/everything binds ServiceAccount/deployer @20",
        "RoleBinding/storefront-config-reader binds Role/config-reader @36",
        "RoleBinding/storefront-config-reader binds ServiceAccount/deployer @41",
        "RoleBinding/storefront-config-reader binds ServiceAccount/storefront @39",
    ]


def test_namespaces(graph: Graph) -> None:
    found = graph(
        together(named("Namespace", "a"), pod("p", namespace="a"), named("Namespace", "default"), named("Service", "s"))
    )
    assert [(each.source.name, each.target.name, each.place is not None) for each in found.links] == [
        ("p", "a", True), ("s", "default", False),
    ]  # fmt: skip


def selecting(kind: str, spec: str, api_version: str) -> str:
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: s}}\nspec: {spec}\n"


PODS = together(
    pod("a", "{app: x, tier: front}"), pod("b", "{app: v}"), pod("c"), pod("d", "{app: x}", namespace="other"),
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: e, labels: {app: z}}\n"
    "spec: {template: {metadata: {labels: {app: x}}, spec: {}}}\n",
)  # fmt: skip

SELECTIONS = [
    ("Service", "v1", "{selector: {app: x}}", "ae"),
    ("Service", "v1", "{selector: {app: x, tier: front}}", "a"),
    ("Service", "v1", "{selector: {app: q}}", ""),
    ("Service", "v1", "{selector: {}}", ""),
    ("Service", "v1", "{}", ""),
    ("Service", "v1", "{selector: x}", ""),
    ("NetworkPolicy", "networking.k8s.io/v1", "{podSelector: {}}", "abce"),
    ("NetworkPolicy", "networking.k8s.io/v1", "{}", "abce"),
    ("NetworkPolicy", "networking.k8s.io/v1", "{podSelector: {matchLabels: {app: x}}}", "ae"),
    ("NetworkPolicy", "networking.k8s.io/v1", "{podSelector: [x]}", ""),
    ("PodDisruptionBudget", "policy/v1", "{selector: {}}", "abce"),
    ("PodDisruptionBudget", "policy/v1beta1", "{selector: {}}", ""),
    ("PodDisruptionBudget", "policy/v1", "{}", ""),
    ("PodDisruptionBudget", "policy/v1beta1", "{selector: {matchLabels: {app: v}}}", "b"),
    ("AuthorizationPolicy", "security.istio.io/v1", "{selector: {matchLabels: {app: v}}}", "b"),
    ("PeerAuthentication", "security.istio.io/v1", "{}", "abce"),
    ("Deployment", "apps/v1", "{selector: {matchLabels: {app: v}}}", ""),
]


@pytest.mark.parametrize(("kind", "api_version", "spec", "names"), SELECTIONS)
def test_selectors_by_kind(kind: str, api_version: str, spec: str, names: str, graph: Graph) -> None:
    found = graph(PODS, selecting(kind, spec, api_version))
    selected = [each.target.name for each in found.links if each.relation == "selects"]
    assert selected == list(names)


LABELS = [{}, {"a": "1"}, {"a": "2"}, {"a": "1", "b": "1"}, {"b": "2"}]

EXPRESSIONS: list[tuple[Any, list[int]]] = [
    ([{"key": "a", "operator": "In", "values": ["1", "2"]}], [1, 2, 3]),
    ([{"key": "a", "operator": "NotIn", "values": ["1"]}], [0, 2, 4]),
    ([{"key": "a", "operator": "Exists"}], [1, 2, 3]),
    ([{"key": "a", "operator": "DoesNotExist"}], [0, 4]),
    ([{"key": "a", "operator": "In", "values": ["1", "2"]}, {"key": "b", "operator": "Exists"}], [3]),
    ([{"key": "a", "operator": "In", "values": ["1"]}, {"key": "a", "operator": "In", "values": ["2"]}], []),
    ([{"key": "a", "operator": "In", "values": []}], []),
    ([], [0, 1, 2, 3, 4]),
]


@pytest.mark.parametrize(("expressions", "selected"), EXPRESSIONS)
def test_match_expressions(expressions: Any, selected: list[int]) -> None:
    selector = label_selector({"matchExpressions": expressions})
    assert selector is not None
    assert [number for number, labels in enumerate(LABELS) if selector.selects(labels)] == selected


def test_match_labels_and_expressions_together() -> None:
    expressions = [{"key": "b", "operator": "DoesNotExist"}, {"key": "a", "operator": "In", "values": ["1", "2"]}]
    selector = label_selector({"matchLabels": {"a": "1"}, "matchExpressions": expressions})
    assert selector is not None
    assert [number for number, labels in enumerate(LABELS) if selector.selects(labels)] == [1]


@pytest.mark.parametrize(
    "value",
    [Unknown("x"), "x", {"matchLabels": Unknown("x")}, {"matchLabels": {"a": Unknown("x")}}, {"matchExpressions": "x"},
     {"matchExpressions": [Unknown("x")]}, {"matchExpressions": [{"key": "a", "operator": "Near", "values": []}]},
     {"matchExpressions": [{"key": "a", "operator": "In"}]}, {"matchExpressions": [{"operator": "Exists"}]},
     {"matchExpressions": [{"key": "a", "operator": "In", "values": [Unknown("x")]}]}],
)  # fmt: skip
def test_selectors_that_cannot_be_known(value: Any) -> None:
    assert label_selector(value) is None


def test_maps_that_cannot_be_known() -> None:
    assert label_map(Unknown("x")) is None and label_map({"a": Unknown("x")}) is None and label_map(["a"]) is None


def test_names_are_looked_up_near_first(graph: Graph) -> None:
    found = graph(**{
        "a/p.yaml": pod("p", spec="{volumes: [{secret: {secretName: s}}]}"), "a/s.yaml": named("Secret", "s"),
        "b/s.yaml": named("Secret", "s"), "c/p.yaml": pod("q", spec="{volumes: [{secret: {secretName: s}}]}"),
    })  # fmt: skip
    assert [(each.source.origin.root, each.target.origin.root) for each in found.links] == [
        ("a", "a"), ("c", "a"), ("c", "b"),
    ]  # fmt: skip


def test_damaged_objects_link_nothing(graph: Graph) -> None:
    """Wrong types anywhere are passed over."""
    kinds = (
        "Pod",
        "Deployment",
        "Ingress",
        "RoleBinding",
        "HTTPRoute",
        "HorizontalPodAutoscaler",
        "StatefulSet",
        "Service",
    )
    bad = ("spec: x", "spec: [x]", "spec: {rules: x, volumes: 5, containers: {a: b}, template: 1}", "subjects: {a: b}",
           "spec: {rules: [x, {http: y}], volumes: [x, {secret: [y]}], selector: [z], scaleTargetRef: {kind: []}}",
           "metadata: {ownerReferences: [x, {kind: 1}, {kind: Pod, name: [y]}]}", "roleRef: [x]")  # fmt: skip
    documents = [f"apiVersion: v1\nkind: {kind}\n{each}\n" for kind in kinds for each in bad]
    assert graph(together(*documents)).links == []


def test_too_many_links(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_LINKS", 50)
    everything = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n}\nspec: {podSelector: {}}\n"
    found = graph(together(*(pod(f"p{number}") for number in range(10)), *[everything] * 10))
    assert len(found.links) == 50
    assert [each.kind for each in found.problems if each.severity == "error"] == ["unresolved"]
    assert set(found.incomplete) == {"Pod", "NetworkPolicy"}


def test_one_object_with_too_many_links_ends_the_following(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not wait until all links of the object are there: there may be more than there is room for."""
    monkeypatch.setattr(links, "MAX_LINKS", 50)
    made = 0

    class Counted(links.Link):
        def __init__(self, *parts: Any) -> None:
            nonlocal made
            made += 1
            super().__init__(*parts)

    monkeypatch.setattr(links, "Link", Counted)
    accounts = [f"apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: a{number}}}\n" for number in range(20)]
    everybody = "{kind: Group, name: 'system:serviceaccounts'}"
    binding = (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\n"
        "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\n"
        f"subjects: [{', '.join([everybody] * 20)}]\n"
    )
    found = graph(together(*accounts, binding))
    assert (len(found.links), made) == (50, 51)
    assert [each.kind for each in found.problems if each.severity == "error"] == ["unresolved"]


def test_selecting_looks_only_at_what_carries_the_label(graph: Graph) -> None:
    """Neither many objects of one label nor many labels make every selector look at every object."""
    resources = graph(together(*(pod(f"p{n}", f"{{app: a{n}, all: x}}") for n in range(200)))).resources
    examined = Examined(200)
    pods = Selectable(examined)
    for each in resources:
        pods.add(each, each.labels)
    for number in range(200):
        selector = label_selector({"matchLabels": {"all": "x", "app": f"a{number}"}})
        assert selector is not None
        assert [each.name for each in pods.select("default", selector)] == [f"p{number}"]
    assert examined.count == 200


def test_too_much_to_look_at(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_EXAMINED", 50)
    nothing = selecting(
        "NetworkPolicy", "{podSelector: {matchExpressions: [{key: q, operator: Exists}]}}", "networking.k8s.io/v1"
    )
    found = graph(together(*(pod(f"p{number}") for number in range(10)), *[nothing] * 10))
    assert [each.kind for each in found.problems if each.severity == "error"] == ["unresolved"]


def test_one_object_that_looks_at_too_much_ends_the_following(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_EXAMINED", 50)
    asked: list[str] = []
    monkeypatch.setattr(selectors.Selector, "selects", lambda self, labels: asked.append("") or False)
    spaces = [f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: n{number}}}\n" for number in range(10)]
    hook = "{name: h, namespaceSelector: {matchExpressions: [{key: q, operator: Exists}]}}"
    hooks = (
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: b}\n"
        f"webhooks: [{', '.join([hook] * 100)}]\n"
    )
    found = graph(together(*spaces, hooks))
    assert [each.kind for each in found.problems if each.severity == "error"] == ["unresolved"]
    assert len(asked) == 50
