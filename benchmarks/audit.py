"""A live cluster at size: the real API server on this machine, audited by the whole process with all rules.

Needs the programs of `tests/apiserver/build` in the directory that KUBEBUILDER_ASSETS names.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.processes import bylaw, median_seconds, peak_megabytes, run

_SERVERS = Path(__file__).resolve().parents[1] / "tests" / "cluster"


def main() -> None:
    """Prints time and memory for 5,000 pods and more, most of them of Deployments and all of them bare."""
    sys.path.insert(0, str(_SERVERS))
    sizes = [int(each) for each in sys.argv[2:]] or [5_000, 20_000]
    print(f"{'':<34}{'objects':>10}{'bylaw s':>10}{'MB':>6}")
    for pods in sizes:
        for name, owned in (("pods of Deployments", True), ("bare pods", False)):
            _measure(f"{pods:,} {name}", list(_objects(pods, owned)))


def _measure(name: str, objects: list[Any]) -> None:
    import cluster_real  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as place, cluster_real.real_cluster(Path(place)) as cluster:
        cluster.apply(objects)
        command = [bylaw(), "audit", "--kubeconfig", str(cluster.kubeconfig()), "--output", "/dev/null"]
        run(command)
        ours = [run(command) for _ in range(5)]
        bad = [each.code for each in ours if each.code not in (0, 1)]
        line = f"{name:<34}{len(objects):>10,}{median_seconds(ours):>10.2f}{peak_megabytes(ours):>6.0f}"
        print(line + (f"   exit {bad[0]}" if bad else ""), flush=True)


def _objects(pods: int, owned: bool) -> Iterator[Any]:
    """The pods, and 800 other objects in 20 namespaces."""
    import cluster_objects as made  # type: ignore[import-not-found]

    for number in range(100):
        namespace = f"team-{number % 20}"
        yield made.service_account(f"app-{number}", namespace)
        yield made.service(f"app-{number}", namespace, selector={"app": f"app-{number}"})
        yield made.config_map(f"app-{number}", namespace, level="info")
        yield made.network_policy(f"app-{number}", namespace, podSelector={"matchLabels": {"app": f"app-{number}"}})
    if not owned:
        for number in range(200):
            yield from made.deployment_with_pods(f"app-{number}", f"team-{number % 20}", 0)
        for number in range(pods):
            yield made.pod(f"bare-{number}", f"team-{number % 20}")
        return
    for number in range(200):
        yield from made.deployment_with_pods(f"app-{number}", f"team-{number % 20}", pods // 200)
