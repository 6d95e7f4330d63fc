"""Kinds of the API, and which of them a rule means."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.inputs.cluster.known import BUILT_IN, HOMES, SAME_OBJECTS
from scanner.inputs.kubernetes.api_groups import adds_to, is_foreign_policy


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of the API, in the version that is read."""

    group: str
    """API group; empty for the core group."""
    version: str
    """Version: `v1`."""
    kind: str
    """Kind: `Deployment`."""
    plural: str
    """Resource: `deployments`."""
    namespaced: bool
    """Whether its objects are in namespaces."""
    created: bool = field(default=True, compare=False)
    """Whether objects of it can be created; others are only shown, and nothing is asked whether to admit them."""

    @property
    def api_version(self) -> str:
        """Group and version as objects write them."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def resource(self) -> str:
        """Resource and group as RBAC messages write them: `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def is_namesake(self) -> bool:
        """Whether it only shares its name with the kind that rules mean, such as a Service of Knative."""
        if is_foreign_policy(self.group, self.kind):
            return False
        if self.kind in BUILT_IN:
            return "." in self.group and not self.group.endswith(".k8s.io")
        return HOMES.get(self.kind, self.group) != self.group

    @property
    def leaves_open(self) -> str:
        """The kind that is not wholly known where this one was not read: itself, or whatever it adds to. What only
        shares its name with a kind leaves nothing open for those who ask for that.
        """
        return f"{self.group}/{self.kind}" if self.is_namesake else adds_to(self.group, self.kind)

    def path(self, namespace: str | None = None) -> str:
        """Where its objects are listed."""
        from urllib.parse import quote

        root = f"/apis/{quote(self.group, '')}" if self.group else "/api"
        inside = f"/namespaces/{quote(namespace, '')}" if namespace is not None else ""
        return f"{root}/{quote(self.version, '')}{inside}/{quote(self.plural, '')}"


@dataclass(slots=True)
class Served:
    """What a cluster serves."""

    kinds: dict[str, list[Kind]] = field(default_factory=dict)
    """Listable kinds by name, one of each group, in the version the server prefers."""
    failed: dict[str, str] = field(default_factory=dict)
    """Groups that did not say what they serve, and why."""

    def find(self, name: str) -> list[Kind]:
        """The kinds that a rule means by `Deployment` or `apps/Deployment`, none of them twice."""
        group, slash, kind = name.rpartition("/")
        found = self.kinds.get(kind, [])
        groups = {one.group for one in found}
        if slash:
            twin = SAME_OBJECTS.get((group, kind))
            return [one for one in found if one.group == (twin if twin in groups else group)]
        return [one for one in found if SAME_OBJECTS.get((one.group, kind)) not in groups]

    def doubtful(self, name: str) -> tuple[str, bool] | None:
        """The group that failed and may serve this kind, and whether it is certain to be the one that would."""
        group, slash, kind = name.rpartition("/")
        home = group if slash else HOMES.get(kind)
        if home is not None:
            return (home, True) if home in self.failed else None
        if self.failed and kind not in self.kinds and kind not in BUILT_IN:
            return next(iter(self.failed)), False
        return None

    def add(self, kind: Kind) -> None:
        """One more, unless the group already has one of the name: versions come in the order of preference."""
        known = self.kinds.setdefault(kind.kind, [])
        if all(one.group != kind.group for one in known):
            known.append(kind)
