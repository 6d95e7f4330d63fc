"""Compiling rules: what they may use, and where their faults are."""

from __future__ import annotations

import pytest
from policy_builders import make_resource, no_pods, write_rule

from scanner.model.resources import ResourceGraph
from scanner.model.values import Object, Unknown
from scanner.policy.check import check_rule
from scanner.policy.compiler import Compiler, compile_all
from scanner.policy.errors import PackError, PolicyError
from scanner.policy.judge import judge
from scanner.policy.packs import find_rules, read_pack
from scanner.policy.rulesets import load_rules
from scanner.policy.scaffold import new_rule
from scanner.policy.validation import RuleValidator, theme_ids

ALL = frozenset({"pass", "fail", "unknown"})


def record_of(tmp_path, **replaced):
    write_rule(tmp_path, **replaced)
    return Compiler().compile(read_pack(tmp_path).rules[0])


def verdicts(tmp_path, attributes, pods=no_pods, kind="aws_s3_bucket", **replaced):
    write_rule(tmp_path, **replaced)
    rules = load_rules([tmp_path], builtin=False, cache=tmp_path / "cache")
    judgement = judge(ResourceGraph([make_resource(attributes, kind=kind)]), rules, pods, ALL)
    assert judgement.problems == []
    return [(v.outcome, v.item, v.message) for v in judgement.verdicts]


@pytest.mark.parametrize(
    ("replaced", "line", "column"),
    [
        ({"check": "resource.acl =="}, 7, None),
        ({"check": "'nothing == 1'"}, 7, 9),
        ({"check": "size(resource.acl)"}, 7, 8),
        ({"check": "|\n  true &&\n    nothing\n"}, 9, 5),
        ({"check": "'pod.spec.x'"}, 7, 9),
        ({"when": "nothing"}, 20, 7),
        ({"each": "{item: size(resource.x)}"}, 20, 14),
        ({"each": "{a: b.x, b: resource.x}"}, 20, 11),
        ({"variables": "{a: '1', b: nothing + a}", "check": "b == 2"}, 20, 24),
        ({"variables": "\n  - name: a\n    expression: nothing", "check": "a == 2"}, 22, 17),
        ({"message": '"x {nothing} y"'}, 8, 14),
        ({"message": '"x {resource.acl y"'}, 8, 13),
        ({"focus": "'a..b'"}, 20, 8),
    ],
)
def test_faults_of_expressions_are_located_in_the_file(tmp_path, replaced, line, column):
    with pytest.raises(PackError) as caught:
        record_of(tmp_path, **replaced)
    (problem,) = caught.value.problems
    assert problem.place.line == line, problem
    assert column is None or problem.place.column == column, problem


def test_all_faults_of_all_rules_are_reported(tmp_path):
    write_rule(tmp_path, "aws-one", check="'nothing'", when="nothing")
    write_rule(tmp_path, "aws-two", message="'{nothing}'")
    with pytest.raises(PackError) as caught:
        compile_all(read_pack(tmp_path).rules)
    assert len(caught.value.problems) == 3


def test_variables_and_each(tmp_path):
    found = verdicts(
        tmp_path,
        {"rules": [{"port": 22, "cidr": ["0.0.0.0/0"]}, {"port": 80, "cidr": ["10.0.0.0/8"]}]},
        variables="{open: 'rule.cidr.exists(c, ipv4Open(c))', limit: '443', bad: open && rule.port < limit}",
        each="{rule: resource.rules}",
        check="'!bad'",
        message="'port {rule.port} of {{{resource.rules.size()}}} is open'",
    )
    assert found == [("fail", "rules[0]", "port 22 of {2} is open"), ("pass", "rules[1]", "")]


def test_when_is_asked_for_each_item_if_it_speaks_of_it(tmp_path):
    fields = {"each": "{rule: resource.rules}", "check": "'rule.ok'", "message": "x"}
    tree = {"rules": [{"ok": False, "on": True}, {"ok": False, "on": False}]}
    assert [item for _, item, _ in verdicts(tmp_path, tree, when="rule.on", **fields)] == ["rules[0]"]
    named = {"variables": "{active: rule.on}", "when": "active"}
    assert [item for _, item, _ in verdicts(tmp_path, tree, **named, **fields)] == ["rules[0]"]
    assert len(verdicts(tmp_path, tree, when="has(resource.rules)", **fields)) == 2
    assert verdicts(tmp_path, {}, when="has(resource.rules)", **fields) == []


def test_unknown_values(tmp_path):
    secret = Unknown("var.acl has no value")
    assert verdicts(tmp_path, {"acl": secret}) == [("unknown", None, "cannot be decided: var.acl has no value")]
    found = verdicts(tmp_path, {"acl": secret, "off": True}, check="'resource.off || resource.acl != \"x\"'")
    assert found == [("pass", None, "")]


def test_rules_about_pods(tmp_path):
    containers = [Object({"name": "app", "privileged": True}, path="spec.containers[0]"), Object({"name": "log"})]
    found = verdicts(
        tmp_path,
        {},
        pods=lambda kind, attributes: Object({"allContainers": containers}),
        kind="v1/Pod",
        match="{kubernetes: [pods]}",
        each="{container: pod.allContainers}",
        check="'!container.?privileged.orValue(false)'",
        message="'{container.name} is privileged'",
    )
    assert found == [("fail", "containers[app]", "app is privileged"), ("pass", "allContainers[log]", "")]


def test_attributes_that_no_type_has_are_found(tmp_path):
    write_rule(
        tmp_path,
        match="{terraform: [aws_a, aws_b]}",
        each="{rule: resource.rules}",
        check="'has(rule.port) && has(rule.prot) && has(resource.acl) && has(meta.name)'",
        focus="[acl, rule.port, rule.cdir]",
        message="x",
    )
    known = {"aws_a": {("rules",), ("rules", "*", "port")}, "aws_b": {("acl",)}}
    asked = []

    def exists(kind, path):
        asked.append(kind)
        return path in known[kind]

    found = check_rule(read_pack(tmp_path).rules[0], exists)
    assert [(p.what, p.place.line) for p in found] == [
        ("no attribute rule.prot in aws_a, aws_b", 6),
        ("no attribute rule.cdir in aws_a, aws_b", 20),
    ]
    assert found[0].place.column == 36
    assert set(asked) == {"aws_a", "aws_b"}
    assert check_rule(read_pack(tmp_path).rules[0], lambda kind, path: None) == []


def test_items_may_come_from_several_lists_or_be_the_resource_itself(tmp_path):
    write_rule(
        tmp_path,
        each="{rule: 'meta.type == \"aws_a\" ? resource.ins + resource.outs : [resource]'}",
        check="'has(rule.inner) && has(rule.outer) && has(rule.own) && has(rule.none)'",
        message="x",
    )
    known = {("ins",), ("outs",), ("ins", "*", "inner"), ("outs", "*", "outer"), ("own",)}
    (problem,) = check_rule(read_pack(tmp_path).rules[0], lambda kind, path: path in known)
    assert problem.what == "no attribute rule.none in aws_s3_bucket"
    found = verdicts(
        tmp_path,
        {"ins": [{"name": "i"}], "outs": [{"name": "o"}, {}]},
        each="{rule: resource.ins + resource.outs}",
        check="'false'",
        message="x",
    )
    assert [item for _, item, _ in found] == ["ins[i]", "outs[o]", "outs[1]"]


@pytest.mark.parametrize("kind", ["aws_s3_bucket", "data.aws_iam_policy_document", "Service", "pods"])
def test_a_new_rule_is_valid_and_compiles(tmp_path, kind):
    (tmp_path / "acme-new-rule.yaml").write_text(new_rule("acme-new-rule", kind), encoding="utf-8")
    (file,) = read_pack(tmp_path, RuleValidator(theme_ids())).rules
    Compiler().compile(file)
    assert kind in (*file.rule.terraform, *file.rule.kubernetes)
    assert kind.rpartition(".")[2].replace("pods", "Pod") in file.examples[0].text


@pytest.mark.parametrize(
    ("id", "kind"),
    [("new", "aws_x"), ("a-b: x", "aws_x"), ("a-b", "x\ny"), ("a-b", "aws_x]"), ("a-b", "pod")],
)
def test_no_rule_file_is_made_of_what_could_be_none(id, kind):
    with pytest.raises(PolicyError):
        new_rule(id, kind)


def test_rules_are_found_by_id_and_by_alias(tmp_path):
    write_rule(tmp_path, "aws-one")
    write_rule(tmp_path, "aws-two", aliases="{trivy: [AWS-0001]}")
    (tmp_path / "aws" / "defaults.yaml").write_text("")
    assert [file.rule.id for file in find_rules([tmp_path], "aws-two")] == ["aws-two"]
    assert [file.rule.id for file in find_rules([tmp_path], "CKV_AWS_20")] == ["aws-one"]
    for name in ("AWS-0001", "AVD-AWS-0001", "avd-aws-0001"):
        assert [file.rule.id for file in find_rules([tmp_path], name)] == ["aws-two"]
    assert find_rules([tmp_path], "defaults") == find_rules([tmp_path], "x") == []
