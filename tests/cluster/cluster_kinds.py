"""The kinds that the test servers serve: where each one lives in the API, and what discovery says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

READ_WRITE = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
BUILT_IN = """
v1 Namespace namespaces cluster ns
v1 Node nodes cluster no
v1 PersistentVolume persistentvolumes cluster pv
v1 Pod pods namespaced po
v1 Service services namespaced svc
v1 ServiceAccount serviceaccounts namespaced sa
v1 ConfigMap configmaps namespaced cm
v1 Secret secrets namespaced -
v1 Endpoints endpoints namespaced ep
v1 Event events namespaced ev
v1 LimitRange limitranges namespaced limits
v1 ResourceQuota resourcequotas namespaced quota
v1 PersistentVolumeClaim persistentvolumeclaims namespaced pvc
v1 ReplicationController replicationcontrollers namespaced rc
v1 PodTemplate podtemplates namespaced -
apps/v1 Deployment deployments namespaced deploy
apps/v1 StatefulSet statefulsets namespaced sts
apps/v1 DaemonSet daemonsets namespaced ds
apps/v1 ReplicaSet replicasets namespaced rs
apps/v1 ControllerRevision controllerrevisions namespaced -
batch/v1 Job jobs namespaced -
batch/v1 CronJob cronjobs namespaced cj
autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers namespaced hpa
autoscaling/v1 HorizontalPodAutoscaler horizontalpodautoscalers namespaced hpa
rbac.authorization.k8s.io/v1 ClusterRole clusterroles cluster -
rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings cluster -
rbac.authorization.k8s.io/v1 Role roles namespaced -
rbac.authorization.k8s.io/v1 RoleBinding rolebindings namespaced -
networking.k8s.io/v1 NetworkPolicy networkpolicies namespaced netpol
networking.k8s.io/v1 Ingress ingresses namespaced ing
networking.k8s.io/v1 IngressClass ingressclasses cluster -
policy/v1 PodDisruptionBudget poddisruptionbudgets namespaced pdb
storage.k8s.io/v1 StorageClass storageclasses cluster sc
storage.k8s.io/v1 CSIDriver csidrivers cluster -
discovery.k8s.io/v1 EndpointSlice endpointslices namespaced -
coordination.k8s.io/v1 Lease leases namespaced -
scheduling.k8s.io/v1 PriorityClass priorityclasses cluster pc
node.k8s.io/v1 RuntimeClass runtimeclasses cluster -
certificates.k8s.io/v1 CertificateSigningRequest certificatesigningrequests cluster csr
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations cluster -
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations cluster -
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy validatingadmissionpolicies cluster -
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings cluster -
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions cluster crd,crds
apiregistration.k8s.io/v1 APIService apiservices cluster -
"""
CREATE_ONLY = """
authentication.k8s.io/v1 SelfSubjectReview selfsubjectreviews cluster -
authorization.k8s.io/v1 SelfSubjectAccessReview selfsubjectaccessreviews cluster -
authorization.k8s.io/v1 SelfSubjectRulesReview selfsubjectrulesreviews cluster -
"""


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One kind in one version of its group."""

    group: str
    """API group, empty for the core group."""
    version: str
    """Version without its group."""
    kind: str
    """Kind of one object."""
    plural: str
    """Name in paths and in RBAC rules."""
    namespaced: bool
    """Whether its objects live in namespaces."""
    short_names: tuple[str, ...] = ()
    """Short names that kubectl takes."""
    verbs: tuple[str, ...] = READ_WRITE
    """What discovery says can be done."""
    custom: bool = False
    """Whether a CustomResourceDefinition brought it: lists then name the kind of each item."""

    @property
    def api_version(self) -> str:
        """Group and version as an object writes them."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def table(self) -> tuple[str, str]:
        """Group and plural: versions of one kind share their objects."""
        return self.group, self.plural

    def path(self, namespace: str | None = None, name: str = "") -> str:
        """Path of the collection, or of one object."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        inside = f"/namespaces/{namespace}" if namespace else ""
        return f"{root}{inside}/{self.plural}" + (f"/{name}" if name else "")


def _parse(line: str, verbs: tuple[str, ...]) -> ResourceType:
    api_version, kind, plural, scope, short = line.split()
    group, _, version = api_version.rpartition("/")
    names = () if short == "-" else tuple(short.split(","))
    if kind == "Namespace":
        verbs = tuple(verb for verb in verbs if verb != "deletecollection")
    return ResourceType(group, version, kind, plural, scope == "namespaced", names, verbs)


def built_in() -> list[ResourceType]:
    """Every kind that a new server serves, the preferred version of a group first."""
    return [_parse(line, READ_WRITE) for line in BUILT_IN.split("\n") if line] + [
        _parse(line, ("create",)) for line in CREATE_ONLY.split("\n") if line
    ]


def defined_by(crd: dict[str, Any]) -> list[ResourceType]:
    """The kinds that a CustomResourceDefinition brings."""
    spec, names = crd["spec"], crd["spec"]["names"]
    first = ResourceType(
        group=spec["group"],
        version="",
        kind=names["kind"],
        plural=names["plural"],
        namespaced=spec["scope"] == "Namespaced",
        short_names=tuple(names.get("shortNames", ())),
        custom=True,
    )
    return [replace(first, version=version["name"]) for version in spec["versions"] if version.get("served", True)]
