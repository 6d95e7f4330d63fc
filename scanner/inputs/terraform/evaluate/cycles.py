"""Circles of references, which Terraform refuses even where the values themselves would not need each other.

Locals, outputs, arguments of module calls and whole resources depend on what they refer to. An output of a called
module leads on to the arguments that it is computed from, so circles through modules are found where the calls are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from scanner.inputs.terraform.evaluate.declared import CONDITIONS, Owner, Use
from scanner.inputs.terraform.syntax import tree
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.inputs.terraform.configuration import Configuration

Needs: TypeAlias = "dict[str, set[str]]"
"""The variables that each output of a module is computed from."""

Target: TypeAlias = "Callable[[str], Needs | None]"
"""What the outputs of a module call need; None where its module cannot be read."""

REPEATED = frozenset(("count", "for_each", "depends_on"))
"""Arguments of a module call that everything in the module depends on."""

MAX_NAMES = 32
"""Most members of a circle that a report names."""

_SELF = {
    "local": "Self-referencing local value: {0} cannot use its own result",
    "resource": "Self-referential block: configuration for {0} may not refer to itself",
}


class Dependencies:
    """What depends on what in one module directory."""

    def __init__(self, configuration: Configuration, uses: list[Use], called: Target) -> None:
        self.uses = uses
        """Every reference in it."""
        self._configuration = configuration
        self._called = called
        self._uses: dict[Owner, list[Use]] = {}
        for use in uses:
            known = self._uses.get(use[0])
            if known is None:
                self._uses[use[0]] = [use]
            else:
                known.append(use)
        self._targets: dict[Owner, list[Owner]] = {}

    def needs(self) -> Needs:
        """The variables that each output is computed from, by whatever way."""
        return {name: self._variables(("output", name)) for name in self._configuration.outputs}

    def _variables(self, start: Owner) -> set[str]:
        seen = {start}
        pending = [start]
        while pending:
            fresh = [target for target in self.targets(pending.pop()) if target not in seen]
            seen.update(fresh)
            pending += fresh
        return {owner[1] for owner in seen if owner[0] == "var"}

    def targets(self, owner: Owner) -> list[Owner]:
        """What something directly depends on."""
        known = self._targets.get(owner)
        if known is None:
            if owner[0] == "call":
                known = self._arguments(owner[1], owner[2])
            else:
                known = [target for use in self._uses.get(owner, ()) if (target := meant(use[1])) is not None]
            self._targets[owner] = known
        return known

    def _arguments(self, call: str, output: str) -> list[Owner]:
        """The arguments of a module call that one of its outputs needs; with no name, that the whole module does."""
        block = self._configuration.calls.get(call)
        needs = None if block is None else self._called(call)
        if block is None or needs is None:
            return []
        wanted = needs.get(output, set()) if output else block.body.attributes.keys()
        return [("argument", call, name) for name in block.body.attributes if name in wanted or name in REPEATED]

    def circles(self) -> Iterator[Problem]:
        """A problem for each thing that refers to itself, and for each knot of things that refer to each other."""
        for owner, uses in self._uses.items():
            for use in uses if owner[0] in _SELF and owner in self.targets(owner) else ():
                if meant(use[1]) == owner:
                    yield from _refers_to_itself(use)
        for knot in knots(self._uses, self.targets):
            yield self._cycle(set(knot))

    def _cycle(self, members: set[Owner]) -> Problem:
        """Located at the reference that stands first among those that make the knot."""
        uses = [use for owner in members for use in self._uses.get(owner, ()) if meant(use[1]) in members]
        uses.sort(key=lambda use: (use[2].path, use[1].start))
        names = dict.fromkeys(_label(owner) for use in uses for owner in (use[0], meant(use[1]) or use[0]))
        what = "Cycle: " + ", ".join(list(names)[:MAX_NAMES])
        if len(names) > MAX_NAMES:
            what += f" and {len(names) - MAX_NAMES:,} more"
        _, node, source, _ = uses[0]
        place = source.place(node.start, node.end)
        return Problem("error", "invalid", what, place.file, place, "break the circle of references")


def meant(node: tree.Reference) -> Owner | None:
    """What a reference leads to in its module; None for what is always there."""
    steps = node.steps
    if not steps or steps[0].__class__ is not str:
        return None
    first = str(steps[0])
    match node.name:
        case "local" | "var":
            return (node.name, first)
        case "module":
            at = 2 if len(steps) > 1 and steps[1].__class__ is tuple else 1
            named = len(steps) > at and steps[at].__class__ is str
            return ("call", first, str(steps[at]) if named else "")
        case "data" | "ephemeral":
            return ("resource", f"{node.name}.{first}.{steps[1]}") if len(steps) > 1 else None
        case "resource":
            return ("resource", f"{first}.{steps[1]}") if len(steps) > 1 else None
        case "path" | "terraform" | "each" | "count" | "self" | "action":
            return None
        case _:
            return ("resource", f"{node.name}.{first}")


def _refers_to_itself(use: Use) -> Iterator[Problem]:
    """Terraform lets a resource name itself in `depends_on`, in provisioners and in their connections."""
    owner, node, source, aside = use
    what = _SELF[owner[0]]
    if aside in CONDITIONS:
        what = f"Invalid reference in {aside}: configuration for {{0}} may not refer to itself"
    if not aside or aside in CONDITIONS:
        place = source.place(node.start, node.end)
        yield Problem("error", "invalid", what.format(_label(owner)), place.file, place)


def _label(owner: Owner) -> str:
    """As Terraform names it."""
    match owner[0]:
        case "argument":
            return f"module.{owner[1]}" if owner[2] in REPEATED else f"module.{owner[1]}.var.{owner[2]}"
        case "call":
            return f"module.{owner[1]}.output.{owner[2]}" if owner[2] else f"module.{owner[1]}"
        case "resource":
            return owner[1]
        case kind:
            return f"{kind}.{owner[1]}"


def knots(starts: Iterable[Owner], targets: Callable[[Owner], list[Owner]]) -> Iterator[list[Owner]]:
    """The sets of two and more that all lead to each other: Tarjan's strongly connected components."""
    number: dict[Owner, int] = {}
    lowest: dict[Owner, int] = {}
    open_: list[Owner] = []
    for start in starts:
        work = [] if start in number else [(start, iter(targets(start)))]
        for owner, _ in work:
            number[owner] = lowest[owner] = len(number)
            open_.append(owner)
        while work:
            owner, rest = work[-1]
            for target in rest:
                if target not in number:
                    number[target] = lowest[target] = len(number)
                    open_.append(target)
                    work.append((target, iter(targets(target))))
                    break
                if target in lowest:
                    lowest[owner] = min(lowest[owner], lowest[target])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[owner])
                if lowest[owner] == number[owner]:
                    yield from _closed(owner, open_, lowest)


def _closed(root: Owner, open_: list[Owner], lowest: dict[Owner, int]) -> Iterator[list[Owner]]:
    """Takes the members of a finished component off the list of open ones; gives them where there are several."""
    members = [open_.pop()]
    while members[-1] != root:
        members.append(open_.pop())
    for member in members:
        del lowest[member]
    if len(members) > 1:
        yield members
