"""Graphs with admission policies, and what the policies say of the other objects."""

from __future__ import annotations

from typing import Any

import yaml

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph
from scanner.policy.admission.rulesets import with_policies
from scanner.policy.judge import judge
from scanner.policy.rulesets import RuleSet, Selection, rules_of

NO_RULES: RuleSet = rules_of([])


def policy(name: str = "demo", /, **spec: Any) -> dict[str, Any]:
    """A policy about pods and Deployments unless the specification says otherwise."""
    rule = {"apiGroups": ["", "apps"], "apiVersions": ["v1"], "operations": ["CREATE"]}
    about = {"resourceRules": [{**rule, "resources": ["pods", "deployments", "configmaps"]}]}
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": name},
        "spec": {"matchConstraints": about, **spec},
    }


def binding(name: str = "demo", /, **spec: Any) -> dict[str, Any]:
    """A binding that denies unless the specification says otherwise."""
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": name},
        "spec": {"policyName": name, "validationActions": ["Deny"], **spec},
    }


def demand(expression: str, **more: Any) -> list[dict[str, Any]]:
    """The `validations` of a policy that demands one thing."""
    return [{"expression": expression, **more}]


def object_of(kind: str = "ConfigMap", name: str = "it", /, version: str = "v1", **rest: Any) -> dict[str, Any]:
    """An object of any kind."""
    metadata = {"name": name, **rest.pop("metadata", {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}


def definition(group: str, kind: str, plural: str, scope: str = "Namespaced", **properties: Any) -> dict[str, Any]:
    """The definition of a custom kind whose specification has these properties."""
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": properties}}}
    versions = [{"name": name, "schema": {"openAPIV3Schema": schema}} for name in ("v1", "v1beta1")]
    spec = {"group": group, "names": {"kind": kind, "plural": plural}, "scope": scope, "versions": versions}
    named = f"{plural}.{group}"
    return object_of("CustomResourceDefinition", named, version="apiextensions.k8s.io/v1", spec=spec)


def graph_of(*objects: dict[str, Any]) -> ResourceGraph:
    """The graph of a manifest with these objects."""
    return load([Source("manifest.yaml", yaml.safe_dump_all(objects, sort_keys=False))])


def said(graph: ResourceGraph) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """Outcome and message by the name of each object that a policy is about, and all problems."""
    rules, problems = with_policies(NO_RULES, Selection(), graph)
    judgement = judge(graph, rules, pod_view_of, frozenset({"pass", "fail", "unknown"}))
    found: dict[str, tuple[str, str]] = {
        each.resource.name: (each.outcome, each.message) for each in judgement.verdicts
    }
    return found, [*graph.problems, *problems, *judgement.problems]


def outcome(*objects: dict[str, Any], name: str = "it") -> str:
    """What is said of one object: `none` when no policy is about it. There must be no problems."""
    found, problems = said(graph_of(*objects))
    assert not [each for each in problems if each.severity == "error"], problems
    return found.get(name, ("none", ""))[0]
