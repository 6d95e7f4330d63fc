"""What two rooms that may not know each other must agree on."""

from __future__ import annotations

from scanner.inputs.kubernetes.pods import POD_KINDS
from scanner.policy.index_build import expand_kinds


def test_rules_for_pods_are_asked_about_every_kind_that_carries_one() -> None:
    assert expand_kinds(("pods",)) == POD_KINDS
    assert expand_kinds(("Service", "pods", "Pod")) == ("Service", *POD_KINDS)
