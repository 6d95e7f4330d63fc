"""Functions that rules have besides CEL's own: links to other resources, JSON, address ranges, loose truth."""

from __future__ import annotations

from typing import Any

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.cel.environment import Function
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.types import BOOL, DYN, STRING, list_of, map_of
from scanner.policy.cel.unknowns import derived
from scanner.policy.links import Context

_INT64 = 2**63
_TRUE_WORDS = frozenset({"true", "1", "yes", "on"})


def rule_functions() -> tuple[Function, ...]:
    """All of them, as every rule is compiled and loaded with."""
    resources = list_of(map_of(STRING, DYN))
    return (
        Function("linked", (STRING,), resources, linked, contextual=True),
        Function("linkedBy", (STRING,), resources, linked_by, contextual=True),
        Function("selectedBy", (STRING,), resources, selected_by, contextual=True),
        Function("linked", (DYN, STRING), resources, linked_of, contextual=True),
        Function("linkedBy", (DYN, STRING), resources, linked_by_of, contextual=True),
        Function("selectedBy", (DYN, STRING), resources, selected_by_of, contextual=True),
        Function("grants", (STRING,), resources, grants, contextual=True),
        Function("declared", (STRING,), resources, declared, contextual=True),
        Function("declaredInRegion", (STRING,), resources, declared_in_region, contextual=True),
        Function("json", (STRING,), DYN, read_json, lenient=True),
        Function("cidrContains", (STRING, STRING), BOOL, cidr_contains),
        Function("ipv4Open", (DYN,), BOOL, ipv4_open),
        Function("ipOpen", (DYN,), BOOL, ip_open),
        Function("truthy", (DYN,), BOOL, truthy),
    )


def linked(context: Context, kind: str) -> list[Value] | Unknown:
    """Attributes of the resources of a Terraform type or Kubernetes kind that this resource names.

    Unknown when there are none but one may yet turn out to be named.
    """
    return context.links.targets(context.resource, kind)


def linked_by(context: Context, kind: str) -> list[Value] | Unknown:
    """Attributes of the resources of a type or kind that name this one.

    Unknown when there are none but one of them may yet turn out to name it.
    """
    return context.links.sources(context.resource, kind)


def selected_by(context: Context, kind: str) -> list[Value] | Unknown:
    """Attributes of the Kubernetes objects of a kind whose selector takes in this one."""
    return context.links.sources(context.resource, kind, "selects")


def linked_of(context: Context, found: Value, kind: str) -> list[Value] | Unknown:
    """`linked`, asked of a resource that one of these functions gave."""
    return context.links.targets(_resource(context, found), kind)


def linked_by_of(context: Context, found: Value, kind: str) -> list[Value] | Unknown:
    """`linkedBy`, asked of a resource that one of these functions gave."""
    return context.links.sources(_resource(context, found), kind)


def selected_by_of(context: Context, found: Value, kind: str) -> list[Value] | Unknown:
    """`selectedBy`, asked of a resource that one of these functions gave."""
    return context.links.sources(_resource(context, found), kind, "selects")


def _resource(context: Context, found: Value) -> Resource:
    resource = context.links.resource(found)
    if resource is None:
        raise CelEvaluationError("not a resource: ask this of what linked, linkedBy, selectedBy or declared gave")
    return resource


def grants(context: Context, account: str) -> list[Value] | Unknown:
    """What is granted to a service account of this resource's namespace, an object for each binding.

    Its keys: `binding` and `bindingKind`, `role` and `roleKind`, `through`, the subject that is named, `namespace`
    (null in the whole cluster) and `rules`, those of the role.
    """
    return context.links.grants(context.resource, account or "default")


def declared(context: Context, kind: str) -> list[Value] | Unknown:
    """Attributes of all resources of a type in the same root module, or of a kind among the Kubernetes objects.

    Unknown when none is certain to be there but there may be some.
    """
    return context.links.declared(context.resource, kind)


def declared_in_region(context: Context, kind: str) -> list[Value] | Unknown:
    """Those of `declared` that are in the region of this resource: what is set for each region by itself.

    Unknown when there may be one in this region that is not certain to be.
    """
    return context.links.declared(context.resource, kind, True)


def read_json(text: str | Unknown) -> Value:
    """The value of a JSON text, such as a policy document. Whole numbers beyond 64 bits become doubles.

    Of a text that is known in part, such as the policy of a bucket that is not there yet, the value has Unknowns in it.
    """
    if isinstance(text, Unknown):
        return derived("json", (text,)) if text.content is None else text.content
    import json

    try:
        return json.loads(text, parse_int=_integer, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CelEvaluationError(f"not JSON: {error}") from error


def _integer(digits: str) -> int | float:
    if len(digits) < 19:
        return int(digits)
    number = int(digits) if len(digits) <= 20 else _INT64
    return number if -_INT64 <= number < _INT64 else float(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def cidr_contains(outer: str, inner: str) -> bool:
    """Whether an address or a range lies wholly in a range. False across address families; host bits are ignored."""
    import ipaddress

    try:
        outer_range = ipaddress.ip_network(outer, strict=False)
        inner_range = ipaddress.ip_network(inner, strict=False)
    except ValueError as error:
        raise CelEvaluationError(str(error)) from error
    if isinstance(outer_range, ipaddress.IPv4Network):
        return isinstance(inner_range, ipaddress.IPv4Network) and inner_range.subnet_of(outer_range)
    return isinstance(inner_range, ipaddress.IPv6Network) and inner_range.subnet_of(outer_range)


def ipv4_open(value: Value) -> bool:
    """True for a range of every IPv4 address: `0.0.0.0/0` and any other address with the prefix length 0.

    Anything else, text that is no range included, is false: words such as `*` or `Internet` mean it to some providers
    only, and the rule for those says so.
    """
    address = _open_address(value)
    return address is not None and ":" not in address


def ip_open(value: Value) -> bool:
    """True for a range of every IPv4 or every IPv6 address: `0.0.0.0/0`, `::/0` and any other with prefix length 0."""
    return _open_address(value) is not None


def _open_address(value: Value) -> str | None:
    """The address before a prefix length of 0; None when it is something else."""
    if not isinstance(value, str):
        return None
    address, slash, prefix = value.strip().rpartition("/")
    if not slash or not prefix or prefix.strip("0"):
        return None
    import ipaddress

    try:
        ipaddress.ip_address(address)
    except ValueError:
        return None
    return address


def truthy(value: Value) -> bool:
    """Whether a value means yes: `true`, the number 1, or one of `true`, `1`, `yes`, `on` as text in any case."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.strip().lower() in _TRUE_WORDS
    return isinstance(value, (int, float)) and value == 1
