"""The configuration that a plan was made from, where its files are at hand: blocks and their places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Literal

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree, enclosing_tree, read_source, shown
from scanner.inputs.terraform.configuration import Configuration
from scanner.inputs.terraform.plan.addresses import module_path, parent_of
from scanner.inputs.terraform.sources import Modules, local_source
from scanner.inputs.terraform.syntax import parse, parse_json
from scanner.inputs.terraform.syntax.tree import Block, Expression, File
from scanner.model.origins import Call
from scanner.model.places import Comment, Place, Source
from scanner.model.problems import Problem


class HclSource:
    """The module directories that a plan was made from, read as they are asked for."""

    def __init__(self, directory: str, tree: Tree, known: Mapping[str, Source]) -> None:
        self._at_hand = known
        self.directory = os.path.normpath(directory)
        self.files: dict[str, Source] = {}
        """Every file that was read, by path."""
        self.comments: list[Comment] = []
        """Comments that may hold a directive, in files that were not known before."""
        self._modules = Modules(tree, self._parse)
        self._known: dict[tuple[str, ...], Configuration | None] = {}

    @property
    def root(self) -> str:
        """The root module's directory as reports show it."""
        return shown(self.directory)

    def configuration(self, path: tuple[str, ...]) -> Configuration | None:
        """The configuration of the module that a path of call names leads to; None where it is not there."""
        if path not in self._known:
            self._known[path] = self._find(path)
        return self._known[path]

    def block(self, path: tuple[str, ...], key: str) -> Block | None:
        """The block of a resource, by `type.name` or `data.type.name`."""
        found = self.configuration(path)
        return None if found is None else found.resources.get(key)

    def local(self, path: tuple[str, ...], name: str) -> Expression | None:
        """The expression of a local value."""
        found = self.configuration(path)
        attribute = found.locals.get(name) if found is not None else None
        return None if attribute is None else attribute[0].expression

    def argument(self, path: tuple[str, ...], name: str) -> Expression | None:
        """The expression that a module's caller gives to a variable."""
        caller = self.configuration(path[:-1])
        block = caller.calls.get(path[-1]) if caller is not None else None
        attribute = block.body.attributes.get(name) if block is not None else None
        return None if attribute is None else attribute.expression

    def output(self, path: tuple[str, ...], name: str) -> Expression | None:
        """The expression of a module's output."""
        found = self.configuration(path)
        block = found.outputs.get(name) if found is not None else None
        attribute = block.body.attributes.get("value") if block is not None else None
        return None if attribute is None else attribute.expression

    def declaration(self, path: tuple[str, ...], kind: Literal["var", "local"], name: str) -> Place | None:
        """Where a variable or a local value is declared."""
        found = self.configuration(path)
        if found is None:
            return None
        if kind == "local":
            attribute = found.locals.get(name)
            return attribute[1].place(attribute[0].start, attribute[0].end) if attribute is not None else None
        block = found.variables.get(name)
        return None if block is None else heading(block)

    def calls(self, module: str) -> tuple[Call, ...]:
        """The module calls that lead to a module instance; those whose block is not there are left out."""
        found: list[Call] = []
        while module:
            *above, name = module_path(module)
            configuration = self.configuration(tuple(above))
            block = configuration.calls.get(name) if configuration is not None else None
            if block is not None:
                found.append(Call(module, heading(block)))
            module = parent_of(module)[0]
        return tuple(reversed(found))

    def problems(self) -> list[Problem]:
        """What was wrong with the files."""
        return [problem for configuration in self._modules.all() for problem in configuration.problems]

    def _find(self, path: tuple[str, ...]) -> Configuration | None:
        if not path:
            return self._modules.configuration(self.directory)
        caller = self.configuration(path[:-1])
        block = caller.calls.get(path[-1]) if caller is not None else None
        if caller is None or block is None:
            return None
        local = local_source(block)
        if local:
            directory = os.path.join(caller.directory, local)
        else:
            installed = self._modules.manifest(self.directory).get(".".join(path))
            if installed is None:
                return None
            directory = os.path.join(self.directory, installed)
        directory = os.path.normpath(directory)
        return self._modules.configuration(directory) if self._modules.tree.holds(directory) else None

    def _parse(self, path: str) -> File | Problem:
        at_hand = self._at_hand.get(shown(path))
        source = at_hand or read_source(path)
        if isinstance(source, Problem):
            return source
        self.files[source.path] = source
        file = parse_json(source) if path.endswith(".json") else parse(source)
        if at_hand is None:
            self.comments += file.comments
        return file


def heading(block: Block) -> Place:
    """The place of a block's type and labels."""
    return block.body.source.place(block.start, block.heading_end)


def find_source(
    plan: str, asked: str | None, resources: Iterable[str], calls: Iterable[str], known: Mapping[str, Source]
) -> HclSource | None:
    """The source that was asked for, or the plan's own directory if its root module is the plan's.

    `resources` and `calls` are what the plan's root module declares: `type.name`, and names of module calls. Files
    that are `known` are not read again.
    """
    if asked is not None:
        return HclSource(asked, enclosing_tree(asked), known)
    directory = os.path.dirname(plan) or "."
    wanted, called = set(resources), set(calls)
    if not (wanted or called) or not module_files(directory):
        return None
    found = HclSource(directory, enclosing_tree(directory), known)
    root = found.configuration(())
    same = root is not None and wanted <= root.resources.keys() and called <= root.calls.keys()
    return found if same else None
