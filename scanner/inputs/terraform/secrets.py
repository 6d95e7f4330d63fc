"""Marks what is secret in a resource by the names of arguments, variables and types, and hides its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.secrets import is_secret_argument, is_secret_variable
from scanner.model.secrets import hide_sensitive, sensitive_keys
from scanner.model.values import Array, Object, PartialList, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.schemas import BlockSchema

_BY_TYPE = {
    "aws_ssm_parameter": ("value", "value_wo"),
    "azurerm_key_vault_secret": ("value", "value_wo"),
    "github_actions_environment_secret": ("plaintext_value",),
    "github_actions_organization_secret": ("plaintext_value",),
    "github_actions_secret": ("plaintext_value",),
    "gitlab_group_variable": ("value",),
    "gitlab_project_variable": ("value",),
    "kubernetes_secret": ("data", "data_wo", "binary_data", "binary_data_wo"),
    "kubernetes_secret_v1": ("data", "data_wo", "binary_data", "binary_data_wo"),
    "kubernetes_secret_v1_data": ("data",),
    "vault_generic_secret": ("data_json",),
    "vault_kv_secret": ("data_json",),
    "vault_kv_secret_v2": ("data_json", "data_json_wo"),
}
"""Arguments whose name alone does not tell. Source: the providers' documentation on registry.terraform.io."""

_SECRET_BLOCKS = ("secret", "set_sensitive")
"""Blocks whose `value` is secret: of container apps, and of helm_release."""


def marked(attributes: Object, kind: str, schema: BlockSchema | None) -> Object:
    """The attributes of a resource of a type with everything secret in them marked."""
    marker = _Marker()
    by_type = [name for name in _BY_TYPE.get(kind, ()) if name in attributes]
    result: Object = marker.arguments(attributes, schema)
    for name in by_type:
        if isinstance(result[name], dict):
            result = _with(result, {name: _with(result[name], {}, frozenset(result[name]))}, frozenset())
        else:
            result = _with(result, {}, frozenset((name,)))
    if marker.found or by_type:
        hide_sensitive(result)
    return result


def labels_of(attributes: Object) -> dict[str, Value]:
    """Tags, or else labels; nothing when there are none or they cannot be known."""
    for name in ("tags", "labels"):
        found = attributes.get(name)
        if isinstance(found, Unknown):
            return {}
        if isinstance(found, dict) and found:
            return Object(found, sensitive=frozenset(found)) if name in sensitive_keys(attributes) else found
    return {}


class _Marker:
    """One walk through a resource. Containers that hold nothing secret stay the same objects."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found = False
        """True when something is secret."""

    def arguments(self, node: Value, schema: BlockSchema | None) -> Value:
        """The body of a resource or block: arguments tell by their names."""
        changed: dict[str, Value] = {}
        secret = set(self._paired(node))
        for name, item in node.items():
            if isinstance(item, PartialList):
                known = self._argument(name, item.items, schema)
                if known is not item.items:
                    changed[name] = item.with_items(known)
                continue
            if not isinstance(item, (dict, list)):
                if isinstance(item, str) and is_secret_argument(name, item):
                    secret.add(name)
                continue
            new = self._argument(name, item, schema)
            if new is not item:
                changed[name] = new
        return self._finished(node, changed, frozenset(secret))

    def _argument(self, name: str, item: Value, schema: BlockSchema | None) -> Value:
        if schema is not None and name in schema.blocks:
            new = self._blocks(item, schema.blocks[name].block)
        else:
            new = self.value(item)
        return self._values(new) if name in _SECRET_BLOCKS else new

    def value(self, node: Value) -> Value:
        """A value that an argument was given: maps tell by their keys."""
        if isinstance(node, list):
            items = [self.value(item) if isinstance(item, (dict, list)) else item for item in node]
            return _list(node, items)
        changed: dict[str, Value] = {}
        secret = set(self._paired(node))
        for name, item in node.items():
            if isinstance(item, (dict, list)):
                new = self.value(item)
                if new is not item:
                    changed[name] = new
            elif isinstance(item, PartialList):
                known = self.value(item.items)
                if known is not item.items:
                    changed[name] = item.with_items(known)
            elif isinstance(item, str) and is_secret_variable(name, item):
                secret.add(name)
        if node.get("kind") == "Secret" and "apiVersion" in node:
            for name in ("data", "stringData"):
                if isinstance(node.get(name), dict):
                    changed[name] = _with(node[name], {}, frozenset(node[name]))
                    self.found = True
        return self._finished(node, changed, frozenset(secret))

    def _blocks(self, node: Value, schema: BlockSchema) -> Value:
        if isinstance(node, list):
            return _list(node, [self._blocks(item, schema) if isinstance(item, dict) else item for item in node])
        return self.arguments(node, schema)

    def _values(self, node: Value) -> Value:
        if isinstance(node, list):
            return _list(node, [self._values(item) if isinstance(item, dict) else item for item in node])
        return self._finished(node, {}, frozenset(("value",)) & node.keys())

    def _paired(self, node: dict[str, Value]) -> frozenset[str]:
        """`value` beside a `name` that tells: variables of containers and functions."""
        name, value = node.get("name"), node.get("value")
        told = isinstance(name, str) and isinstance(value, str) and is_secret_variable(name, value)
        return frozenset(("value",)) if told else frozenset()

    def _finished(self, node: Value, changed: dict[str, Value], secret: frozenset[str]) -> Value:
        if secret or sensitive_keys(node):
            self.found = True
        return _with(node, changed, secret) if changed or secret else node


def _with(node: dict[str, Value], changed: dict[str, Value], secret: frozenset[str]) -> Object:
    entries = {name: changed.get(name, item) for name, item in node.items()}
    every = sensitive_keys(node) | secret
    if isinstance(node, Object):
        return Object(entries, node.source, node.span, node.spans, node.path, every)
    return Object(entries, sensitive=every)


def _list(node: list[Value], items: list[Value]) -> list[Value]:
    if all(new is old for new, old in zip(items, node, strict=True)):
        return node
    return Array(items, node.source, node.span, node.spans) if isinstance(node, Array) else items
