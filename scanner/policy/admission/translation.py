"""The expressions of one rule in the words of an admission policy.

`resource` is `object` there, and `pod` and the rule's variables are variables of the policy. What depends on an item of
`each` is written where the item is bound. Variables of a policy are computed when they are needed, as those of rules.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.policy import cel
from scanner.policy.admission.writing import CannotWriteError, Text, Writer, negated, quoted
from scanner.policy.cel.tree import Select
from scanner.policy.cel.types import Type
from scanner.policy.compiler import Compiler
from scanner.policy.rendering import NOT_SET
from scanner.policy.rule_files import RuleFile
from scanner.policy.templates import Expression, split_template

_MEMBER: Final = 9
_META: Final[dict[str, Text]] = {
    "name": ('object.metadata.?name.orValue("")', _MEMBER),
    "namespace": ("dyn(object.metadata).?namespace.orValue(null)", _MEMBER),
    "labels": ("object.metadata.?labels.orValue({})", _MEMBER),
    "type": ('object.apiVersion + "/" + object.kind', 4),
}
_POD: Final = {
    "template": (
        'object.kind == "Pod" ? object : object.kind == "PodTemplate" ? object.template : '
        'object.kind == "CronJob" ? object.spec.jobTemplate.spec.template : object.spec.template'
    ),
    "spec": "{template}.spec",
    "metadata": "{template}.?metadata.orValue({{}})",
    "containers": "{spec}.?containers.orValue([])",
    "initContainers": "{spec}.?initContainers.orValue([])",
    "ephemeralContainers": "{spec}.?ephemeralContainers.orValue([])",
    "allContainers": "{containers} + {initContainers} + {ephemeralContainers}",
}
"""The view of a pod, each part by those before it."""
_NAMES: Final = {"template": "podTemplate", "spec": "podSpec", "metadata": "podMetadata"}
_DEEPEST: Final = 20


class Translation:
    """One rule being translated."""

    def __init__(self, file: RuleFile) -> None:
        self._file = file
        self._trees = {name: cel.parse(text) for name, text in file.variables}
        self._items = tuple(name for name, _ in file.each)
        self._per_item = set(self._items)
        for name, text in file.variables:  # each may use those before it
            if self._is_per_item(text):
                self._per_item.add(name)
        self._used: dict[str, str] = {}
        self._pod_used: dict[str, str] = {}
        self._inlined: list[str] = []
        self._writer = Writer(self._name, self._selected)

    @property
    def functions(self) -> set[str]:
        """Every function that was written."""
        return self._writer.functions

    def variables(self) -> list[tuple[str, str]]:
        """Names and expressions of the variables that were used, each after those it uses."""
        pod = [(self._pod_name(part), self._pod_used[part]) for part in _POD if part in self._pod_used]
        return [*pod, *((name, text) for name, text in self._used.items())]

    def validation(self) -> str:
        """What must hold."""
        return self._whole()

    def message(self) -> str:
        """What says why it does not; empty where the message is plain text."""
        parts = split_template(self._file.message)
        if all(isinstance(part, str) for part in parts):
            return ""
        return self._messages(0)

    # Items

    def _over_items(self, level: int) -> Text:
        """What must hold from some name of `each` on."""
        if level == len(self._items):
            return self._holds()
        name, items = self._file.each[level]
        written = self._list(name, items)
        self._writer.bind(name)
        inner = self._over_items(level + 1)[0]
        self._writer.release(name)
        return f"{written}.all({name}, {inner})", _MEMBER

    def _whole(self) -> str:
        when, rest = self._file.when, self._over_items(0)
        if when is None or not self._items or self._is_per_item(when):
            return rest[0]
        return f"{self._negated(when)} || {rest[0]}"

    def _holds(self) -> Text:
        when, check = self._file.when, cel.parse(self._file.check)
        if when is None or (self._items and not self._is_per_item(when)):
            return self._writer.written(check)
        return f"{self._negated(when)} || {self._writer.text(check, 2)}", 1

    def _negated(self, text: str) -> str:
        return negated(self._writer.written(cel.parse(text)))

    def _messages(self, level: int) -> str:
        if not self._items:
            return self._message()
        name, items = self._file.each[level]
        written = self._list(name, items)
        self._writer.bind(name)
        failing = negated(self._over_items(level + 1))
        said = self._message() if level + 1 == len(self._items) else self._messages(level + 1)
        self._writer.release(name)
        return f'{written}.filter({name}, {failing}).map({name}, {said}).join("; ")'

    def _list(self, name: str, items: str) -> str:
        if self._type(items, self._items[: self._items.index(name)]).name == "map":
            raise CannotWriteError(f"each.{name} runs over a map")
        return self._text(items, _MEMBER)

    # Messages

    def _message(self) -> str:
        parts = [self._part(part) for part in split_template(self._file.message)]
        return " + ".join(parts)

    def _part(self, part: str | Expression) -> str:
        if isinstance(part, str):
            return quoted(part)
        tree = cel.parse(part.text)
        if isinstance(tree, Select) and tree.mode == "plain":
            # What is not there has a word in messages.
            tree = Select(tree.offset, tree.depth, tree.operand, tree.field, "optional")
        if not (isinstance(tree, Select) and tree.mode == "optional"):
            kind = self._type_of(part.text)
        elif not self._selected_name(tree):
            kind = Type("optional_type", (Type("dyn"),))
        elif tree.field == "namespace":
            return 'object.metadata.?namespace.orValue("")'
        else:
            return f"string({self._writer.text(cel.parse(part.text))})"
        written = self._writer.text(tree, _MEMBER)
        return self._shown(self._writer.text(tree), written, kind)

    def _shown(self, plain: str, written: str, kind: Type) -> str:
        match kind.name:
            case "string":
                return f"({plain})" if " ? " in plain else plain
            case "list":
                joined = written if str(kind) == "list(string)" else f"{written}.map(each, string(each))"
                return f'{joined}.join(", ")'
            case "optional_type":
                return f"{written}.optMap(each, string(each)).orValue({quoted(NOT_SET)})"
            case "map" | "null_type" | "type":
                raise CannotWriteError(f"its message shows a {kind.name}")
            case _:
                return f"string({plain})"

    def _selected_name(self, tree: Select) -> bool:
        """Whether a selection is a word of the rule's own, such as `meta.name`, and always there."""
        operand = tree.operand
        name = getattr(operand, "name", "")
        return name in ("meta", "pod") and self._selected(name, tree.field) is not None

    # Names

    def _name(self, name: str) -> Text:
        if name == "resource":
            return "object", _MEMBER
        if name in self._trees:
            return self._variable(name)
        if name in ("meta", "pod"):
            raise CannotWriteError(f"it uses {name} as a whole")
        return name, _MEMBER

    def _selected(self, name: str, field: str) -> Text | None:
        if name == "meta" and "meta" not in self._trees:
            if field not in _META:
                raise CannotWriteError(f"it uses meta.{field}")
            return _META[field]
        if name == "pod" and field in _POD:
            return self._pod(field), _MEMBER
        return None

    def _pod(self, part: str) -> str:
        if part not in self._pod_used:
            needed = [other for other in _POD if f"{{{other}}}" in _POD[part]]
            self._pod_used[part] = _POD[part].format(**{other: self._pod(other) for other in needed})
        return f"variables.{self._pod_name(part)}"

    def _pod_name(self, part: str) -> str:
        name = _NAMES.get(part, part)
        return f"{name}_" if name in self._trees else name

    def _variable(self, name: str) -> Text:
        """A variable of the policy, or where it depends on an item what it stands for."""
        tree = self._trees[name]
        if name in self._inlined or len(self._inlined) > _DEEPEST:
            raise CannotWriteError(f"variable {name} uses itself")
        if name in self._per_item:
            self._inlined.append(name)
            found = self._writer.written(tree)
            self._inlined.pop()
            return found
        if name not in self._used:
            written = self._writer.text(tree)
            self._used[name] = written
        return f"variables.{name}", _MEMBER

    # Questions

    def _text(self, text: str, least: int = 0) -> str:
        return self._writer.text(cel.parse(text), least)

    def _is_per_item(self, text: str) -> bool:
        """Whether an expression may use an item, itself or through variables."""
        return not self._per_item.isdisjoint(_words(text))

    def _type_of(self, text: str) -> Type:
        return self._type(text, self._items)

    def _type(self, text: str, items: tuple[str, ...]) -> Type:
        names = ("resource", "meta", "pod") if "pods" in self._file.rule.kubernetes else ("resource", "meta")
        later = [name for name in self._items if name not in items]
        variables = [each for each in self._file.variables if not (later and each[0] in self._per_item)]
        return cel.compile(text, Compiler().environment((*names, *items)), variables=variables).type


def _words(text: str) -> list[str]:
    """Everything in an expression that may be a name."""
    return re.findall(r"[A-Za-z_]\w*", text)
