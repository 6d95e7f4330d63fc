"""Short names of frameworks, for reports that must not load the catalogues to name a control."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.rules import SEVERITIES
from scanner.model.verdicts import Finding

_FRAMEWORKS = {
    "soc2": "SOC 2",
    "hipaa": "HIPAA",
    "gdpr": "GDPR",
    "zero-trust": "Zero trust",
    "nist-800-53": "NIST 800-53",
}


def framework_label(framework: str) -> str:
    """`SOC 2` for `soc2`; the id itself for a framework that is not one of ours."""
    return _FRAMEWORKS.get(framework, framework)


def controls_line(controls: Mapping[str, tuple[str, ...]], separator: str) -> str:
    """`SOC 2 CC6.1, CC6.6 · HIPAA 164.312(a)(1)`, frameworks sorted by id as everywhere."""
    parts = [f"{framework_label(name)} {', '.join(ids)}" for name, ids in sorted(controls.items()) if ids]
    return f" {separator} ".join(parts)


def by_severity(findings: list[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, worst first; severities without any are left out."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.verdict.rule.severity] += 1
    return {severity: count for severity, count in counts.items() if count}
