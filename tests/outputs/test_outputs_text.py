"""The report for people, against reports written down, and against hostile content."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from outputs_hostile import hostile_result, results
from outputs_samples import ACL, acl_finding, full_result, problems, render, ssh_finding, unknown_finding

from scanner.model.problems import Problem
from scanner.model.report import ScanResult, Scope
from scanner.model.values import Reference
from scanner.outputs.style import Style
from scanner.outputs.values import settled_by

GOLDEN = Path(__file__).parent / "golden"

CLEAN = ScanResult("0.1.0", Scope(("infra",), (".",), 3, 12, 40), counts={ACL.id: {"pass": 118}})


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("full", Style()),
        ("narrow-ascii", Style(width=50, unicode=False)),
        ("colour", Style(color=True)),
    ],
)
def test_golden(name: str, style: Style) -> None:
    written = (GOLDEN / f"{name}.txt").read_bytes().decode()
    assert render(full_result(), style=style) == written


def test_the_report_does_not_depend_on_the_order_of_findings() -> None:
    result = full_result()
    turned = replace(result, findings=result.findings[::-1], problems=result.problems[::-1])
    assert render(turned) == render(result)


def test_clean_says_what_was_looked_at() -> None:
    assert render(CLEAN) == "Nothing failed, 118 passed: 12 resources in 3 files, judged by 40 rules.\n"


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(("infra",)), "No files found: nothing was judged.\n"),
        (Scope(("infra",), (".",), 1), "No resources found in 1 file: nothing was judged.\n"),
        (Scope(("infra",), (".",), 2, 1), "1 resource found, but no rule applies: nothing was judged.\n"),
    ],
)
def test_nothing_judged_never_looks_like_success(scope: Scope, said: str) -> None:
    assert render(ScanResult("0.1.0", scope)) == said


def test_a_run_with_errors_says_it_is_incomplete() -> None:
    result = replace(CLEAN, problems=problems()[:1], exit_code=2)
    assert render(result).splitlines()[-2:] == [
        "Incomplete: 1 file could not be read whole and what is missing was not judged.",
        "Nothing failed in what could be read, 118 passed: 12 resources in 3 files, judged by 40 rules.",
    ]


def test_what_is_missing_is_counted_by_kind() -> None:
    errors = (
        Problem("error", "unreadable", "no permission", "a.tf"),
        Problem("error", "unparsable", "bad", "b.tf"),
        Problem("error", "unparsable", "bad again", "b.tf"),
        Problem("error", "crashed", "division by zero"),
        Problem("error", "crashed", "no such key"),
        Problem("warning", "forbidden", "not counted"),
    )
    last = " ".join(render(replace(CLEAN, problems=errors)).split("\nIncomplete: ")[1].split())
    assert last.startswith(
        "2 files could not be read whole and what is missing was not judged; 2 verdicts could not be reached. Nothing"
    )


@pytest.mark.parametrize("status", ["ignored", "waived", "existing"])
def test_what_does_not_count_is_counted_and_not_shown(status: str) -> None:
    result = replace(CLEAN, findings=(acl_finding(status, "because"),))  # type: ignore[arg-type]
    assert render(result) == (
        "No open failures, 118 passed: 12 resources in 3 files, judged by 40 rules.\n"
        f"Not counted and not shown: 1 {status}.\n"
    )


def test_failures_nobody_asked_to_see_are_still_counted() -> None:
    result = replace(CLEAN, counts={ACL.id: {"fail": 2, "pass": 1, "unknown": 3}})
    assert render(result).startswith("2 failed, 3 unknown, 1 passed: ")


def test_unknown_is_no_failure_and_no_success() -> None:
    result = replace(CLEAN, findings=(unknown_finding(),), counts={ACL.id: {"unknown": 1}})
    assert render(result).splitlines()[-1].startswith("Nothing failed, 1 unknown, 0 passed: ")


def test_passes_are_listed_when_they_were_asked_for() -> None:
    passed = ssh_finding()
    passed = replace(passed, verdict=replace(passed.verdict, outcome="pass"))
    shown = render(replace(CLEAN, findings=(passed,)))
    assert shown.startswith("pass  aws-vpc-ssh-open  aws_security_group.web ingress[0]  main.tf:7:3\n\nNothing failed")


def test_colour_changes_nothing_but_colour() -> None:
    coloured = render(full_result(), style=Style(color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(full_result())


def check_harmless(shown: str) -> None:
    shown.encode()
    for line in shown.split("\n"):
        assert line.isprintable() and line == line.rstrip()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line and "##vso[" not in line


@settings(max_examples=100, deadline=None)
@given(results())
def test_nothing_hostile_reaches_the_terminal(result: ScanResult) -> None:
    check_harmless(render(result))
    assert render(result, style=Style(unicode=False)).isascii()


@pytest.mark.parametrize("width", [40, 100])
def test_every_hostile_text_in_every_place_is_harmless(width: int) -> None:
    check_harmless(render(hostile_result(), style=Style(width=width)))


@pytest.mark.parametrize("message", ["::error file=a::b", "x" * 60 + " ::error::b", "\t::add-mask::x"])
def test_no_line_is_a_command_to_a_build_server(message: str) -> None:
    finding = acl_finding()
    finding = replace(finding, verdict=replace(finding.verdict, message=message))
    shown = render(replace(CLEAN, findings=(finding,)), style=Style(width=60))
    check_harmless(shown)
    assert "::b" in shown or "::x" in shown


def test_a_message_cannot_forge_a_finding() -> None:
    forged = acl_finding()
    message = "fine\n\nhigh fake-rule: forged\n::error::x"
    forged = replace(forged, verdict=replace(forged.verdict, message=message))
    shown = render(replace(CLEAN, findings=(forged,)))
    assert "  fine\\n\\nhigh fake-rule: forged\\n::error::x\n" in shown


@pytest.mark.parametrize(
    ("help", "said"),
    [
        ("https://registry.terraform.io/x", "see https://registry.terraform.io/x"),
        ("http://example.com/", "see http://example.com/"),
        ("pass --var acl=...", "to settle it: pass --var acl=..."),
    ],
)
def test_a_page_explains_and_settles_nothing(help: str, said: str) -> None:
    finding = acl_finding()
    reason = finding.verdict.because[0]
    explained = replace(reason, provenance=(Reference("default of the provider", None, help),))
    finding = replace(finding, verdict=replace(finding.verdict, because=(explained,)))
    lines = [line.strip() for line in render(replace(CLEAN, findings=(finding,))).splitlines()]
    assert said in lines
    assert ("to settle it" in "".join(lines)) is said.startswith("to settle it")
    assert settled_by((Reference("a", None, help),)) == said.removeprefix("to settle it: ")
    assert settled_by((Reference("a"),), "to settle it: ") == ""
