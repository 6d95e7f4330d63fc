"""What the API server fills in of the kinds that make pods.

Source: the functions of defaults and strategies in https://github.com/kubernetes/kubernetes; tried with version 1.36.
"""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import Unknown, Value
from scanner.policy.admission.filling import Fill, changed, depending, each, filled, may_have, within
from scanner.policy.admission.pods import claim, pod_spec
from scanner.policy.cel.unknowns import OpenMap


def _template(node: Value) -> Value:
    """A pod's template. Older versions write its time of creation as null."""
    named = filled(node, {"metadata": {}})
    return changed(changed(named, "metadata", _dated), "spec", lambda spec: pod_spec(spec, alone=False))


def _dated(metadata: Value) -> Value:
    return filled(metadata, {"creationTimestamp": may_have("creationTimestamp")})


def _spec(defaults: dict[str, Any], change: Fill = lambda spec: spec) -> Fill:
    """What fills in the `spec` of a workload, and its template."""

    def fill(found: Value) -> Value:
        return changed(found, "spec", lambda spec: change(changed(filled(spec, defaults), "template", _template)))

    return fill


def _rolling(key: str, rolling: dict[str, Any]) -> Fill:
    """What fills in a strategy of updates, whose parameters depend on its type."""

    def fill(strategy: Value) -> Value:
        found = filled(strategy, {"type": "RollingUpdate"})
        if not isinstance(found, dict) or isinstance(found["type"], Unknown):
            return filled(found, {"rollingUpdate": may_have("rollingUpdate")})
        if found["type"] != "RollingUpdate":
            return found
        return {**found, "rollingUpdate": filled(found.get("rollingUpdate", {}), rolling)}

    return lambda spec: changed(filled(spec, {key: {}}), key, fill)


def _stateful(spec: Value) -> Value:
    """A StatefulSet's: a later version may have more parameters of updates."""
    rolled = _rolling("updateStrategy", {"partition": 0, "maxUnavailable": may_have("maxUnavailable")})(spec)
    retained = {"whenDeleted": "Retain", "whenScaled": "Retain"}
    kept = within(rolled, "persistentVolumeClaimRetentionPolicy", retained)
    typed = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": {"phase": "Pending"}}
    return changed(kept, "volumeClaimTemplates", lambda all: each(all, lambda one: claim(filled(one, typed))))


def _daemon(found: Value) -> Value:
    """A DaemonSet, which is given an annotation."""
    rolling = _rolling("updateStrategy", {"maxUnavailable": 1, "maxSurge": 0})
    filled_in = _spec({"revisionHistoryLimit": 10}, rolling)(found)
    generation = {"deprecated.daemonset.template.generation": "1"}
    return changed(filled_in, "metadata", lambda data: within(data, "annotations", generation))


def _controller(found: Value) -> Value:
    """A ReplicationController: its labels and its selector are the labels of its pods."""
    filled_in = _spec({"replicas": 1})(found)
    spec = filled_in.get("spec")
    labels = _labels_of_template(spec)
    if labels is None:
        return filled_in
    named = changed(filled_in, "metadata", lambda data: filled(data, {"labels": labels}))
    return changed(named, "spec", lambda spec: filled(spec, {"selector": labels}))


def _labels_of_template(spec: Value) -> Value:
    """The labels that a workload gives its pods; None where there are none."""
    template = spec.get("template") if isinstance(spec, dict) else None
    metadata = template.get("metadata") if isinstance(template, dict) else None
    return metadata.get("labels") if isinstance(metadata, dict) else None


def _job(found: Value) -> Value:
    """A Job: its selector and the labels of its pods name its identity."""
    filled_in = changed(_spec({"completionMode": "NonIndexed", "suspend": False})(found), "spec", _job_spec)
    rest = may_have("labels of the Job")

    def labelled(metadata: Value) -> Value:
        known = filled(metadata, {"labels": {}})
        return changed(known, "labels", lambda labels: OpenMap(labels, rest) if isinstance(labels, dict) else labels)

    spec = filled_in.get("spec")
    if isinstance(spec, dict) and spec["manualSelector"] is not True:
        filled_in = {**filled_in, "spec": changed(spec, "template", lambda one: changed(one, "metadata", labelled))}
    return changed(filled_in, "metadata", lambda data: filled(data, {"labels": rest}))


def _job_spec(spec: Value) -> Value:
    if not isinstance(spec, dict):
        return spec
    per_index = spec.get("backoffLimitPerIndex")
    failing = spec.get("podFailurePolicy")
    limit: Value = 6 if per_index is None else 2**31 - 1
    replaced: Value = "TerminatingOrFailed" if failing is None else "Failed"
    defaults = {
        "parallelism": 1,
        "backoffLimit": depending(per_index, "backoffLimitPerIndex") if isinstance(per_index, Unknown) else limit,
        "podReplacementPolicy": depending(failing, "podFailurePolicy") if isinstance(failing, Unknown) else replaced,
        "manualSelector": may_have("manualSelector"),
        "selector": may_have("the selector"),
    }
    if "parallelism" not in spec:
        defaults["completions"] = 1
    elif isinstance(spec["parallelism"], Unknown):
        defaults["completions"] = may_have("completions")
    found = {**defaults, **spec}
    if isinstance(failing, dict):
        found["podFailurePolicy"] = changed(failing, "rules", lambda rules: each(rules, _rule))
    return found


def _rule(rule: Value) -> Value:
    """A rule of failures: a condition is asked for being true."""
    return changed(rule, "onPodConditions", lambda all: each(all, lambda one: filled(one, {"status": "True"})))


_CRON: Final = {
    "concurrencyPolicy": "Allow",
    "suspend": False,
    "successfulJobsHistoryLimit": 3,
    "failedJobsHistoryLimit": 1,
}


def _cron(found: Value) -> Value:
    return changed(found, "spec", lambda spec: changed(filled(spec, _CRON), "jobTemplate", _job_template))


def _job_template(template: Value) -> Value:
    return changed(_spec({})(filled(template, {"metadata": {}})), "metadata", _dated)


_DEPLOYMENT: Final = {"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600}
_STATEFUL: Final = {"replicas": 1, "revisionHistoryLimit": 10, "podManagementPolicy": "OrderedReady", "serviceName": ""}
WORKLOADS: Final[dict[str, Fill]] = {
    "v1/Pod": lambda found: changed(found, "spec", lambda spec: pod_spec(spec, alone=True)),
    "v1/PodTemplate": lambda found: changed(found, "template", _template),
    "v1/ReplicationController": _controller,
    "apps/v1/Deployment": _spec(_DEPLOYMENT, _rolling("strategy", {"maxUnavailable": "25%", "maxSurge": "25%"})),
    "apps/v1/StatefulSet": _spec(_STATEFUL, _stateful),
    "apps/v1/DaemonSet": _daemon,
    "apps/v1/ReplicaSet": _spec({"replicas": 1}),
    "batch/v1/Job": _job,
    "batch/v1/CronJob": _cron,
}
"""What fills in each kind."""
