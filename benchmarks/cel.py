"""CPU time of conditions: compiling, loading, evaluating; beside Google's engine where it is installed.

Run as `python -m benchmarks.cel` or `python benchmarks/cel.py`.
"""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from scanner.model.values import Unknown
from scanner.policy.cel import Environment, compile, load
from scanner.policy.cel.types import DYN

PRIVILEGED = (
    "pod.allContainers.all(c, has(c.securityContext) && has(c.securityContext.privileged)"
    " ? c.securityContext.privileged == false : true)"
)
RUN_AS_NON_ROOT = (
    "pod.spec.containers.all(c, c.?securityContext.?runAsNonRoot.orValue(false)"
    " || pod.spec.?securityContext.?runAsNonRoot.orValue(false))"
)
ACL = "!(resource.acl in ['public-read', 'public-read-write', 'authenticated-read'])"
INGRESS = (
    "resource.ingress.exists(i, '0.0.0.0/0' in i.?cidr_blocks.orValue([]) && i.from_port <= 22 && i.to_port >= 22)"
)
NAME = "resource.name.matches('^[a-z][a-z0-9-]{2,62}$') && !resource.name.startsWith('xn--')"
CONDITIONS = {
    "privileged": PRIVILEGED,
    "run as non-root": RUN_AS_NON_ROOT,
    "acl": ACL,
    "ingress": INGRESS,
    "name": NAME,
}
"""Conditions as rules have them."""

_CONTAINERS: list[dict[str, Any]] = [
    {"name": "web", "securityContext": {"privileged": False}},
    {"name": "log"},
    {"name": "job", "securityContext": {"runAsNonRoot": True, "privileged": False}},
]
POD: dict[str, Any] = {
    "allContainers": _CONTAINERS,
    "spec": {"containers": _CONTAINERS, "securityContext": {"runAsNonRoot": True}},
}
RESOURCE: dict[str, Any] = {
    "name": "logs-of-production",
    "acl": "private",
    "ingress": [
        {"cidr_blocks": ["10.0.0.0/8"], "from_port": 80, "to_port": 80},
        {"cidr_blocks": ["10.0.0.0/8"], "from_port": 22, "to_port": 22},
    ],
}
_UNKNOWN = Unknown("var.u is not set")
UNKNOWN_POD: dict[str, Any] = {
    "allContainers": [{"securityContext": {"privileged": _UNKNOWN, "runAsNonRoot": _UNKNOWN}}] * 3,
    "spec": {"containers": [{"securityContext": {"runAsNonRoot": _UNKNOWN}}] * 3},
}
UNKNOWN_RESOURCE: dict[str, Any] = {
    "name": _UNKNOWN,
    "acl": _UNKNOWN,
    "ingress": [{"cidr_blocks": [_UNKNOWN], "from_port": 22, "to_port": 22}] * 2,
}


def microseconds(run: Callable[[], object], times: int) -> float:
    """CPU microseconds of one call, the best of seven series."""
    best = float("inf")
    for _ in range(7):
        start = time.process_time()
        for _ in range(times):
            run()
        best = min(best, time.process_time() - start)
    return best / times * 1e6


def google(text: str) -> float | None:
    """Microseconds that Google's engine takes for the same, with the data handed over once."""
    try:
        cel = import_module("cel_expr_python.cel")
        optional = import_module("cel_expr_python.ext.ext_optional")
    except ImportError:
        return None
    names = {"resource": cel.Type.DYN, "pod": cel.Type.DYN}
    environment = cel.NewEnv(variables=names, extensions=[optional.ExtOptional()])
    expression = environment.compile(text)
    activation = environment.Activation({"resource": RESOURCE, "pod": POD})
    return microseconds(lambda: expression.eval(activation), 2000)


def main() -> None:
    """Prints the table."""
    environment = Environment({"resource": DYN, "pod": DYN})
    print(f"{'condition':<16}{'compile':>10}{'load':>8}{'known':>8}{'unknown':>9}{'google':>9}  (microseconds of CPU)")
    for name, text in CONDITIONS.items():
        program = compile(text, environment)
        code = marshal.dumps(program.code)
        run = program.run
        peer = google(text)
        columns = (
            f"{microseconds(lambda text=text: compile(text, environment), 200):10.0f}",  # type: ignore[misc]
            f"{microseconds(lambda code=code: load(marshal.loads(code)), 2000):8.1f}",  # type: ignore[misc]
            f"{microseconds(lambda run=run: run(None, RESOURCE, POD), 20_000):8.2f}",  # type: ignore[misc]
            f"{microseconds(lambda run=run: run(None, UNKNOWN_RESOURCE, UNKNOWN_POD), 3000):9.2f}",  # type: ignore[misc]
            f"{peer:9.2f}" if peer is not None else f"{'-':>9}",
        )
        print(f"{name:<16}{''.join(columns)}")


if __name__ == "__main__":
    main()
