"""Which resources of a kind are declared beside another: what is set for a whole account is linked to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.model.resources import Resource
from scanner.model.values import Unknown

SYMBOLIC = "[*]"
"""Ends the address of what repeats an unknown number of times."""


def may_be_none(resource: Resource, beside: Resource) -> bool:
    """Whether a resource stands for instances of which there may be none, though `beside` exists."""
    address = resource.address
    at = address.find(SYMBOLIC)
    while at >= 0:
        if not beside.address.startswith(address[: at + len(SYMBOLIC)]):
            return True
        at = address.find(SYMBOLIC, at + 1)
    return False


def declared_beside(
    resource: Resource, others: Iterable[Resource], same_region: bool
) -> tuple[list[Resource], Unknown | None]:
    """Those of `others` that are certain to be there, and why there may be more.

    With `same_region` only those in the region of `resource`. Where nothing says for both, both are where the provider
    finds itself, which is one place.
    """
    found: list[Resource] = []
    doubt: Unknown | None = None
    for other in others:
        apart = _apart(resource, other) if same_region else False
        if apart is True:
            continue
        if may_be_none(other, resource):
            doubt = Unknown(f"it is not known how many of {other.address} there are, if any")
        elif apart is None:
            doubt = Unknown(f"it is not known whether {other.address} is in the same region")
        else:
            found.append(other)
    return found, doubt


def _apart(one: Resource, other: Resource) -> bool | None:
    """Whether two resources are in different regions; None where that is not known."""
    here, there = one.region, other.region
    if here == there:
        return False
    return True if isinstance(here, str) and isinstance(there, str) else None
