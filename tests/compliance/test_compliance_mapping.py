"""The table from rules to controls."""

from __future__ import annotations

from pathlib import Path

import pytest
from compliance_builders import THEMES, control, framework, rule
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.compliance.compiled import compiled_files, write_compiled
from scanner.compliance.errors import ComplianceError
from scanner.compliance.folder import frameworks_folder
from scanner.compliance.frameworks import CATALOGUES, read_catalogues
from scanner.compliance.mapping import Mapping, Row, compile_mapping, load_mapping, parse_mapping
from scanner.model.rules import Rule
from scanner.policy.packs import builtin_directory, read_pack


@pytest.fixture(scope="module")
def shipped_rules() -> list[Rule]:
    return [file.rule for file in read_pack(builtin_directory()).rules]


def test_the_committed_tables_are_what_the_catalogues_and_rules_compile_to(shipped_rules: list[Rule]) -> None:
    for name, text in compiled_files(shipped_rules).items():
        committed = (frameworks_folder() / name).read_text(encoding="utf-8")
        assert committed == text, f"{name} is out of date: run `bylaw frameworks mapping --write`"


def test_every_shipped_rule_bears_on_some_control_directly(shipped_rules: list[Rule]) -> None:
    mapping = load_mapping()
    assert [each.id for each in shipped_rules if not mapping.controls_of(each.id)] == []


def rows(mapping: Mapping) -> list[tuple[str, str, str, str]]:
    return [(row.rule, row.control, row.relation, row.via) for row in mapping.rows()]


def test_direct_through_any_theme_and_supporting_only_where_not_direct() -> None:
    catalogue = framework(
        control("CC1.1", (THEMES[0],), (THEMES[1],)), control("CC1.2", (THEMES[1],)), control("CC1.3", (), (THEMES[0],))
    )
    mapping = compile_mapping([catalogue], [rule("b", THEMES[0], THEMES[1]), rule("a", THEMES[1])])
    assert rows(mapping) == [
        ("a", "CC1.1", "supporting", THEMES[1]),
        ("a", "CC1.2", "direct", THEMES[1]),
        ("b", "CC1.1", "direct", THEMES[0]),
        ("b", "CC1.2", "direct", THEMES[1]),
        ("b", "CC1.3", "supporting", THEMES[0]),
    ]
    assert mapping.controls_of("b") == {"soc2": ["CC1.1", "CC1.2"]}
    assert mapping.rules_of("soc2", "CC1.1") == ["b"]
    assert mapping.rules_of("soc2", "CC1.1", "supporting") == ["a"]


def test_included_and_excluded_by_name() -> None:
    catalogue = framework(control("CC1.1", (THEMES[0],), (), include=("c",), exclude=("b",)))
    mapping = compile_mapping([catalogue], [rule("a"), rule("b"), rule("c", THEMES[2])])
    assert list(mapping.rows()) == [
        Row("a", "soc2", "CC1.1", "direct", THEMES[0]),
        Row("c", "soc2", "CC1.1", "direct", "include", "because"),
    ]


@pytest.mark.parametrize(
    ("include", "exclude", "word"),
    [
        (("no-such",), (), "there is no rule"),
        ((), ("no-such",), "there is no rule"),
        (("a",), ("a",), "both included and excluded"),
        ((), ("other",), "none of its themes"),
    ],
)
def test_overrides_that_cannot_be_meant_are_errors(
    include: tuple[str, ...], exclude: tuple[str, ...], word: str
) -> None:
    catalogue = framework(control("CC1.1", (THEMES[0],), (), include, exclude))
    with pytest.raises(ComplianceError, match=word):
        compile_mapping([catalogue], [rule("a"), rule("other", THEMES[3])])


def test_rules_of_a_user_are_mapped_without_the_shipped_ones() -> None:
    catalogue = framework(control("CC1.1", (THEMES[0],), (), include=("shipped",)))
    mine = compile_mapping([catalogue], [rule("mine")], whole=False)
    shipped = compile_mapping([catalogue], [rule("shipped", THEMES[3])])
    both = shipped.joined(mine)
    assert both.rules_of("soc2", "CC1.1") == ["mine", "shipped"]
    assert both.controls_of("mine") == {"soc2": ["CC1.1"]}
    assert parse_mapping(both.to_text()).to_text() == both.to_text()


NAMES = st.from_regex(r"[a-c](-[a-c]){0,2}", fullmatch=True)
SOME_THEMES = st.lists(st.sampled_from(THEMES), unique=True, max_size=3)
RULES = st.lists(st.builds(lambda n, t, also: rule(n, t, *also), NAMES, st.sampled_from(THEMES), SOME_THEMES))
CONTROLS = st.lists(st.tuples(SOME_THEMES, SOME_THEMES), max_size=4).map(
    lambda pairs: [
        control(f"CC{n}.1", tuple(direct), tuple(set(other) - set(direct))) for n, (direct, other) in enumerate(pairs)
    ]
)


@settings(max_examples=80, deadline=None)
@given(RULES, CONTROLS)
def test_the_table_says_what_the_themes_say(rules: list[Rule], controls: list) -> None:  # type: ignore[type-arg]
    rules = list({each.id: each for each in rules}.values())
    mapping = compile_mapping([framework(*controls)], rules)
    for each in rules:
        themes = {each.theme, *each.also}
        expected = [c.id for c in controls if themes & set(c.themes)]
        assert mapping.controls_of(each.id) == ({"soc2": expected} if expected else {})
        for c in controls:
            assert (each.id in mapping.rules_of("soc2", c.id)) is (c.id in expected)
            if c.id not in expected:
                assert (each.id in mapping.rules_of("soc2", c.id, "supporting")) is bool(
                    themes & set(c.supporting_themes)
                )
    text = mapping.to_text()
    again = parse_mapping(text)
    assert again.to_text() == text and again.versions == mapping.versions
    assert list(again.rows()) == list(mapping.rows())
    shuffled = compile_mapping([framework(*controls)], rules[::-1])
    assert shuffled.to_text() == text


def test_the_header_says_which_editions() -> None:
    versions = compile_mapping(read_catalogues(), []).versions
    assert versions.startswith("bylaw-mapping 1; ")
    assert all(f"; {name} " in versions for name in CATALOGUES)


@pytest.mark.parametrize("text", ["", "rule\tframework", "# bylaw-mapping 2; x\nrule\n", "# bylaw-mapping 1; x 1\n"])
def test_another_or_a_damaged_format_is_refused(text: str) -> None:
    with pytest.raises(ComplianceError):
        parse_mapping(text)


def test_a_truncated_table_is_refused() -> None:
    text = load_mapping().to_text()
    with pytest.raises(ComplianceError):
        parse_mapping(text[:-1])


def test_writing_brings_the_tables_up_to_date_once(tmp_path: Path) -> None:
    for name in (*CATALOGUES, "themes"):
        (tmp_path / f"{name}.yaml").write_bytes((frameworks_folder() / f"{name}.yaml").read_bytes())
    rules = [rule("aws-x-a"), rule("aws-x-b", THEMES[1])]
    assert {path.name for path in write_compiled(rules, tmp_path)} == {"controls.tsv", "mapping.tsv"}
    assert write_compiled(rules, tmp_path) == []
    assert [path.name for path in write_compiled(rules[:1], tmp_path)] == ["mapping.tsv"]
    assert load_mapping(tmp_path).controls_of("aws-x-b") == {}
    assert "CC6.6" in load_mapping(tmp_path).controls_of("aws-x-a")["soc2"]
