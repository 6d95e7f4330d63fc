"""Rules as admission policies: a policy and its binding for every rule that asks of one object alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scanner.model.api_kinds import NAME_LABEL
from scanner.policy import cel
from scanner.policy.admission.definitions import BINDING, GROUP, POLICY
from scanner.policy.admission.features import minimal_version
from scanner.policy.admission.matching import resource_rules
from scanner.policy.admission.translation import Translation
from scanner.policy.admission.writing import CannotWriteError
from scanner.policy.rule_files import RuleFile

ANNOTATION: Final = "bylaw.dev/"
"""What the names of annotations begin with."""
_OF_FILES: Final = {
    "k8s-secret-in-manifest": "it is about what stands in files: every Secret of a cluster has its content",
}
"""Rules that mean nothing to a cluster, and why."""
_COSTLY: Final = {
    "k8s-secret-in-config-map": "of more than about 180 KB the API server looks at none, and admits it: the cost limit",
}
"""Rules that ask more than the API server takes of large objects: what these are not to be refused for."""

Controls = Mapping[str, tuple[str, ...]]
"""Ids of controls by framework."""


@dataclass(frozen=True, slots=True)
class Enforcement:
    """How the policies are enforced."""

    actions: tuple[str, ...] = ("Deny",)
    """What becomes of a violation: `Deny`, `Warn`, `Audit`."""
    failure_policy: str = "Fail"
    """What becomes of an object that cannot be judged: `Fail` or `Ignore`."""
    excluded: tuple[str, ...] = ()
    """Namespaces that are left alone."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one rule."""

    rule: str
    """Its id."""
    policy: dict[str, Any] | None
    """The policy, None where there can be none."""
    binding: dict[str, Any] | None
    """Its binding."""
    version: str
    """The first version of Kubernetes that takes it."""
    refusal: str
    """Why there can be none; empty where there is one."""
    note: str = ""
    """What it does not do that the rule does."""


def export(file: RuleFile, enforcement: Enforcement, controls: Controls) -> Exported:
    """The policy of one rule, or why there can be none."""
    rule = file.rule
    if rule.id in _OF_FILES:
        return Exported(rule.id, None, None, "", _OF_FILES[rule.id])
    try:
        spec, version = _spec(file, enforcement)
    except CannotWriteError as error:
        return Exported(rule.id, None, None, "", str(error))
    except cel.CelError as error:
        return Exported(rule.id, None, None, "", f"its expressions cannot be read: {error.message}")
    metadata = _metadata(file, controls, version)
    head = {"apiVersion": f"{GROUP}/v1"}
    policy = {**head, "kind": POLICY, "metadata": metadata, "spec": spec}
    binding = {**head, "kind": BINDING, "metadata": metadata, "spec": _bound(rule.id, enforcement)}
    return Exported(rule.id, policy, binding, version, "", _COSTLY.get(rule.id, ""))


def export_all(files: Iterable[RuleFile], enforcement: Enforcement, controls: Mapping[str, Controls]) -> list[Exported]:
    """What becomes of every rule that matches Kubernetes objects, by id."""
    of_objects = sorted((file for file in files if file.rule.kubernetes), key=lambda file: file.rule.id)
    return [export(file, enforcement, controls.get(file.rule.id, {})) for file in of_objects]


def _metadata(file: RuleFile, controls: Controls, version: str) -> dict[str, Any]:
    named = "; ".join(f"{name}: {', '.join(ids)}" for name, ids in sorted(controls.items()) if ids)
    annotations = {
        f"{ANNOTATION}rule": file.rule.id,
        f"{ANNOTATION}title": file.rule.title,
        f"{ANNOTATION}severity": file.rule.severity,
        **({f"{ANNOTATION}controls": named} if named else {}),
        f"{ANNOTATION}minimal-kubernetes": version,
        **({f"{ANNOTATION}note": _COSTLY[file.rule.id]} if file.rule.id in _COSTLY else {}),
    }
    labels = {"app.kubernetes.io/managed-by": "bylaw"}
    return {"name": file.rule.id, "labels": labels, "annotations": annotations}


def _bound(name: str, enforcement: Enforcement) -> dict[str, Any]:
    bound: dict[str, Any] = {"policyName": name, "validationActions": list(enforcement.actions)}
    if enforcement.excluded:
        excluded = {"key": NAME_LABEL, "operator": "NotIn", "values": list(enforcement.excluded)}
        bound["matchResources"] = {"namespaceSelector": {"matchExpressions": [excluded]}}
    return bound


def _spec(file: RuleFile, enforcement: Enforcement) -> tuple[dict[str, Any], str]:
    rules, condition = resource_rules(file.rule.kubernetes)
    translation = Translation(file)
    expression, message = translation.validation(), translation.message()
    major, minor = minimal_version(translation.functions)
    validation = {"expression": expression, "message": file.rule.title}
    if message:
        validation["messageExpression"] = message
    conditions = [{"name": "not-being-deleted", "expression": "!has(object.metadata.deletionTimestamp)"}]
    if condition:
        conditions.append({"name": "of-its-kinds", "expression": condition})
    spec: dict[str, Any] = {
        "failurePolicy": "Ignore" if file.rule.id in _COSTLY else enforcement.failure_policy,
        "matchConstraints": {"resourceRules": rules},
        "matchConditions": conditions,
    }
    variables: Sequence[tuple[str, str]] = translation.variables()
    if variables:
        spec["variables"] = [{"name": name, "expression": text} for name, text in variables]
    return {**spec, "validations": [validation]}, f"{major}.{minor}"
