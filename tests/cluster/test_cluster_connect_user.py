"""Users of kubeconfigs that say more than a token: whom to act as, and several credentials at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from cluster_access import Cluster
from cluster_fake import FakeApiServer
from cluster_reading import QUICK
from cluster_real import RealCluster

from scanner.inputs.cluster.connect import connect, find_targets
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import NoConnection


def connected(cluster: Cluster, kubeconfig: Path | None = None, **user: Any) -> Connection:
    """A connection as the administrator, with more in the user of the kubeconfig."""
    path = kubeconfig or cluster.kubeconfig()
    whole = yaml.safe_load(path.read_text())
    whole["users"][0]["user"].update(user)
    path.write_text(yaml.safe_dump(whole))
    return connect(find_targets(str(path))[0], QUICK)


def test_whom_to_act_as(real_cluster: RealCluster) -> None:
    extra = {"example.com/team": ["a", "b"], "scopes": ["read"]}
    named = {"as": "jané", "as-uid": "42", "as-groups": ["devs", "ops"], "as-user-extra": extra}
    connection = connected(real_cluster, **named)
    user = connection.user()
    assert (user.name, set(user.groups)) == ("jané", {"devs", "ops", "system:authenticated"})
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    told = connection.transport.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", review)["status"]["userInfo"]
    assert (told["uid"], told["extra"]) == ("42", extra)


@pytest.mark.parametrize(
    "user",
    [
        {"as-groups": ["devs"]},
        {"as": 7},
        {"as": "jane", "as-groups": "devs"},
        {"as": "jane", "as-groups": [{}]},
        {"as": "jane", "as-user-extra": ["a"]},
        {"as": "jane", "as-user-extra": {"a": "b"}},
    ],
)
def test_acting_as_nobody_knows_whom(fake_cluster: FakeApiServer, user: dict[str, Any]) -> None:
    with pytest.raises(NoConnection, match="act"):
        connected(fake_cluster, **user)
    assert not fake_cluster.requests


def test_a_name_that_cannot_be_sent(fake_cluster: FakeApiServer) -> None:
    with pytest.raises(NoConnection, match="cannot be sent"):
        connected(fake_cluster, **{"as": "jane\r\nImpersonate-Group: system:masters"}).user()


@pytest.mark.parametrize(
    ("cluster", "user", "what"),
    [
        ({}, {"client-certificate-data": "eHg=", "client-key-data": "eHg="}, "client certificate"),
        ({}, {"client-certificate-data": "eHg="}, "client certificate"),
        ({"certificate-authority-data": "eHg="}, {}, "certificate authority"),
    ],
)
def test_certificates_that_cannot_be_used(
    fake_cluster: FakeApiServer, cluster: dict[str, Any], user: dict[str, Any], what: str
) -> None:
    path = fake_cluster.kubeconfig()
    whole = yaml.safe_load(path.read_text())
    whole["clusters"][0]["cluster"].update(cluster)
    path.write_text(yaml.safe_dump(whole))
    with pytest.raises(NoConnection, match=f"the {what} of the kubeconfig cannot be used"):
        connected(fake_cluster, path, **user)
    assert not fake_cluster.requests


def test_a_token_file_counts_before_a_token(fake_cluster: FakeApiServer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(fake_cluster.token("from-file"))
    assert connected(fake_cluster, tokenFile=str(tmp_path / "token")).user().name == "from-file"
    assert connected(fake_cluster, tokenFile="token").user().name == "from-file"
    assert connected(fake_cluster, tokenFile=str(tmp_path / "missing")).user().name == "admin"
