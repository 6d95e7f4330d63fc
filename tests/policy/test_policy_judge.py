"""What a rule's expressions mean for the verdict: every combination of when, each and check."""

from __future__ import annotations

import pytest
from policy_builders import Fixed, compiled, make_resource, make_rule, no_pods

from scanner.model.resources import ResourceGraph
from scanner.model.values import Object, Unknown
from scanner.policy.judge import judge

SECRET = Unknown("var.x has no value", origin="var.x")
ALL = frozenset({"pass", "fail", "unknown"})


class Broken(Exception):
    """Stands for an evaluation error."""


def gives(value):
    """An expression that gives a value, or fails with an exception."""

    def evaluate(context, *values):
        if isinstance(value, Exception):
            raise value
        return value

    return evaluate


def ask(rule, attributes=None, outcomes=ALL, pods=no_pods, **fields):
    graph = ResourceGraph([make_resource(attributes, **fields)])
    return judge(graph, Fixed(rule), pods, outcomes)


@pytest.mark.parametrize(
    ("when", "check", "outcome", "problems"),
    [
        (None, True, "pass", 0),
        (None, False, "fail", 0),
        (None, SECRET, "unknown", 0),
        (None, Broken("no such key"), "unknown", 1),
        (None, 1, "unknown", 1),
        (None, None, "unknown", 1),
        (None, "true", "unknown", 1),
        (True, True, "pass", 0),
        (True, False, "fail", 0),
        (True, SECRET, "unknown", 0),
        (True, Broken("x"), "unknown", 1),
        (False, True, None, 0),
        (False, False, None, 0),
        (False, SECRET, None, 0),
        (False, Broken("x"), None, 0),
        (SECRET, True, "pass", 0),
        (SECRET, False, "unknown", 0),
        (SECRET, SECRET, "unknown", 0),
        (SECRET, Broken("x"), "unknown", 0),
        (SECRET, 1, "unknown", 1),
        (Broken("x"), True, "unknown", 1),
        (0, True, "unknown", 1),
        (1, True, "unknown", 1),
    ],
)
@pytest.mark.parametrize("each", ["none", "once", "per item"])
def test_when_and_check(when, check, outcome, problems, each):
    fields = {} if each == "none" else {"each": {"item": (gives([{"name": "a"}]), ())}}
    rule = compiled(
        gives(check), when=None if when is None else gives(when), when_per_item=each == "per item", **fields
    )
    result = ask(rule)
    assert [verdict.outcome for verdict in result.verdicts] == ([] if outcome is None else [outcome])
    assert [problem.kind for problem in result.problems] == ["crashed"] * problems
    assert result.counts == ({} if outcome is None else {("aws-s3-public-acl", outcome): 1})


@pytest.mark.parametrize(
    ("items", "when", "outcomes", "problems"),
    [
        ([], None, [], 0),
        ({}, None, [], 0),
        ([1, 2], None, ["fail", "fail"], 0),
        ({"a": 1, "b": 2}, None, ["fail", "fail"], 0),
        ((1,), None, ["fail"], 0),
        (SECRET, None, ["unknown"], 0),
        (Broken("x"), None, ["unknown"], 1),
        (None, None, ["unknown"], 1),
        ("text", None, ["unknown"], 1),
        (Broken("x"), SECRET, ["unknown"], 0),
        (Broken("x"), False, [], 0),
        (SECRET, False, [], 0),
    ],
)
def test_each(items, when, outcomes, problems):
    rule = compiled(gives(False), when=None if when is None else gives(when), each={"item": (gives(items), ())})
    result = ask(rule)
    assert [verdict.outcome for verdict in result.verdicts] == outcomes
    assert len(result.problems) == problems
    if outcomes == ["unknown"]:
        assert result.verdicts[0].item is None


def test_items_are_judged_one_by_one():
    rule = compiled(
        lambda context, resource, meta, item: item["ok"],
        each={"item": (lambda context, resource, meta: resource["items"], (("resource", ("items",)),))},
    )
    tree = {"items": [{"ok": True}, {"ok": False}, {"ok": SECRET}, {}, {"ok": True}]}
    result = ask(rule, tree)
    assert [(v.outcome, v.item) for v in result.verdicts] == [
        ("pass", "items[0]"),
        ("fail", "items[1]"),
        ("unknown", "items[2]"),
        ("unknown", "items[3]"),
        ("pass", "items[4]"),
    ]
    assert len(result.problems) == 1
    id = "aws-s3-public-acl"
    assert result.counts == {(id, "pass"): 2, (id, "fail"): 1, (id, "unknown"): 2}


def test_a_later_name_may_use_an_earlier_one():
    rule = compiled(
        lambda context, resource, meta, statement, action: action != "*",
        each={
            "statement": (lambda context, resource, meta: resource["s"], (("resource", ("s",)),)),
            "action": (lambda context, resource, meta, statement: statement["a"], (("statement", ("a",)),)),
        },
    )
    result = ask(rule, {"s": [{"a": ["x", "*"]}, {"a": SECRET}, {"a": []}, {}]})
    found = [(v.outcome, v.item) for v in result.verdicts]
    assert found == [("pass", "s[0].a[0]"), ("fail", "s[0].a[1]"), ("unknown", "s[1]"), ("unknown", "s[3]")]


def test_a_crash_disturbs_no_other_verdict():
    crashing = compiled(gives(RecursionError("deep")), rule=make_rule("aws-crash"))
    sound = compiled(lambda context, resource, meta: resource["ok"], rule=make_rule("aws-sound"))
    resources = [make_resource({"ok": True}, "a"), make_resource({"ok": False}, "b")]
    result = judge(ResourceGraph(resources), Fixed(crashing, sound), no_pods, ALL)
    assert [(v.rule.id, v.resource.name, v.outcome) for v in result.verdicts] == [
        ("aws-crash", "a", "unknown"),
        ("aws-sound", "a", "pass"),
        ("aws-crash", "b", "unknown"),
        ("aws-sound", "b", "fail"),
    ]
    assert [problem.severity for problem in result.problems] == ["error", "error"]
    assert "aws-crash" in result.problems[0].what
    assert "aws_s3_bucket.a" in result.problems[0].what
    assert result.problems[0].place == resources[0].place


@pytest.mark.parametrize("wanted", [frozenset(), frozenset({"fail"}), frozenset({"pass", "unknown"}), ALL])
@pytest.mark.parametrize("each", [False, True])
def test_only_the_outcomes_asked_for_become_verdicts_and_all_are_counted(wanted, each):
    rules = [compiled(gives(value), rule=make_rule(f"aws-{n}")) for n, value in enumerate((True, False, SECRET))]
    if each:
        rules = [compiled(r.check, rule=r.rule, each={"i": (gives([1, 2]), ())}) for r in rules]
    result = judge(ResourceGraph([make_resource({})]), Fixed(*rules), no_pods, wanted)
    times = 2 if each else 1
    assert [v.outcome for v in result.verdicts] == [
        o for o in ("pass", "fail", "unknown") for _ in range(times) if o in wanted
    ]
    assert result.counts == {("aws-0", "pass"): times, ("aws-1", "fail"): times, ("aws-2", "unknown"): times}


def test_rules_for_pods_apply_where_there_is_a_pod_which_is_built_once():
    built = []

    def pods(kind, attributes):
        built.append(kind)
        return Object({"spec": attributes["spec"]}) if "spec" in attributes else None

    rule = compiled(lambda context, resource, meta, pod: pod["spec"]["ok"], pods=True)
    other = compiled(lambda context, resource, meta: True)
    resources = [
        make_resource({"spec": {"ok": False}}, kind="apps/v1/Deployment"),
        make_resource({}, kind="v1/Pod"),
    ]
    result = judge(ResourceGraph(resources), Fixed(rule, rule, other), pods, ALL)
    assert [v.outcome for v in result.verdicts] == ["fail", "fail", "pass", "pass"]
    assert built == ["Deployment", "Pod"]


def test_meta_is_what_the_resource_says_of_itself():
    seen = []

    def check(context, resource, meta):
        seen.append(meta)
        return True

    ask(compiled(check), {}, region=SECRET, labels={"a": "b"}, namespace="n")
    assert seen == [
        {
            "address": "aws_s3_bucket.b",
            "type": "aws_s3_bucket",
            "name": "b",
            "namespace": "n",
            "region": SECRET,
            "labels": {"a": "b"},
            "provider": "aws",
        }
    ]


def test_messages_are_templates_whose_values_are_never_read_as_templates():
    message = (
        "ACL ",
        lambda c, r, m: r["acl"],
        " of ",
        lambda c, r, m: r["nothing"],
        " in ",
        lambda c, r, m: r["region"],
    )
    result = ask(compiled(gives(False), message=message), {"acl": "{resource.secret}\x1b[31m", "region": SECRET})
    assert result.verdicts[0].message == ("ACL {resource.secret}\x1b[31m of (not set) in (unknown: var.x has no value)")
    assert result.problems == []


def test_messages_of_unknown_verdicts_name_the_cause():
    assert ask(compiled(gives(SECRET))).verdicts[0].message == "cannot be decided: var.x has no value"
    assert (
        ask(compiled(gives(False), when=gives(SECRET))).verdicts[0].message == "cannot be decided: var.x has no value"
    )
    crashed = ask(compiled(gives(Broken("no such key")))).verdicts[0]
    assert crashed.message == "cannot be decided: the rule failed to judge: no such key"


def test_messages_are_not_made_for_passes():
    rule = compiled(gives(True), message=(gives(AssertionError("asked")),))
    assert ask(rule).verdicts[0].message == ""


def test_messages_have_a_greatest_length():
    result = ask(compiled(gives(False), message=("x" * 10_000,)))
    assert len(result.verdicts[0].message) == 800
