"""What says of itself that nothing in it is unknown or secret holds to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.inputs.kubernetes import read
from scanner.model.places import Source
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.redaction import holds_sensitive

ROOT = Path(__file__).parents[3]
HEADING = "apiVersion: v1\nkind: {}\nmetadata: {{name: a, namespace: b}}\n"
POD = HEADING.format("Pod") + "spec:\n  containers:\n    - name: c\n      image: i\n"

NOT_PLAIN = {
    "a number that JSON cannot hold": HEADING.format("ConfigMap") + "data:\n  a: .nan\n",
    "a tag that does not fit": HEADING.format("ConfigMap") + "data:\n  a: !!int x\n",
    "a secret": HEADING.format("Secret") + "data:\n  a: YQ==\n",
    "a setting that looks secret": HEADING.format("ConfigMap") + "data:\n  password: hunter2hunter2\n",
    "a variable that looks secret": POD + "      env:\n        - name: DB_PASSWORD\n          value: hunter2hunter2\n",
    "variables of the wrong kind": POD + "      env: {A: b}\n",
    "containers of the wrong kind": HEADING.format("Pod") + "spec:\n  containers: none\n",
    "no containers": HEADING.format("Pod") + "spec:\n  hostNetwork: true\n",
    "what was applied last": POD.replace(
        "namespace: b",
        "namespace: b, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}",
    ),
}


def holds_unknown(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(holds_unknown, value.values()))
    return any(map(holds_unknown, value)) if isinstance(value, list) else isinstance(value, Unknown)


def objects(text: str) -> list[Resource]:
    return read([Source("a.yaml", text)]).resources


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_unknown_or_secret_is_not_plain(text: str) -> None:
    (resource,) = objects(text)
    assert holds_unknown(resource.attributes) or holds_sensitive(resource.attributes)
    assert not resource.plain


def test_an_ordinary_object_is_plain() -> None:
    assert [each.plain for each in objects(f"{POD}---\n{HEADING.format('ServiceAccount')}")] == [True, True]


def test_every_manifest_of_ours() -> None:
    plain = 0
    for path in [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("deploy/**/*.yaml"), *ROOT.glob("tests/**/*.yaml")]:
        for resource in objects(path.read_text(encoding="utf-8", errors="replace")):
            if resource.plain:
                plain += 1
                assert not holds_unknown(resource.attributes)
                assert not holds_sensitive(resource.attributes)
    assert plain > 20
