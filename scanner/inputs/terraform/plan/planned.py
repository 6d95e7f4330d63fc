"""The resources of a plan or state: values, what is unknown and secret in them, and what the plan does to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.inputs.terraform.plan.addresses import Address, split_address
from scanner.inputs.terraform.plan.document import Remarks
from scanner.model.resources import Action

_ACTIONS: dict[tuple[str, ...], Action] = {
    ("no-op",): "no-op",
    ("create",): "create",
    ("read",): "read",
    ("update",): "update",
    ("delete",): "delete",
    ("forget",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("create", "forget"): "replace",
}
"""https://developer.hashicorp.com/terraform/internals/json-format#change-representation; one that is forgotten is no
longer Terraform's, which is to us as if it were gone."""

_DEEPEST_MODULE = 64


class Planned:
    """One resource instance as a plan states it."""

    __slots__ = ("action", "address", "depends_on", "mode", "name", "sensitive", "text", "type", "unknown", "values")

    def __init__(self, text: str, address: Address, mode: str, type: str, name: str) -> None:
        self.text = text
        """Its address."""
        self.address = address
        """The same in pieces."""
        self.mode = mode
        """`managed` or `data`."""
        self.type = type
        self.name = name
        self.values: dict[str, Any] = {}
        """Values by attribute, without those that are unknown."""
        self.unknown: Any = None
        """A tree beside the values: `True` where one is known only after apply."""
        self.sensitive: Any = None
        """The same for values that may not be shown."""
        self.action: Action | None = None
        """What the plan does to it; None in a state."""
        self.depends_on: list[str] = []
        """Addresses of what it was made from; in a state only."""

    @property
    def kind(self) -> str:
        """The type rules match by."""
        return self.type if self.mode == "managed" else f"data.{self.type}"


def read_planned(document: dict[str, Any], remarks: Remarks) -> list[Planned]:
    """Every resource that there will be after the plan, or that there is in a state, once each."""
    if "planned_values" not in document and "resource_changes" not in document:
        return list(_resources(document.get("values"), "values", remarks).values())
    found = _resources(document.get("planned_values"), "planned_values", remarks)
    state = remarks.table(document.get("prior_state"), "prior_state")
    for text, resource in _resources(state.get("values"), "prior_state.values", remarks).items():
        if resource.mode == "data" and text not in found:
            found[text] = resource
    for resource in found.values():
        resource.action = "read" if resource.mode == "data" else None
    for number, change in enumerate(remarks.items(document.get("resource_changes"), "resource_changes")):
        _apply(change, f"resource_changes[{number}]", found, remarks)
    return [resource for resource in found.values() if resource.action != "delete"]


def _resources(values: Any, where: str, remarks: Remarks) -> dict[str, Planned]:
    """Those of a values representation, module by module."""
    found: dict[str, Planned] = {}
    root = remarks.table(remarks.table(values, where).get("root_module"), f"{where}.root_module")
    pending = [(root, f"{where}.root_module", 0)]
    while pending:
        module, at, depth = pending.pop()
        for number, raw in enumerate(remarks.items(module.get("resources"), f"{at}.resources")):
            resource = _resource(raw, f"{at}.resources[{number}]", remarks)
            if resource is not None:
                found.setdefault(resource.text, resource)
        children = remarks.items(module.get("child_modules"), f"{at}.child_modules")
        if children and depth == _DEEPEST_MODULE:
            remarks.add("error", "unparsable", f"{at}: modules nested more than {depth} deep were not read")
            continue
        named = [(child, f"{at}.child_modules[{number}]", depth + 1) for number, child in enumerate(children)]
        pending += [(remarks.table(child, name), name, level) for child, name, level in reversed(named)]
    return found


def _resource(raw: Any, where: str, remarks: Remarks) -> Planned | None:
    raw = remarks.table(raw, where)
    made = _identified(raw, where, remarks)
    if made is None:
        return None
    made.values = remarks.table(raw.get("values"), f"{where}.values")
    made.sensitive = raw.get("sensitive_values")
    depends = raw.get("depends_on")
    made.depends_on = [each for each in depends if isinstance(each, str)] if isinstance(depends, list) else []
    return made


def _identified(raw: dict[str, Any], where: str, remarks: Remarks) -> Planned | None:
    """A resource with its names and nothing else; None where they cannot be read or it is ephemeral."""
    text, mode, type, name = (raw.get(key) for key in ("address", "mode", "type", "name"))
    if mode == "ephemeral":
        return None
    if mode not in ("managed", "data"):
        remarks.add("error", "unparsable", f"{where}.mode is neither `managed` nor `data`; it was left out")
        return None
    if not (isinstance(text, str) and isinstance(type, str) and isinstance(name, str)):
        remarks.add("error", "unparsable", f"{where} has no address, type and name; it was left out")
        return None
    address = split_address(text)
    if address is None:
        remarks.add("error", "unparsable", f"{where}: {text[:200]!r} is no address of a resource; it was left out")
        return None
    return Planned(text, address, mode, type, name)


def _apply(raw: Any, where: str, found: dict[str, Planned], remarks: Remarks) -> None:
    """What a change says of its resource, which the planned values may lack."""
    raw = remarks.table(raw, where)
    if not raw or "deposed" in raw or raw.get("mode") == "ephemeral":
        return
    change = remarks.table(raw.get("change"), f"{where}.change")
    text = raw.get("address")
    resource = found.get(text) if isinstance(text, str) else None
    action = _action(change.get("actions"), where, remarks)
    if resource is None:
        made = _identified(raw, where, remarks)
        if made is None or action == "delete" or not isinstance(change.get("after"), dict):
            return
        resource = found[made.text] = made
        resource.values = change["after"]
    resource.action = action
    resource.unknown = change.get("after_unknown")
    after = change.get("after_sensitive")
    if resource.sensitive != after:
        resource.sensitive = _either(resource.sensitive, after)


def _action(actions: Any, where: str, remarks: Remarks) -> Action | None:
    names = remarks.items(actions, f"{where}.change.actions")
    known = _ACTIONS.get(tuple(each for each in names if isinstance(each, str)))
    if known is None:
        remarks.add("warning", "unparsable", f"{where}: {str(names)[:200]} is no known action")
    return known


def _either(one: Any, other: Any, depth: int = 0) -> Any:
    """True wherever one of two trees says so."""
    if one is True or other is True or depth > 64:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _either(one.get(key), other.get(key), depth + 1) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        longest = max(len(one), len(other))
        padded = [each + [None] * (longest - len(each)) for each in (one, other)]
        return [_either(a, b, depth + 1) for a, b in zip(*padded, strict=True)]
    return one or other


def deferred(document: dict[str, Any], remarks: Remarks) -> Iterator[tuple[str, str]]:
    """Types of resources whose planning Terraform put off, with the reason."""
    for number, raw in enumerate(remarks.items(document.get("deferred_changes"), "deferred_changes")):
        entry = remarks.table(raw, f"deferred_changes[{number}]")
        change = remarks.table(entry.get("resource_change"), f"deferred_changes[{number}].resource_change")
        made = _identified(change, f"deferred_changes[{number}].resource_change", remarks)
        if made is not None:
            yield made.kind, f"the plan leaves {made.text} to a later one"
