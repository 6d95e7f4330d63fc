"""Writes the rule reference, `docs/rules/`: a page for every rule that ships with Bylaw, and an index.

    python tools/rule_reference.py            writes what has changed and removes pages of rules that are gone
    python tools/rule_reference.py --check    says what is out of date; exit code 1 when something is

Everything in a page comes from the rule's own file, `frameworks/` and the table from rules to controls, compiled anew.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from scanner.compliance.frameworks import read_catalogues, read_themes  # noqa: E402
from scanner.compliance.mapping import Mapping, compile_mapping  # noqa: E402
from scanner.model.frameworks import Framework  # noqa: E402
from scanner.model.rules import Example  # noqa: E402
from scanner.outputs.labels import framework_label  # noqa: E402
from scanner.policy.packs import read_pack  # noqa: E402
from scanner.policy.rule_files import RuleFile  # noqa: E402

FOLDER = ROOT / "docs" / "rules"
INDEX = "README.md"
PROVIDERS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud", "kubernetes": "Kubernetes"}
"""What the folders of `rules/` are called in the index, which is in this order; others follow by name."""

_HEAD = "<!-- Written by tools/rule_reference.py from {source}; change that and run it again. -->\n"
_INTRODUCTION = """\
# Rules

{count} rules ship with Bylaw. `bylaw rules show ID` prints what these pages say, `bylaw rules list --format json` the
index; ids of Checkov, Trivy and others are understood by both `show` and comments in code. How to write a rule of your
own: [writing-rules.md](../writing-rules.md).
"""
_SPECIAL = re.compile(r"[\\*<\[\]]|(?<![^\W_])_|_(?![^\W_])")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Catalogues:
    """What pages say beside what is in a rule's file."""

    frameworks: tuple[Framework, ...]
    """All of them, in the order they are shown."""
    themes: dict[str, str]
    """Titles by id."""
    mapping: Mapping
    """Rules to controls."""


def pages(rules: Path = ROOT / "rules", frameworks: Path = ROOT / "frameworks") -> dict[str, str]:
    """Every page by its file's name, the index among them."""
    files = sorted(read_pack(rules).rules, key=lambda file: file.rule.id)
    read = read_catalogues(frameworks)
    themes = {theme.id: theme.title for theme in read_themes(frameworks)}
    catalogues = Catalogues(read, themes, compile_mapping(read, [file.rule for file in files]))
    found = {f"{file.rule.id}.md": page(file, catalogues) for file in files}
    return {INDEX: index(files), **found}


def page(file: RuleFile, catalogues: Catalogues) -> str:
    """The page of one rule."""
    rule = file.rule
    parts = [
        f"# {rule.id}",
        prose(f"{rule.title}."),
        "\n".join(_facts(file, catalogues)),
        "## Why it is bad",
        prose(rule.why),
        "## Fix",
        prose(rule.fix),
        *_examples(file.examples),
        "## Check",
        fenced(_expressions(file), "yaml"),
        *_controls(file, catalogues),
        *_listed("## References", [f"<{address}>" for address in rule.references]),
    ]
    return _HEAD.format(source=f"rules/{rule.file}") + "\n" + "\n\n".join(parts) + "\n"


def _facts(file: RuleFile, catalogues: Catalogues) -> Iterator[str]:
    rule = file.rule
    themes = [f"{cell(catalogues.themes[name])} (`{name}`)" for name in (rule.theme, *rule.also)]
    aliases = "; ".join(f"{name}: {_codes(ids)}" for name, ids in sorted(rule.aliases.items()))
    yield "| | |"
    yield "|---|---|"
    yield f"| severity | {rule.severity} |"
    yield f"| looks at | {_codes((*rule.terraform, *rule.kubernetes))} |"
    yield f"| themes | {'; '.join(themes)} |"
    if aliases:
        yield f"| also known as | {aliases} |"
    yield f"| file | [`rules/{rule.file}`](../../rules/{rule.file}) |"


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    """The first failing example, and the first passing one, in the same language where there is one."""
    listed = list(examples)
    failing = next(each for each in listed if each.verdict == "fail")
    passing = [each for each in listed if each.verdict == "pass"]
    alike = [each for each in passing if each.language == failing.language]
    for heading, example in (("## Fails", failing), ("## Passes", (alike or passing)[0])):
        yield heading
        yield prose(f"{example.name[:1].upper()}{example.name[1:]}:")
        yield fenced(example.text, "hcl" if example.language == "terraform" else "yaml")


def _expressions(file: RuleFile) -> str:
    """What the rule asks, as its file has it, without what the page says elsewhere."""
    wanted = ("when", "each", "variables", "check")
    lines = file.text.split("\n")
    starts = [number for number, line in enumerate(lines) if re.match(r"[A-Za-z]", line)]
    found: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if lines[start].partition(":")[0] in wanted:
            found += [line for line in lines[start:end] if not line.lstrip().startswith("#")]
    return "\n".join(line for line in found if line.strip())


def _controls(file: RuleFile, catalogues: Catalogues) -> Iterator[str]:
    direct = catalogues.mapping.controls_of(file.rule.id)
    yield "## Controls"
    if not direct:
        yield "A failure is a deficiency of no control."
        return
    yield "A failure is a deficiency of these controls ([what that means](../guides/auditor.md))."
    listed = [(framework_label(each.id), direct[each.id]) for each in catalogues.frameworks if each.id in direct]
    rows = [f"| {name} | {', '.join(ids)} |" for name, ids in listed]
    yield "\n".join(("| framework | controls |", "|---|---|", *rows))


def index(files: Iterable[RuleFile]) -> str:
    """The index, by provider and service."""
    by_service: dict[str, dict[str, list[RuleFile]]] = {}
    for file in files:
        provider, _, rest = file.rule.file.partition("/")
        by_service.setdefault(provider, {}).setdefault(rest.partition("/")[0], []).append(file)
    order = [*(name for name in PROVIDERS if name in by_service), *sorted(by_service.keys() - PROVIDERS.keys())]
    count = sum(len(listed) for services in by_service.values() for listed in services.values())
    parts = [_INTRODUCTION.format(count=count).rstrip("\n")]
    for provider in order:
        parts.append(f"## {PROVIDERS.get(provider, provider)}")
        for service, listed in sorted(by_service[provider].items()):
            rows = [
                f"| [{each.rule.id}]({each.rule.id}.md) | {each.rule.severity} | {each.rule.theme} |"
                f" {cell(each.rule.title)} |"
                for each in listed
            ]
            parts.append(f"### {service}")
            parts.append("\n".join(("| rule | severity | theme | what is wrong |", "|---|---|---|---|", *rows)))
    return _HEAD.format(source="rules/") + "\n" + "\n\n".join(parts) + "\n"


def prose(text: str) -> str:
    """Plain text as Markdown: what stands in backquotes is code, nothing else is markup. Paragraphs are one line."""
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n[ \t]*\n", text.strip())]
    return "\n\n".join(_escaped(each) for each in paragraphs)


def _escaped(text: str) -> str:
    done, at = "", 0
    for code in _CODE.finditer(text):
        done += _SPECIAL.sub(r"\\\g<0>", text[at : code.start()]) + code.group()
        at = code.end()
    return done + _SPECIAL.sub(r"\\\g<0>", text[at:])


def cell(text: str) -> str:
    """The same in a table, where a bar would end the cell, even in code."""
    return prose(text).replace("|", "\\|")


def fenced(text: str, language: str) -> str:
    """A block of code. The fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _listed(heading: str, items: list[str]) -> Iterator[str]:
    if items:
        yield heading
        yield "\n".join(f"- {item}" for item in items)


def stale(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Names of the pages that are missing, different or of no rule."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name))


def main(arguments: list[str]) -> int:
    """Runs the command and gives its exit code."""
    parser = argparse.ArgumentParser(description="Write the rule reference, docs/rules/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is out of date")
    check = parser.parse_args(arguments).check
    wanted = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = stale(FOLDER, wanted)
    for name in changed:
        path = FOLDER / name
        if check:
            print(f"{path.relative_to(ROOT)} is out of date")
        elif name in wanted:
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    print(f"{len(changed)} of {len(wanted)} pages {'are out of date' if check else 'written or removed'}")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
