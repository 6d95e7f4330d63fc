"""A rule's own examples: each fault of an example is told at the example's place."""

from __future__ import annotations

import json

import pytest
from policy_builders import make_resource, no_pods, write_rule

from scanner.examples import check_examples, check_pack
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph
from scanner.model.values import Object, Unknown
from scanner.policy.packs import read_pack
from scanner.policy.rulesets import load_rules

EXAMPLE = """
  - {{name: right, verdict: pass, terraform: '{{"acl": "private"}}'}}
  - {{name: wrong, verdict: fail, terraform: '{{"acl": "public-read"}}'}}
  - {{name: tried, {}}}"""


def load_json(language, text):
    """Stands for the input rooms: one bucket whose attributes are a JSON text, `?` for an unknown."""
    source = Source("main.tf", text)
    data = json.loads(text)
    values = {name: Unknown("var.x") if value == "?" else value for name, value in data.items()}
    spans = {name: (text.index(f'"{name}"'), text.index(f'"{name}"') + 3) for name in data}
    tree = Object(values, source, (0, len(text)), spans)
    graph = ResourceGraph([make_resource(tree, extent=Place("main.tf", 1, 1, 99, 1))])
    if "broken" in data:
        graph.problems.append(Problem("error", "unparsable", "broken", "main.tf"))
    return graph


def faults(tmp_path, example, **replaced):
    write_rule(tmp_path, examples=EXAMPLE.format(example), focus="acl", **replaced)
    rules = load_rules([tmp_path], builtin=False, cache=tmp_path / "cache")
    files = read_pack(tmp_path).rules
    found = check_examples(files, rules, load_json, no_pods)
    assert all(files[0].text.splitlines()[problem.place.line - 1][11:].startswith("tried") for problem in found)
    return [problem.what for problem in found]


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        ("verdict: fail, terraform: '{\"acl\": \"public-read\"}'", None),
        ("verdict: fail, at: aws_s3_bucket.b.acl, terraform: '{\"acl\": \"public-read\"}'", None),
        ("verdict: unknown, at: aws_s3_bucket.b.acl, terraform: '{\"acl\": \"?\"}'", None),
        ("verdict: none, terraform: '{}'", "the verdict is pass, not none"),
        ("verdict: fail, terraform: '{\"acl\": \"private\"}'", "the verdict is pass, not fail"),
        ("verdict: unknown, terraform: '{\"acl\": \"public-read\"}'", "the verdict is fail, not unknown"),
        ("verdict: fail, at: aws_s3_bucket.c.acl, terraform: '{\"acl\": \"public-read\"}'", "names no resource"),
        ("verdict: fail, at: aws_s3_bucket.b.other, terraform: '{\"acl\": \"public-read\"}'", "has no other"),
        ("verdict: fail, at: 'aws_s3_bucket.b.a[', terraform: '{\"acl\": \"public-read\"}'", "not a path"),
        ("verdict: fail, at: aws_s3_bucket.b, terraform: '{\"acl\": \"public-read\"}'", "it points at"),
        ("verdict: fail, at: aws_s3_bucket.b.x, terraform: '{\"acl\": \"public-read\", \"x\": 1}'", "it points at"),
        ("verdict: pass, terraform: '{\"broken\": 1}'", "broken (main.tf)"),
    ],
)  # fmt: skip
def test_examples(tmp_path, example, fault):
    check = """'!(resource.?acl.orValue("private") in ["public-read"])'"""
    found = faults(tmp_path, example, check=check)
    assert found == [] if fault is None else len(found) == 1 and fault in found[0], found


def test_an_example_on_which_the_rule_crashes_is_a_fault(tmp_path):
    check = """'resource.acl != "public-read" && (resource.acl == "private" || resource.nothing)'"""
    found = faults(tmp_path, 'verdict: unknown, terraform: \'{"acl": "other"}\'', check=check)
    assert len(found) == 1
    assert "failed to judge" in found[0]


def test_a_pack_is_checked_with_its_examples_by_the_real_inputs(tmp_path):
    write_rule(
        tmp_path,
        "aws-acl-own",
        match="{terraform: [aws_s3_bucket_acl]}",
        examples="\n" + "\n".join(
            f"  - name: {name}\n    verdict: {verdict}\n    terraform: |\n"
            f'      resource "aws_s3_bucket_acl" "a" {{\n        acl = {value}\n      }}'
            for name, verdict, value in (("right", "pass", '"private"'), ("wrong", "fail", '"public-read"'))
        ),
    )  # fmt: skip
    assert check_pack([tmp_path]) == (1, [])
    assert check_pack([tmp_path / "aws" / "aws-acl-own.yaml"]) == (1, [])


def test_every_kind_of_fault_of_a_pack_is_found(tmp_path):
    write_rule(tmp_path, "aws-form", severity="none")
    write_rule(tmp_path, "aws-expression", check="'nothing'")
    write_rule(tmp_path, "aws-attribute", check="'resource.nothing'")
    number, problems = check_pack([tmp_path, tmp_path / "nowhere"])
    assert number == 2
    found = sorted((problem.file.rpartition("/")[2], problem.what.partition(" ")[0]) for problem in problems)
    assert found == [
        ("aws-attribute.yaml", "no"),
        ("aws-expression.yaml", "undeclared"),
        ("aws-form.yaml", "severity:"),
        ("nowhere", "the"),
    ]


def test_a_type_that_is_judged_as_an_object_is_refused(tmp_path):
    write_rule(tmp_path, match="{terraform: [aws_s3_bucket, kubernetes_network_policy_v1, kubectl_manifest]}")
    _, problems = check_pack([tmp_path])
    told = [(problem.what.split()[2], problem.help.split(" under")[0]) for problem in problems if problem.help]
    assert told[:2] == [
        ("kubernetes_network_policy_v1", "match networking.k8s.io/NetworkPolicy"),
        ("kubectl_manifest", "match the kind of the object"),
    ]


def test_the_id_of_a_built_in_rule_is_taken(tmp_path):
    write_rule(tmp_path, "aws-s3-bucket-public-acl", match="{terraform: [aws_s3_bucket]}")
    taken = sorted(load_rules().known_ids)[0]
    write_rule(tmp_path, taken, match="{terraform: [aws_s3_bucket]}")
    _, problems = check_pack([tmp_path])
    assert [each.what for each in problems if "already" in each.what] == [f"a built-in rule has the id {taken} already"]
