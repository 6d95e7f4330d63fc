"""What Kubernetes' CEL has, and since when a policy may use it.

Source: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scanner.policy.admission.writing import CannotWriteError

FIRST: Final = (1, 30)
"""The first version in which the admission policies are of version v1; it has optionals, sets and strings."""

_SINCE: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(("ip", "isIP", "ip.isCanonical", "cidr", "isCIDR", ".containsIP", ".containsCIDR"), (1, 31)),
    **dict.fromkeys(("format.named", ".validate"), (1, 32)),
    **dict.fromkeys((f"{macro}2" for macro in ("all", "exists", "existsOne")), (1, 33)),
    **dict.fromkeys((f"{macro}2" for macro in ("transformList", "transformMap", "transformMapEntry")), (1, 33)),
    **dict.fromkeys(("semver", "isSemver"), (1, 34)),
    **dict.fromkeys((".distinct", ".flatten", ".slice", ".sort", ".sortBy", ".first", ".last", "lists.range"), (1, 35)),
}
_LINKS: Final = ("linked", "linkedBy", "selectedBy", "grants", "declared", "declaredInRegion")
_OURS: Final = ("json", "cidrContains")


def minimal_version(functions: Iterable[str]) -> tuple[int, int]:
    """The first version of Kubernetes that takes expressions with these functions.

    Raises:
        CannotWriteError: no version has one of them.
    """
    version = FIRST
    for name in sorted(functions):
        if name.removeprefix(".") in _LINKS:
            raise CannotWriteError(f"it asks for other objects, with {name}()")
        if name in _OURS or name.startswith(("math.", "base64.")) or name == ".reverse":
            raise CannotWriteError(f"it uses {name.lstrip('.')}(), which Kubernetes does not have")
        version = max(version, _SINCE.get(name, FIRST))
    return version
