"""Content that a scanned file could hold to upset a report, and results made of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from outputs_samples import ACL, CONTROLS, SSH, acl_finding, catalogues, full_result

from scanner.model.origins import Call, Origin
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.report import ScanResult, Scope
from scanner.model.resources import Resource
from scanner.model.values import Object, Reference, Unknown
from scanner.model.verdicts import Finding, Reason, Verdict

PIECES = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://evil\x07link\x1b]8;;\x07",
    "\x9b2J",
    "\u202eright to left\u202c",
    "\u2066isolated\u2069",
    "\u200binvisible\ufeff",
    "\u2028line\u2029paragraph",
    "\ud800",
    "\udcff",
    "\U000e0041",
    "\x00\x07\x08\x7f",
    "a\tb",
    "a\r\nb",
    "::error file=a::b",
    "\n::set-output name=x::y",
    "##[error]x",
    "##vso[task.setvariable variable=x]y",
    "<script>alert(1)</script>",
    "[text](http://evil)",
    "[text](1)",
    "{0} {x} }{",
    "宽字符",
    "e\u0301",
    "👩\u200d👩",
    "x" * 3000,
    "%s %(a)s {}",
    "../../../etc/passwd",
    "C:\\windows\\a.tf",
    "a b#c?d%41:e.tf",
    "$unknown",
    "",
    " ",
]

TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.text(st.characters(), max_size=20),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co"]), max_size=8),
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=4).map("".join),
)

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.just(2**6000), st.builds(Unknown, TEXTS)
)

VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(TEXTS, inner, max_size=3),
        st.dictionaries(TEXTS, inner).map(Object),
    ),
    max_leaves=8,
)


def hostile_result() -> ScanResult:
    """A finding for each hostile text, in every place where one can stand."""
    findings = []
    problems = []
    for number, piece in enumerate(PIECES):
        finding = acl_finding("waived" if number % 2 else "open", piece)
        resource = replace(finding.verdict.resource, address=f"{piece}{number}", name=piece)
        reason = Reason(piece, piece, None, (Reference(piece, None, piece),))
        verdict = replace(finding.verdict, message=piece, item=piece, resource=resource, because=(reason,))
        findings.append(replace(finding, verdict=verdict, fingerprint=str(number)))
        findings.append(replace(finding, verdict=verdict, fingerprint=f"-{number}", status="open"))
        problems.append(Problem("warning", "invalid", piece, piece, None, piece))
    rule = replace(ACL, title="x\x1b[0m", why="<b>{0}</b>", fix="[a](javascript:b)", references=("javascript:x",))
    rules = {ACL.id: rule, SSH.id: SSH}
    return replace(full_result(), findings=tuple(findings), problems=tuple(problems), rules=rules)


@st.composite
def places(draw: st.DrawFn, file: str) -> Place:
    """A place that need not exist in its file."""
    number = st.integers(1, 6)
    line = draw(number)
    return Place(file, line, draw(number), line + draw(st.integers(0, 6)), draw(number))


@st.composite
def results(draw: st.DrawFn) -> ScanResult:
    """A result with hostile text wherever a scanned file or a rule of somebody's own can put it."""
    file = draw(TEXTS.filter(bool))
    source = Source(file, draw(TEXTS) + "\n" + draw(TEXTS) + "\n" + draw(TEXTS))
    rule = replace(ACL, title=draw(TEXTS), why=draw(TEXTS), fix=draw(TEXTS), references=(draw(TEXTS),))
    call = Call(draw(TEXTS), draw(places(file)))
    resource = Resource(
        address=draw(TEXTS),
        type="aws_s3_bucket",
        provider="aws",
        name=draw(TEXTS),
        attributes=Object(),
        origin=Origin("terraform", draw(TEXTS), (call,)),
        place=draw(places(file)),
        extent=draw(places(file)),
    )
    reference = Reference(draw(TEXTS), draw(st.none() | places(draw(TEXTS))), draw(TEXTS))
    reason = Reason(draw(TEXTS), draw(VALUES), draw(st.none() | places(file)), (reference,))
    verdict = Verdict(
        rule,
        resource,
        draw(st.none() | TEXTS),
        draw(st.sampled_from(["fail", "unknown", "pass"])),
        draw(TEXTS),
        draw(st.none() | places(file)),
        (reason,),
    )
    status = draw(st.sampled_from(["open", "ignored", "waived", "existing"]))
    finding = Finding(verdict, draw(TEXTS), status, draw(TEXTS), draw(st.none() | places(file)))
    problem = Problem("error", "unparsable", draw(TEXTS), file, draw(st.none() | places(file)), draw(TEXTS))
    return ScanResult(
        version="0.1.0",
        scope=Scope((draw(TEXTS),), (draw(TEXTS),), 1, 1, 1),
        findings=(finding,),
        counts={rule.id: {"fail": 1}},
        problems=(problem,),
        rules={rule.id: rule},
        controls_of=CONTROLS,
        frameworks=catalogues,
        sources={file: source},
        exit_code=2,
    )
