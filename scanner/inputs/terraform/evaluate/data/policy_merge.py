"""Policy documents that exist as JSON texts, and how the AWS provider merges documents."""

from __future__ import annotations

from collections.abc import Callable

from scanner.inputs.terraform.evaluate.data import Refused, Undecided
from scanner.inputs.terraform.evaluate.data.policy_statement import descending, maybe, principals_of
from scanner.inputs.terraform.evaluate.json_content import content_of
from scanner.inputs.terraform.evaluate.types import STRING
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine
from scanner.model.values import Unknown, Value


class Document:
    """A policy document whose parts may be Unknown."""

    __slots__ = ("id", "statements", "version")

    def __init__(self, version: Value = None, id: Value = None, statements: Value = ()) -> None:
        self.version = version or None if isinstance(version, str) else version
        """The language version, None where none is given."""
        self.id = id or None if isinstance(id, str) else id
        """The document's own id, None where it has none."""
        self.statements: Value = statements if isinstance(statements, Unknown) else list(statements)
        """Its statements: objects or Unknowns in a list, or an Unknown."""

    def tree(self) -> dict[str, Value]:
        """It as JSON."""
        elements = {"Version": self.version, "Id": self.id, "Statement": self.statements}
        return {name: value for name, value in elements.items() if isinstance(value, Unknown) or value}

    def sids(self) -> list[str]:
        """The ids of its statements, those that have one and are known."""
        statements = [] if isinstance(self.statements, Unknown) else self.statements
        return [sid for sid in map(_sid, statements) if isinstance(sid, str) and sid]

    def append(self, other: Document) -> None:
        """Takes in a document that has no statement in common with this one."""
        self._take_heading(other)
        if isinstance(self.statements, list) and isinstance(other.statements, list):
            self.statements += other.statements
        else:
            self._give_up(other)

    def merge(self, other: Document) -> None:
        """Takes in a document: a statement with an id takes the place of the one with the same id."""
        self._take_heading(other)
        if isinstance(other.statements, list) and not other.statements:
            return
        if isinstance(self.statements, Unknown) or isinstance(other.statements, Unknown):
            self._give_up(other)
            return
        merged = list(self.statements)
        positions: dict[str, int] = {}
        unclear = self._index(merged, positions)
        for statement in other.statements:
            sid = _sid(statement)
            if isinstance(sid, Unknown):
                if positions or unclear:
                    self._give_up(other)
                    return
                unclear = True
            elif sid and unclear:
                self._give_up(other)
                return
            elif sid and sid in positions:
                merged[positions[sid]] = statement
                continue
            elif sid:
                positions[sid] = len(merged)
            merged.append(statement)
        self.statements = merged

    def _index(self, statements: list[Value], positions: dict[str, int]) -> bool:
        """Fills in where statements stand by id. Returns whether the id of one of them is Unknown."""
        unclear = False
        for position, sid in enumerate(map(_sid, statements)):
            if isinstance(sid, Unknown):
                unclear = True
            elif sid:
                positions.setdefault(sid, position)
        return unclear

    def _take_heading(self, other: Document) -> None:
        if other.id is not None:
            self.id = combine([other.id], None) if isinstance(other.id, Unknown) and self.id is not None else other.id
        versions = [version for version in (self.version, other.version) if version is not None]
        unknown = [version for version in versions if isinstance(version, Unknown)]
        if len(versions) == 2 and unknown:
            self.version = combine(unknown, None, STRING, not_null=True)
        elif versions:
            self.version = max(versions) if len(versions) == 2 else versions[0]

    def _give_up(self, other: Document) -> None:
        """Which statements there are depends on something unknown."""
        causes: list[Unknown] = []
        for statements in (self.statements, other.statements):
            if isinstance(statements, Unknown):
                causes.append(statements)
            else:
                causes += [sid for sid in map(_sid, statements) if isinstance(sid, Unknown)]
        self.statements = combine(causes, None)


def _sid(statement: Value) -> Value:
    """A statement's id: empty where it has none, Unknown where that is not known."""
    return statement if isinstance(statement, Unknown) else statement.get("Sid", "")


def decoded(text: Value) -> Document:
    """The document of a JSON text, as the provider understands it."""
    if not isinstance(text, Unknown):
        return _document(_parsed(text))
    if text.content is None:
        return Document(maybe(text, "version"), maybe(text, "id"), maybe(text, "statements"))
    return _document(text.content)


def _parsed(text: str) -> Value:
    import json

    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except ValueError as error:
        raise Refused(f"a policy document is not valid JSON: {error}") from None


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Undecided("a policy document names a key twice")
    return made


def _no_constant(name: str) -> Value:
    raise ValueError(f"{name} is not a JSON value")


def _document(tree: Value) -> Document:
    if isinstance(tree, Unknown):
        return Document(maybe(tree, "version"), maybe(tree, "id"), maybe(tree, "statements"))
    elements = _elements(tree, ("Version", "Id", "Statement"))
    statements = elements.get("Statement", [])
    if isinstance(statements, Unknown):
        statements = maybe(statements, "statements")
    elif not isinstance(statements, list):
        raise Refused("the Statement of a policy document must be a list")
    else:
        statements = [_statement(statement) for statement in statements]
    return Document(_string(elements.get("Version")), _string(elements.get("Id")), statements)


def _elements(tree: Value, names: tuple[str, ...]) -> dict[str, Value]:
    """The entries of an object that the provider knows, whatever their case, without nulls."""
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise Refused("a policy document, and each of its statements, must be an object")
    found: dict[str, Value] = {}
    known = {name.casefold(): name for name in names}
    for key, value in tree.items():
        name = known.get(key.casefold())
        if name in found:
            raise Undecided("a policy document names an element twice")
        if value is None and name in ("Principal", "NotPrincipal"):
            raise Refused(f"the {name} of a policy document must not be null")
        if name is not None:
            found[name] = value
    return {name: found[name] for name in names if found.get(name) is not None}


def _statement(tree: Value) -> Value:
    if isinstance(tree, Unknown):
        return combine([tree], "statement", not_null=True)
    if tree is None:
        raise Refused("null among the statements of a policy document")
    made: dict[str, Value] = {}
    for name, value in _elements(tree, tuple(_READERS)).items():
        made[name] = _READERS[name](value)
    return {name: value for name, value in made.items() if value is not None}


def _string(value: Value) -> Value:
    if isinstance(value, Unknown):
        return maybe(value, "string")
    if value is not None and not isinstance(value, str):
        raise Refused("Version, Id, Sid and Effect of a policy document must be strings")
    return value or None


def _principals(value: Value) -> Value:
    if isinstance(value, Unknown):
        return maybe(value, "principals")
    if isinstance(value, str):
        return "*"
    if not isinstance(value, dict):
        raise Refused("the Principal of a policy document must be a string or an object")
    return _unless_empty(principals_of([(kind, _identifiers(item)) for kind, item in value.items()]))


def _identifiers(value: Value) -> Value:
    if isinstance(value, Unknown):
        return value if _is_text(value) else combine([value], "identifiers", not_null=True)
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or not all(isinstance(item, (str, Unknown)) for item in value):
        raise Refused("the identifiers of a principal must be strings")
    return descending(value)


def _conditions(value: Value) -> Value:
    if isinstance(value, Unknown):
        return maybe(value, "condition")
    if not isinstance(value, dict):
        raise Refused("the Condition of a policy document must be an object")
    return _unless_empty(_kept({test: _tests(tests) for test, tests in value.items()}))


def _tests(value: Value) -> Value:
    if isinstance(value, Unknown):
        return maybe(value, "condition operator")
    if value is not None and not isinstance(value, dict):
        raise Refused("a condition operator of a policy document must hold an object")
    return _kept({variable: _values(values) for variable, values in (value or {}).items()})


def _kept(entries: dict[str, Value]) -> Value:
    """Entries that are not left out, sorted; Unknown where it is not certain that there are any."""
    kept = {name: value for name, value in sorted(entries.items()) if value is not None and value != {}}
    doubtful = [value for value in kept.values() if isinstance(value, Unknown) and not value.not_null]
    return maybe(doubtful[0], "condition") if doubtful and len(doubtful) == len(kept) else kept


def _unless_empty(value: Value) -> Value:
    return None if value == {} else value


def _values(value: Value) -> Value:
    """The provider drops values that are neither strings nor bools."""
    if isinstance(value, Unknown):
        return value if value.not_null and _is_text(value) else maybe(value, "condition values")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return None
    if not all(isinstance(item, (str, Unknown)) for item in value):
        raise Refused("the values of a condition must be strings")
    return value[0] if len(value) == 1 else value


def _is_text(value: Unknown) -> bool:
    return isinstance(value, TypedUnknown) and value.type is STRING


_READERS: dict[str, Callable[[Value], Value]] = {
    "Sid": _string,
    "Effect": _string,
    "Action": content_of,
    "NotAction": content_of,
    "Resource": content_of,
    "NotResource": content_of,
    "Principal": _principals,
    "NotPrincipal": _principals,
    "Condition": _conditions,
}
"""How each element of a statement is read, in the order they are written."""
