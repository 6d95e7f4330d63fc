"""Resources of every origin, and the graph they form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from scanner.model.alternatives import Alternatives
from scanner.model.frozen import unguarded
from scanner.model.origins import Origin
from scanner.model.places import Comment, Place, Source
from scanner.model.problems import Problem
from scanner.model.values import Object, Path, Reference, Value

Relation: TypeAlias = Literal["references", "owns", "selects", "binds", "mounts", "calls"]
Action: TypeAlias = Literal["create", "update", "delete", "replace", "no-op", "read"]


EVERY_KIND = "*"
"""Stands for all Kubernetes kinds in `ResourceGraph.incomplete`."""

UNKNOWN_NAMESPACE = "*"
"""Stands for a namespace of a Kubernetes object that is written and cannot be known."""


@unguarded
@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One declared or live resource, whatever it came from."""

    address: str
    """Terraform's own address, or `apps/v1/Deployment/namespace/name`."""
    type: str
    """Terraform type (`data.` before it for a data source), or `apps/v1/Deployment`."""
    provider: str
    """`aws`, `azurerm`, `google`, `kubernetes`, ...: the first word of a Terraform type."""
    name: str
    """Terraform's local name, or the object's name."""
    attributes: Object
    """The resource as a rule sees it."""
    origin: Origin
    """Where it comes from."""
    place: Place
    """Its heading: the block's type and labels, or the object's first line."""
    extent: Place
    """The whole of it, for directives that stand inside."""
    namespace: str | None = None
    """Kubernetes namespace."""
    region: str | Value | None = None
    """Cloud region, Unknown when it depends on something unknown, None when nothing says."""
    labels: Mapping[str, Value] = field(default_factory=dict)
    """Tags or labels."""
    explain: Callable[[Path], tuple[Reference, ...]] | None = None
    """Traces a value to what it was computed from, nearest first. None where values are written as they are."""
    action: Action | None = None
    """What a plan will do to it; None outside plans."""
    plain: bool = False
    """True when it is certain that nothing in its attributes is unknown or secret, so that nobody needs to look."""

    kind: str = field(init=False, repr=False)
    """The name rules match by: the Terraform type, or the Kubernetes kind without its group and version."""
    is_object: bool = field(init=False, repr=False)
    """True for a Kubernetes object, wherever it was declared or found."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", _kind_of(self.type))
        object.__setattr__(self, "is_object", self.provider == "kubernetes" and "/" in self.type)

    @property
    def identity(self) -> tuple[str, str, str | None, str]:
        """What makes a Kubernetes object the same as another: its group, kind, namespace and name."""
        return self.type.rpartition("/")[0].rpartition("/")[0], self.kind, self.namespace, self.name


@lru_cache(maxsize=4096)
def _kind_of(type: str) -> str:
    return type.rpartition("/")[2]


@unguarded
@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A typed link between two resources of one root."""

    source: Resource
    """The resource that names the other."""
    target: Resource
    """The resource that is named."""
    relation: Relation
    """How they are linked."""
    place: Place | None = None
    """Where the one names the other."""
    doubt: str | None = None
    """Why it is not known whether there is this link."""


@dataclass(slots=True)
class ResourceGraph:
    """Everything that was read, ready to be judged."""

    resources: list[Resource] = field(default_factory=list)
    """In the order of their files and places."""
    links: list[Link] = field(default_factory=list)
    """Links between them."""
    incomplete: dict[str, str] = field(default_factory=dict)
    """What there may be more of than was read, and why: a kind, `kind/namespace`, or `*` for every Kubernetes kind;
    `*//root` for every kind of which nothing was read in the cluster with this root; `//kind` for one of which only the
    namespaces that are judged were read, where no link leads from one namespace to another."""
    comments: list[Comment] = field(default_factory=list)
    """Comments that may hold a directive."""
    sources: dict[str, Source] = field(default_factory=dict)
    """The files that were read, by path, for excerpts."""
    problems: list[Problem] = field(default_factory=list)
    """What could not be read or understood."""
    alternatives: Alternatives = field(default_factory=Alternatives, compare=False)
    """Which of the places that Kubernetes objects were read from cannot be in one cluster; known with the links."""
    doubtful_links: list[Link] = field(default_factory=list)
    """Links between resources that there may be, each with its doubt."""
    told_of: dict[tuple[str, str], Resource] = field(default_factory=dict)
    """Whom verdicts on a live object are told of, by root and address: its owner, where it shows what that does not."""

    def extend(self, other: ResourceGraph) -> None:
        """Takes in everything of another graph."""
        self.resources += other.resources
        self.links += other.links
        self.doubtful_links += other.doubtful_links
        self.incomplete.update(other.incomplete)
        self.told_of.update(other.told_of)
        self.comments += other.comments
        self.sources.update(other.sources)
        self.problems += other.problems
