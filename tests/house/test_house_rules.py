"""The shipped rules: valid, type-checked against the provider schemas, and right about their own examples."""

from __future__ import annotations

from collections import Counter

from scanner.examples import check_pack
from scanner.policy.packs import builtin_directory, read_pack


def test_every_rule_is_in_order() -> None:
    number, problems = check_pack([], lambda what: None)
    assert [f"{problem.place or problem.file}: {problem.what}" for problem in problems] == []
    assert number >= 60


def test_the_pack_is_as_wide_as_it_says() -> None:
    rules = [file.rule for file in read_pack(builtin_directory()).rules]
    providers = Counter(rule.file.partition("/")[0] for rule in rules)
    assert providers["aws"] >= 20
    assert providers["azure"] >= 8
    assert providers["gcp"] >= 8
    assert providers["kubernetes"] >= 24
    assert len({rule.theme for rule in rules}) >= 15


def test_every_rule_has_passing_and_failing_examples() -> None:
    for file in read_pack(builtin_directory()).rules:
        assert {"pass", "fail"} <= {example.verdict for example in file.examples}, file.path
