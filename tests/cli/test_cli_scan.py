"""`bylaw scan`: exit codes, what files choose, settings, formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
BAD = 'resource "aws_s3_bucket_acl" "bad" {\n  bucket = "b"\n  acl    = "public-read"\n}\n'
GOOD = 'resource "aws_s3_bucket_acl" "good" {\n  bucket = "b"\n  acl    = "private"\n}\n'
UNKNOWN = 'variable "acl" {}\n\nresource "aws_s3_bucket_acl" "it" {\n  bucket = "b"\n  acl    = var.acl\n}\n'
BROKEN = 'resource "aws_s3_bucket" "broken" {\n  bucket = \n}\n'
ONLY = ("--only", "aws-s3-public-acl")


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        ({"main.tf": GOOD}, (), 0),
        ({"main.tf": BAD}, (), 1),
        ({"main.tf": BAD}, ("--exit-zero",), 0),
        ({"main.tf": BAD}, ("--fail-on", "critical"), 0),
        ({"main.tf": BAD}, ("--fail-on", "high"), 1),
        ({"main.tf": BAD}, ("--fail-on", "none"), 0),
        ({"main.tf": UNKNOWN}, (), 0),
        ({"main.tf": UNKNOWN}, ("--strict",), 1),
        ({"main.tf": UNKNOWN}, ("--var", "acl=private"), 0),
        ({"main.tf": UNKNOWN}, ("--var", "acl=public-read"), 1),
        ({"main.tf": BROKEN}, (), 2),
        ({"main.tf": BAD, "broken.tf": BROKEN}, ("--exit-zero",), 2),
        ({"bylaw.toml": 'fail-on = "critical"\n', "main.tf": BAD}, (), 0),
        ({"bylaw.toml": "fail-no = 1\n", "main.tf": BAD}, (), 2),
        ({"bylaw.toml": "fail-on = [\n", "main.tf": BAD}, (), 2),
        ({"main.tf": BAD}, ("--only", "no-such-rule"), 2),
        ({"main.tf": BAD}, ("--framework", "no-such-framework"), 2),
        ({"main.tf": BAD}, ("--format", "xml"), 2),
        ({"main.tf": BAD}, ("no-such-directory",), 2),
        ({"main.tf": BAD}, ("--no-such-option",), 2),
        ({"main.tf": BAD}, ("--outcomes", "pass"), 1),
        ({"main.tf": BAD}, ("--outcomes", ""), 2),
        ({"main.tf": UNKNOWN}, ("--outcomes", "fail", "--strict"), 1),
        ({"main.tf": UNKNOWN}, ("--var", "acl"), 2),
        ({"main.tf": UNKNOWN}, ("--var", "=x"), 2),
        ({"main.tf": UNKNOWN}, ("--var", "nope=x"), 2),
        ({"main.tf": UNKNOWN}, ("--var-file", "nope.tfvars"), 2),
        ({"main.tf": BAD}, ("",), 2),
        ({"main.tf": BAD}, (".", "main.tf", "./main.tf"), 1),
        ({}, (), 0),
    ],
)
def test_exit_codes(
    files: dict[str, str], arguments: tuple[str, ...], code: int, run: Callable, write: Callable
) -> None:
    for name, text in files.items():
        write(name, text)
    only = () if "--only" in arguments else ONLY
    assert run("scan", *only, *arguments).code == code


def test_a_broken_file_among_good_ones_loses_nothing_else(run: Callable, write: Callable) -> None:
    write("a.tf", BAD)
    write("broken.tf", BROKEN)
    write("other/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p\nspec: {}\n")
    result = run("scan", *ONLY, "--format", "json")
    assert result.code == 2
    assert [verdict["resource"]["address"] for verdict in result.json["verdicts"]] == ["aws_s3_bucket_acl.bad"]
    assert {problem["file"] for problem in result.json["problems"]} == {"broken.tf", "other/pod.yaml"}
    assert result.json["summary"]["complete"] is False


def test_place_of_a_finding_is_that_of_the_attribute(run: Callable, write: Callable) -> None:
    write("main.tf", BAD)
    (verdict,) = run("scan", *ONLY, "--format", "json").json["verdicts"]
    assert verdict["place"] == {"file": "main.tf", "line": 3, "column": 3, "end_line": 3, "end_column": 25}


def test_files_choose_what_is_reported_and_never_what_is_read(run: Callable, write: Callable, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write("root/main.tf", 'module "m" {\n  source = "../module"\n  acl    = "public-read"\n}\n')
    write("module/main.tf", UNKNOWN)
    write("elsewhere/main.tf", BAD)
    for named in ("module/main.tf", "root/main.tf"):
        result = run("scan", *ONLY, named, "--format", "json")
        assert [each["resource"]["address"] for each in result.json["verdicts"]] == ["module.m.aws_s3_bucket_acl.it"]
        assert result.code == 1
    assert run("scan", *ONLY, "--format", "json").json["summary"]["outcomes"]["fail"] == 2


def test_a_directory_is_reported_on_with_the_modules_it_calls(run: Callable, write: Callable, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write("envs/prod/main.tf", 'module "m" {\n  source = "../../modules/x"\n  acl    = "public-read"\n}\n')
    write("modules/x/main.tf", UNKNOWN)
    result = run("scan", *ONLY, "envs/prod", "--format", "json")
    assert [each["resource"]["address"] for each in result.json["verdicts"]] == ["module.m.aws_s3_bucket_acl.it"]


def test_what_is_wrong_in_a_module_that_a_directory_calls_is_told(
    run: Callable, write: Callable, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    write("envs/prod/main.tf", 'module "m" {\n  source = "../../modules/m"\n}\n')
    write("modules/m/main.tf", BROKEN)
    ran = run("scan", "envs/prod", *ONLY, "--format", "json")
    assert (ran.code, [each["file"] for each in ran.json["problems"]]) == (2, ["modules/m/main.tf"])


def test_files_are_found_from_a_folder_inside_the_repository(
    run: Callable, write: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    write("sub/main.tf", BAD)
    monkeypatch.chdir(tmp_path / "sub")
    (verdict,) = run("scan", *ONLY, "main.tf", "--format", "json").json["verdicts"]
    assert verdict["place"]["file"] == "main.tf"


def test_what_is_asked_for_twice_counts_once(run: Callable, write: Callable) -> None:
    write("a/main.tf", BAD)
    result = run("scan", *ONLY, ".", "a", "a/main.tf", "./a/main.tf", "--format", "json")
    assert result.json["summary"]["outcomes"]["fail"] == 1


def test_one_file_of_a_module_reads_the_whole_module(run: Callable, write: Callable) -> None:
    write("main.tf", UNKNOWN)
    write("terraform.tfvars", 'acl = "public-read"\n')
    assert run("scan", *ONLY, "main.tf").code == 1


def test_reports_go_to_files_of_their_own(run: Callable, write: Callable, tmp_path: Path) -> None:
    write("main.tf", BAD)
    result = run("scan", *ONLY, "--format", "json=r.json", "--format", "sarif=r.sarif", "--format", "text")
    assert "aws-s3-public-acl" in result.out
    schema = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))
    sarif = json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["aws-s3-public-acl"]
    assert str(tmp_path) not in (tmp_path / "r.sarif").read_text(encoding="utf-8")
    assert run("scan", "--format", "json", "--format", "sarif").code == 2


def test_inline_ignores(run: Callable, write: Callable) -> None:
    write("main.tf", "# bylaw:ignore[aws-s3-public-acl] our web site\n" + BAD)
    result = run("scan", *ONLY, "--format", "json")
    assert result.code == 0
    (verdict,) = result.json["verdicts"]
    assert (verdict["status"], verdict["justification"]) == ("ignored", "our web site")
    forbidden = run("scan", *ONLY, "--format", "json", "--no-inline-ignores")
    assert forbidden.code == 1
    assert [each["severity"] for each in forbidden.json["problems"]] == ["note"]


@pytest.mark.parametrize("written", ["CKV_AWS_20", "aws-s3-public-acls", "AWS-S3-PUBLIC-ACL"])
def test_an_ignore_that_names_no_rule_is_told_which_one_was_meant(run: Callable, write: Callable, written: str) -> None:
    write("main.tf", f"# bylaw:ignore[{written}] our web site\n" + BAD)
    (problem,) = run("scan", *ONLY, "--format", "json").json["problems"]
    assert "aws-s3-public-acl" in problem["help"]


def test_lists_add_up(run: Callable, write: Callable) -> None:
    spec = "{hostPID: true, hostIPC: true, containers: [{name: c, image: i}]}"
    write("pod.yaml", f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {spec}\n")
    rules = ("--only", "k8s-host-pid", "--only", "k8s-host-ipc,k8s-image-latest", "--skip", "k8s-image-latest")
    found = run(
        "scan", *rules, "--skip", "k8s-host-port", "--outcomes", "fail", "--outcomes", "pass", "--format", "json"
    )
    assert {each["rule"] for each in found.json["verdicts"]} == {"k8s-host-pid", "k8s-host-ipc"}


def test_only_rules_of_a_severity(run: Callable, write: Callable) -> None:
    write("main.tf", BAD)
    assert run("scan", *ONLY, "--severity", "high").code == 1
    assert run("scan", *ONLY, "--severity", "critical").code == 0


def test_a_framework_chooses_rules_and_controls(run: Callable, write: Callable) -> None:
    write("main.tf", BAD)
    (verdict,) = run("scan", "--framework", "soc2", *ONLY, "--format", "json").json["verdicts"]
    assert set(verdict["controls"]) == {"soc2"}


def test_nothing_found_does_not_read_as_success(run: Callable) -> None:
    assert "nothing was judged" in run("scan").out


def test_every_environment_is_judged_and_named(run: Callable, write: Callable) -> None:
    write("main.tf", UNKNOWN)
    write("prod.tfvars", 'acl = "private"\n')
    write("dev.tfvars", 'acl = "public-read"\n')
    declared = '[[terraform.environments]]\nname = "{0}"\nvar-files = ["{0}.tfvars"]\n'
    write("bylaw.toml", declared.format("prod") + declared.format("dev"))
    result = run("scan", *ONLY, "--format", "json", "--outcomes", "all")
    outcomes = {each["resource"]["environment"]: each["outcome"] for each in result.json["verdicts"]}
    assert outcomes == {"prod": "pass", "dev": "fail"}
    assert "environment" in run("scan", *ONLY).out
    write("bylaw.toml", "[[terraform.environments]]\nvar-files = []\n")
    assert run("scan").code == 2


def test_what_may_not_be_there_passes_nothing(run: Callable, write: Callable) -> None:
    write(
        "main.tf",
        """
variable "on" {}
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_versioning" "v" {
  count  = var.on ? 1 : 0
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}
""",
    )
    found = run("scan", "--only", "aws-s3-no-versioning", "--outcomes", "all", "--format", "json").json["verdicts"]
    assert [each["outcome"] for each in found] == ["unknown"]


def test_a_report_is_reproducible(run: Callable, write: Callable) -> None:
    write("main.tf", BAD + UNKNOWN)
    assert run("scan", "--format", "json").out == run("scan", "--format", "json").out


def test_what_is_missing_in_a_part_of_a_repository_is_not_known(run: Callable, write: Callable, tmp_path: Path) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n"
    write("team/pod.yaml", pod)
    write("platform/settings.yaml", "a: b\n")
    (tmp_path / ".git").mkdir()
    only = ("--only", "k8s-no-network-policy", "--format", "json")

    def outcome(*paths: str) -> str:
        (verdict,) = run("scan", *paths, *only).json["verdicts"]
        return verdict["outcome"]

    assert outcome("team") == outcome(".") == outcome("team/pod.yaml") == "fail"
    write(
        "platform/policy.yaml",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n, namespace: x}\n",
    )
    assert outcome("team") == "unknown"
    assert outcome(".") == outcome("team/pod.yaml") == outcome("team", "platform") == "fail"


def test_a_named_file_that_is_nothing_to_read_is_noted(run: Callable, write: Callable) -> None:
    write("README.md", "hello")
    write("a.tfplan", "")
    named = run("scan", "README.md", "--format", "json")
    assert [(each["severity"], each["file"]) for each in named.json["problems"]] == [("note", "README.md")]
    assert named.code == 0
    assert run("scan", ".", "--format", "json").json["problems"] == []


@pytest.mark.parametrize(
    ("namespace", "outcome"), [("var.one", "pass"), ("var.other", "unknown"), ('"shop"', "unknown"), (None, "fail")]
)
def test_two_namespaces_that_are_not_known_are_one_where_they_are_the_same_value(
    run: Callable, write: Callable, namespace: str | None, outcome: str
) -> None:
    policy = f"""
resource "kubernetes_network_policy_v1" "deny" {{
  metadata {{
    name      = "deny"
    namespace = {namespace}
  }}
  spec {{
    pod_selector {{}}
    policy_types = ["Ingress"]
  }}
}}
"""
    write("main.tf", """
variable "one" {}
variable "other" {}
resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = var.one
  }
  spec {
    container {
      name  = "web"
      image = "web:1"
    }
  }
}
""" + (policy if namespace else ""))  # fmt: skip
    found = run("scan", "--only", "k8s-no-network-policy", "--outcomes", "all", "--format", "json")
    assert [each["outcome"] for each in found.json["verdicts"]] == [outcome]
