"""Finding the configuration that a `module` block calls. Nothing is downloaded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from scanner.inputs.discover import module_files
from scanner.inputs.files import Tree, read_bytes, shown
from scanner.inputs.terraform.configuration import Configuration, read_configuration
from scanner.inputs.terraform.evaluate.modules import Missing, ModuleInstance
from scanner.inputs.terraform.syntax.tree import Block, File, Literal
from scanner.model.problems import Problem

MAX_MANIFEST = 4 * 1024 * 1024
"""Largest `modules.json` that is read, in bytes."""

_GET = "run `terraform get` before the scan"


class Modules:
    """Every module directory that was read, each once."""

    def __init__(self, tree: Tree, parse: Callable[[str], File | Problem]) -> None:
        self.tree = tree
        self._parse = parse
        self._read: dict[str, Configuration] = {}
        self._manifests: dict[str, dict[str, str]] = {}

    def configuration(self, directory: str, files: list[str] | None = None) -> Configuration:
        """The configuration of one directory, read when it is first asked for."""
        known = self._read.get(directory)
        if known is None:
            paths = module_files(directory) if files is None else files
            known = self._read[directory] = read_configuration(directory, paths, self._parse)
        return known

    def all(self) -> list[Configuration]:
        """Every configuration read so far."""
        return list(self._read.values())

    def called_directories(self, configuration: Configuration) -> list[str]:
        """Directories in the tree that a configuration's module blocks call by a local path."""
        sources = (local_source(block) for block in configuration.calls.values())
        return [shown(os.path.join(configuration.directory, path)) for path in sources if path]

    def resolve(self, instance: ModuleInstance, block: Block) -> Configuration | Missing:
        """The configuration a module block calls; a visible problem where it cannot be read."""
        attribute = block.body.attributes.get("source")
        if attribute is None:
            return self._missing(instance, block, "error", "Missing required argument: a module needs a source", "")
        if not isinstance(attribute.expression, Literal) or not isinstance(attribute.expression.value, str):
            what = "Variables not allowed: the source of a module must be a literal string"
            return self._missing(instance, block, "error", what, "")
        source = attribute.expression.value
        if local_source(block):
            directory = shown(os.path.join(instance.configuration.directory, source))
            if not self.tree.holds(directory):
                what = f'module "{source}" lies outside the scanned tree and was not read'
                return self._missing(instance, block, "warning", what, "scan a directory that contains both")
            what = f'Unreadable module directory: "{source}" has no configuration'
            return self._at(instance, block, directory, what, f"put the module into {directory}, or correct the path")
        return self._installed(instance, block, source)

    def _installed(self, instance: ModuleInstance, block: Block, source: str) -> Configuration | Missing:
        names = [block.labels[0]]
        at: ModuleInstance | None = instance
        while at is not None and at.call is not None:
            names.append(at.call.labels[0])
            at = at.parent
        directory = self.manifest(instance.root_name).get(".".join(reversed(names)))
        what = f'Module not installed: "{source}" is not there'
        if directory is None:
            return self._missing(instance, block, "warning", what, _GET)
        return self._at(instance, block, shown(os.path.join(instance.root_name, directory)), what)

    def _at(
        self, instance: ModuleInstance, block: Block, directory: str, what: str, help: str = _GET
    ) -> Configuration | Missing:
        if self.tree.holds(directory):
            found = self.configuration(directory)
            if found.files or found.problems:
                return found
        return self._missing(instance, block, "warning", what, help)

    def _missing(self, instance: ModuleInstance, block: Block, severity: str, what: str, help: str) -> Missing:
        source = block.body.source
        instance.evaluation.report(severity, what, source, block.start, block.heading_end, help, "unresolved")
        return Missing(what)

    def manifest(self, root: str) -> dict[str, str]:
        """Directory of each installed module by its path of call names, as `terraform init` recorded them."""
        known = self._manifests.get(root)
        if known is None:
            known = self._manifests[root] = _read_manifest(os.path.join(root, ".terraform", "modules", "modules.json"))
        return known


def local_source(block: Block) -> str:
    """The local path a module block calls; empty when its source is something else."""
    attribute = block.body.attributes.get("source")
    value = getattr(attribute.expression, "value", None) if attribute is not None else None
    return value if (isinstance(value, str) and value.startswith(("./", "../"))) or value in (".", "..") else ""


def _read_manifest(path: str) -> dict[str, str]:
    data = read_bytes(path, MAX_MANIFEST)
    if isinstance(data, str):
        return {}
    try:
        entries = json.loads(data).get("Modules", [])
    except (ValueError, AttributeError, RecursionError):
        return {}
    return {
        str(entry["Key"]): str(entry["Dir"])
        for entry in entries
        if isinstance(entry, dict) and {"Key", "Dir"} <= entry.keys()
    }
