"""Packs on disk: what is read, and that every fault is found and located."""

from __future__ import annotations

import pytest
from policy_builders import rule_text, write_rule

from scanner.policy.errors import PackError
from scanner.policy.packs import builtin_directory, read_pack
from scanner.policy.rule_files import read_rule
from scanner.policy.validation import RuleValidator, theme_ids

THEMES = frozenset({"public-exposure", "least-privilege", "network-segmentation"})


@pytest.fixture(scope="module")
def validator():
    return RuleValidator(THEMES)


def problems_of(pack, validator):
    with pytest.raises(PackError) as caught:
        read_pack(pack, validator)
    return caught.value.problems


def test_a_valid_rule(tmp_path, validator):
    write_rule(
        tmp_path,
        also="[least-privilege]",
        when="has(resource.acl)",
        each="{rule: resource.rules}",
        variables="[{name: a, expression: '1'}, {name: b, expression: a + 1}]",
        focus="[acl, rule.x]",
        references="[https://example.com/a]",
        edit="{set: {acl: private}}",
    )
    pack = read_pack(tmp_path, validator)
    (file,) = pack.rules
    assert (file.rule.id, file.rule.severity, file.rule.also) == ("aws-s3-public-acl", "high", ("least-privilege",))
    assert file.rule.file == "aws/aws-s3-public-acl.yaml"
    assert file.rule.aliases == {"checkov": ("CKV_AWS_20",)}
    assert file.check == '!(resource.acl in ["public-read"])'
    assert file.each == (("rule", "resource.rules"),)
    assert file.variables == (("a", "1"), ("b", "a + 1"))
    assert file.focus == ("acl", "rule.x")
    assert [(e.name, e.verdict, e.language, e.at) for e in file.examples] == [
        ("private", "pass", "terraform", None),
        ("public", "fail", "terraform", "aws_s3_bucket.a.acl"),
    ]
    assert read_pack(tmp_path).rules == pack.rules


@pytest.mark.parametrize(
    ("replaced", "line", "fault"),
    [
        ({"severity": "sever"}, 3, "severity: 'sever' is not one of"),
        ({"sevrity": "high"}, 20, "unknown key 'sevrity'"),
        ({"theme": "nothing-like-it"}, 4, "no theme 'nothing-like-it'"),
        ({"also": "[least-privilege, network-segmentation, public-exposure]"}, 20, "is too long"),
        ({"also": "[public-exposure]"}, 20, "already the primary theme"),
        ({"match": "{terraform: [S3]}"}, 5, "'S3' does not have the form"),
        ({"match": "{}"}, 5, "match: "),
        ({"match": "{kubernetes: [pod]}"}, 5, "'pod' does not have the form"),
        ({"aliases": "{checkov: [CKV_20]}"}, 11, "'CKV_20' does not have the form"),
        ({"aliases": "{trivy: [AVD-AWS-86]}"}, 11, "does not have the form"),
        ({"aliases": "{trivy: [KSV-010100]}"}, 11, "does not have the form"),
        ({"aliases": "{chekov: [CKV_AWS_20]}"}, 11, "unknown key 'chekov'"),
        ({"aliases": "{kics: [38c5ee0d-7f22-4260-ab72-5073048df10]}"}, 11, "does not have the form"),
        ({"sensitive": "acl"}, 20, "is not of type 'array'"),
        ({"check": ""}, 1, "'check' is a required property"),
        ({"check": "true"}, 7, "True is not of type 'string'"),
        ({"each": "{resource: resource.x}"}, 20, "the name 'resource' is already taken"),
        ({"variables": "{a-b: '1'}"}, 20, "a-b"),
        ({"references": "['javascript:alert(1)']"}, 20, "does not have the form"),
        ({"message": '"two\\nlines"'}, 8, "does not have the form"),
        ({"examples": "[{name: a, verdict: pass, terraform: x}, {name: b, verdict: pass, terraform: x}]"}, 12, "fail"),
        ({"examples": "[{name: a, verdict: pass}, {name: b, verdict: fail, terraform: x}]"}, 12, "exactly one of"),
    ],
)
def test_faults_are_located(tmp_path, validator, replaced, line, fault):
    path = write_rule(tmp_path, **replaced)
    found = problems_of(tmp_path, validator)
    assert any(fault in problem.what and problem.place.line == line for problem in found), found
    assert all(problem.place.file.endswith(path.name) and problem.kind == "invalid" for problem in found)


@pytest.mark.parametrize("id", ["AVD-AWS-0086", "AWS-0086", "KSV-0109", "KSV-01010"])
def test_ids_of_trivy_have_four_digits_or_five(tmp_path, validator, id):
    write_rule(tmp_path, aliases=f"{{trivy: [{id}]}}")
    assert read_pack(tmp_path, validator).rules[0].rule.aliases == {"trivy": (id,)}


@pytest.mark.parametrize("id", ["aws", "AWS-s3", "aws_s3", "aws--s3", "aws-s3-"])
def test_ids_have_one_form(tmp_path, validator, id):
    write_rule(tmp_path, id)
    assert any("does not have the form" in problem.what for problem in problems_of(tmp_path, validator))


def test_the_id_is_the_name_of_the_file(tmp_path, validator):
    write_rule(tmp_path).rename(tmp_path / "aws" / "aws-other.yaml")
    (problem,) = problems_of(tmp_path, validator)
    assert "is not the file's name 'aws-other'" in problem.what
    assert (problem.place.line, problem.place.column) == (1, 5)


def test_keys_written_twice_are_found(tmp_path, validator):
    path = write_rule(tmp_path)
    path.write_text(rule_text() + "severity: low\n", encoding="utf-8")
    (problem,) = problems_of(tmp_path, validator)
    assert problem.what == "'severity' is written twice"
    assert problem.place.line == 20


def test_every_fault_of_every_file_is_reported_at_once(tmp_path, validator):
    write_rule(tmp_path, "aws-one", severity="x", theme="y")
    write_rule(tmp_path, "aws-two", severity="x")
    (tmp_path / "aws" / "defaults.yaml").write_text("aws_x: 1\n", encoding="utf-8")
    files = [problem.place.file.rpartition("/")[2] for problem in problems_of(tmp_path, validator)]
    assert files == ["aws-one.yaml", "aws-one.yaml", "aws-two.yaml", "defaults.yaml"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "not valid YAML"),
        ("a: !!python/object/apply:os.system [ls]", "not valid YAML"),
        ("a: 2020-13-45", "not valid YAML"),
        ("a: &a [*a]", "not valid YAML: more than"),
        ("a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c]\n"
         "e: &e [*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f]", "not valid YAML: more than"),
        ("[" * 50_000, "not valid YAML"),
        ("- a\n- b\n", "is not of type 'object'"),
        ("", "is not of type 'object'"),
        ("\x00", "not valid YAML"),
        ("1: 2\n? [a]\n: b\n", "not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_a_fault_and_nothing_worse(tmp_path, validator, text, fault):
    path = tmp_path / "aws-x.yaml"
    path.write_text(text, encoding="utf-8")
    assert fault in problems_of(tmp_path, validator)[0].what
    with pytest.raises(PackError):
        read_rule(path, tmp_path)


def test_files_that_cannot_be_read_are_faults(tmp_path, validator):
    (tmp_path / "aws-latin.yaml").write_bytes(b"a: \xff")
    (tmp_path / "aws-large.yaml").write_text("#" * 1_100_000, encoding="utf-8")
    (tmp_path / "aws-gone.yaml").symlink_to(tmp_path / "nowhere")
    found = problems_of(tmp_path, validator)
    assert [problem.kind for problem in found] == ["unreadable"] * 3
    assert [problem.file.rpartition("/")[2] for problem in found] == [
        "aws-gone.yaml",
        "aws-large.yaml",
        "aws-latin.yaml",
    ]


def test_a_directory_that_is_not_there(tmp_path, validator):
    (problem,) = problems_of(tmp_path / "nowhere", validator)
    assert problem.kind == "unreadable"


def test_without_a_validator_a_file_that_is_no_rule_is_still_explained(tmp_path):
    write_rule(tmp_path, check="[1]")
    (problem,) = problems_of(tmp_path, None)
    assert "is not of type 'string'" in problem.what
    assert problem.place.line == 7


def test_hidden_files_are_passed_over_and_both_endings_are_read(tmp_path, validator):
    write_rule(tmp_path, "aws-one").rename(tmp_path / "aws" / "aws-one.yml")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_text("x", encoding="utf-8")
    (tmp_path / "aws" / ".x.yaml").write_text("x", encoding="utf-8")
    assert [file.rule.id for file in read_pack(tmp_path, validator).rules] == ["aws-one"]


def test_the_shipped_themes_are_a_closed_list():
    assert "public-exposure" in theme_ids()
    assert builtin_directory().name == "rules"


def test_a_rule_about_admission_policies_is_no_policy(tmp_path, validator):
    example = "kind: ValidatingAdmissionPolicyBinding"
    write_rule(tmp_path, why=f"|\n  {example}\n  is only its example.")
    write_rule(tmp_path, "aws-two").write_text(f"apiVersion: v1\n{example}\n", encoding="utf-8")
    assert [file.rule.id for file in read_pack(tmp_path, validator).rules] == ["aws-s3-public-acl"]
