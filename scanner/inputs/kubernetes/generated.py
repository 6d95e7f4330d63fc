"""The labels that controllers put on the pods they make, beside those of the template.

Sources: https://kubernetes.io/docs/reference/labels-annotations-taints/ and, for Jobs that select for themselves,
https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scanner.model.resources import Resource
from scanner.model.values import Path, Value

_LONGEST = 20
"""Digits of a number that are read."""
_MOST = 1_000_000
"""Pods of one object that are told apart."""
_PREFIX = 58
"""How much of `generateName` is kept for certain."""


class Generated:
    """The value of a label that a controller gives: not known, or another one for each pod."""

    __slots__ = ("more", "numbers", "prefix")

    def __init__(self, prefix: str = "", numbers: range = range(0), more: bool = True) -> None:
        self.prefix = prefix
        """How it starts."""
        self.numbers = numbers
        """What follows in the values of the pods that there are for certain."""
        self.more = more
        """Whether there may be other values than these."""

    def is_some(self, values: Sequence[Value]) -> bool:
        """Whether it is certain that a pod has one of these values."""
        return any(self._number(value) in self.numbers for value in values)

    def is_none(self, values: Sequence[Value]) -> bool:
        """Whether it is certain that no pod has one of these values."""
        texts = (value for value in values if isinstance(value, str) and value.startswith(self.prefix))
        return not any(self.more or self._number(value) in self.numbers for value in texts)

    def is_one(self, values: Sequence[Value]) -> bool | None:
        """Whether every pod has one of these values; None where that is not certain, or only some have."""
        if self.is_none(values):
            return False
        few = not self.more and len(self.numbers) <= len(values)
        return True if few and all(f"{self.prefix}{number}" in values for number in self.numbers) else None

    def _number(self, value: Value) -> int:
        """The number in a value; -1 where there is none."""
        if not isinstance(value, str) or not value.startswith(self.prefix):
            return -1
        digits = value[len(self.prefix) :]
        if not (digits.isdecimal() and digits.isascii()):
            return -1
        return int(digits) if len(digits) <= _LONGEST and digits in ("0", digits.lstrip("0")) else -1


_ANY = Generated()


def with_generated(resource: Resource, labels: Value) -> Value:
    """The labels of the pods that an object makes, from those of their template."""
    add = _ADDED.get(resource.type)
    if add is None or not (labels is None or isinstance(labels, dict)):
        return labels
    return add(resource, labels or {})


def _deployment(resource: Resource, labels: dict[str, Value]) -> dict[str, Value]:
    return {**labels, "pod-template-hash": _ANY}


def _daemon_set(resource: Resource, labels: dict[str, Value]) -> dict[str, Value]:
    return {**labels, "controller-revision-hash": _ANY, "pod-template-generation": _ANY}


def _stateful_set(resource: Resource, labels: dict[str, Value]) -> dict[str, Value]:
    start = _at(resource.attributes, ("spec", "ordinals", "start"))
    numbers, more = _numbers(_at(resource.attributes, ("spec", "replicas")), 0 if start is None else start)
    known = not resource.name.endswith("*")
    name = Generated(f"{resource.name}-", numbers, more) if known else Generated(_start(resource))
    return {
        **labels,
        "controller-revision-hash": _ANY,
        "apps.kubernetes.io/pod-index": Generated("", numbers, more),
        "statefulset.kubernetes.io/pod-name": name,
    }


def _job(resource: Resource, labels: dict[str, Value]) -> dict[str, Value]:
    name = Generated(_start(resource)) if resource.name.endswith("*") else resource.name
    return _of_job(_at(resource.attributes, ("spec",)), name, labels)


def _cron_job(resource: Resource, labels: dict[str, Value]) -> dict[str, Value]:
    prefix = _start(resource) if resource.name.endswith("*") else f"{resource.name}-"
    return _of_job(_at(resource.attributes, ("spec", "jobTemplate", "spec")), Generated(prefix), labels)


def _of_job(spec: Value, name: Value, labels: dict[str, Value]) -> dict[str, Value]:
    """What is there already, in a live object or as a user wrote it, is what the API server would have written."""
    added: dict[str, Value] = {}
    if _at(spec, ("manualSelector",)) is not True:
        added = {"job-name": name, "batch.kubernetes.io/job-name": name}
        added |= {"controller-uid": _ANY, "batch.kubernetes.io/controller-uid": _ANY}
    if _at(spec, ("completionMode",)) == "Indexed":
        numbers, more = _numbers(_at(spec, ("completions",)), 0)
        added["batch.kubernetes.io/job-completion-index"] = Generated("", numbers, more)
    return {**added, **labels}


_ADDED: dict[str, Callable[[Resource, dict[str, Value]], dict[str, Value]]] = {
    **dict.fromkeys(("apps/v1/Deployment", "apps/v1beta2/Deployment", "apps/v1beta1/Deployment"), _deployment),
    "extensions/v1beta1/Deployment": _deployment,
    **dict.fromkeys(("apps/v1/DaemonSet", "apps/v1beta2/DaemonSet", "extensions/v1beta1/DaemonSet"), _daemon_set),
    **dict.fromkeys(("apps/v1/StatefulSet", "apps/v1beta2/StatefulSet", "apps/v1beta1/StatefulSet"), _stateful_set),
    "batch/v1/Job": _job,
    **dict.fromkeys(("batch/v1/CronJob", "batch/v1beta1/CronJob"), _cron_job),
}
"""What adds labels, by the type of the object."""


def _numbers(count: Value, start: Value) -> tuple[range, bool]:
    """The numbers of the pods that there are for certain, and whether there may be others.

    Where no count is written there is one, and what scales the object makes it more.
    """
    known = isinstance(start, int) and (count is None or (isinstance(count, int) and count > 0))
    if not known:
        return range(0), True
    return range(start, start + min(1 if count is None else count, _MOST)), count is None or count > _MOST


def _start(resource: Resource) -> str:
    """How the name of an object starts that is not known."""
    return resource.name.removesuffix("*")[:_PREFIX]


def _at(node: Value, path: Path) -> Value:
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node
