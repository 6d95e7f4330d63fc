"""What only the real API server does: refuse what is no object, and what an admission policy refuses."""

from __future__ import annotations

import time

import cluster_objects as objects
import pytest
from cluster_access import RefusedError
from cluster_real import RealCluster

ADMISSION = "admissionregistration.k8s.io/v1"


def test_an_admission_policy_refuses(real_cluster: RealCluster) -> None:
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"]}
    spec = {
        "matchConstraints": {"resourceRules": [rule]},
        "validations": [{"expression": "object.data.size() < 2", "message": "one entry is enough"}],
    }
    bound = {"policyName": "small.bylaw.example", "validationActions": ["Deny"]}
    real_cluster.apply(
        [
            objects.made(ADMISSION, "ValidatingAdmissionPolicy", "small.bylaw.example", spec=spec),
            objects.made(ADMISSION, "ValidatingAdmissionPolicyBinding", "small.bylaw.example", spec=bound),
        ]
    )
    try:
        large = objects.config_map("large", a="1", b="2")
        until = time.monotonic() + 20
        while True:
            try:
                real_cluster.dry_run(large)
            except RefusedError as error:
                assert "one entry is enough" in str(error)
                break
            assert time.monotonic() < until, "the policy is not heeded"
            time.sleep(0.1)
        assert real_cluster.dry_run(objects.config_map("small", a="1"))["metadata"]["name"] == "small"
    finally:
        real_cluster.clear()


def test_what_is_no_object_is_refused(real_cluster: RealCluster) -> None:
    with pytest.raises(RefusedError) as caught:
        real_cluster.apply([objects.pod("empty", spec={"containers": []})])
    assert caught.value.code == 422


def test_a_user_without_rights(real_cluster: RealCluster) -> None:
    with pytest.raises(RefusedError) as caught:
        real_cluster.call("GET", "/api/v1/pods", token=real_cluster.nobody_token)
    assert caught.value.code == 403
    assert [request.status for request in real_cluster.requests_of("nobody")][-1:] == [403]
