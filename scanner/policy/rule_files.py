"""Rule files: one rule, one file, from YAML to the rule and its expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.model.problems import Problem
from scanner.model.rules import Example, Rule
from scanner.policy.errors import PackError
from scanner.policy.pack_files import display_path, parse_yaml, read_text

if TYPE_CHECKING:
    from scanner.policy.validation import RuleValidator


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file: the rule and the expressions it is written in."""

    rule: Rule
    """What reports need of it."""
    check: str
    """True passes, false fails."""
    when: str | None
    """False means the rule does not apply."""
    each: tuple[tuple[str, str], ...]
    """Names, and the lists or maps whose items they are bound to."""
    variables: tuple[tuple[str, str], ...]
    """Named expressions, in order."""
    message: str
    """Template of the message of a failure."""
    focus: tuple[str, ...]
    """Paths to point at, the first that is written counts; empty for what the check reads."""
    sensitive: tuple[str, ...]
    """Paths of values that no report may show."""
    examples: tuple[Example, ...]
    """Its tests and documentation."""
    edit: Any
    """How a machine would fix it; reserved."""
    path: str
    """The file, relative to the working directory where it lies below it."""
    text: str
    """The file's text, to find places in."""


def read_rule(path: Path, directory: Path, validator: RuleValidator | None = None) -> RuleFile:
    """Reads one rule file of the pack in `directory`.

    Raises:
        PackError: the file has faults.
    """
    text = read_text(path)
    shown = display_path(path)
    data = parse_yaml(text, shown)
    if validator is not None:
        problems = validator.problems(data, text, shown, path.stem)
        if problems:
            raise PackError(problems)
    try:
        return _rule_file(data, path.relative_to(directory).as_posix(), shown, text)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        from scanner.policy.validation import RuleValidator

        problems = RuleValidator().problems(data, text, shown, path.stem)
        fallback = Problem("error", "invalid", f"not a rule: {error}", shown)
        raise PackError(problems or [fallback]) from error


def _rule_file(data: Mapping[str, Any], file: str, shown: str, text: str) -> RuleFile:
    match = data["match"]
    rule = Rule(
        id=_text(data["id"]),
        title=_text(data["title"]),
        severity=data["severity"],
        theme=_text(data["theme"]),
        also=_texts(data.get("also", ())),
        terraform=_texts(match.get("terraform", ())),
        kubernetes=_texts(match.get("kubernetes", ())),
        why=_text(data["why"]),
        fix=_text(data["fix"]),
        references=_texts(data.get("references", ())),
        aliases={_text(name): _texts(ids) for name, ids in data.get("aliases", {}).items()},
        file=file,
    )
    focus = data.get("focus", ())
    return RuleFile(
        rule=rule,
        check=_text(data["check"]),
        when=_text(data["when"]) if "when" in data else None,
        each=_expressions(data.get("each", {})),
        variables=_expressions(data.get("variables", {})),
        message=_text(data["message"]),
        focus=(_text(focus),) if isinstance(focus, str) else _texts(focus),
        sensitive=_texts(data.get("sensitive", ())),
        examples=tuple(_example(entry) for entry in data["examples"]),
        edit=data.get("edit"),
        path=shown,
        text=text,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value.strip()


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"not a list: {values!r}")
    return tuple(_text(value) for value in values)


def _expressions(entries: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    if isinstance(entries, Mapping):
        return tuple((_text(name), _text(expression)) for name, expression in entries.items())
    return tuple((_text(entry["name"]), _text(entry["expression"])) for entry in entries)


def _example(entry: Mapping[str, Any]) -> Example:
    language = "terraform" if "terraform" in entry else "kubernetes"
    return Example(
        name=_text(entry["name"]),
        verdict=entry["verdict"],
        language=language,  # type: ignore[arg-type]
        text=entry[language],
        at=_text(entry["at"]) if "at" in entry else None,
    )
