"""Results built by hand for the tests of the outputs."""

from __future__ import annotations

from io import StringIO

from scanner.model.frameworks import Control, Framework
from scanner.model.origins import Call, Origin
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.report import ControlStatus, ScanResult, Scope
from scanner.model.resources import Resource
from scanner.model.rules import Rule
from scanner.model.values import Object, Reference, Unknown
from scanner.model.verdicts import Finding, Outcome, Reason, Status, Verdict
from scanner.outputs import Format, output_for
from scanner.outputs.style import Style

MAIN = Source(
    "main.tf",
    'resource "aws_s3_bucket_acl" "logs" {\n'
    "  bucket = aws_s3_bucket.logs.id\n"
    "  acl    = var.acl\n"
    "}\n"
    "\n"
    'resource "aws_security_group" "web" {\n'
    "  ingress {\n"
    "    from_port   = 22\n"
    "    to_port     = 22\n"
    '    protocol    = "tcp"\n'
    '    cidr_blocks = ["0.0.0.0/0"]\n'
    "  }\n"
    "}\n",
)

ACL = Rule(
    id="aws-s3-public-acl",
    title="S3 bucket ACL grants access to everyone",
    severity="high",
    theme="public-exposure",
    also=("least-privilege",),
    terraform=("aws_s3_bucket", "aws_s3_bucket_acl"),
    kubernetes=(),
    why="Anyone on the internet can list and read the objects.",
    fix='Remove the `acl` argument, or write `acl = "private"`.',
    references=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",),
    aliases={"trivy": ("AWS-0092",), "checkov": ("CKV_AWS_20",)},
    file="aws/s3/aws-s3-public-acl.yaml",
)
SSH = Rule(
    id="aws-vpc-ssh-open",
    title="SSH is open to the internet",
    severity="critical",
    theme="network-exposure",
    also=(),
    terraform=("aws_security_group",),
    kubernetes=(),
    why="Anyone can try to log in.",
    fix="Allow the networks that need it, and no others.",
)

CONTROLS = {
    ACL.id: {"soc2": ("CC6.1", "CC6.6"), "hipaa": ("164.312(a)(1)",)},
    SSH.id: {"soc2": ("CC6.6",), "zero-trust": ("T2",)},
}


def catalogues() -> tuple[Framework, ...]:
    """Small catalogues of the frameworks above."""

    def control(ident: str, title: str) -> Control:
        return Control(ident, title, "partial", ("public-exposure",), ())

    soc2 = (control("CC6.1", "Logical access security"), control("CC6.6", "Boundary protection"))
    return (
        Framework("soc2", "SOC 2 - Trust Services Criteria", "2017", "AICPA", "0.1.0", soc2),
        Framework(
            "hipaa", "HIPAA Security Rule", "2013", "HHS / OCR", "0.1.0", (control("164.312(a)(1)", "Access control"),)
        ),
        Framework(
            "zero-trust", "Zero trust tenets", "2020", "NIST / CISA", "0.1.0", (control("T2", "Secure communication"),)
        ),
    )


def place_of(source: Source, text: str) -> Place:
    """The place of the first `text` in a source."""
    start = source.text.index(text)
    return source.place(start, start + len(text))


def resource(
    address: str, type: str, place: Place, calls: tuple[Call, ...] = (), attributes: Object | None = None
) -> Resource:
    """A resource of a root module in the working directory."""
    return Resource(
        address=address,
        type=type,
        provider=type.partition("_")[0],
        name=address.rpartition(".")[2],
        attributes=attributes if attributes is not None else Object(),
        origin=Origin("terraform", ".", calls),
        place=place,
        extent=place,
    )


def finding(
    rule: Rule,
    target: Resource,
    place: Place,
    outcome: Outcome = "fail",
    message: str = "",
    item: str | None = None,
    because: tuple[Reason, ...] = (),
    status: Status = "open",
    justification: str = "",
    justified_at: Place | None = None,
) -> Finding:
    """A finding whose fingerprint is made of what it names."""
    verdict = Verdict(rule, target, item, outcome, message, place, because)
    return Finding(verdict, f"{rule.id}/{target.address}/{item}", status, justification, justified_at)


def acl_finding(
    status: Status = "open", justification: str = "", justified_at: Place | None = None, module: str = "module.logs"
) -> Finding:
    """A failure in a called module, by way of a variable."""
    call = Call(module, Place("root.tf", 12, 1, 12, 14))
    heading = place_of(MAIN, MAIN.line(1)[:-2])
    target = resource(f"{module}.aws_s3_bucket_acl.logs", "aws_s3_bucket_acl", heading, (call,))
    declared = Reference("var.acl", Place("variables.tf", 1, 1, 1, 15))
    at = place_of(MAIN, "acl    = var.acl")
    reason = Reason("acl", "public-read", at, (declared,))
    message = "ACL public-read lets anyone read the bucket"
    return finding(ACL, target, at, "fail", message, None, (reason,), status, justification, justified_at)


def unknown_finding() -> Finding:
    """A verdict that an unset variable leaves open."""
    target = resource("aws_s3_bucket_acl.logs", "aws_s3_bucket_acl", place_of(MAIN, MAIN.line(1)[:-2]))
    declared = Reference("var.acl", Place("variables.tf", 1, 1, 1, 15), "pass --var acl=...")
    unset = Unknown("var.acl has no value", (declared,))
    at = place_of(MAIN, "acl    = var.acl")
    return finding(ACL, target, at, "unknown", "cannot tell who may read the bucket", None, (Reason("acl", unset, at),))


def ssh_finding() -> Finding:
    """A failure of one item, over several lines."""
    start = MAIN.text.index("ingress {")
    at = MAIN.place(start, MAIN.text.index("  }\n", start) + 3)
    target = resource("aws_security_group.web", "aws_security_group", place_of(MAIN, MAIN.line(6)[:-2]))
    cidr = place_of(MAIN, 'cidr_blocks = ["0.0.0.0/0"]')
    reason = Reason("ingress[0].cidr_blocks", ["0.0.0.0/0"], cidr)
    return finding(SSH, target, at, "fail", "port 22 is open to 0.0.0.0/0", "ingress[0]", (reason,))


def problems() -> tuple[Problem, ...]:
    """One problem of each severity."""
    at = Place("broken.tf", 3, 5, 3, 6)
    return (
        Problem("error", "unparsable", "expected `}`", "broken.tf", at, "close the block that line 1 opens"),
        Problem("warning", "ignore", "no rule is called `aws-typo`", "main.tf", Place("main.tf", 2, 3, 2, 8)),
        Problem("note", "unresolved", "module `vpc` is not installed", "net.tf", None, "run `terraform init`"),
    )


def full_result() -> ScanResult:
    """Everything at once."""
    waived = acl_finding("waived", "public website, SEC-12", Place("bylaw-waivers.yaml", 4, 3, 4, 20), "module.site")
    statuses = (ControlStatus("CC6.1", "fail", 4, 3, 1, 1, 1), ControlStatus("CC6.6", "no-evidence"))
    return ScanResult(
        version="0.1.0",
        scope=Scope(("infra",), (".",), 3, 4, 2, ("soc2", "hipaa", "zero-trust")),
        findings=(ssh_finding(), unknown_finding(), acl_finding(), waived),
        counts={ACL.id: {"fail": 2, "unknown": 1, "pass": 3}, SSH.id: {"fail": 1}},
        problems=problems(),
        rules={ACL.id: ACL, SSH.id: SSH},
        controls_of=CONTROLS,
        frameworks=catalogues,
        control_statuses=lambda: {"soc2": statuses},
        sources={MAIN.path: MAIN},
        line_hashes=lambda source: lambda line: f"{len(source.line(line)):016x}:1",
        exit_code=2,
    )


def render(result: ScanResult, format: Format = "text", style: Style | None = None) -> str:
    """The report as one string."""
    stream = StringIO()
    output_for(format).write(result, stream, style or Style())
    return stream.getvalue()
