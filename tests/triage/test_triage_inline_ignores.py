"""What becomes of findings that directives reach, and what is said of directives that reach nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from triage_builders import marked, names, rule, run

from scanner.model.origins import Call
from scanner.model.places import Place
from scanner.model.problems import Problem
from scanner.model.values import Object
from scanner.triage.rule_names import RuleNames, names_of
from scanner.triage.triage import triage

HEADING = """
# bylaw:ignore[a] reason
resource "aws_x" "x" {
  acl = "public" @a @b
}"""
SEVERAL = HEADING.replace("reason", "reason\n# bylaw:ignore[b] reason")
TRIVY = HEADING.replace("# bylaw:ignore[a] reason", "#trivy:ignore:AVD-AWS-0001")
PODS = """apiVersion: v1
spec:
  containers:
  - name: one
    privileged: true @a:one
  - name: two
    privileged: true @a:two
---
apiVersion: v1
spec:
  privileged: true @a:three"""


def test_a_finding_says_why_it_is_ignored_and_where_that_is_said() -> None:
    findings, problems = run(marked(HEADING))
    assert findings[0].justification == "reason"
    assert str(findings[0].justified_at) == "main.tf:2:1"
    assert problems == []


def test_other_forms_may_lack_a_reason_and_the_finding_says_so() -> None:
    findings, _ = run(marked(TRIVY))
    assert findings[0].justification == "trivy:ignore:AVD-AWS-0001, without a reason"


def test_every_instance_of_a_block_is_reached() -> None:
    found = marked(HEADING)
    first = found.verdicts[0]
    for index in range(3):
        instance = replace(first.resource, address=f"x[{index}]")
        found.verdicts.append(replace(first, resource=instance))
    findings, _ = run(found)
    assert [f.status for f in findings if f.verdict.rule.id == "a"] == ["ignored"] * 4


def test_above_a_module_block() -> None:
    call = Call("module.m", Place("main.tf", 2, 1, 2, 11))
    found = marked('resource "aws_x" "x" {\n  acl = 1 @a @b\n}', "m/main.tf", (call,))
    caller = marked('# bylaw:ignore[a] the module is not ours\nmodule "m" {\n}')
    found.graph.extend(caller.graph)
    findings, problems = run(found)
    assert [(f.verdict.rule.id, f.status) for f in findings] == [("a", "ignored"), ("b", "open")]
    assert problems == []


def test_at_the_line_a_finding_points_at_in_another_file() -> None:
    found = marked('resource "aws_x" "x" {\n  acl = var.acl @a:i\n}', "m/main.tf")
    found.verdicts[0] = replace(found.verdicts[0], place=Place("main.tf", 2, 1, 2, 9))
    found.graph.extend(marked("locals {\n  acl = 1 # bylaw:ignore[a] reason\n}").graph)
    findings, _ = run(found)
    assert findings[0].status == "ignored"


def test_an_annotation_reaches_every_item_of_its_object_only() -> None:
    found = marked(PODS, "pods.yaml")
    annotations = Object({"bylaw/ignore.a": "needs it", "checkov.io/skip1": "CKV_B_2=x"})
    found.graph.resources[0].attributes["metadata"] = Object({"annotations": annotations})
    findings, problems = run(found)
    assert [f.status for f in findings] == ["ignored", "ignored", "open"]
    assert [(p.severity, p.what) for p in problems] == [
        ("note", "`checkov:skip=CKV_B_2` is unused: the rule finds nothing here")
    ]


@pytest.mark.parametrize(
    ("line", "severity", "what"),
    [
        ("# bylaw:ignore[b] reason", "warning", "is unused"),
        ("# bylaw:ignore[nothing-such] reason", "warning", "there is no rule"),
        ("#checkov:skip=CKV_B_2:reason", "note", "is unused"),
        ("#checkov:skip=CKV_NONE_1:reason", "note", "no rule is known"),
        ("#trivy:ignore:AWS-0001:exp:2020-01-01", "warning", "expired on 2020-01-01"),
    ],
)
def test_what_comes_to_nothing_is_reported(line: str, severity: str, what: str) -> None:
    findings, problems = run(marked(f'resource "aws_x" "x" {{\n  {line}\n  acl = 1 @a @b=\n}}'))
    assert [finding.status for finding in findings] == ["open", "open"]
    (problem,) = problems
    assert (problem.severity, problem.kind) == (severity, "ignore")
    assert what in problem.what
    assert problem.place is not None and problem.place.line == 2


def test_a_foreign_id_in_our_form_is_answered_with_ours() -> None:
    found = marked('resource "aws_x" "x" {\n  # bylaw:ignore[ckv-a-1] reason\n}')
    assert "there is no rule" in run(found)[1][0].what
    table = names_of([rule("mine", checkov=("ckv-a-1",))])
    _, problems = triage(found.verdicts, found.graph, lambda: table)
    assert problems[0].help == "did you mean mine?"


def test_a_pass_is_never_ignored_and_its_directive_is_unused() -> None:
    findings, problems = run(marked('resource "aws_x" "x" {\n  acl = 1 # bylaw:ignore[a] reason @a=\n}'))
    assert findings[0].status == "open"
    assert "is unused" in problems[0].what


def test_one_use_is_enough_for_every_directive_at_a_place() -> None:
    text = (
        '# bylaw:ignore[a] one\n# bylaw:ignore[a] two\nresource "aws_x" "x" {\n  #checkov:skip=CKV_A_1:x\n  y = 1 @a\n}'
    )
    findings, problems = run(marked(text))
    assert findings[0].justification == "one"
    assert problems == []


def test_rules_that_did_not_run_leave_no_directive_unused() -> None:
    found = marked('resource "aws_x" "x" {\n  # bylaw:ignore[a] reason\n}')
    assert run(found, judged={"b"})[1] == []
    assert len(run(found, judged={"a"})[1]) == 1


def test_a_file_that_could_not_be_read_whole_leaves_no_directive_unused() -> None:
    found = marked('resource "aws_x" "x" {\n  # bylaw:ignore[a] reason\n}')
    found.graph.problems.append(Problem("error", "unparsable", "a brace is missing", "main.tf"))
    assert run(found)[1] == []


def test_switched_off_nothing_is_ignored_and_each_is_told() -> None:
    found = marked(SEVERAL)
    findings, problems = run(found, inline_ignores=False)
    assert {finding.status for finding in findings} == {"open"}
    assert [problem.severity for problem in problems] == ["note", "note"]
    assert all("switched off" in problem.what for problem in problems)


def test_names_are_asked_for_only_when_there_is_a_directive() -> None:
    found = marked('# plain\nresource "aws_x" "x" {\n  acl = 1 @a\n}')

    def never() -> RuleNames:
        raise AssertionError("the names of all rules were loaded")

    findings, problems = triage(found.verdicts, found.graph, never)
    assert len(findings) == 1
    assert problems == []


def test_aliases_of_trivy_in_their_several_spellings() -> None:
    table = names()
    for name in ("KSV017", "KSV-0017", "AVD-KSV-0017", "avd-ksv-0017"):
        assert table.called("trivy", name) == ("a",)
    assert table.called("tfsec", "AWS001") == ()
    assert table.called("trivy", "aws-b-x") == ("b",)
    assert table.called("checkov", "ckv_a_1") == ("a",)


SAID = {
    "# bylaw:ignore[a] why": {"a"},
    "# bylaw:ignore[b,c] why": {"b", "c"},
    "# bylaw:ignore[a]": set(),
    "#checkov:skip=CKV_A_1:why": {"a"},
    "#trivy:ignore:AWS-0001": {"a"},
    "# plain": set(),
    "": set(),
}
COMMENTS = st.sampled_from(list(SAID))
LINES = st.sampled_from(["x = 1", "x = 1 @a", "x = 1 @a:i", "y = [ @b:j", "]", "z { @c?", "w = 2 @b="])
BODIES = st.lists(st.tuples(COMMENTS, st.booleans(), st.integers(0, 3), LINES), max_size=8)


def text_of(bodies: list[list[tuple[str, bool, int, str]]]) -> str:
    lines = []
    for number, body in enumerate(bodies):
        lines.append(f'resource "aws_x" "r{number}" {{')
        for comment, trailing, indent, line in body:
            code, at, mark = line.partition(" @")
            space = "  " * (indent + 1)
            lines += [f"{space}{code} {comment}{at}{mark}"] if trailing else [space + comment, space + line]
        lines.append("}")
    return "\n".join(lines)


@settings(max_examples=80, deadline=None)
@given(st.lists(BODIES, min_size=1, max_size=3))
def test_triage_marks_and_never_deletes(bodies: list[list[tuple[str, bool, int, str]]]) -> None:
    found = marked(text_of(bodies))
    findings, _ = run(found)
    assert [finding.verdict for finding in findings] == found.verdicts
    for finding in findings:
        if finding.status == "open":
            assert finding.justified_at is None and not finding.justification
            continue
        verdict, place = finding.verdict, finding.justified_at
        assert verdict.outcome != "pass" and finding.status == "ignored" and finding.justification
        assert place is not None
        # No directive reaches out of the resource it stands in.
        assert verdict.resource.extent.line <= place.line <= verdict.resource.extent.end_line
        said = found.graph.sources["main.tf"].line(place.line)[place.column - 1 :]
        assert verdict.rule.id in SAID[said]


@settings(max_examples=40, deadline=None)
@given(st.lists(BODIES, min_size=1, max_size=3))
def test_without_directives_nothing_is_ignored(bodies: list[list[tuple[str, bool, int, str]]]) -> None:
    plain = [[("# plain", trailing, indent, line) for _, trailing, indent, line in body] for body in bodies]
    findings, problems = run(marked(text_of(plain)))
    assert {finding.status for finding in findings} <= {"open"}
    assert problems == []


def test_many_directives_at_many_findings_take_no_long_time() -> None:
    import time

    number = 4000
    comments = "\n".join(["  # bylaw:ignore[a] why"] * number)
    items = "\n".join(["  x = 1"] * number)
    found = marked(f'{comments}\nresource "aws_x" "x" {{\n{comments}\n{items}\n}}')
    (resource,) = found.graph.resources
    template = marked('resource "aws_x" "x" {\n  x = 1 @a:i\n}').verdicts[0]
    for line in range(2 * number + 2, 3 * number + 2):
        found.verdicts.append(replace(template, resource=resource, place=Place("main.tf", line, 3, line, 8)))
    start = time.process_time()
    findings, problems = run(found)
    assert time.process_time() - start < 3
    assert {finding.status for finding in findings} == {"ignored"}
    assert problems == []
