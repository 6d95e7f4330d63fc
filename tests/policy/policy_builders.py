"""Builders for the tests of the policy room: resources with places, rules made of plain functions, packs on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scanner.model.origins import Origin
from scanner.model.places import Place, Source
from scanner.model.resources import Resource
from scanner.model.rules import Rule
from scanner.model.values import Object, Value
from scanner.policy.compiled import CompiledRule, Each

RULE_TEXT = """\
id: {id}
title: Bucket ACL is public
severity: high
theme: public-exposure
match:
  terraform: [aws_s3_bucket]
check: '!(resource.acl in ["public-read"])'
message: "ACL {{resource.acl}} is public"
why: Anyone can read it.
fix: Make it private.
aliases: {{checkov: [CKV_AWS_20]}}
examples:
  - name: private
    verdict: pass
    terraform: resource "aws_s3_bucket" "a" {{}}
  - name: public
    verdict: fail
    at: aws_s3_bucket.a.acl
    terraform: resource "aws_s3_bucket" "a" {{ acl = "public-read" }}
"""


def rule_text(id: str = "aws-s3-public-acl", **replaced: str) -> str:
    """A valid rule file; `replaced` gives other lines for top-level keys, an empty text leaves a key out."""
    lines: list[str] = []
    skipping = False
    for line in RULE_TEXT.format(id=id).splitlines():
        key = line.partition(":")[0]
        if not line.startswith(" "):
            skipping = key in replaced
            if skipping and replaced[key]:
                lines.append(f"{key}: {replaced[key]}")
        if not skipping:
            lines.append(line)
    known = {line.partition(":")[0] for line in RULE_TEXT.splitlines()}
    lines += [f"{key}: {value}" for key, value in replaced.items() if value and key not in known]
    return "\n".join(lines) + "\n"


def write_rule(pack: Path, id: str = "aws-s3-public-acl", **replaced: str) -> Path:
    """Writes such a rule file into a pack."""
    path = pack / "aws" / f"{id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(rule_text(id, **replaced), encoding="utf-8")
    return path


def make_rule(id: str = "aws-s3-public-acl", title: str = "Bucket is public") -> Rule:
    """A rule's metadata."""
    return Rule(id, title, "high", "public-exposure", (), ("aws_s3_bucket",), (), "why", "fix")


def compiled(check: Callable[..., Any], **fields: Any) -> CompiledRule:
    """A rule made of Python functions in place of compiled expressions. `each`: name -> (function, reads)."""
    given = {
        "rule": make_rule(),
        "pods": False,
        "when": None,
        "when_per_item": False,
        "each": (),
        "message": ("bad",),
        "focus": (),
        "reads": (),
        **fields,
    }
    each: Mapping[str, Any] | tuple[Each, ...] = given["each"]
    if isinstance(each, Mapping):
        given["each"] = tuple(Each(name, items, reads) for name, (items, reads) in each.items())
    return CompiledRule(check=check, **given)


class Fixed:
    """A rule set that has the same rules for every type."""

    def __init__(self, *rules: CompiledRule) -> None:
        self._rules = rules

    def for_type(self, type: str) -> tuple[CompiledRule, ...]:
        return self._rules


def whole(source: Source) -> Place:
    """The place of a whole text."""
    return source.place(0, len(source.text))


def make_resource(
    attributes: Mapping[str, Value] | None = None,
    name: str = "b",
    kind: str = "aws_s3_bucket",
    **fields: Any,
) -> Resource:
    """A resource that stands at 1:1 of main.tf and ends in line 99."""
    values = attributes if isinstance(attributes, Object) else Object(attributes or {})
    given = {
        "address": f"{kind}.{name}",
        "type": kind,
        "provider": "aws",
        "name": name,
        "attributes": values,
        "origin": Origin("terraform", "."),
        "place": Place("main.tf", 1, 1, 1, 20),
        "extent": Place("main.tf", 1, 1, 99, 1),
        **fields,
    }
    return Resource(**given)


def entry(source: Source, snippet: str) -> tuple[int, int]:
    """The span of a snippet that occurs once."""
    assert source.text.count(snippet) == 1
    start = source.text.index(snippet)
    return start, start + len(snippet)


def no_pods(kind: str, attributes: Object) -> Object | None:
    """A pod view for graphs without pods."""
    return None
