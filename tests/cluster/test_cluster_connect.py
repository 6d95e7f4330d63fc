"""Kubeconfig files, contexts, credentials and TLS: the right cluster, or a clear reason."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
import yaml
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from cluster_kubeconfig import Context, write_kubeconfig
from cluster_reading import QUICK, Reading, gather, limits, take
from cluster_tls import Certificate, self_signed

from scanner.inputs.cluster.connect import connect, find_targets
from scanner.inputs.cluster.errors import NoConnection, Refusal, Unauthorized
from scanner.inputs.cluster.filters import Filters

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """None of the machine's own clusters."""
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def user_of(path: Path, config: Json) -> Path:
    """Replaces the user of a kubeconfig."""
    whole = yaml.safe_load(path.read_text())
    whole["users"][0]["user"] = config
    path.write_text(yaml.safe_dump(whole))
    return path


def reaches(path: Path, context: str | None = None) -> str | None:
    """The user that the cluster sees."""
    (target,) = find_targets(str(path), (context,) if context else ())
    return connect(target, QUICK).user().name


def test_who_is_asked_by_whom(cluster: Cluster) -> None:
    token = cluster.reader([objects.rule("", ["pods", "namespaces"])])
    (target,) = find_targets(str(cluster.kubeconfig(token)))
    identity = connect(target, QUICK).identity()
    assert (identity.name, identity.server, identity.user) == (
        "bylaw-test",
        cluster.url,
        "system:serviceaccount:default:auditor",
    )
    assert "system:authenticated" in identity.groups
    assert identity.version.startswith("v1.36")
    assert identity.started
    assert identity.uid is not None
    assert len(identity.uid) == 36


def test_contexts(fake_cluster: FakeApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fake_cluster.kubeconfig(contexts=("one", "two", "three"))
    assert [target.name for target in find_targets(str(path))] == ["one"]
    assert [target.name for target in find_targets(str(path), ["three", "two", "three"])] == ["three", "two"]
    assert [target.name for target in find_targets(str(path), every=True)] == ["one", "two", "three"]
    monkeypatch.setenv("KUBECONFIG", str(path))
    assert [target.name for target in find_targets()] == ["one"]
    with pytest.raises(NoConnection, match="no context 'four'") as caught:
        find_targets(str(path), ["four"])
    assert caught.value.help == "it has one, three, two"


def test_the_first_file_that_names_a_context_decides(tmp_path: Path, fake_cluster: FakeApiServer) -> None:
    """As for kubectl: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/"""
    first = write_kubeconfig(tmp_path / "1", [fake_cluster.context("a", namespace="space")])
    second = write_kubeconfig(tmp_path / "2", [fake_cluster.context("b"), fake_cluster.context("a", namespace="other")])
    both = os.pathsep.join([str(tmp_path / "missing"), str(first), str(second)])
    assert [(target.name, target.namespace) for target in find_targets(both)] == [("a", "space")]
    assert [target.name for target in find_targets(both, every=True)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kubeconfig cannot be used"),
        ("[]", "kubeconfig cannot be used"),
        ("{}", "no current context"),
        ("contexts: 7", "kubeconfig cannot be used"),
        ("contexts: [{name: a}]\ncurrent-context: a", "configuration of a cannot be used"),
        ("contexts: [{name: a, context: {cluster: b}}]\ncurrent-context: a", "configuration of a cannot be used"),
        ("}", "kubeconfig cannot be used"),
    ],
)
def test_a_kubeconfig_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "config"
    path.write_text(text)
    with pytest.raises(NoConnection, match=words):
        connect(find_targets(str(path))[0])


def test_no_kubeconfig(tmp_path: Path) -> None:
    with pytest.raises(NoConnection, match="there is no kubeconfig"):
        find_targets()
    with pytest.raises(NoConnection, match="there is no kubeconfig"):
        find_targets(str(tmp_path / "missing"))


def test_reasons_do_not_quote_the_token(fake_cluster: FakeApiServer) -> None:
    path = user_of(fake_cluster.kubeconfig(), {"token": "sesame", "exec": {"command": "x"}, "auth-provider": {"a": 1}})
    whole = yaml.safe_load(path.read_text())
    whole["users"] += whole["users"]
    del whole["users"][0]["name"]
    path.write_text(yaml.safe_dump(whole))
    with pytest.raises(NoConnection) as caught:
        connect(find_targets(str(path))[0])
    assert "sesame" not in f"{caught.value.what} {caught.value.help}"


def test_a_token_file(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(fake_cluster.token("from-file"))
    assert reaches(user_of(fake_cluster.kubeconfig(), {"tokenFile": str(tmp_path / "token")})) == "from-file"


def test_a_token_that_cannot_be_sent_is_not_quoted(fake_cluster: FakeApiServer) -> None:
    path = user_of(fake_cluster.kubeconfig(), {"token": "sesame\nopen"})
    with pytest.raises(NoConnection) as caught:
        reaches(path)
    assert "sesame" not in caught.value.what


def plugin(tmp_path: Path, script: str) -> Json:
    (tmp_path / "plugin.py").write_text(script)
    command = {"command": sys.executable, "args": [str(tmp_path / "plugin.py")], "interactiveMode": "Never"}
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1", **command}}


def test_a_credential_plugin(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    credential = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": {"token": fake_cluster.token("from-plugin")},
    }
    path = user_of(fake_cluster.kubeconfig(), plugin(tmp_path, f"print({json.dumps(json.dumps(credential))})"))
    assert reaches(path) == "from-plugin"


def test_a_credential_plugin_that_fails(
    fake_cluster: FakeApiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = plugin(tmp_path, "import sys; sys.exit('log in first')")
    (target,) = find_targets(str(user_of(fake_cluster.kubeconfig(), broken)))
    before = list(logging.getLogger().handlers)
    with pytest.raises(NoConnection, match="log in first"):
        connect(target)
    assert logging.getLogger().handlers == before
    assert capfd.readouterr().err == ""


def test_credentials_that_expire_are_renewed(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    fake_cluster.apply([objects.pod("p")])
    token = tmp_path / "token"
    token.write_text(fake_cluster.token("first"))
    (target,) = find_targets(str(user_of(fake_cluster.kubeconfig(), {"tokenFile": str(token)})))
    connection = connect(target, QUICK)
    assert connection.transport.get("/version")["major"] == "1"
    fake_cluster.revoke(token.read_text())
    token.write_text(fake_cluster.token("second"))
    fake_cluster.inject(faults.unavailable(), path="/apis/authentication", skip=1, times=2)
    assert connection.user().name == "second"


def test_a_certificate_that_is_not_trusted(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = self_signed(tmp_path / "other")
    context = Context("x", fake_cluster.url, other.certificate, fake_cluster.admin_token)
    path = write_kubeconfig(tmp_path / "config", [context])
    with pytest.raises(NoConnection, match="certificate cannot be trusted") as caught:
        connect(find_targets(str(path))[0]).transport.get("/version")
    assert "certificate-authority" in caught.value.help
    assert fake_cluster.requests == []


def test_nobody_there(tmp_path: Path) -> None:
    path = write_kubeconfig(tmp_path / "config", [Context("x", "http://127.0.0.1:9", None, "token")])
    connection = connect(find_targets(str(path))[0], limits(retries=1))
    with pytest.raises(Exception, match=r"connection broke: .*refused"):
        connection.served()
    identity = connection.identity()
    assert (identity.uid, identity.user, identity.version) == (None, "", "")


def test_redirects_are_not_followed(fake_cluster: FakeApiServer, tmp_path: Path, certificate: Certificate) -> None:
    with FakeApiServer(tmp_path, certificate) as thief:
        fake_cluster.inject(faults.status(307, Location=f"{thief.url}/api"), path="/api")
        assert "not followed" in gather(fake_cluster, "Pod").texts
        assert thief.requests == []


def test_inside_a_cluster(fake_cluster: FakeApiServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kubernetes.config import incluster_config

    (tmp_path / "token").write_text(fake_cluster.token("system:serviceaccount:audit:bylaw") + "\n")
    monkeypatch.setattr(incluster_config, "SERVICE_TOKEN_FILENAME", str(tmp_path / "token"))
    monkeypatch.setattr(incluster_config, "SERVICE_CERT_FILENAME", str(fake_cluster.ca_file))
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", fake_cluster.url.rpartition(":")[2])
    (target,) = find_targets()
    assert target.name == "in-cluster"
    assert connect(target, QUICK).user().name == "system:serviceaccount:audit:bylaw"


def test_a_kubeconfig_that_is_named_counts_inside_a_cluster_too(
    fake_cluster: FakeApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    path = str(fake_cluster.kubeconfig())
    assert [target.name for target in find_targets(path)] == ["bylaw-test"]
    assert [target.name for target in find_targets(path, in_cluster=True)] == ["in-cluster"]
    with pytest.raises(NoConnection):
        find_targets(contexts=["x"])


def server_of(path: Path, **changes: Any) -> Path:
    """Changes the cluster of a kubeconfig."""
    whole = yaml.safe_load(path.read_text())
    whole["clusters"][0]["cluster"].update(changes)
    path.write_text(yaml.safe_dump(whole))
    return path


def test_a_proxy(tmp_path: Path) -> None:
    with FakeApiServer(tmp_path) as proxy:
        path = server_of(proxy.kubeconfig(), server="http://cluster.invalid/prefix", **{"proxy-url": proxy.url})
        connection = connect(find_targets(str(path))[0], limits(retries=0))
        with pytest.raises(Refusal):
            connection.transport.get("/version")
        assert [request.path for request in proxy.requests] == ["/prefix/version"]


@pytest.mark.filterwarnings("error")
def test_a_server_that_is_not_verified_is_told_of_once(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    fake_cluster.apply([objects.pod("p")])
    (tmp_path / "other").mkdir()
    context = Context("x", fake_cluster.url, self_signed(tmp_path / "other").certificate, fake_cluster.admin_token)
    path = server_of(write_kubeconfig(tmp_path / "config", [context]), **{"insecure-skip-tls-verify": True})
    connection = connect(find_targets(str(path))[0], QUICK)
    reading = take(connection, ["Pod"], Filters(), take(connection, ["Service"], Filters(), Reading()))
    assert reading.names("Pod") == ["p"]
    assert [(one.severity, one.what) for one in reading.problems] == [
        ("warning", "x: the server is not verified; anybody on the way could have answered in its place")
    ]


def test_a_certificate_of_the_user(fake_cluster: FakeApiServer, certificate: Certificate) -> None:
    pair = {"client-certificate": str(certificate.certificate), "client-key": str(certificate.key)}
    path = user_of(fake_cluster.kubeconfig(), pair)
    with pytest.raises(Unauthorized):  # the fake server knows tokens only
        connect(find_targets(str(path))[0]).transport.get("/version")
