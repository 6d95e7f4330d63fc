"""What Terraform refuses in a module directory before it works anything out, once for each directory."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.cycles import Dependencies, Needs
from scanner.inputs.terraform.evaluate.declared import find_undeclared, uses_in
from scanner.inputs.terraform.evaluate.modules import ModuleInstance
from scanner.model.problems import Problem


class Checks:
    """Names that nothing declares, and circles of references."""

    def __init__(self) -> None:
        self._circular: dict[int, bool] = {}
        self._dependencies: dict[int, Dependencies] = {}
        self._needs: dict[int, Needs] = {}

    def check(self, module: ModuleInstance) -> list[Problem]:
        """The problems of the directory that a module instance is made from; none when it was checked before."""
        key = id(module.configuration)
        if key in self._circular:
            return []
        dependencies = self._of(module)
        circles = list(dependencies.circles())
        self._circular[key] = bool(circles)
        return [*find_undeclared(module.configuration, dependencies.uses), *circles]

    def is_circular(self, module: ModuleInstance) -> bool:
        """Whether circles were found in its directory."""
        return self._circular[id(module.configuration)]

    def _of(self, module: ModuleInstance) -> Dependencies:
        key = id(module.configuration)
        known = self._dependencies.get(key)
        if known is None:
            uses = uses_in(module.configuration)
            known = Dependencies(module.configuration, uses, lambda call: self._called(module, call))
            self._dependencies[key] = known
        return known

    def _called(self, module: ModuleInstance, call: str) -> Needs | None:
        """What the outputs of a module call need, from the first of its instances."""
        instance = next(iter(module.calls(call).instances.values()), None)
        if not isinstance(instance, ModuleInstance):
            return None
        key = id(instance.configuration)
        known = self._needs.get(key)
        if known is None:
            self._needs[key] = {}  # a module that calls itself is refused elsewhere
            known = self._needs[key] = self._of(instance).needs()
        return known
