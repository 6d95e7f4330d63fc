"""Rule sets: found by type, chosen, cached, and compiled again when anything they were built from changed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from policy_builders import make_resource, no_pods, rule_text, write_rule

from scanner.model.resources import ResourceGraph
from scanner.policy import pack_compiler
from scanner.policy.errors import PackError
from scanner.policy.index import Index, StaleIndex, index_key
from scanner.policy.judge import judge
from scanner.policy.rulesets import Selection, load_rules


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    write_rule(folder, "aws-one")
    write_rule(folder, "aws-two", match="{terraform: [aws_s3_bucket, aws_sqs_queue]}", severity="low")
    write_rule(folder, "k8s-pods", match="{kubernetes: [pods]}", check="'has(pod.spec)'", message="x")
    write_rule(folder, "k8s-kind", match="{kubernetes: [Service, gateway.networking.k8s.io/Gateway]}")
    (folder / "aws" / "defaults.yaml").write_text(
        "aws_s3_bucket:\n  source: https://example.com\n  values: {acl: private}\n  blocks: {a.b: {c: true}}\n"
    )
    return folder


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "bylaw"


def load(pack, cache, selection=None):
    return load_rules([pack], selection, builtin=False, cache=cache)


def ids(rules):
    return [rule.rule.id for rule in rules]


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        ("aws_s3_bucket", ["aws-one", "aws-two"]),
        ("aws_sqs_queue", ["aws-two"]),
        ("aws_other", []),
        ("v1/Pod", ["k8s-pods"]),
        ("apps/v1/Deployment", ["k8s-pods"]),
        ("batch/v1/CronJob", ["k8s-pods"]),
        ("v1/Service", ["k8s-kind"]),
        ("serving.knative.dev/v1/Service", ["k8s-kind"]),
        ("gateway.networking.k8s.io/v1/Gateway", ["k8s-kind"]),
        ("networking.istio.io/v1/Gateway", []),
        ("v1/aws_s3_bucket", []),
        ("Service", ["k8s-kind"]),
        ("", []),
        ("/", []),
    ],
)
def test_rules_are_found_by_type(pack, cache, type, expected):
    for _ in range(2):
        assert ids(load(pack, cache).for_type(type)) == expected


def test_all_rules_in_order_with_their_metadata(pack, cache):
    fresh, cached = load(pack, cache).all(), load(pack, cache).all()
    assert [rule.id for rule in fresh] == ["aws-one", "aws-two", "k8s-kind", "k8s-pods"]
    assert fresh == cached
    assert fresh[0].aliases == {"checkov": ("CKV_AWS_20",)}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(only=frozenset({"aws-one", "nothing"})), ["aws-one"]),
        (Selection(skip=frozenset({"aws-one"})), ["aws-two"]),
        (Selection(only=frozenset({"aws-one"}), skip=frozenset({"aws-one"})), []),
        (Selection(severity="high"), ["aws-one"]),
        (Selection(severity="critical"), []),
    ],
)
def test_selection(pack, cache, selection, expected):
    chosen = load(pack, cache, selection)
    assert ids(chosen.for_type("aws_s3_bucket")) == expected
    assert len(chosen.known_ids) == 4
    assert ids(load(pack, cache).select(selection).for_type("aws_s3_bucket")) == expected
    assert chosen.ids >= set(expected)


def test_defaults_are_found_by_type(pack, cache):
    for _ in range(2):
        defaults = load(pack, cache).defaults_for("aws_s3_bucket")
        assert (defaults.values, defaults.blocks) == ({"acl": "private"}, {("a", "b"): {"c": True}})
    assert load(pack, cache).defaults_for("aws_other") is None


def test_rules_from_the_cache_judge_like_fresh_ones(pack, cache):
    graph = ResourceGraph([make_resource({"acl": "public-read"}), make_resource({"acl": "private"}, "c")])
    results = [judge(graph, load(pack, cache), no_pods) for _ in range(2)]
    for result in results:
        assert [(v.rule.id, v.outcome, v.message) for v in result.verdicts] == [
            ("aws-one", "fail", "ACL public-read is public"),
            ("aws-two", "fail", "ACL public-read is public"),
        ]


def compiled_packs(monkeypatch):
    seen = []
    inner = pack_compiler.compile_packs

    def count(directories, key):
        seen.append(len(directories))
        return inner(directories, key)

    monkeypatch.setattr(pack_compiler, "compile_packs", count)
    return seen


def test_the_second_time_nothing_is_compiled(pack, cache, monkeypatch):
    seen = compiled_packs(monkeypatch)
    load(pack, cache)
    load(pack, cache, Selection(severity="high"))
    assert seen == [1]
    assert len(os.listdir(cache)) == 1


@pytest.mark.parametrize("change", ["edit", "touch", "add", "remove", "rename", "defaults"])
def test_any_change_to_the_pack_is_seen(pack, cache, monkeypatch, change):
    load(pack, cache)
    seen = compiled_packs(monkeypatch)
    path = pack / "aws" / "aws-one.yaml"
    if change == "edit":
        path.write_text(rule_text("aws-one", title="New title"))
    elif change == "touch":
        os.utime(path, ns=(1, 1))
    elif change == "add":
        write_rule(pack / "deep", "aws-three")
    elif change == "remove":
        path.unlink()
    elif change == "rename":
        (pack / "aws").rename(pack / "amazon")
    else:
        (pack / "aws" / "defaults.yaml").write_text("")
    load(pack, cache)
    assert seen == [1]


def test_a_stamped_pack_is_known_by_its_stamp_alone(pack, cache, monkeypatch):
    (pack / "PACK").write_text("1")
    load(pack, cache)
    seen = compiled_packs(monkeypatch)
    os.utime(pack / "aws" / "aws-one.yaml", ns=(1, 1))
    load(pack, cache)
    assert seen == []
    (pack / "PACK").write_text("2")
    load(pack, cache)
    assert seen == [1]


@pytest.mark.parametrize("damage", ["empty", "short", "magic", "header", "garbage"])
def test_a_damaged_cache_is_built_again(pack, cache, monkeypatch, damage):
    load(pack, cache)
    seen = compiled_packs(monkeypatch)
    (file,) = cache.iterdir()
    content = bytearray(file.read_bytes())
    key = len(index_key([pack.resolve()]))
    if damage == "empty":
        content.clear()
    elif damage == "short":
        del content[28 + key + 20 :]
    elif damage == "magic":
        content[0] ^= 1
    elif damage == "header":
        content[28 + key + 30] ^= 1
    else:
        content[:] = os.urandom(5000)
    file.write_bytes(content)
    assert ids(load(pack, cache).for_type("aws_sqs_queue")) == ["aws-two"]
    assert seen == [1]
    load(pack, cache).all()
    assert seen == [1]


def test_a_damaged_record_is_built_again_when_it_is_met(pack, cache, monkeypatch):
    load(pack, cache)
    seen = compiled_packs(monkeypatch)
    (file,) = cache.iterdir()
    content = bytearray(file.read_bytes())
    content[-300:] = bytes(byte ^ 1 for byte in content[-300:])
    file.write_bytes(content)
    rules = load(pack, cache)
    assert seen == []
    assert [rule.id for rule in rules.all()] == ["aws-one", "aws-two", "k8s-kind", "k8s-pods"]
    for type in ("aws_s3_bucket", "v1/Service", "v1/Pod"):
        assert rules.for_type(type)
    assert rules.defaults_for("aws_s3_bucket") is not None
    assert seen == [1]


def test_without_a_usable_cache_rules_are_compiled_in_memory(pack, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert ids(load(pack, blocked / "bylaw").for_type("aws_sqs_queue")) == ["aws-two"]
    open_to_all = tmp_path / "shared" / "bylaw"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o777)
    assert ids(load(pack, open_to_all).for_type("aws_sqs_queue")) == ["aws-two"]
    assert list(open_to_all.iterdir()) == []


def test_only_the_records_of_the_types_that_are_present_are_read(pack, cache, monkeypatch):
    load(pack, cache)
    read = []
    inner = Index.load

    def record(self, slot):
        value = inner(self, slot)
        read.append(value[0] if isinstance(value[0], str) else "code")
        return value

    monkeypatch.setattr(Index, "load", record)
    rules = load(pack, cache)
    assert read == []
    for _ in range(2):
        rules.for_type("aws_sqs_queue")
    assert sorted(read) == ["aws-two", "code"]


def test_the_same_id_twice_is_a_fault(pack, tmp_path, cache):
    write_rule(tmp_path / "mine", "aws-one")
    with pytest.raises(PackError) as caught:
        load_rules([pack, tmp_path / "mine"], builtin=False, cache=cache)
    (problem,) = caught.value.problems
    assert "aws-one is also in" in problem.what
    assert problem.file.endswith("mine/aws/aws-one.yaml")
    assert not cache.exists()


def test_the_same_pack_twice_is_one(pack, cache):
    assert len(load_rules([pack, pack / ".." / "pack"], builtin=False, cache=cache).all()) == 4


def test_an_index_opens_only_with_its_own_key():
    with pytest.raises(StaleIndex):
        Index(b"", b"")
    with pytest.raises(StaleIndex):
        Index(b"x" * 100, b"")


def test_a_scan_with_a_warm_cache_imports_nothing_that_compiles(pack, cache):
    load(pack, cache)
    code = """
import sys
from pathlib import Path
from scanner.policy.judge import judge
from scanner.policy.rulesets import load_rules
rules = load_rules([Path(sys.argv[1])], builtin=False, cache=Path(sys.argv[2]))
rules.for_type("aws_s3_bucket")
heavy = {"yaml", "jsonschema", "hashlib", "json", "scanner.policy.compiler", "scanner.policy.packs"}
heavy |= {"scanner.policy.cel.parser", "scanner.policy.cel.checker", "scanner.policy.cel.exact"}
sys.exit(", ".join(sorted(heavy & set(sys.modules))) or 0)
"""
    arguments = [sys.executable, "-c", code, str(pack), str(cache)]
    found = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
