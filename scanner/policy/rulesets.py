"""Rule sets: the rules of all packs, each loaded when a resource of its type turns up."""

from __future__ import annotations

import binascii
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from scanner.model.rules import SEVERITIES, Rule, RuleSeverity
from scanner.policy.cache import cache_directory, read_cache, write_cache
from scanner.policy.compiled import CompiledRule, Each, Evaluate, load_compiled, load_rule
from scanner.policy.defaults import TypeDefaults
from scanner.policy.index import Index, Slot, StaleIndex, index_key
from scanner.policy.locations import builtin_directory

if TYPE_CHECKING:
    from scanner.policy.packs import Pack


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the rules are asked."""

    only: frozenset[str] | None = None
    """Ids to choose; None for all."""
    skip: frozenset[str] = frozenset()
    """Ids to leave out, even of those chosen."""
    severity: RuleSeverity = "low"
    """The mildest severity."""

    def admits(self, id: str, severity: str) -> bool:
        """Whether a rule is asked."""
        mild = SEVERITIES.index(severity) > SEVERITIES.index(self.severity)
        return not mild and id not in self.skip and (self.only is None or id in self.only)


class RuleSet:
    """The selected rules of an index."""

    def __init__(self, index: Index, selection: Selection | None, rebuild: Callable[[], Index]) -> None:
        """`rebuild` gives the same index once more, for when a record turns out to be damaged."""
        chosen = selection or Selection()
        self._index = index
        self._rebuild = rebuild
        self._chosen = frozenset(n for n, entry in enumerate(index.rules) if chosen.admits(entry[0], entry[1]))
        self._rules: dict[int, Rule] = {}
        self._compiled: dict[int, CompiledRule] = {}
        self._each: dict[tuple[Any, ...], Each] = {}
        self._load: _Loader | None = None

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the selected rules."""
        return frozenset(self._index.rules[number][0] for number in self._chosen)

    @property
    def known_ids(self) -> frozenset[str]:
        """Ids of all rules, selected or not."""
        return frozenset(entry[0] for entry in self._index.rules)

    def select(self, selection: Selection) -> RuleSet:
        """Another choice from the same packs."""
        return RuleSet(self._index, selection, self._rebuild)

    def carrying(self, kinds: Iterable[str]) -> RuleSet:
        """The same rules, those about pods for more kinds as well: `Rollout`, or `argoproj.io/Rollout`."""
        kinds, rebuild = tuple(kinds), self._rebuild
        if not kinds:
            return self
        found = RuleSet(self._index.carrying(kinds), None, lambda: rebuild().carrying(kinds))
        found._chosen = self._chosen
        return found

    def all(self) -> tuple[Rule, ...]:
        """Every selected rule, in the order of the packs and of their paths."""
        return tuple(self._rule(number) for number in sorted(self._chosen))

    def kubernetes_kinds(self) -> frozenset[str]:
        """The Kubernetes kinds, some as `group/kind`, that the selected rules judge or ask for; `*` stands for any."""
        index = self._index
        judged = {kind for kind, numbers in index.kubernetes.items() if not self._chosen.isdisjoint(numbers)}
        asking = {number for kind in judged for number in index.kubernetes[kind]} & self._chosen
        return frozenset(judged.union(*(index.linked[number] for number in asking)))

    def for_type(self, type: str) -> tuple[CompiledRule, ...]:
        """The selected rules that match a type: `aws_s3_bucket`, `apps/v1/Deployment`, or a kind alone."""
        return tuple(self._compile(number) for number in sorted(self._numbers(type)))

    def are_impersonal(self, type: str) -> bool:
        """Whether no selected rule that matches a type can tell two of its resources apart by their names."""
        return self._index.personal.isdisjoint(self._numbers(type))

    def _numbers(self, type: str) -> set[int]:
        index = self._index
        group, slash, kind = type.rpartition("/")
        if slash:
            named = f"{group.rpartition('/')[0]}/{kind}"
            numbers = {*index.kubernetes.get(kind, ()), *index.kubernetes.get(named, ())}
        else:
            numbers = {*index.terraform.get(type, ()), *index.kubernetes.get(type, ())}
        return numbers & self._chosen

    def defaults_for(self, type: str) -> TypeDefaults | None:
        """What the provider fills in for a type, when it is known."""
        if type not in self._index.defaults:
            return None
        return TypeDefaults(*self._value(lambda index: index.defaults[type]))

    def _value(self, slot: Callable[[Index], Slot]) -> Any:
        try:
            return self._index.load(slot(self._index))
        except StaleIndex:
            self._index = self._rebuild()
            return self._index.load(slot(self._index))

    def _rule(self, number: int) -> Rule:
        found = self._rules.get(number)
        if found is None:
            found = self._rules[number] = load_rule(self._value(lambda index: index.rules[number][2]))
        return found

    def _compile(self, number: int) -> CompiledRule:
        found = self._compiled.get(number)
        if found is None:
            if self._load is None:
                self._load = _Loader()
            body = self._value(lambda index: index.rules[number][3])
            found = self._compiled[number] = load_compiled(self._rule(number), body, self._load, self._each)
        return found


class _Loader:
    """Makes functions of code objects, with the functions that rules have besides CEL's own."""

    def __init__(self) -> None:
        from scanner.policy import cel
        from scanner.policy.functions import rule_functions

        self._make = cel.load
        self._functions = rule_functions()

    def __call__(self, code: CodeType) -> Evaluate:
        return self._make(code, self._functions)


def load_rules(
    directories: Sequence[Path] = (),
    selection: Selection | None = None,
    *,
    builtin: bool = True,
    cache: Path | None = None,
) -> RuleSet:
    """The rules of the built-in pack and of more directories.

    `cache` is the directory of the compiled index, by default the user's. A pack is compiled again when one of its
    files changed; without a usable cache the rules are compiled in memory.

    Raises:
        PackError: a pack cannot be used; it carries every fault that was found.
    """
    every = list(dict.fromkeys(map(Path.resolve, [*([builtin_directory()] if builtin else []), *directories])))
    key = index_key(every)
    folder = cache if cache is not None else cache_directory()
    file = None if folder is None else folder / _cache_name(every)

    def build() -> Index:
        from scanner.policy.pack_compiler import compile_packs

        content = compile_packs(every, key)
        if file is not None:
            write_cache(file, content)
        return Index(content)

    cached = None if file is None else _cached(file, key)
    return RuleSet(cached or build(), selection, build)


def rules_of(packs: Sequence[Pack]) -> RuleSet:
    """The rules of packs that were read, compiled in memory.

    Raises:
        PackError: rules do not compile, or share an id.
    """
    from scanner.policy.pack_compiler import compile_read

    def build() -> Index:
        return Index(compile_read(packs, b""))

    return RuleSet(build(), None, build)


def _cached(file: Path, key: bytes) -> Index | None:
    content = read_cache(file)
    if content is None:
        return None
    try:
        return Index(content, key)
    except (StaleIndex, ValueError, EOFError, TypeError, KeyError):
        return None


def _cache_name(directories: Iterable[Path]) -> str:
    """One file for each set of packs and interpreter: what has changed since is written over."""
    named = "\0".join((sys.prefix, *map(os.path.abspath, directories))).encode("utf-8", "surrogatepass")
    return f"rules-{sys.implementation.cache_tag}-{binascii.crc32(named):08x}.index"
