"""Which resources of a root module are linked: by references along every route, and by equal names."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree
from scanner.inputs.terraform import links as linking
from scanner.inputs.terraform import load, load_text
from scanner.inputs.terraform.names import matching
from scanner.model.resources import ResourceGraph

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "logs"\n}\n'
MANY = 'resource "aws_s3_bucket" "b" {\n  for_each = toset(["x", "y"])\n  bucket   = "logs-${each.key}"\n}\n'
ACL = "aws_s3_bucket_acl.a"


def links(graph: ResourceGraph) -> list[tuple[str, str]]:
    """Addresses of both ends of every link, sorted; each link has a place in the source's file."""
    errors = [problem.what for problem in graph.problems if problem.severity == "error"]
    assert not errors
    for link in graph.links:
        assert link.relation == "references"
        assert link.place is not None
    return sorted((link.source.address, link.target.address) for link in graph.links)


def linked(text: str) -> list[tuple[str, str]]:
    """The links of one file."""
    return links(load_text(text))


def acl(argument: str, before: str = "", head: str = "") -> str:
    """A bucket's ACL with an argument, and what else there is."""
    return f'{before}\nresource "aws_s3_bucket_acl" "a" {{\n  {head}\n  bucket = {argument}\n}}\n'


def project(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> ResourceGraph:
    """The graph of a root module with others below it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    directories = {
        os.path.normpath(name): module_files(name) for name in {os.path.dirname(each) or "." for each in files}
    }
    return load({name: files for name, files in directories.items() if files}, Tree("."))


@pytest.mark.parametrize(
    "argument",
    [
        "aws_s3_bucket.b.id",
        "aws_s3_bucket.b.bucket",
        '"${aws_s3_bucket.b.id}"',
        "local.bucket",
        "local.all[0]",
        "var.none == null ? aws_s3_bucket.b.id : var.none",
        "one(aws_s3_bucket.b[*].id)",
        '"logs"',
        "local.name",
        'join("", ["lo", "gs"])',
        "var.name",
        "aws_s3_bucket_policy.p.bucket",
    ],
)
def test_every_route_to_a_bucket(argument: str) -> None:
    text = (
        BUCKET
        + 'variable "none" { default = null }\nvariable "name" { default = "logs" }\n'
        + 'locals {\n  bucket = aws_s3_bucket.b.id\n  all = [local.bucket]\n  name = lower("LOGS")\n}\n'
        + 'resource "aws_s3_bucket_policy" "p" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    )
    found = Counter(linked(acl(argument, text)))
    assert found[ACL, "aws_s3_bucket.b"] == 1
    assert found["aws_s3_bucket_policy.p", "aws_s3_bucket.b"] == 1
    assert found.total() == (3 if "policy" in argument else 2)


@pytest.mark.parametrize(
    ("head", "argument"),
    [
        ('for_each = toset(["x", "y"])', "aws_s3_bucket.b[each.key].id"),
        ('for_each = toset(["x", "y"])', "aws_s3_bucket.b[each.value].bucket"),
        ("for_each = aws_s3_bucket.b", "each.value.id"),
        ("for_each = aws_s3_bucket.b", "aws_s3_bucket.b[each.key].id"),
        ('for_each = toset(["x", "y"])', '"logs-${each.key}"'),
        ('for_each = { x = "logs-x", y = "logs-y" }', "each.value"),
        ('for_each = { x = { name = "logs-x" }, y = { name = "logs-y" } }', "each.value.name"),
    ],
)
def test_instances_of_both_go_together(head: str, argument: str) -> None:
    expected = [(f'{ACL}["{key}"]', f'aws_s3_bucket.b["{key}"]') for key in "xy"]
    assert linked(acl(argument, MANY, head)) == expected


@pytest.mark.parametrize("argument", ["aws_s3_bucket.b[count.index].id", '"logs-${count.index}"'])
def test_counted_instances_go_together(argument: str) -> None:
    buckets = 'resource "aws_s3_bucket" "b" {\n  count  = 2\n  bucket = "logs-${count.index}"\n}\n'
    expected = [(f"{ACL}[{index}]", f"aws_s3_bucket.b[{index}]") for index in range(2)]
    assert linked(acl(argument, buckets, "count = 2")) == expected


MODULE_IN = 'variable "bucket" {}\n' + acl("var.bucket")
MODULE_OUT = BUCKET + 'output "id" {\n  value = aws_s3_bucket.b.id\n}\noutput "name" {\n  value = "logs"\n}\n'


@pytest.mark.parametrize(
    ("root", "child", "expected"),
    [
        (
            'module "m" {\n  source = "./m"\n  bucket = aws_s3_bucket.b.id\n}\n' + BUCKET,
            MODULE_IN,
            (f"module.m.{ACL}", "b"),
        ),
        ('module "m" {\n  source = "./m"\n  bucket = "logs"\n}\n' + BUCKET, MODULE_IN, (f"module.m.{ACL}", "b")),
        ('module "m" {\n  source = "./m"\n}\n' + BUCKET, acl('"logs"'), (f"module.m.{ACL}", "b")),
        ('module "m" {\n  source = "./m"\n}\n' + acl("module.m.id"), MODULE_OUT, (ACL, "module.m.b")),
        ('module "m" {\n  source = "./m"\n}\n' + acl("module.m.name"), MODULE_OUT, (ACL, "module.m.b")),
        ('module "m" {\n  source = "./m"\n}\n' + acl('"logs"'), MODULE_OUT, (ACL, "module.m.b")),
    ],
)
def test_across_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str, child: str, expected: tuple[str, str]
) -> None:
    source, target = expected
    target = target.removesuffix("b") + "aws_s3_bucket.b"
    graph = project(tmp_path, {"main.tf": root, "m/main.tf": child}, monkeypatch)
    assert links(graph) == [(source, target)]


def test_no_link_leaves_its_root_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"one/main.tf": BUCKET, "two/main.tf": acl('"logs"')}
    assert links(project(tmp_path, files, monkeypatch)) == []


def test_a_reference_says_which_of_one_name_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = 'module "m" {\n  for_each = toset(["x", "y"])\n  source = "./m"\n}\n'
    files = {"main.tf": root, "m/main.tf": BUCKET + acl("aws_s3_bucket.b.bucket")}
    expected = [(f'module.m["{key}"].{ACL}', f'module.m["{key}"].aws_s3_bucket.b') for key in "xy"]
    assert links(project(tmp_path, files, monkeypatch)) == expected


def test_a_name_of_two_is_of_both() -> None:
    text = BUCKET + BUCKET.replace('"b"', '"c"') + acl('"logs"')
    assert linked(text) == [(ACL, "aws_s3_bucket.b"), (ACL, "aws_s3_bucket.c")]


@pytest.mark.parametrize(
    "text",
    [
        acl('"Logs"', BUCKET),
        acl('"logs "', BUCKET),
        acl('""', BUCKET.replace("logs", "")),
        acl("var.x", BUCKET + 'variable "x" {}\n'),
        acl("var.x", BUCKET.replace('"logs"', "var.y") + 'variable "x" {}\nvariable "y" {}\n'),
        acl('"${var.x}-a"', BUCKET.replace('"logs"', '"${var.x}-b"') + 'variable "x" {}\n'),
        acl(
            '"${var.x}a${var.y}"',
            BUCKET.replace('"logs"', '"${var.y}a${var.x}"') + 'variable "x" {}\nvariable "y" {}\n',
        ),
        acl("uuid()", BUCKET.replace('"logs"', "uuid()")),
        acl("uuid()", BUCKET.replace('"logs"', '"a"\n  tags = { bucket = uuid() }')),
        acl('"logs"', BUCKET.replace('"logs"', "var.x") + 'variable "x" {}\n'),
        acl('"logs"', 'resource "aws_s3_bucket" "b" {\n  bucket_prefix = "logs"\n}\n'),
        acl('"logs"', 'resource "aws_s3_bucket" "b" {\n  tags = { bucket = "logs" }\n}\n'),
        acl('"b"', 'resource "aws_s3_bucket" "b" {\n}\n'),
        acl('"logs"', 'resource "google_storage_bucket" "b" {\n  name = "logs"\n}\n'),
        acl('"logs"', 'data "aws_s3_bucket" "b" {\n  bucket = "logs"\n}\n'),
        BUCKET + BUCKET.replace('"b"', '"c"'),
        BUCKET + 'resource "aws_vpc" "v" {\n  cidr_block = "logs"\n}\n',
        BUCKET + 'resource "other_thing" "v" {\n  bucket = "logs"\n}\n',
    ],
)
def test_what_is_not_a_name_of_another(text: str) -> None:
    assert linked(text) == []


def test_links_point_at_the_argument_that_names() -> None:
    graph = load_text(
        BUCKET
        + 'resource "aws_kms_alias" "k" {\n  name = "alias/app"\n  target_key_id = aws_kms_key.k.id\n}\n'
        + 'resource "aws_kms_key" "k" {}\n'
        + 'resource "aws_s3_bucket_server_side_encryption_configuration" "s" {\n  rule {\n'
        + "    apply_server_side_encryption_by_default {\n"
        + '      kms_master_key_id = "alias/app"\n    }\n  }\n  bucket = "logs"\n}\n'
        + 'resource "aws_iam_group_membership" "m" {\n  users = ["a", "anna"]\n}\n'
        + 'resource "aws_iam_user" "u" {\n  name = "anna"\n}\n'
    )
    text = graph.sources["main.tf"]
    written = {}
    for link in graph.links:
        place = link.place
        assert place is not None
        line = text.line(place.line)
        assert place.end_line == place.line
        written[link.source.type, link.target.type] = line[place.column - 1 : place.end_column - 1]
    sse = "aws_s3_bucket_server_side_encryption_configuration"
    assert written == {
        ("aws_kms_alias", "aws_kms_key"): "target_key_id = aws_kms_key.k.id",
        (sse, "aws_s3_bucket"): 'bucket = "logs"',
        (sse, "aws_kms_alias"): 'kms_master_key_id = "alias/app"',
        (sse, "aws_kms_key"): 'kms_master_key_id = "alias/app"',
        ("aws_iam_group_membership", "aws_iam_user"): 'users = ["a", "anna"]',
    }


def test_a_name_in_a_dynamic_block_and_in_an_override(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lb = (
        'resource "aws_lb" "l" {\n  dynamic "access_logs" {\n    for_each = ["logs"]\n    content {\n'
        "      bucket = access_logs.value\n    }\n  }\n}\n"
    )
    graph = project(
        tmp_path,
        {
            "main.tf": BUCKET + lb + acl('"other"'),
            "a_override.tf": 'resource "aws_s3_bucket_acl" "a" {\n  bucket = "logs"\n}\n',
        },
        monkeypatch,
    )
    assert links(graph) == [("aws_lb.l", "aws_s3_bucket.b"), (ACL, "aws_s3_bucket.b")]


def test_json_syntax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"resource": {"aws_s3_bucket": {"b": {"bucket": "logs"}}, "aws_s3_bucket_acl": {"a": {"bucket": "logs"}}}}'
    assert links(project(tmp_path, {"main.tf.json": text}, monkeypatch)) == [(ACL, "aws_s3_bucket.b")]


NAMES = st.sampled_from(["a", "b", "c", "unknown"])


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, max_size=5), st.lists(st.tuples(NAMES, st.booleans()), max_size=6))
def test_links_are_those_of_equal_names(buckets: list[str], acls: list[tuple[str, bool]]) -> None:
    """Against every pair compared with every other."""
    text = 'variable "unknown" {}\n'
    for index, name in enumerate(buckets):
        text += f'resource "aws_s3_bucket" "b{index}" {{\n  bucket = {_written(name)}\n}}\n'
    for index, (name, referring) in enumerate(acls):
        argument = f"aws_s3_bucket.b{index}.bucket" if referring and index < len(buckets) else _written(name)
        text += f'resource "aws_s3_bucket_acl" "a{index}" {{\n  bucket = {argument}\n}}\n'
    expected = [
        (f"aws_s3_bucket_acl.a{one}", f"aws_s3_bucket.b{other}")
        for one, (name, referring) in enumerate(acls)
        for other, bucket in enumerate(buckets)
        if (one == other if referring and one < len(buckets) else name == bucket)
    ]
    assert linked(text) == sorted(expected)


def _written(name: str) -> str:
    return "var.unknown" if name == "unknown" else f'"{name}"'


def test_thousands_of_one_name_are_a_problem_instead_of_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MAX_PAIRS", 99)
    text = acl('"logs"', BUCKET.replace("\n", "\n  count = 10\n", 1), "count = 10")
    graph = load_text(text)
    assert graph.links == []
    (problem,) = graph.problems
    assert (problem.severity, problem.kind) == ("error", "unresolved")
    assert "99 pairs" in problem.what
    assert graph.incomplete.keys() == {"aws_s3_bucket", "aws_s3_bucket_acl"}
    monkeypatch.setattr(matching, "MAX_PAIRS", 100)
    assert len(linked(text)) == 100


def test_thousands_of_references_are_a_problem_instead_of_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    text = acl('join(",", aws_s3_bucket.b[*].id)', 'resource "aws_s3_bucket" "b" {\n  count = 10\n}\n', "count = 10")
    assert len(linked(text)) == 100
    monkeypatch.setattr(linking, "MAX_LINKS", 99)
    graph = load_text(text)
    (problem,) = graph.problems
    assert (problem.severity, problem.kind) == ("error", "unresolved")
    assert "99 references" in problem.what
    assert graph.incomplete.keys() == {"aws_s3_bucket", "aws_s3_bucket_acl"}


def test_one_output_of_one_instance_is_all_that_a_link_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
module "m" {
  source   = "./m"
  for_each = toset(["a", "b"])
}
resource "aws_s3_bucket_versioning" "v" {
  for_each = toset(["a", "b"])
  bucket   = module.m[each.key].bucket
}
"""
    child = """
resource "aws_s3_bucket" "one" {}
resource "aws_s3_bucket" "other" {}
output "bucket" { value = aws_s3_bucket.one.id }
output "other" { value = aws_s3_bucket.other.id }
"""
    graph = project(tmp_path, {"main.tf": text, "m/main.tf": child}, monkeypatch)
    found = set(links(graph))
    assert ('aws_s3_bucket_versioning.v["a"]', 'module.m["a"].aws_s3_bucket.one') in found
    assert {target for source, target in found if source.startswith("aws_s3_bucket_versioning.v[")} == {
        'module.m["a"].aws_s3_bucket.one',
        'module.m["b"].aws_s3_bucket.one',
    }
    assert not any(target.endswith("other") for _, target in found)
