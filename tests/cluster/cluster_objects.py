"""Kubernetes objects for tests: small, whole, and accepted by a real API server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]
RBAC = "rbac.authorization.k8s.io"


def made(api_version: str, kind: str, name: str, namespace: str | None = None, **rest: Any) -> Json:
    """Any object; `labels` and `annotations` go into its metadata."""
    meta: Json = {"name": name} | ({"namespace": namespace} if namespace else {})
    meta |= {key: rest.pop(key) for key in ("labels", "annotations") if rest.get(key)}
    return {"apiVersion": api_version, "kind": kind, "metadata": meta, **rest}


def namespace(name: str, **labels: str) -> Json:
    """A namespace."""
    return made("v1", "Namespace", name, labels=labels)


def container(name: str = "app", image: str = "registry.example/app:1.0", **rest: Any) -> Json:
    """A container."""
    return {"name": name, "image": image, **rest}


def pod_spec(*containers: Json, **rest: Any) -> Json:
    """A pod's spec, with one plain container if none is given."""
    return {"containers": list(containers) or [container()], **rest}


def pod(name: str, namespace: str = "default", spec: Json | None = None, **rest: Any) -> Json:
    """A pod."""
    return made("v1", "Pod", name, namespace, spec=spec or pod_spec(), **rest)


def workload(kind: str, name: str, namespace: str = "default", spec: Json | None = None, **rest: Any) -> Json:
    """A Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob whose pods carry the label `app: <name>`."""
    template = {"metadata": {"labels": {"app": name}}, "spec": spec or pod_spec()}
    selector = {"matchLabels": {"app": name}}
    whole: Json
    match kind:
        case "Job" | "CronJob":
            job = {"template": {**template, "spec": {"restartPolicy": "Never", **template["spec"]}}}
            whole = {"schedule": "0 3 * * *", "jobTemplate": {"spec": job}} if kind == "CronJob" else job
            return made("batch/v1", kind, name, namespace, spec=whole, **rest)
        case "DaemonSet":
            whole = {"selector": selector, "template": template}
        case "StatefulSet":
            whole = {"selector": selector, "template": template, "serviceName": name, "replicas": 1}
        case _:
            whole = {"selector": selector, "template": template, "replicas": 1}
    return made("apps/v1", kind, name, namespace, spec=whole, **rest)


def owned_by(owner: Json, item: Json) -> Json:
    """The object with a controlling owner; `Cluster.apply` puts the owner's real uid in."""
    ref = {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"].get("uid", "00000000-0000-0000-0000-000000000000"),
        "controller": True,
        "blockOwnerDeletion": True,
    }
    refs = [*item["metadata"].get("ownerReferences", ()), ref]
    return {**item, "metadata": {**item["metadata"], "ownerReferences": refs}}


def deployment_with_pods(name: str, namespace: str = "default", pods: int = 2, spec: Json | None = None) -> list[Json]:
    """A Deployment, its ReplicaSet and that one's pods, as the controllers would have made them."""
    top = workload("Deployment", name, namespace, spec)
    hashed = {"app": name, "pod-template-hash": "5d4f8c9b7"}
    middle = owned_by(top, workload("ReplicaSet", f"{name}-5d4f8c9b7", namespace, spec, labels=hashed))
    middle["spec"]["selector"] = {"matchLabels": hashed}
    middle["spec"]["template"]["metadata"]["labels"] = hashed
    spec = top["spec"]["template"]["spec"]
    names = [f"{name}-5d4f8c9b7-{number:05}" for number in range(pods)]
    return [top, middle, *(owned_by(middle, pod(one, namespace, spec, labels=hashed)) for one in names)]


def job_with_pod(name: str, namespace: str = "default", spec: Json | None = None) -> list[Json]:
    """A CronJob, a Job it has started and that one's pod."""
    top = workload("CronJob", name, namespace, spec)
    run = owned_by(top, workload("Job", f"{name}-29000000", namespace, spec))
    spec = run["spec"]["template"]["spec"]
    return [top, run, owned_by(run, pod(f"{name}-29000000-abcde", namespace, spec, labels={"app": name}))]


def many_pods(count: int, namespaces: int = 10, per_owner: int = 10) -> Iterable[Json]:
    """Pods under ReplicaSets in `ns-0`, `ns-1`, ...: `count` of them, `per_owner` under each, beside their owners."""
    for owner in range(0, count, per_owner):
        place = f"ns-{owner // per_owner % namespaces}"
        top = workload("ReplicaSet", f"app-{owner:06}", place)
        yield top
        for number in range(owner, min(owner + per_owner, count)):
            labels = {"app": top["metadata"]["name"]}
            yield owned_by(top, pod(f"app-{owner:06}-{number:06}", place, labels=labels))


def service_account(name: str, namespace: str = "default", **rest: Any) -> Json:
    """A service account."""
    return made("v1", "ServiceAccount", name, namespace, **rest)


def rule(group: str, resources: Sequence[str], verbs: Sequence[str] = ("get", "list"), **rest: Any) -> Json:
    """An RBAC rule for kinds of one API group."""
    return {"apiGroups": [group], "resources": list(resources), "verbs": list(verbs), **rest}


def role(name: str, rules: Sequence[Json], namespace: str | None = None, **rest: Any) -> Json:
    """A ClusterRole, or a Role in a namespace."""
    return made(f"{RBAC}/v1", "Role" if namespace else "ClusterRole", name, namespace, rules=list(rules), **rest)


def subject(kind: str, name: str, namespace: str = "default") -> Json:
    """A subject of a binding: `User`, `Group` or `ServiceAccount`."""
    if kind == "ServiceAccount":
        return {"kind": kind, "name": name, "namespace": namespace}
    return {"kind": kind, "name": name, "apiGroup": RBAC}


def binding(name: str, bound: Json, subjects: Sequence[Json] | None, namespace: str | None = None) -> Json:
    """A ClusterRoleBinding, or a RoleBinding in a namespace; None leaves `subjects` out."""
    kind = "RoleBinding" if namespace else "ClusterRoleBinding"
    ref = {"apiGroup": RBAC, "kind": bound["kind"], "name": bound["metadata"]["name"]}
    held = {} if subjects is None else {"subjects": list(subjects)}
    return made(f"{RBAC}/v1", kind, name, namespace, roleRef=ref, **held)


def grant(rules: Sequence[Json], account: Json, *, name: str, namespace: str | None = None) -> list[Json]:
    """A role with these rules and its binding to a service account."""
    meta = account["metadata"]
    held = role(name, rules, namespace)
    return [held, binding(name, held, [subject("ServiceAccount", meta["name"], meta["namespace"])], namespace)]


def network_policy(name: str, namespace: str = "default", **spec: Any) -> Json:
    """A NetworkPolicy; without more, default-deny for ingress."""
    return made("networking.k8s.io/v1", "NetworkPolicy", name, namespace, spec={"podSelector": {}, **spec})


def service(name: str, namespace: str = "default", port: int = 80, **spec: Any) -> Json:
    """A Service for the pods with the label `app: <name>`."""
    whole = {"selector": {"app": name}, "ports": [{"port": port}], **spec}
    return made("v1", "Service", name, namespace, spec=whole)


def config_map(name: str, namespace: str = "default", **data: str) -> Json:
    """A ConfigMap."""
    return made("v1", "ConfigMap", name, namespace, data=data)


def secret(name: str, namespace: str = "default", **data: str) -> Json:
    """A Secret, its values as `stringData` takes them."""
    return made("v1", "Secret", name, namespace, type="Opaque", stringData=data)


def crd(group: str, kind: str, plural: str, version: str = "v1", scope: str = "Namespaced") -> Json:
    """A CustomResourceDefinition whose objects may hold anything."""
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    spec = {
        "group": group,
        "scope": scope,
        "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
        "versions": [{"name": version, "served": True, "storage": True, "schema": schema}],
    }
    return made("apiextensions.k8s.io/v1", "CustomResourceDefinition", f"{plural}.{group}", spec=spec)
