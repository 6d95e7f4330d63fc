"""Whatever is scanned, judgement ends with a verdict for every rule that applies, and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import make_resource, write_rule

from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Array, Object, Unknown
from scanner.policy.judge import judge
from scanner.policy.rulesets import load_rules

SOURCE = Source("main.tf", "x = 1\n" * 50)
NAMES = st.sampled_from(["acl", "rules", "spec", "containers", "name", "cidr", "port", "template", "a.b", '"', "*", ""])
SPANS = st.tuples(st.integers(0, 150), st.integers(150, 300))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["public-read", "0.0.0.0/0", "{resource.acl}", "\x1b[2J"]),
    st.builds(lambda name: Unknown(f"{name} has no value", origin=name), st.sampled_from(["var.a", "var.b"])),
)


def as_object(entries, span):
    return Object(entries, SOURCE, span, dict.fromkeys(list(entries)[:2], span))


def as_array(items, span):
    return Array(items, SOURCE, span, [span] * len(items))


TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(as_object, st.dictionaries(NAMES, inner, max_size=5), SPANS),
        st.builds(as_array, st.lists(inner, max_size=5), SPANS),
        st.dictionaries(NAMES, inner, max_size=3),
        st.lists(inner, max_size=3),
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    pack = tmp_path_factory.mktemp("pack")
    write_rule(pack, "aws-plain", focus="[acl, 'rules[*].cidr']")
    write_rule(pack, "aws-when", when="resource.rules.size() > 0", check="'resource.acl == resource.name'", message="x")
    write_rule(pack, "aws-lists", check="'resource.rules.all(r, r.cidr.all(c, !ipv4Open(c)) && r.port != 22)'")
    write_rule(
        pack,
        "aws-each",
        each="{rule: 'resource.rules + [resource.acl]', cidr: rule.cidr}",
        check="'cidr.startsWith(\"10.\")'",
        message="'{cidr} {rule} {resource.nothing} {meta.name}'",
    )
    write_rule(
        pack,
        "k8s-pods",
        match="{kubernetes: [pods]}",
        each="{container: pod.allContainers}",
        check="'!container.?port.orValue(false)'",
        message="'{container.name}'",
    )
    write_rule(
        pack, "aws-links", check="'linkedBy(\"aws_other\").size() > 0 && json(resource.acl).rules == 1'", message="x"
    )
    return load_rules([pack], builtin=False, cache=tmp_path_factory.mktemp("cache") / "bylaw")


@given(
    st.dictionaries(NAMES, TREES, max_size=5), SPANS, st.sampled_from(["aws_s3_bucket", "v1/Pod", "apps/v1/Deployment"])
)
@settings(max_examples=150, deadline=None)
def test_judgement_never_raises_and_counts_what_it_says(rules, entries, span, kind):
    resource = make_resource(as_object(entries, span), kind=kind)
    result = judge(ResourceGraph([resource]), rules, pod_view_of, frozenset({"pass", "fail", "unknown"}))
    assert sum(result.counts.values()) == len(result.verdicts)
    for verdict in result.verdicts:
        assert verdict.place.file == "main.tf"
        assert len(verdict.message) <= 800
        assert bool(verdict.message) == (verdict.outcome != "pass")
    named = [(verdict.rule.id, verdict.item) for verdict in result.verdicts]
    assert len(set(named)) == len(named)
    assert all(problem.kind == "crashed" for problem in result.problems)
    assert len(result.problems) <= sum(verdict.outcome == "unknown" for verdict in result.verdicts)


def test_many_items_take_reasonable_time(rules):
    entries = [Object({"cidr": ["10.0.0.0/8", "0.0.0.0/0"]}) for _ in range(5000)]
    result = judge(ResourceGraph([make_resource({"rules": entries, "acl": {"cidr": []}})]), rules, pod_view_of)
    assert result.counts[("aws-each", "fail")] == result.counts[("aws-each", "pass")] == 5000
    assert len({verdict.item for verdict in result.verdicts if verdict.rule.id == "aws-each"}) == 5000
