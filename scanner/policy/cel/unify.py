"""Assignability of types with parameters, after the rules for gradual typing."""

from __future__ import annotations

from scanner.policy.cel.types import DYN, Type

_NULLABLE = frozenset({"google.protobuf.Timestamp", "google.protobuf.Duration", "optional_type"})


class Substitution:
    """What the type parameters in use stand for so far."""

    __slots__ = ("_bound", "_count")

    def __init__(self) -> None:
        self._bound: dict[str, Type] = {}
        self._count = 0

    def fresh(self) -> Type:
        """A type parameter that stands for nothing yet."""
        self._count += 1
        return Type(f"${self._count}")

    def instantiate(self, declared: tuple[Type, ...]) -> tuple[Type, ...]:
        """Types of a declaration with its parameters made fresh, the same one wherever the same name stands."""
        names: dict[str, Type] = {}
        return tuple(self._instantiate(one, names) for one in declared)

    def _instantiate(self, declared: Type, names: dict[str, Type]) -> Type:
        if declared.is_parameter:
            if declared.name not in names:
                names[declared.name] = self.fresh()
            return names[declared.name]
        if not declared.parameters:
            return declared
        return Type(declared.name, tuple(self._instantiate(one, names) for one in declared.parameters))

    def resolve(self, given: Type) -> Type:
        """The type that a parameter stands for, one level deep."""
        while given.is_parameter and given.name in self._bound:
            given = self._bound[given.name]
        return given

    def final(self, given: Type) -> Type:
        """The type with every parameter replaced, `dyn` for those that stand for nothing."""
        given = self.resolve(given)
        if given.is_parameter:
            return DYN
        if not given.parameters:
            return given
        return Type(given.name, tuple(self.final(one) for one in given.parameters))

    def all_assignable(self, sources: tuple[Type, ...], targets: tuple[Type, ...]) -> bool:
        """Whether each source fits its target; parameters are bound only if all do."""
        before = dict(self._bound)
        if all(self._assignable(source, target) for source, target in zip(sources, targets, strict=True)):
            return True
        self._bound = before
        return False

    def assignable(self, source: Type, target: Type) -> bool:
        """Whether a value of type `source` may stand where `target` is expected."""
        return self.all_assignable((source,), (target,))

    def join(self, one: Type, other: Type) -> Type:
        """The type of a value that is either."""
        return self._general(one, other) if self.assignable(other, one) else DYN

    def _assignable(self, source: Type, target: Type) -> bool:
        if target.is_parameter:
            return self._bind(target, source)
        if source.is_parameter:
            return self._bind(source, target)
        if source.name == "dyn" or target.name == "dyn":
            return True
        if source.name == "null_type" and target.name in _NULLABLE:
            return True
        if source.name == "type" and target.name == "type":
            return True
        if source.name != target.name or len(source.parameters) != len(target.parameters):
            return False
        return all(map(self._assignable, source.parameters, target.parameters))

    def _bind(self, parameter: Type, given: Type) -> bool:
        """Lets a parameter stand for a type, or for the more general of that and what it stood for."""
        bound, given = self.resolve(parameter), self.resolve(given)
        if bound == given:
            return True
        if bound.is_parameter:
            if self._occurs(bound, given):
                return False
            self._bound[bound.name] = given
            return True
        if given.is_parameter:
            return self._bind(given, bound)
        if not self._assignable(given, bound):
            return False
        while parameter.name in self._bound and self._bound[parameter.name].is_parameter:
            parameter = self._bound[parameter.name]
        self._bound[parameter.name] = self._general(bound, given)
        return True

    def _general(self, one: Type, other: Type) -> Type:
        """The more general of two types of which either may stand for the other."""
        one, other = self.resolve(one), self.resolve(other)
        if one.name == "dyn" or other.name == "dyn":
            return DYN
        if one.is_parameter or one.name == "null_type":
            return other
        if len(one.parameters) != len(other.parameters):
            return one
        return Type(one.name, tuple(map(self._general, one.parameters, other.parameters)))

    def _occurs(self, parameter: Type, given: Type) -> bool:
        given = self.resolve(given)
        return given == parameter or any(self._occurs(parameter, one) for one in given.parameters)
