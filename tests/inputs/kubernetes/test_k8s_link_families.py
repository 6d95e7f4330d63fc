"""Every family of links: found, certainly missing, and not known where the inventory is a part only."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.references import Named
from scanner.inputs.kubernetes.route_grants import RouteGrants
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import PartialList, Unknown
from scanner.policy.links import LinkIndex


def made(kind: str, name: str, body: str = "", namespace: str = "shop", version: str = "v1", labels: str = "{}") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}{where}, labels: {labels}}}\n{body}\n"


RBAC, ISTIO, LINKERD = "rbac.authorization.k8s.io/v1", "security.istio.io/v1", "policy.linkerd.io/v1beta3"
GATEWAY, NETWORK, HOOKS = "gateway.networking.k8s.io/v1", "networking.k8s.io/v1", "admissionregistration.k8s.io/v1"
CILIUM = "cilium.io/v2"
POD = made("Pod", "web", "spec: {serviceAccountName: web, containers: [{name: c, image: 'c:1'}]}", labels="{app: web}")
WEB = "{matchLabels: {app: web}}"
ACCOUNT, NAMESPACE = made("ServiceAccount", "web"), made("Namespace", "shop", namespace="")
SERVICE = made("Service", "web", "spec: {selector: {app: web}}")
ROLE = made("ClusterRole", "part", "rules: []", "", RBAC, "{part: 'yes'}")
ROUTE = "spec: {parentRefs: [{name: gate}], rules: [{backendRefs: [{name: web, namespace: shop}]}]}"
MIRROR = "{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web, namespace: shop, port: 80}}}]}"
SERVER = made("Server", "web", f"spec: {{podSelector: {WEB}, port: http}}", version=LINKERD, labels="{app: web}")


def binding(subject: str, kind: str = "RoleBinding", namespace: str = "shop") -> str:
    reference = f"roleRef: {{apiGroup: {RBAC[:-3]}, kind: ClusterRole, name: part}}"
    return made(kind, "b", f"{reference}\nsubjects: [{subject}]", namespace, RBAC)


FAMILIES: dict[str, tuple[str, str, str]] = {
    "owner": (
        made(
            "ReplicaSet", "rs", "spec: {template: {spec: {containers: [{name: c, image: 'c:1'}]}}}", version="apps/v1"
        ),
        "Pod",
        POD.replace("labels: {app: web}", "ownerReferences: [{kind: ReplicaSet, name: rs, apiVersion: apps/v1}]"),
    ),
    "service": (POD, "Service", SERVICE),
    "network policy": (
        POD,
        "NetworkPolicy",
        made("NetworkPolicy", "n", f"spec: {{podSelector: {WEB}}}", version=NETWORK),
    ),
    "budget": (
        POD,
        "PodDisruptionBudget",
        made("PodDisruptionBudget", "n", f"spec: {{selector: {WEB}}}", version="policy/v1"),
    ),
    "account": (ACCOUNT, "Pod", POD),
    "binding": (ACCOUNT, "RoleBinding", binding("{kind: ServiceAccount, name: web, namespace: shop}")),
    "binding as a user": (ACCOUNT, "RoleBinding", binding("{kind: User, name: 'system:serviceaccount:shop:web'}")),
    "binding of a namespace": (ACCOUNT, "RoleBinding", binding("{kind: Group, name: 'system:serviceaccounts:shop'}")),
    "binding of all accounts": (
        ACCOUNT,
        "ClusterRoleBinding",
        binding("{kind: Group, name: 'system:serviceaccounts'}", "ClusterRoleBinding", ""),
    ),
    "binding of all": (
        ACCOUNT,
        "ClusterRoleBinding",
        binding("{kind: Group, name: 'system:authenticated'}", "ClusterRoleBinding", ""),
    ),
    "role of a binding": (ROLE, "RoleBinding", binding("{kind: User, name: jane}")),
    "aggregated role": (
        ROLE,
        "ClusterRole",
        made(
            "ClusterRole", "whole", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}", "", RBAC
        ),
    ),
    "ingress": (
        SERVICE,
        "Ingress",
        made("Ingress", "i", "spec: {defaultBackend: {service: {name: web}}}", version=NETWORK),
    ),
    "route": (SERVICE, "HTTPRoute", made("HTTPRoute", "r", ROUTE, version=GATEWAY)),
    "mirror": (SERVICE, "HTTPRoute", made("HTTPRoute", "r", f"spec: {{rules: [{MIRROR}]}}", version=GATEWAY)),
    "mirror of a backend": (
        SERVICE,
        "GRPCRoute",
        made("GRPCRoute", "r", f"spec: {{rules: [{{backendRefs: [{{name: other, {MIRROR[1:]}]}}]}}", version=GATEWAY),
    ),
    "gateway": (
        made("Gateway", "gate", "spec: {}", version=GATEWAY),
        "HTTPRoute",
        made("HTTPRoute", "r", ROUTE, version=GATEWAY),
    ),
    "webhook": (
        NAMESPACE,
        "ValidatingWebhookConfiguration",
        made(
            "ValidatingWebhookConfiguration",
            "w",
            "webhooks: [{name: a, namespaceSelector: {matchExpressions: "
            "[{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}}]",
            "",
            HOOKS,
        ),
    ),
    "webhook's service": (
        SERVICE,
        "MutatingWebhookConfiguration",
        made(
            "MutatingWebhookConfiguration",
            "w",
            "webhooks: [{name: a, clientConfig: {service: {name: web, namespace: shop}}}]",
            "",
            HOOKS,
        ),
    ),
    "namespace": (NAMESPACE, "Pod", POD),
    "peer authentication": (
        POD,
        "PeerAuthentication",
        made("PeerAuthentication", "p", f"spec: {{selector: {WEB}}}", version=ISTIO),
    ),
    "mesh-wide": (POD, "PeerAuthentication", made("PeerAuthentication", "p", "spec: {}", "istio-system", ISTIO)),
    "authorization": (POD, "AuthorizationPolicy", made("AuthorizationPolicy", "p", "spec: {}", version=ISTIO)),
    "authorization in the root": (
        POD,
        "AuthorizationPolicy",
        made("AuthorizationPolicy", "p", f"spec: {{selector: {WEB}}}", "istio-system", ISTIO),
    ),
    "server": (POD, "Server", SERVER),
    "server's authorization": (
        SERVER,
        "AuthorizationPolicy",
        made(
            "AuthorizationPolicy",
            "p",
            "spec: {targetRef: {group: policy.linkerd.io, kind: Server, name: web}}",
            version=LINKERD,
        ),
    ),
    "server's authorization by labels": (
        SERVER,
        "ServerAuthorization",
        made("ServerAuthorization", "p", f"spec: {{server: {{selector: {WEB}}}}}", version=LINKERD),
    ),
    "cilium": (
        POD,
        "CiliumNetworkPolicy",
        made("CiliumNetworkPolicy", "p", f"spec: {{endpointSelector: {WEB}}}", version=CILIUM),
    ),
}


def asked(target: str, kind: str, *others: str, **incomplete: str) -> Any:
    graph: ResourceGraph = load(
        [Source("t.yaml", target), *(Source(f"o{n}.yaml", text) for n, text in enumerate(others))]
    )
    assert [each.what for each in graph.problems] == []
    graph.incomplete |= incomplete
    return LinkIndex(graph).sources(graph.resources[0], kind)


@pytest.mark.parametrize("family", FAMILIES)
def test_found_missing_and_not_known(family: str) -> None:
    target, kind, source = FAMILIES[family]
    gap = {kind: "it may not be listed"}
    found = asked(target, kind, source)
    assert isinstance(found, list) and len(found) == 1 and found[0]["kind"] == kind
    assert asked(target, kind) == []
    assert isinstance(asked(target, kind, **gap), Unknown)
    partly = asked(target, kind, source, **gap)
    assert isinstance(partly, PartialList) and [each["kind"] for each in partly.items] == [kind]


@pytest.mark.parametrize(
    ("target", "kind", "source"),
    [
        (ACCOUNT, "RoleBinding", binding("{kind: User, name: 'system:serviceaccount:other:web'}")),
        (ACCOUNT, "RoleBinding", binding("{kind: User, name: 'system:serviceaccount:shop:web:x'}")),
        (ACCOUNT, "RoleBinding", binding("{kind: Group, name: 'system:serviceaccounts:other'}")),
        (
            POD,
            "PeerAuthentication",
            made("PeerAuthentication", "p", f"spec: {{selector: {WEB}}}", "istio-system", ISTIO),
        ),
        (POD, "PeerAuthentication", made("PeerAuthentication", "p", "spec: {}", "other", ISTIO)),
        (
            POD,
            "AuthorizationPolicy",
            made("AuthorizationPolicy", "p", "spec: {targetRefs: [{kind: Gateway, name: g}]}", version=ISTIO),
        ),
        (POD, "AuthorizationPolicy", made("AuthorizationPolicy", "p", "spec: {}", version=LINKERD)),
        (POD, "Server", made("Server", "s", "spec: {port: http}", version=LINKERD)),
        (ROLE, "ClusterRole", made("ClusterRole", "whole", "aggregationRule: {clusterRoleSelectors: []}", "", RBAC)),
        (
            ROLE,
            "ClusterRole",
            ROLE.replace("rules: []", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}"),
        ),
        (SERVICE, "HTTPRoute", made("HTTPRoute", "r", ROUTE, "routes", GATEWAY)),
        (
            NAMESPACE,
            "ValidatingWebhookConfiguration",
            made(
                "ValidatingWebhookConfiguration",
                "w",
                "webhooks: [{name: a, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]",
                "",
                HOOKS,
            ),
        ),
    ],
)
def test_not_linked(target: str, kind: str, source: str) -> None:
    assert asked(target, kind, source) == []


def grant(namespace: str = "shop", origin: str = "routes", kind: str = "HTTPRoute", name: str = "") -> str:
    to = f"{{group: '', kind: Service{name}}}"
    body = f"spec: {{from: [{{group: {GATEWAY[:-3]}, kind: {kind}, namespace: {origin}}}], to: [{to}]}}"
    return made("ReferenceGrant", "g", body, namespace, "gateway.networking.k8s.io/v1beta1")


@pytest.mark.parametrize(
    ("text", "permitted"),
    [
        (grant(), True),
        (grant(name=", name: web"), True),
        (grant(name=", name: other"), False),
        (grant("routes"), False),
        (grant(origin="other"), False),
        (grant(kind="TCPRoute"), False),
        (grant(name=", name: web") + "---\n" + grant(name=", name: other"), True),
        (grant(name=", name: other") + "---\n" + grant(origin="other"), False),  # each grants but a half
        (grant(name=", name: [web]"), False),
    ],
)
def test_routes_reach_other_namespaces_where_they_are_granted_it(text: str, permitted: bool) -> None:
    for spec in (ROUTE, f"spec: {{rules: [{MIRROR}]}}"):
        found = asked(SERVICE, "HTTPRoute", made("HTTPRoute", "r", spec, "routes", GATEWAY), text)
        assert len(found) == permitted


def test_many_routes_and_many_grants_are_not_held_against_each_other() -> None:
    """Only grants for the route are looked at, however many there are for others."""
    resources = load([Source("g.yaml", "---\n".join(grant(origin=f"o{number}") for number in range(100)))]).resources
    grants = RouteGrants(resources, {})
    assert {len(each) for each in grants._from.values()} == {1}
    route = load([Source("r.yaml", made("HTTPRoute", "r", ROUTE, "o7", GATEWAY))]).resources[0]
    named = Named("Service", "shop", "web", "references", ("spec", "rules", 0, "backendRefs", 0, "name"))
    assert grants.permit(route, named)


def test_whether_a_route_is_granted_is_not_known_where_grants_are_not() -> None:
    from scanner.inputs.kubernetes import link_objects, read

    graph = read([Source("s.yaml", SERVICE), Source("r.yaml", made("HTTPRoute", "r", ROUTE, "routes", GATEWAY))])
    graph.incomplete["ReferenceGrant"] = "it may not be listed"
    link_objects(graph)
    assert isinstance(LinkIndex(graph).sources(graph.resources[0], "HTTPRoute"), Unknown)


def test_one_that_is_found_and_one_that_may_be() -> None:
    graph = load(
        [Source("a.yaml", ACCOUNT), Source("b.yaml", binding("{kind: ServiceAccount, name: web, namespace: shop}"))]
    )
    again = load(
        [Source("c.yaml", binding("{kind: ServiceAccount, name: x, namespace: shop}").replace("name: b", "name: c"))]
    )
    object.__setattr__(again.resources[0], "plain", False)
    again.resources[0].attributes["subjects"][0]["name"] = Unknown("var.account has no value")
    graph.resources += again.resources
    found = LinkIndex(graph).sources(graph.resources[0], "RoleBinding")
    assert isinstance(found, PartialList)
    assert [each["metadata"]["name"] for each in found.items] == ["b"]
    assert "RoleBinding/shop/c may refer to it: var.account has no value" in found.cause


def test_selectors_that_are_not_known_concern_their_namespace() -> None:
    policy = made("NetworkPolicy", "n", "spec: {podSelector: {matchLabels: {app: x}}}", "other", NETWORK)
    graph = load([Source("p.yaml", POD), Source("n.yaml", policy)])
    object.__setattr__(graph.resources[1], "plain", False)
    graph.resources[1].attributes["spec"]["podSelector"]["matchLabels"]["app"] = Unknown("var.app has no value")
    assert LinkIndex(graph).sources(graph.resources[0], "NetworkPolicy", "selects") == []
