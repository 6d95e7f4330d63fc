"""API servers for tests: a fake one, new for each test; the real one, one for the run; `cluster` is each in turn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cluster_access import Cluster
from cluster_celenv import CelEnv
from cluster_fake import FakeApiServer
from cluster_real import RealCluster, program
from cluster_real import real_cluster as started
from cluster_tls import Certificate, self_signed

from scanner.cli.main import main


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for servers on loopback."""
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def fake_cluster(tmp_path: Path, certificate: Certificate) -> Iterator[FakeApiServer]:
    """A new fake API server with TLS."""
    with FakeApiServer(tmp_path, certificate) as server:
        yield server


@pytest.fixture(scope="session")
def real_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCluster]:
    """The real API server, started when first asked for; who puts something in takes it out (`clear`)."""
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(params=["fake", "real"])
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """Each server in turn, with nothing in it but its own objects."""
    found: Cluster = request.getfixturevalue(f"{request.param}_cluster")
    yield found
    found.clear()


@pytest.fixture(scope="session")
def celenv() -> Iterator[CelEnv]:
    """CEL as the Kubernetes API server compiles and evaluates it."""
    with CelEnv(program("celenv")) as running:
        yield running


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Runs `bylaw audit` of a cluster and gives its exit code and its report, passes in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)

    def run(cluster: Cluster, *arguments: str) -> tuple[int, dict[str, Any]]:
        config = str(cluster.kubeconfig())
        code = main(["audit", "--kubeconfig", config, "--format", "json=r.json", "--outcomes", "all", *arguments])
        return code, json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))

    return run
