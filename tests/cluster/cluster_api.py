"""What the fake API server answers when nothing goes wrong: discovery, lists, objects, reviews, tokens."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import cluster_discovery
from cluster_answers import Answer, answer, expired, forbidden, not_found, refusal, unauthorized
from cluster_kinds import ResourceType, built_in, defined_by
from cluster_requests import Request, User
from cluster_rights import Action, Rights, access_review, rules_review
from cluster_selectors import UnreadableSelectorError, selects
from cluster_store import AlreadyExistsError, BadTokenError, ExpiredError, Store, Wanted

Json = dict[str, Any]
VERSION = {"major": "1", "minor": "36", "gitVersion": "v1.36.3", "platform": "linux/amd64"}
START = ("default", "kube-system", "kube-public", "kube-node-lease")
AGGREGATED = "g=apidiscovery.k8s.io;v=v2;"
METADATA_ONLY = "as=PartialObjectMetadata"


class Api:
    """The API: a function from requests to answers, over a store."""

    def __init__(self) -> None:
        self.types = built_in()
        self.store = Store()
        self.rights = Rights(self.store)
        self.users: dict[str, User] = {}
        self.stale: set[str] = set()
        self.aggregates = True
        """Whether it knows aggregated discovery, as servers since 1.27 do."""
        for name in START:
            self.create(self._named("", "namespaces"), {"metadata": {"name": name}})

    def add_user(self, name: str, *groups: str) -> str:
        """A new token."""
        token = secrets.token_urlsafe(24)
        self.users[token] = User(name, (*groups, "system:authenticated"))
        return token

    def create(self, resource: ResourceType, item: Json) -> Json:
        """Keeps an object, and serves the kinds that a CustomResourceDefinition brings."""
        kept = {"apiVersion": resource.api_version, "kind": resource.kind, **item}
        if resource.kind == "Secret" and "stringData" in kept:
            kept["data"] = {**kept.get("data", {}), **_encoded(kept.pop("stringData"))}
        if resource.kind == "Namespace":
            meta = item["metadata"]
            labels = {**meta.get("labels", {}), "kubernetes.io/metadata.name": meta["name"]}
            kept |= {"metadata": {**meta, "labels": labels}, "status": {"phase": "Active"}}
        made = self.store.create(resource, kept)
        if resource.kind == "CustomResourceDefinition":
            self.types.extend(defined_by(item))
        return made

    def answer(self, request: Request) -> Answer:
        """The true answer."""
        user, target = request.user, request.target
        if user is None:
            return unauthorized()
        if not target.resource:
            return self._path(request, user)
        resource = self._type(request)
        if resource is None:
            return not_found(target)
        action = Action(request.verb, target.group, target.full_resource, target.namespace, target.name)
        if not self.rights.allowed(user, action):
            return forbidden(user, request.verb, target, request.path)
        return self._resource(request, user, resource)

    def _path(self, request: Request, user: User) -> Answer:
        path = request.path.rstrip("/")
        if not self.rights.path_allowed(user, path):
            return forbidden(user, "get", request.target, path)
        if path == "/version":
            return answer(VERSION)
        if path in ("/healthz", "/livez", "/readyz"):
            return Answer(200, b"ok", {"Content-Type": "text/plain; charset=utf-8"})
        if (
            self.aggregates
            and path in ("/api", "/apis")
            and "g=apidiscovery.k8s.io;v=v2;" in request.headers.get("accept", "")
        ):
            found = cluster_discovery.aggregated(self.types, path, self.stale)
            return answer(found, content_type=cluster_discovery.AGGREGATED)
        if path.removeprefix("/apis/") in self.stale:
            return refusal(503, "service unavailable")
        document = cluster_discovery.document(self.types, path)
        return answer(document) if document else not_found(request.target)

    def _resource(self, request: Request, user: User, resource: ResourceType) -> Answer:
        target = request.target
        match request.verb:
            case "list":
                return self._list(request, resource)
            case "create" if target.subresource == "token":
                name = f"system:serviceaccount:{target.namespace}:{target.name}"
                groups = ("system:serviceaccounts", f"system:serviceaccounts:{target.namespace}")
                return answer({**request.body, "status": {"token": self.add_user(name, *groups)}}, 201)
            case "create" if resource.verbs == ("create",):
                return answer({**request.body, "status": self._review(resource.kind, user, request.body)}, 201)
            case "create":
                return self._create(request, resource)
            case "get" if target.subresource not in ("", "status"):
                return not_found(target)
            case "get" | "delete":
                find = self.store.get if request.verb == "get" else self.store.delete
                found = find(resource, target.namespace if resource.namespaced else None, target.name)
                return not_found(target) if found is None else answer(_shown(request, found, resource))
            case _:
                return refusal(405, "the server does not allow this method on the requested resource")

    def _create(self, request: Request, resource: ResourceType) -> Answer:
        item, namespace = request.body, request.target.namespace
        if namespace:
            if self.store.get(self._named("", "namespaces"), None, namespace) is None:
                return refusal(404, f'namespaces "{namespace}" not found', name=namespace, kind="namespaces")
            item = {**item, "metadata": {**item["metadata"], "namespace": namespace}}
        try:
            return answer(self.create(resource, item), 201)
        except AlreadyExistsError:
            name = item["metadata"]["name"]
            return refusal(409, f'{resource.plural} "{name}" already exists', name=name, kind=resource.plural)

    def _list(self, request: Request, resource: ResourceType) -> Answer:
        query = request.query
        labels, fields = query.get("labelSelector", ""), query.get("fieldSelector", "")
        chosen = (lambda item: selects(labels, fields, item)) if labels or fields else None
        limit, token = int(query.get("limit") or 0), query.get("continue", "")
        if query.get("resourceVersion") == "0" and not token:
            limit = 0  # the watch cache answers whole
        try:
            page = self.store.page(resource, Wanted(request.target.namespace, limit, token, chosen))
        except ExpiredError as error:
            return expired(error.token)
        except BadTokenError:
            return refusal(400, "continue key is not valid: illegal base64 data")
        except UnreadableSelectorError as error:
            return refusal(400, f"unable to parse requirement: {error}")
        meta: Json = {"resourceVersion": str(page.revision)}
        meta |= {"continue": page.token} if page.token else {}
        meta |= {"remainingItemCount": page.remaining} if page.remaining is not None else {}
        items = [_shown(request, item, resource, in_list=True) for item in page.items]
        named = {"kind": f"{resource.kind}List", "apiVersion": resource.api_version}
        if METADATA_ONLY in request.headers.get("accept", ""):
            named = {"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1"}
        return answer({**named, "metadata": meta, "items": items})

    def _review(self, kind: str, user: User, review: Json) -> Json:
        if kind == "SelfSubjectAccessReview":
            return access_review(self.rights, user, review)
        if kind == "SelfSubjectRulesReview":
            return rules_review(self.rights, user, review)
        return {"userInfo": {"username": user.name, "groups": list(user.groups)}}

    def _type(self, request: Request) -> ResourceType | None:
        target = request.target
        for one in self.types:
            if (one.group, one.version, one.plural) == (target.group, target.version, target.resource):
                lone = target.namespace is not None and not one.namespaced and one.plural != "namespaces"
                return None if lone or f"{one.group}/{one.version}" in self.stale else one
        return None

    def _named(self, group: str, plural: str) -> ResourceType:
        return next(one for one in self.types if one.table == (group, plural))


def _encoded(texts: dict[str, str]) -> dict[str, str]:
    return {key: base64.b64encode(text.encode()).decode() for key, text in texts.items()}


def _shown(request: Request, item: Json, resource: ResourceType, in_list: bool = False) -> Json:
    if METADATA_ONLY in request.headers.get("accept", ""):
        return {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": item["metadata"]}
    if in_list and not resource.custom:  # lists of built-in kinds do not repeat the kind
        return {key: value for key, value in item.items() if key not in ("apiVersion", "kind")}
    return {**item, "apiVersion": resource.api_version}
