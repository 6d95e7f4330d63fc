"""What file functions may see: regular files of the scanned tree, nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from scanner.inputs.files import Tree, read_bytes
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope
    from scanner.inputs.terraform.syntax.tree import Node

MAX_FUNCTION_FILE = 4 * 1024 * 1024
"""Largest file that `file` and its kin read, in bytes: templates and policies, not archives."""

MAX_LISTED = 20_000
"""Most files that `fileset` looks at."""


class OutsideTree(ValueError):
    """A path that leads out of the scanned tree."""


class ModuleFiles:
    """The files that one root module's functions may read. Relative paths start at the root module."""

    def __init__(self, root: str, tree: Tree) -> None:
        self.root = root
        self.tree = tree
        self._cache: dict[str, bytes] = {}

    def context(self, scope: Scope, node: Node) -> Context:
        """The files as one function call in one module sees them."""
        return Context(self, scope, node)

    def read(self, path: str) -> bytes:
        """Bytes of a file. Raises OSError-like `ValueError` with Terraform's phrase where it can't be read."""
        if path not in self._cache:
            at = os.path.join(self.root, path)
            if not self.tree.holds(at):
                raise OutsideTree(f'"{path}" lies outside the scanned tree and is not read')
            if not os.path.exists(at):
                raise ValueError(f'no file exists at "{path}"')
            data = read_bytes(at, MAX_FUNCTION_FILE)
            if isinstance(data, str):
                raise ValueError(f'failed to read "{path}": {data}')
            self._cache[path] = data
        return self._cache[path]

    def exists(self, path: str) -> bool:
        """Whether a regular file is there. A file outside the tree is an error, not absent."""
        at = os.path.join(self.root, path)
        if not self.tree.holds(at):
            raise OutsideTree(f'"{path}" lies outside the scanned tree and is not looked at')
        if os.path.isdir(at):
            raise ValueError(f'"{path}" is a directory, not a file')
        return os.path.isfile(at)

    def list(self, path: str, pattern: str) -> list[str]:
        """Files below `path` whose relative path matches, sorted."""
        at = os.path.join(self.root, path)
        above = os.path.join(at, *(part for part in pattern.split("/") if part == ".."))
        if not self.tree.holds(at) or not self.tree.holds(above):
            raise OutsideTree(f'"{path}" lies outside the scanned tree and is not looked at')
        from scanner.inputs.terraform.evaluate.functions.signatures import Uncertain
        from scanner.inputs.terraform.evaluate.glob import GlobUncertain, find

        try:
            return find(at, pattern, self.tree.holds, MAX_LISTED)
        except GlobUncertain as uncertain:
            raise Uncertain(f'files of "{path}" are not listed: {uncertain}') from None


class Context:
    """What one function call may ask of its surroundings."""

    __slots__ = ("_files", "_node", "_scope")

    def __init__(self, files: ModuleFiles, scope: Scope, node: Node) -> None:
        self._files = files
        self._scope = scope
        self._node = node

    @property
    def module_directory(self) -> str:
        """What `path.module` gives."""
        return str(getattr(self._scope.module, "path", "."))

    @property
    def root_directory(self) -> str:
        """What `path.root` gives."""
        return "."

    def read_file(self, path: str) -> bytes:
        """Bytes of a file in the tree."""
        return self._guard(self._files.read, path)  # type: ignore[no-any-return]

    def file_exists(self, path: str) -> bool:
        """Whether a file of the tree exists."""
        return self._guard(self._files.exists, path)  # type: ignore[no-any-return]

    def list_files(self, path: str, pattern: str) -> list[str]:
        """Files of the tree below `path`."""
        return self._guard(self._files.list, path, pattern)  # type: ignore[no-any-return]

    def render_template(self, text: str, name: str, variables: dict[str, Value]) -> Value:
        """A template's text."""
        from scanner.inputs.terraform.evaluate.functions import FunctionError
        from scanner.inputs.terraform.evaluate.templates import ABSENT, render_template

        try:
            return render_template(text, name, variables, self._scope)
        except EvaluationError as error:
            if error.message.startswith(ABSENT):
                raise FunctionError(f"{error.message}, referenced at {error.place}", 1) from None
            raise FunctionError(f"{error.place}: {error.message}") from None

    def _guard(self, operation: Any, *arguments: str) -> Any:
        from scanner.inputs.terraform.evaluate.functions import FunctionError
        from scanner.inputs.terraform.evaluate.functions.signatures import Uncertain

        try:
            return operation(*arguments)
        except OutsideTree as error:
            # Terraform would read it, so that it is no error of the configuration; but it is not ours to read.
            evaluation, source = self._scope.module.evaluation, self._scope.source
            help = "scan a directory that holds both, or take the value as unknown"
            evaluation.report("warning", str(error), source, self._node.start, self._node.end, help, "unresolved")
            raise Uncertain(str(error)) from None
        except (ValueError, OSError) as error:
            raise FunctionError(str(error), 0) from None
