"""The controls that the rules of one run bear on: the shipped table, and the rules of further packs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from scanner.compliance.errors import ComplianceError
from scanner.compliance.mapping import Mapping as RuleMapping
from scanner.compliance.mapping import compile_mapping, load_mapping
from scanner.model.frameworks import Framework
from scanner.model.report import ControlStatus
from scanner.model.rules import Rule
from scanner.model.verdicts import Finding, Outcome


class Controls:
    """Which controls rules bear on. Reads the shipped table when first asked."""

    def __init__(self, frameworks: Sequence[str], further: Callable[[], Iterable[Rule]] | None = None) -> None:
        """`frameworks` are the selected ids, all when empty; `further` gives the rules of packs that are not shipped.

        Raises ComplianceError for a framework that does not exist.
        """
        self._wanted = tuple(frameworks)
        self._further = further
        self._mapping: RuleMapping | None = None
        if frameworks:
            self.frameworks()

    def of(self, rule: str) -> dict[str, tuple[str, ...]]:
        """Framework id to the ids of its controls that a rule bears on directly."""
        found = self.mapping().controls_of(rule)
        return {name: tuple(ids) for name, ids in found.items() if not self._wanted or name in self._wanted}

    def frameworks(self) -> tuple[Framework, ...]:
        """The selected catalogues."""
        from scanner.compliance.frameworks import load_frameworks, select_frameworks

        every = load_frameworks()
        return select_frameworks(every, self._wanted) if self._wanted else every

    def mapping(self) -> RuleMapping:
        """The table of all rules of the run."""
        if self._mapping is None:
            shipped = load_mapping()
            further = [rule for rule in self._further() if not shipped.controls_of(rule.id)] if self._further else []
            if further:
                from scanner.compliance.frameworks import load_frameworks

                shipped = shipped.joined(compile_mapping(load_frameworks(), further, whole=False))
            self._mapping = shipped
        return self._mapping

    def statuses(
        self, findings: Iterable[Finding], totals: Mapping[str, Mapping[Outcome, int]]
    ) -> dict[str, tuple[ControlStatus, ...]]:
        """The status of every control, by framework. `totals` are verdicts by rule and outcome."""
        from scanner.compliance.status import control_status, count_findings

        counts = count_findings(findings, totals)
        return {each.id: tuple(control_status(each, self.mapping(), counts)) for each in self.frameworks()}


__all__ = ["ComplianceError", "Controls"]
