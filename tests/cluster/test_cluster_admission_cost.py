"""Exported policies stay far below the API server's cost limit, measured with its own engine."""

from __future__ import annotations

from typing import Any

import pytest
from cluster_celenv import CelEnv

from scanner.policy.admission.exported import Enforcement, export_all
from scanner.policy.packs import builtin_directory, read_pack

LIMIT = 1_000_000
"""Cost of one expression: https://kubernetes.io/docs/reference/using-api/cel/#runtime-cost-budget"""
NAMES = [{"name": f"SOME_VARIABLE_{at}", "value": f"value-of-a-usual-length-{at}"} for at in range(100)]
CONTAINERS = [
    {"name": f"c{at}", "image": "registry.example/team/image:1.2.3", "env": NAMES, "ports": [{"containerPort": 80}]}
    for at in range(5)
]
VOLUMES = [{"name": f"v{at}", "hostPath": {"path": "/some/where"}} for at in range(20)]
OBJECT: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "large", "namespace": "shop"},
    "spec": {"containers": CONTAINERS, "volumes": VOLUMES},
    "data": {f"key-{at}": "x" * 1000 for at in range(100)},
    "rules": [{"apiGroups": ["*"], "resources": ["pods"] * 20, "verbs": ["get", "list"]}] * 100,
    "subjects": [{"kind": "User", "name": f"u{at}"} for at in range(200)],
}
EXPORTED = [each for each in export_all(read_pack(builtin_directory()).rules, Enforcement(), {}) if each.policy]


@pytest.mark.parametrize("one", EXPORTED, ids=lambda one: one.rule)
def test_a_large_object_is_within_the_limit(celenv: CelEnv, one: Any) -> None:
    spec = one.policy["spec"]
    variables = [(each["name"], each["expression"]) for each in spec.get("variables", ())]
    for key in ("expression", "messageExpression"):
        text = spec["validations"][0].get(key)
        if text is not None:
            answer = celenv.ask(text, {"object": OBJECT}, admission=True, composed=variables)
            assert "invalid" not in answer, answer
            assert answer["cost"] < LIMIT * 0.6, answer
