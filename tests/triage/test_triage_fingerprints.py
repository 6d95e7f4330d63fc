"""Fingerprints stay the same when code moves and differ when findings do."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from triage_builders import resource_at, rule

from scanner.model.places import Place
from scanner.model.verdicts import Outcome, Verdict
from scanner.triage.fingerprints import fingerprint, fingerprints

NAMES = st.text(st.sampled_from("ab:1-\0\ud800"), max_size=3)
IDENTITIES = st.tuples(NAMES, NAMES, NAMES, st.none() | NAMES)


def verdict(identity: tuple[str, str, str, str | None], line: int = 1, outcome: Outcome = "fail") -> Verdict:
    name, root, address, item = identity
    resource = replace(resource_at("main.tf", line, line + 3, address, root=root), address=address)
    return Verdict(rule(name), resource, item, outcome, place=Place("main.tf", line + 1, 1, line + 1, 9))


@settings(deadline=None)
@given(st.lists(IDENTITIES, unique=True, max_size=20))
def test_findings_that_differ_never_collide(identities: list[tuple[str, str, str, str | None]]) -> None:
    found = {fingerprint(verdict(identity)) for identity in identities}
    assert len(found) == len(identities)
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in found)


@settings(deadline=None)
@given(st.lists(IDENTITIES, max_size=15), st.randoms(use_true_random=False))
def test_a_run_has_no_two_alike_and_order_does_not_matter(
    identities: list[tuple[str, str, str, str | None]], random: Random
) -> None:
    verdicts = [verdict(identity, line) for line, identity in enumerate(identities, 1)]
    found = fingerprints(verdicts)
    assert len(set(found)) == len(verdicts)
    shuffled = list(range(len(verdicts)))
    random.shuffle(shuffled)
    assert sorted(fingerprints([verdicts[index] for index in shuffled])) == sorted(found)


@given(IDENTITIES, st.integers(1, 500), st.integers(1, 500))
def test_lines_do_not_matter(identity: tuple[str, str, str, str | None], before: int, after: int) -> None:
    assert fingerprint(verdict(identity, before)) == fingerprint(verdict(identity, after))


def test_message_severity_file_and_values_do_not_matter() -> None:
    one = verdict(("r", ".", "a.b", None))
    moved = replace(one.resource, place=Place("other.tf", 9, 1, 9, 2), extent=Place("other.tf", 9, 1, 12, 2))
    other = replace(one, message="reworded", resource=moved, rule=replace(one.rule, severity="low"))
    assert fingerprint(one) == fingerprint(other)


def test_unrelated_findings_do_not_matter() -> None:
    mine = verdict(("r", ".", "a.b", "x"))
    others = [verdict(("r", ".", f"a.{n}", None)) for n in range(5)]
    assert fingerprints([*others, mine])[-1] == fingerprints([mine])[0]


def test_keeping_passes_does_not_rename_the_others() -> None:
    same = ("r", ".", "a.b", None)
    fails = [verdict(same), verdict(same)]
    kept = [verdict(same, outcome="pass"), *fails]
    assert fingerprints(kept)[1:] == fingerprints(fails)
    assert fingerprints(fails)[1] == fingerprints(fails)[0] + "-2"


def test_the_digest_is_the_same_on_every_machine() -> None:
    assert fingerprint(verdict(("aws-s3-public-acl", ".", "aws_s3_bucket.b", None))) == _expected()


def _expected() -> str:
    import hashlib

    text = "7:bylaw 117:aws-s3-public-acl1:.15:aws_s3_bucket.b-"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
