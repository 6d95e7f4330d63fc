"""Which rules there are, and what other scanners call them: what directives name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scanner.model.rules import Rule, alias_key


@dataclass(frozen=True, slots=True)
class RuleNames:
    """Names of all rules, those that did not run too."""

    ids: frozenset[str]
    """Ids of all rules."""
    aliases: Mapping[tuple[str, str], tuple[str, ...]]
    """Scanner and its id, as `alias_key` gives them, to ids of rules."""

    def called(self, scanner: str, name: str) -> tuple[str, ...]:
        """Ids of the rules that the scanner (`bylaw`, `checkov`, `trivy`, `tfsec`) calls so; empty when none is."""
        if scanner == "bylaw":
            return (name,) if name in self.ids else ()
        # Trivy took tfsec's checks over and obeys its comments.
        scanners = ("trivy", "tfsec") if scanner in ("trivy", "tfsec") else (scanner,)
        found = [rule for each in scanners for rule in self.aliases.get(alias_key(each, name), ())]
        return tuple(dict.fromkeys(found))


def names_of(rules: Iterable[Rule]) -> RuleNames:
    """The names of these rules."""
    ids = set()
    aliases: dict[tuple[str, str], tuple[str, ...]] = {}
    for rule in rules:
        ids.add(rule.id)
        for scanner, names in rule.aliases.items():
            for name in names:
                key = alias_key(scanner, name)
                aliases[key] = (*aliases.get(key, ()), rule.id)
    return RuleNames(frozenset(ids), aliases)
