"""Rules as admission policies say of every rule's own examples what the rules say themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest
import yaml
from admission_builders import definition, said

from scanner.inputs.kubernetes import load
from scanner.model.places import Source
from scanner.policy.admission.exported import Enforcement, Exported, export, export_all
from scanner.policy.packs import builtin_directory, read_pack
from scanner.policy.rule_files import RuleFile

REFUSED = {
    "k8s-admission-policy-not-enforced": "asks no policy about a ValidatingAdmissionPolicyBinding",
    "k8s-default-service-account": "linked()",
    "k8s-disruption-budget-no-spare-pod": "linked()",
    "k8s-egress-unrestricted": "selectedBy()",
    "k8s-exposed-without-network-policy": "linkedBy()",
    "k8s-ingress-backend-missing": "linked()",
    "k8s-mesh-no-strict-mtls": "declared()",
    "k8s-namespace-no-default-deny": "By()",
    "k8s-no-disruption-budget": "By()",
    "k8s-no-network-policy": "selectedBy()",
    "k8s-pod-cluster-admin": "grants()",
    "k8s-pod-may-escalate": "grants()",
    "k8s-pod-reads-secrets": "grants()",
    "k8s-secret-in-manifest": "what stands in files",
    "k8s-secrets-readable-cluster-wide": "linkedBy()",
    "k8s-service-account-missing": "linked()",
    "k8s-service-account-token-mounted": "linked()",
    "k8s-single-replica": "linkedBy()",
}
"""Rules that cannot be exported, and words of the reason."""
CONVERTED = {("k8s-validating-webhook-ignores-failure", 3): "unknown"}
"""Examples in a version that the API server converts before it asks a policy: what is said of them here."""
MESH = [
    definition("security.istio.io", "AuthorizationPolicy", "authorizationpolicies"),
    definition("security.istio.io", "PeerAuthentication", "peerauthentications"),
]
"""The definitions of kinds that are not built in, without which nobody knows what is filled in."""


@lru_cache(maxsize=1)
def rules() -> dict[str, RuleFile]:
    """The shipped rules about Kubernetes objects."""
    return {file.rule.id: file for file in read_pack(builtin_directory()).rules if file.rule.kubernetes}


@lru_cache(maxsize=1)
def exported() -> dict[str, Exported]:
    """What became of them."""
    return {each.rule: each for each in export_all(rules().values(), Enforcement(), {})}


def _examples() -> list[tuple[str, int]]:
    return [(rule, at) for rule in sorted(rules()) if rule not in REFUSED for at in range(len(rules()[rule].examples))]


def test_every_rule_is_exported_or_there_is_a_reason() -> None:
    refused = {each.rule: each.refusal for each in exported().values() if each.policy is None}
    assert set(refused) == set(REFUSED)
    assert all(words in refused[rule] for rule, words in REFUSED.items())
    assert set(exported()) == set(rules())


@pytest.mark.parametrize(("rule", "at"), _examples(), ids=lambda each: str(each))
def test_examples_get_the_same_verdicts(rule: str, at: int) -> None:
    example = rules()[rule].examples[at]
    if example.language != "kubernetes":
        pytest.skip("it cannot be read: this example is no manifest")
    one = exported()[rule]
    graph = load([Source("example.yaml", example.text)])
    graph.extend(load([Source("policy.yaml", yaml.safe_dump_all([one.policy, one.binding, *MESH]))]))
    found, problems = said(graph)
    assert not [each for each in problems if each.severity == "error"], problems
    outcomes = {outcome for outcome, _ in found.values()}
    worst = next((each for each in ("fail", "unknown", "pass") if each in outcomes), "none")
    expected = CONVERTED.get((rule, at), example.verdict)
    # A rule that is about nothing in an object demands nothing of it.
    assert {"none": "pass"}.get(worst, worst) == {"none": "pass"}.get(expected, expected)
    for outcome, message in found.values():
        assert outcome != "fail" or message


def test_an_export_is_the_same_each_time() -> None:
    for rule, file in rules().items():
        assert export(file, Enforcement(), {}) == exported()[rule]


def test_versions_are_those_of_what_the_expressions_use() -> None:
    versions = {each.rule: each.version for each in exported().values() if each.version != "1.30" and each.policy}
    assert versions == {
        "k8s-ingress-no-tls": "1.35",
        "k8s-mesh-plaintext-accepted": "1.33",
        "k8s-secret-in-config-map": "1.33",
    }


def _with(**changes: object) -> Exported:
    """What becomes of a rule that says something else."""
    return export(replace(rules()["k8s-host-port"], **changes), Enforcement(), {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"check": "linked('Secret').size() == 0"}, "other objects"),
        ({"check": "json('{}') == {}"}, "json()"),
        ({"check": "math.abs(-1) == 1"}, "math.abs()"),
        ({"check": "cel.bind(x, container, x == 1)"}, "cel.bind()"),
        ({"check": "meta.address == ''"}, "meta.address"),
        ({"check": "pod == {}"}, "pod as a whole"),
        ({"check": "[1].all(object, resource.kind == 'x')"}, "calls its variable object"),
        ({"check": "'x'.reverse() == 'x'"}, "reverse()"),
        ({"check": "[?resource.?a, 1] == []"}, "that may be missing"),
        ({"each": (("container", "pod.spec.?nodeSelector.orValue({}).transformMap(k, v, v)"),)}, "runs over a map"),
    ],
)
def test_what_cannot_be_written_has_a_reason(changes: dict[str, object], words: str) -> None:
    refused = _with(**changes)
    assert refused.policy is None
    assert words in refused.refusal


def _about(kinds: tuple[str, ...], check: str) -> tuple[list[str], list[str], list[str]]:
    """Groups, versions and conditions of the policy of a rule about objects."""
    rule = replace(rules()["k8s-node-port"].rule, kubernetes=kinds)
    file = replace(rules()["k8s-node-port"], rule=rule, when=None, variables=(), check=check, message="no")
    policy = export(file, Enforcement(), {}).policy
    assert policy is not None
    matched = policy["spec"]["matchConstraints"]["resourceRules"]
    conditions = [each["expression"] for each in policy["spec"]["matchConditions"]]
    groups = [f"{one['apiGroups'][0]}/{','.join(one['resources'])}" for one in matched]
    return groups, [one["apiVersions"][0] for one in matched], conditions[1:]


@pytest.mark.parametrize(
    ("kinds", "groups", "versions", "conditions"),
    [
        (("Service",), ["/services"], ["v1"], []),
        (("policy/PodDisruptionBudget",), ["policy/poddisruptionbudgets"], ["v1"], []),
        (("networking.k8s.io/Ingress", "extensions/Ingress"), ["networking.k8s.io/ingresses"], ["v1"], []),
        # Of these nobody can tell from the rule in which group, by what name and in which version they are served.
        (("Ingress",), ["*/*"], ["*"], ['object.kind in ["Ingress"]']),
        (("autoscaling/Scaler",), ["autoscaling/*"], ["*"], ['object.kind in ["Scaler"]']),
        (
            ("Secret", "k8s.cni.cncf.io/NetworkAttachmentDefinition"),
            ["/secrets", "k8s.cni.cncf.io/*"],
            ["v1", "*"],
            ['object.kind in ["Secret", "NetworkAttachmentDefinition"]'],
        ),
    ],
)  # fmt: skip
def test_what_is_matched(kinds: tuple[str, ...], groups: list[str], versions: list[str], conditions: list[str]) -> None:
    assert _about(kinds, "false") == (groups, versions, conditions)


@pytest.mark.parametrize(
    ("check", "written"),
    [
        ("[1, 2] == resource.a", "[1, 2] == object.a"),
        ("[size(resource.data), resource.data.a] == []", "[dyn(size(object.data)), dyn(object.data.a)] == []"),
        ('[["a"], [1]] == []', '[dyn(["a"]), dyn([1])] == []'),
        ('[["a"], ["b"]] == []', '[["a"], ["b"]] == []'),
        ('{"a": resource.x, "b": 1} == {}', '{"a": dyn(object.x), "b": dyn(1)} == {}'),
        ("[?resource.?a] == []", "[?object.?a] == []"),
        ("resource.metadata.`ex.io/a` == 1", 'object.metadata["ex.io/a"] == 1'),
        ("resource.metadata.?`ex.io/a` == 1", 'object.metadata[?"ex.io/a"] == 1'),
        ("!has(resource.metadata.`ex.io/a`)", '!("ex.io/a" in object.metadata)'),
        ("meta.namespace == null", "dyn(object.metadata).?namespace.orValue(null) == null"),
    ],
)
def test_what_kubernetes_says_in_other_words(check: str, written: str) -> None:
    file = replace(rules()["k8s-node-port"], when=None, variables=(), check=check, message="no")
    policy = export(file, Enforcement(), {}).policy
    assert policy is not None
    assert policy["spec"]["validations"][0]["expression"] == written


def test_messages_say_what_rules_say() -> None:
    file = replace(rules()["k8s-node-port"], when=None, variables=(), check="false", message="{has(resource.a)}")
    policy = export(file, Enforcement(), {}).policy
    assert policy is not None
    assert policy["spec"]["validations"][0]["messageExpression"] == "string(has(object.a))"


def test_what_costs_too_much_is_not_refused_for_that() -> None:
    noted = {each.rule for each in exported().values() if each.note}
    assert noted == {"k8s-secret-in-config-map"}
    for each in exported().values():
        if each.policy is not None:
            assert each.policy["spec"]["failurePolicy"] == ("Ignore" if each.rule in noted else "Fail")
