"""What directives look like, read from single comments and annotations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from triage_builders import resource_at

from scanner.model.places import Comment, Place, Source
from scanner.model.problems import Problem
from scanner.model.values import Object, Unknown
from scanner.triage.directives import Directive, annotations_of, directives_in

PLACE = Place("main.tf", 3, 5, 3, 40)


def parsed(text: str) -> list[Directive | Problem]:
    return directives_in(Comment(text, PLACE, True))


def obeyed(text: str) -> list[tuple[str, str, str, str]]:
    return [(d.scanner, d.id, d.reason, d.expires) for d in parsed(text) if isinstance(d, Directive)]


def refused(text: str) -> list[tuple[str, str]]:
    return [(p.severity, p.what) for p in parsed(text) if isinstance(p, Problem)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bylaw:ignore[a-b] public site", [("bylaw", "a-b", "public site", "")]),
        ("bylaw: ignore[a-b]: public site", [("bylaw", "a-b", "public site", "")]),
        ("bylaw:ignore[a, b-c] two", [("bylaw", "a", "two", ""), ("bylaw", "b-c", "two", "")]),
        ("bylaw:ignore[a] one\nbylaw:ignore[b] two", [("bylaw", "a", "one", ""), ("bylaw", "b", "two", "")]),
        (" * bylaw:ignore[a] in a block comment", [("bylaw", "a", "in a block comment", "")]),
        ("bylaw:ignore[a]\n * below it", [("bylaw", "a", "below it", "")]),
        ("checkov:skip=CKV_AWS_20:The bucket is public", [("checkov", "CKV_AWS_20", "The bucket is public", "")]),
        ('checkov:skip=CKV_AWS_20:"quoted"', [("checkov", "CKV_AWS_20", "quoted", "")]),
        ("checkov:skip=CKV2_AWS_6", [("checkov", "CKV2_AWS_6", "", "")]),
        ("bridgecrew:skip=CKV_AWS_20:x", [("checkov", "CKV_AWS_20", "x", "")]),
        ("checkov:skip=A_1:x checkov:skip=B_2:y", [("checkov", "A_1", "x", ""), ("checkov", "B_2", "y", "")]),
        ("trivy:ignore:AVD-AWS-0092", [("trivy", "AVD-AWS-0092", "", "")]),
        ("trivy:ignore:AWS-0092 trivy:ignore:X-1 why", [("trivy", "AWS-0092", "why", ""), ("trivy", "X-1", "why", "")]),
        ("trivy:ignore:aws-s3-x:exp:2027-01-31", [("trivy", "aws-s3-x", "", "2027-01-31")]),
        ("tfsec:ignore:AWS052:exp:2027-01-01 later", [("tfsec", "AWS052", "later", "2027-01-01")]),
        ("this talks about ignoring things", []),
        ("see the guide on bylaw:ignore", []),
    ],
)
def test_forms(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert obeyed(text) == expected
    assert refused(text) == []


@pytest.mark.parametrize(
    ("text", "severity", "word"),
    [
        ("bylaw:ignore[a-b]", "warning", "without a reason"),
        ("bylaw:ignore[a-b]\n\nafter a blank line", "warning", "without a reason"),
        ("bylaw:ignore[a-b]  :- ", "warning", "without a reason"),
        ("bylaw:ignore[*] all of it", "warning", "`*` is not allowed"),
        ("bylaw:ignore[aws-*] all of it", "warning", "`*` is not allowed"),
        ("bylaw:ignore[] nothing", "warning", "does not name a rule"),
        ("bylaw:ignore[a b] no id", "warning", "does not name a rule"),
        ("bylaw:ignore a-b reason", "warning", "without rule ids in brackets"),
        ("bylaw:ignore[a-b reason", "warning", "without rule ids in brackets"),
        ("todo: bylaw:ignore[a] reason", "warning", "inside a comment"),
        ("trivy:ignore:*", "note", "`*` is not allowed"),
        ("trivy:ignore:aws-s3-*:ws:dev", "note", "`*` is not allowed"),
        ("trivy:ignore:AWS-0001:ws:dev", "note", "workspace"),
        ("trivy:ignore:AWS-0001[from_port=22]", "note", "attributes"),
        ("tfsec:ignore:AWS018:exp:2027-13-01", "warning", "not obeyed"),
        ("tfsec:ignore:AWS018:exp", "warning", "not obeyed"),
        ("tfsec:ignore:AWS018:until:2027-01-01", "warning", "not obeyed"),
    ],
)
def test_what_is_not_obeyed_is_reported(text: str, severity: str, word: str) -> None:
    assert obeyed(text) == []
    found = refused(text)
    assert [each[0] for each in found] == [severity]
    assert word in found[0][1]


def test_the_well_formed_part_of_a_list_is_obeyed() -> None:
    assert obeyed("bylaw:ignore[a, *] reason") == [("bylaw", "a", "reason", "")]
    assert len(refused("bylaw:ignore[a, *] reason")) == 1


WORDS = ["bylaw", ":", "ignore", "[", "]", "a-b", ",", "*", "checkov:skip=", "trivy:ignore:", "exp:", "2027-01-01"]
PIECES = st.sampled_from([*WORDS, " ", "\n"])


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    for each in parsed(text):
        assert each.place == PLACE
        if isinstance(each, Directive):
            assert each.id and "*" not in each.id
            assert each.reason or each.scanner != "bylaw"


def annotated(annotations: object) -> list[Directive | Problem]:
    text = "metadata:\n  annotations:\n    key: value\n"
    source = Source("pod.yaml", text)
    if isinstance(annotations, dict):
        annotations = Object(annotations, source, (12, 40), dict.fromkeys(annotations, (29, 39)))
    pod = resource_at("pod.yaml", 1, 3, "pod", "kubernetes")
    pod.attributes["metadata"] = Object({"annotations": annotations}, source, (0, 40), {"annotations": (12, 40)})
    return list(annotations_of([pod]))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("bylaw/ignore.k8s-a", "needs it", ("bylaw", "k8s-a", "needs it")),
        ("checkov.io/skip1", "CKV_K8S_20=I don't care", ("checkov", "CKV_K8S_20", "I don't care")),
        ("checkov.io/skip2", "CKV_K8S_14", ("checkov", "CKV_K8S_14", "")),
    ],
)
def test_annotations(key: str, value: str, expected: tuple[str, str, str]) -> None:
    (found,) = annotated({key: value})
    assert isinstance(found, Directive)
    assert (found.scanner, found.id, found.reason) == expected
    assert (found.place.line, found.place.column) == (3, 5)


@pytest.mark.parametrize(
    ("key", "value"),
    [("bylaw/ignore.k8s-a", ""), ("bylaw/ignore.k8s-a", None), ("bylaw/ignore.*", "all"), ("bylaw/ignore.", "x")],
)
def test_annotations_not_obeyed(key: str, value: object) -> None:
    (found,) = annotated({key: value})
    assert isinstance(found, Problem) and found.severity == "warning"


def test_an_annotation_that_is_not_known_is_not_obeyed() -> None:
    (found,) = annotated({"bylaw/ignore.k8s-a": Unknown("a template")})
    assert isinstance(found, Problem)
    assert annotated(Unknown("a template")) == []
    assert annotated({"other/ignore": "x", "checkov.io/skip": "CKV_K8S_1=x"}) == []
