"""What fails in a cluster is told in every report, leaves open what depends on it, and changes nothing else.

What depends on a kind is found in two ways: from what rules say they ask for, and by an audit of the same cluster with
nothing of that kind in it. Where that makes a difference, an audit that could not read the kind must not decide.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import cluster_faults as faults
import pytest
from cluster_estate import estate
from cluster_fake import FakeApiServer
from cluster_kinds import ResourceType
from cluster_tls import Certificate

from scanner.cli.main import main
from scanner.inputs.cluster.known import BUILT_IN, CARRIERS
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.needs import needed_kinds
from scanner.inputs.cluster.resources import resource_of
from scanner.inputs.kubernetes.api_groups import FOREIGN_POLICIES
from scanner.policy.admission.rulesets import ADMISSION_KINDS
from scanner.policy.rulesets import RuleSet, load_rules

POLICIES = {each.rpartition("/")[2] for each in ADMISSION_KINDS}
Verdict = dict[str, Any]
Key = tuple[str, str, str, str]
NOT_JUDGED: Verdict = {"outcome": "none", "message": ""}


@cache
def rules() -> RuleSet:
    return load_rules()


@cache
def needed() -> tuple[str, ...]:
    """The kinds that an audit with all rules lists, as rules name them."""
    return needed_kinds({*rules().kubernetes_kinds(), *ADMISSION_KINDS})


@cache
def plurals() -> dict[str, str]:
    """These kinds by the resource that the API calls them."""
    found: dict[str, str] = {}
    for name in needed():
        resource = resource_of(name)
        assert resource is not None, name
        found[resource[1]] = name.rpartition("/")[2]
    return found


@dataclass
class Report:
    """What one audit said."""

    code: int
    text: str
    json: dict[str, Any]
    sarif: dict[str, Any]

    @property
    def verdicts(self) -> dict[Key, Verdict]:
        return {key_of(each): each for each in self.json["verdicts"]}

    @property
    def problems(self) -> list[dict[str, Any]]:
        return list(self.json["problems"])

    def tells(self, *words: str) -> bool:
        """Whether every report has a problem with these words."""
        notes = self.sarif["runs"][0]["invocations"][0].get("toolExecutionNotifications", [])
        told = [
            [problem["what"] for problem in self.problems],
            [note["message"]["text"] for note in notes],
            [" ".join(self.text.split())],
        ]
        return all(any(all(word in text for word in words) for text in texts) for texts in told)


Audit = Callable[..., Report]


def key_of(verdict: Verdict) -> Key:
    resource = verdict["resource"]
    return verdict["rule"], resource["address"], resource["root"], verdict["item"] or ""


def kind_of(verdict: Verdict) -> str:
    return str(verdict["resource"]["type"]).rpartition("/")[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[FakeApiServer]:
    with FakeApiServer(tmp_path_factory.mktemp("estate"), certificate) as server:
        server.apply(estate())
        known = {each.plural for each in server.api.types}
        for group, plural, namespaced in filter(None, map(resource_of, needed())):
            if plural not in known:
                server.api.types.append(ResourceType(group, "v1", plurals()[plural], plural, namespaced))
        yield server


@pytest.fixture
def server(shared: FakeApiServer) -> Iterator[FakeApiServer]:
    """The cluster, without what other tests did to it."""
    yield shared
    shared.faults.clear()
    shared.api.rights.forbidden.clear()


@pytest.fixture(scope="module")
def audit(shared: FakeApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    """Runs `bylaw audit`, all verdicts in all reports; small pages, short pauses."""
    folder, before = tmp_path_factory.mktemp("reports"), Path.cwd()
    config = str(shared.kubeconfig())
    quick = partial(Limits, page=2, burst=10_000, backoff_seconds=0.005, longest_pause_seconds=0.02, retries=3)

    def run(*arguments: str) -> Report:
        asked = ["--outcomes", "all", "--secrets", "--qps", "10000"]
        for form in ("text", "json", "sarif"):
            asked += ["--format", f"{form}={form}"]
        code = main(["audit", "--kubeconfig", config, *asked, *arguments])
        text, report, sarif = (Path(form).read_text(encoding="utf-8") for form in ("text", "json", "sarif"))
        return Report(code, text, json.loads(report), json.loads(sarif))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.audit.Limits", quick)
        patch.setenv("COLUMNS", "1000")
        os.chdir(folder)
        yield run
        os.chdir(before)


@pytest.fixture(scope="module")
def whole(audit: Audit) -> Report:
    """The audit without any failure."""
    found = audit()
    assert (found.code, found.problems) == (1, [])
    return found


@cache
def asking(kind: str) -> set[str]:
    """The rules that ask for a kind that they do not judge, or for one that it adds to."""
    index = rules()._index
    if kind in {each for kinds in FOREIGN_POLICIES.values() for each in kinds}:
        kind = "NetworkPolicy"
    return {index.rules[number][0] for number, kinds in enumerate(index.linked) if kind in kinds}


@cache
def tree(plural: str) -> set[str]:
    """Addresses of what owns, or is owned by, an object of a kind that carries pods."""
    kind = plurals()[plural]
    by_address = {address_of(each): each for each in estate()}
    groups: dict[str, set[str]] = {}
    for address, item in by_address.items():
        groups.setdefault(top(item), set()).add(address)
    return set().union(*(each for each in groups.values() if any(f"/{kind}/" in address for address in each)))


def address_of(item: dict[str, Any]) -> str:
    meta = item["metadata"]
    return "/".join(part for part in (item["apiVersion"], item["kind"], meta.get("namespace"), meta["name"]) if part)


def top(item: dict[str, Any]) -> str:
    owners = item["metadata"].get("ownerReferences")
    if not owners:
        return address_of(item)
    above = (owners[0]["kind"], owners[0]["name"], item["metadata"]["namespace"])
    by_name = {(each["kind"], each["metadata"]["name"], each["metadata"].get("namespace")): each for each in estate()}
    return top(by_name[above])


def depends(verdict: Verdict, plural: str) -> bool:
    """Whether a verdict may change when a kind cannot be read: it is of it, asks for it, or is told of an owner."""
    kind = plurals()[plural]
    if kind_of(verdict) == kind or verdict["rule"] in asking(kind):
        return True
    if verdict["rule"].startswith("vap-"):
        return kind in POLICIES or kind == "Namespace"
    return kind in CARRIERS and verdict["resource"]["address"] in tree(plural)


def test_the_estate_has_something_of_every_kind(server: FakeApiServer, audit: Audit) -> None:
    del server.requests[:]
    audit()
    listed = {request.target.resource for request in server.requests if request.verb == "list"}
    assert listed == set(plurals())
    there = {each["kind"] for each in estate()}
    missing = {kind for kind in plurals().values() if kind in BUILT_IN} - there
    assert missing <= {"MutatingAdmissionPolicy"}


@pytest.fixture(scope="module")
def without(shared: FakeApiServer, audit: Audit) -> Callable[[str], Report]:
    """The audit of the same cluster with nothing of a kind in it."""

    @cache
    def run(plural: str) -> Report:
        faulty, shared.faults = shared.faults, faults.Faults()
        forbidden, shared.api.rights.forbidden = shared.api.rights.forbidden, []
        shared.inject(faults.edited(lambda page: {**page, "items": []}), resource=plural, method="GET")
        found = audit()
        shared.faults, shared.api.rights.forbidden = faulty, forbidden
        return found

    return run


@pytest.mark.parametrize("plural", sorted(plurals()))
def test_a_kind_that_may_not_be_listed(
    server: FakeApiServer, audit: Audit, whole: Report, without: Callable[[str], Report], plural: str
) -> None:
    server.forbid(plural)
    failed = audit()
    assert failed.code == 2
    assert failed.tells("may not list", plural)
    others_stand(whole, failed, plural)
    if asking(plurals()[plural]):
        asked_stay_open(whole, failed, without(plural), plural, partly=False)


@pytest.mark.parametrize("plural", ["deployments", "replicasets"])
def test_what_pods_show_is_told_of_their_owners_all_the_same(
    server: FakeApiServer, audit: Audit, whole: Report, plural: str
) -> None:
    index, about_pods = rules()._index, rules()._numbers("v1/Pod")
    simple = {index.rules[number][0] for number in about_pods if not index.linked[number]}

    def failing(report: Report) -> set[tuple[str, str]]:
        failed = [each for each in report.json["verdicts"] if each["outcome"] == "fail" and each["rule"] in simple]
        return {(each["rule"], each["resource"]["address"]) for each in failed}

    server.forbid(plural)
    before, after = failing(whole), failing(audit())
    own = {each for each in before if "/ReplicaSet/" in each[1]}  # of nobody's, and without pods of its own
    assert before - after <= (own if plural == "replicasets" else set())
    assert {each for each in after if "/Deployment/shop/web" in each[1]}


BROKEN = {
    "429": (faults.too_many("0"), {}),
    "500": (faults.status(500), {"skip": 1}),
    "cut": (faults.cut(0.5), {"skip": 1}),
    "truncated": (faults.truncated(), {}),
    "malformed": (faults.with_items(None, "text", {}, {"metadata": {}}, {"metadata": {"name": 1}}), {}),
}
"""What goes on failing, and after how many answers it begins."""


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("plural", ["networkpolicies", "rolebindings", "serviceaccounts", "configmaps", "pods"])
def test_a_list_that_breaks(
    server: FakeApiServer, audit: Audit, whole: Report, without: Callable[[str], Report], plural: str, fault: str
) -> None:
    change, which = BROKEN[fault]
    server.inject(change, resource=plural, **which)
    failed = audit()
    assert failed.code == 2
    assert failed.tells(plurals()[plural] if fault == "malformed" else plural)
    others_stand(whole, failed, plural)
    if asking(plurals()[plural]):
        asked_stay_open(whole, failed, without(plural), plural, partly=True)
    if fault == "malformed":
        own = {key: each for key, each in whole.verdicts.items() if kind_of(each) == plurals()[plural]}
        assert own.items() <= {key: failed.verdicts.get(key) for key in own}.items()


@pytest.mark.parametrize("fault", ["410", "410, begun again", "429", "503", "cut"])
def test_what_is_recovered_changes_nothing(server: FakeApiServer, audit: Audit, whole: Report, fault: str) -> None:
    change = {
        "410": faults.token_expired(),
        "410, begun again": faults.token_expired(resume=False),
        "429": faults.too_many("0"),
        "503": faults.unavailable(),
        "cut": faults.cut(0.5),
    }[fault]
    struck = [server.inject(change, resource=plural, times=2) for plural in plurals()]
    found = audit()
    assert sum(each.done for each in struck) > 20
    assert found.code == 1
    assert found.verdicts == whole.verdicts
    assert {each["severity"] for each in found.problems} <= {"note"}
    assert found.tells("not of one moment") == fault.startswith("410")


ODD: dict[str, list[Any]] = {
    "pods": [{"spec": {}}, {"spec": {"containers": []}}, {"spec": "text"}, {}, {"spec": {"containers": [None, 5]}}],
    "clusterrolebindings": [{"subjects": 5}, {"roleRef": []}, {}],
    "rolebindings": [{"subjects": [None, {"kind": 7}]}, {"roleRef": "x", "subjects": {}}, {}],
    "networkpolicies": [{"spec": "text"}, {"spec": {"podSelector": 5}}, {}],
    "poddisruptionbudgets": [{"spec": {"selector": []}}, {"spec": None}],
    "horizontalpodautoscalers": [{"spec": {"scaleTargetRef": 5}}, {"spec": "text"}],
    "serviceaccounts": [{"automountServiceAccountToken": "no", "secrets": 5}],
    "deployments": [{"spec": {"template": 5}}, {"spec": "text"}, {}],
}
"""What objects may say that nobody expects."""


@pytest.mark.parametrize("plural", ODD)
def test_objects_that_say_what_nobody_expects(server: FakeApiServer, audit: Audit, whole: Report, plural: str) -> None:
    kind = plurals()[plural]
    items = []
    for number, rest in enumerate(ODD[plural]):
        meta: dict[str, Any] = {"name": f"odd-{number}", "uid": f"odd-{plural}-{number}", "resourceVersion": "1"}
        items.append({"metadata": meta | ({} if plural.startswith("cluster") else {"namespace": "shop"}), **rest})
    server.inject(faults.with_items(*items), resource=plural)
    found = audit()
    odd = {key: each for key, each in found.verdicts.items() if "/odd-" in key[1]}
    assert not [problem for problem in found.problems if problem["kind"] == "crashed"]
    for key, before in whole.verdicts.items():
        after = found.verdicts.get(key)
        if key[0] in asking(kind):
            assert after is not None, key
            assert after["outcome"] in ("unknown", before["outcome"]), (key, after["message"])
        else:
            assert after == before, key
    assert not {key for key in found.verdicts.keys() - odd.keys() - whole.verdicts.keys() if key[0] not in asking(kind)}
    for key, verdict in odd.items():
        assert verdict["outcome"] != "fail" or kind in CARRIERS or "Role" in kind, (key, verdict["message"])


def others_stand(whole: Report, failed: Report, plural: str) -> None:
    """What does not depend on a kind is told as if nothing had happened."""
    before, after = whole.verdicts, failed.verdicts
    for key in before.keys() | after.keys():
        if not depends(after.get(key) or before[key], plural):
            assert after.get(key) == before.get(key), key


def asked_stay_open(whole: Report, failed: Report, without: Report, plural: str, partly: bool) -> None:
    """What is decided holds with the objects of a kind and without them; all else is unknown and names the cause.

    `partly`: some of the objects were read, which may be enough to decide.
    """
    kind, family = plurals()[plural], tree(plural) if plurals()[plural] in CARRIERS else set()
    before, after, empty = whole.verdicts, failed.verdicts, without.verdicts
    causes = {each["message"] for each in before.values() if each["outcome"] == "unknown"}
    for key in before.keys() | after.keys() | empty.keys():
        told = after.get(key) or before.get(key) or empty[key]
        if key[0] not in asking(kind) or kind_of(told) == kind or told["resource"]["address"] in family:
            continue
        possible = {before.get(key, NOT_JUDGED)["outcome"], empty.get(key, NOT_JUDGED)["outcome"]}
        found = after.get(key, NOT_JUDGED)
        if found["outcome"] == "unknown":
            named = kind in found["message"] or plural in found["message"]
            assert named or found["message"] in causes, (key, found["message"])
        elif partly and found["outcome"] == before.get(key, NOT_JUDGED)["outcome"]:
            continue
        elif found["outcome"] == "pass":
            assert possible <= {"pass", "none"}, (key, possible)
        else:
            assert possible == {found["outcome"]}, (key, possible)
