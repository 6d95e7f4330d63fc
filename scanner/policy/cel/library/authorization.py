"""What the API server's authorizer says: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library

Offline nobody knows, so the variable `authorizer` is Unknown, and so is whatever is asked of it; no function runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

_ASKED: Final = ("path", "group", "serviceAccount", "resource", "subresource", "namespace", "name")
_NARROWED: Final = ("fieldSelector", "labelSelector", "check")
_ANSWERED: Final = ("allowed", "errored", "error", "reason")

FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    f".{name}": {} for name in (*_ASKED, *_NARROWED, *_ANSWERED)
}
