"""What the expressions of a plan's configuration lead to: through variables, outputs and locals to resources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.inputs.terraform.evaluate.exported import surely_set
from scanner.inputs.terraform.plan.addresses import Mention, is_key, joined, module_path, parent_of
from scanner.inputs.terraform.plan.configuration import PlanConfiguration, expressions_of, mentions_in
from scanner.inputs.terraform.plan.mentions import EVERY_KEY, SAME_KEY, mentions_of_expression
from scanner.inputs.terraform.plan.planned import Planned
from scanner.inputs.terraform.plan.source import HclSource, heading
from scanner.model.places import Place
from scanner.model.values import Reference

MAX_FOLLOWED = 64
"""Most names one expression is followed through; real ones have fewer than ten."""

_SETTINGS = frozenset(("count", "path", "terraform", "self"))


@dataclass(frozen=True, slots=True)
class Here:
    """Where an expression stands."""

    module: str
    """Address of the module instance."""
    key: str = ""
    """Key of the resource or module instance whose argument it is, with brackets."""
    repeat: tuple[Mention, ...] | None = None
    """What the `for_each` of its block refers to; None where there is none."""


class Resolved:
    """What an expression leads to."""

    __slots__ = ("_ends", "_open", "_through", "open", "sure", "targets")

    def __init__(self) -> None:
        self.targets: dict[Planned, None] = {}
        """The resources, in the order they are named."""
        self.open = False
        """Whether something could not be followed: it may lead to other resources besides."""
        self.sure = True
        """Whether everything in it is known, or an attribute that every resource has once it is created."""
        self._through: dict[Reference, None] = {}
        self._ends: dict[Reference, None] = {}
        self._open: dict[Reference, None] = {}

    @property
    def references(self) -> tuple[Reference, ...]:
        """The names on the way, then the resources, then what could not be followed: what is unknown stands last."""
        return (*self._through, *self._ends, *self._open)

    def name(self, text: str, place: Place | None = None) -> None:
        """Takes a name on the way."""
        if len(self._through) < MAX_FOLLOWED:
            self._through[Reference(text, place)] = None

    def end(self, text: str, place: Place | None) -> None:
        """Takes the name of a resource, or of an attribute of it."""
        if len(self._ends) < MAX_FOLLOWED:
            self._ends[Reference(text, place)] = None

    def dead_end(self, text: str) -> None:
        """Takes a name that cannot be followed."""
        self.open, self.sure = True, False
        if len(self._open) < MAX_FOLLOWED:
            self._open[Reference(text)] = None


class Resolver:
    """Follows mentions, whose meaning depends on where they stand."""

    def __init__(self, configuration: PlanConfiguration, source: HclSource | None, planned: Iterable[Planned]) -> None:
        self._configuration = configuration
        self._source = source
        self._instances: dict[tuple[str, str], list[Planned]] = {}
        self._children: dict[tuple[str, str], dict[str, str]] = {}
        self._known: dict[tuple[tuple[Mention, ...], Here], Resolved] = {}
        for each in planned:
            self._instances.setdefault((each.address.module, each.address.block), []).append(each)
        for module in {each.address.module for each in planned}:
            while module:
                above, key = parent_of(module)
                self._children.setdefault((above, module_path(module)[-1]), {})[key] = module
                module = above

    def resolve(self, mentions: tuple[Mention, ...], here: Here) -> Resolved:
        """What an expression that consists of these mentions leads to."""
        if not any(mention[0] in ("each", "count") or SAME_KEY in mention for mention in mentions):
            here = Here(here.module)
        known = self._known.get((mentions, here))
        if known is None:
            known = self._known[(mentions, here)] = Resolved()
            _Walk(self, known).all(mentions, here)
        return known

    def instances(self, module: str, block: str) -> list[Planned]:
        """Every instance of a block in a module instance."""
        return self._instances.get((module, block), [])

    def children(self, module: str, call: str) -> dict[str, str]:
        """Addresses of the module instances that a call makes, by key. One without resources is taken as single."""
        known = self._children.get((module, call))
        return known or {"": f"{module}.module.{call}" if module else f"module.{call}"}


class _Walk:
    """One expression being followed."""

    __slots__ = ("_configuration", "_found", "_resolver", "_seen", "_source")

    def __init__(self, resolver: Resolver, found: Resolved) -> None:
        self._resolver = resolver
        self._configuration = resolver._configuration
        self._source = resolver._source
        self._found = found
        self._seen: set[tuple[Mention, str, str]] = set()

    def all(self, mentions: tuple[Mention, ...], here: Here) -> None:
        """Follows the mentions of one expression."""
        # A plan writes `x[each.key]` as `x` and `each.key`: together they mean the instance of the same key.
        own = any(mention[0] in ("each", "count") for mention in mentions)
        for mention in mentions:
            at = (mention, here.module, here.key)
            if at not in self._seen and len(self._seen) < 2 * MAX_FOLLOWED:
                self._seen.add(at)
                self._one(mention, here, own)

    def _one(self, mention: Mention, here: Here, own: bool) -> None:
        root, name = mention[0], mention[1] if len(mention) > 1 else ""
        if root in _SETTINGS or not name:
            return
        if root == "each":
            self._each(mention, here)
        elif root == "var":
            self._variable(name, here)
        elif root == "local":
            self._local(name, here)
        elif root == "module":
            self._module(name, mention[2:], here, own)
        else:
            names = 3 if root == "data" else 2
            self._resource(".".join(mention[:names]), mention[names:], here, own)

    def _each(self, mention: Mention, here: Here) -> None:
        if here.repeat is None or any(each[0] == "each" for each in here.repeat):
            self._found.dead_end(joined(mention))
            return
        # What `each.value` is of a map that is computed depends on the expression, which a plan does not have.
        sure = self._found.sure and (mention[1] == "key" or not here.repeat)
        for each in here.repeat:
            names = 3 if each[0] == "data" else 2
            whole = len(each) == names and each[0] not in ("var", "local", "module")
            self._one((*each, SAME_KEY, *mention[2:]) if whole else each, here, True)
            sure = sure and (whole or mention[1] == "key")
        self._found.sure = self._found.sure and sure

    def _variable(self, name: str, here: Here) -> None:
        path = module_path(here.module)
        place = self._source.declaration(path, "var", name) if self._source is not None else None
        if not here.module:
            self._found.name(f"var.{name}", place)
            return
        above, key = parent_of(here.module)
        caller = self._configuration.module(path[:-1])
        call = caller.calls.get(path[-1]) if caller is not None else None
        if call is None:
            self._found.dead_end(f"var.{name}")
            return
        self._found.name(f"var.{name}", place)
        expression = self._source.argument(path, name) if self._source is not None else None
        mentions = mentions_in(expressions_of(call).get(name))
        if expression is not None and mentions:
            mentions = mentions_of_expression(expression)
        self.all(mentions, Here(above, key, repeat_of(call)))

    def _local(self, name: str, here: Here) -> None:
        path = module_path(here.module)
        expression = self._source.local(path, name) if self._source is not None else None
        if expression is None or self._source is None:
            self._found.dead_end(f"local.{name}")
            return
        self._found.name(f"local.{name}", self._source.declaration(path, "local", name))
        self.all(mentions_of_expression(expression), Here(here.module))

    def _module(self, name: str, rest: Mention, here: Here, own: bool) -> None:
        children = self._resolver.children(here.module, name)
        key = rest[0] if rest and is_key(rest[0]) else ""
        output = next((piece for piece in rest if not is_key(piece)), "")
        if key == SAME_KEY or (not key and own):
            chosen = [children[here.key]] if here.key in children else list(children.values())
        else:
            chosen = [children[key]] if key in children else list(children.values())
        for child in chosen:
            module = self._configuration.module(module_path(child))
            if module is None:
                self._found.dead_end(f"module.{name}")
                continue
            if not output:
                self._found.sure = False
            for each in [output] if output else module.outputs():
                expression = self._source.output(module_path(child), each) if self._source is not None else None
                self._found.name(f"{child}.{each}")
                self.all(module.output(each) if expression is None else mentions_of_expression(expression), Here(child))

    def _resource(self, block: str, rest: Mention, here: Here, own: bool) -> None:
        instances = self._resolver.instances(here.module, block)
        if not instances:
            # A resource of which there is none, or the variable of a `for` or a dynamic block.
            self._found.sure = False
            return
        key = rest[0] if rest and is_key(rest[0]) else ""
        wanted = here.key if key == SAME_KEY or (not key and own) else key
        chosen = [each for each in instances if each.address.key == wanted] if key != EVERY_KEY else []
        attribute = next((piece for piece in rest if not is_key(piece)), "")
        for each in chosen or instances:
            self._found.targets[each] = None
        if block.startswith("data.") or not surely_set(attribute):
            self._found.sure = False
        self._name(chosen or instances, attribute)

    def _name(self, chosen: list[Planned], attribute: str) -> None:
        address = chosen[0].address
        text = chosen[0].text if len(chosen) == 1 else ".".join(filter(None, (address.module, address.block)))
        block = self._source.block(address.path, address.block) if self._source is not None else None
        place = None if block is None else heading(block)
        self._found.end(f"{text}.{attribute}" if attribute else text, place)


def repeat_of(block: dict[str, object]) -> tuple[Mention, ...] | None:
    """What the `for_each` of a block or call in a plan's configuration refers to; None when it has none."""
    expression = block.get("for_each_expression")
    return None if expression is None else mentions_in(expression)
