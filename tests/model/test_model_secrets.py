"""Which text of a file writes a secret."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scanner.model.places import Source, merged
from scanner.model.secrets import REDACTED, Redacted, hide_sensitive, is_hidden, texts_of
from scanner.model.values import Array, Object, Unknown


def shown(source: Source) -> str:
    """The text with what is hidden replaced by stars, line by line."""
    lines = []
    for number, line in enumerate(source.text.split("\n"), 1):
        for start, end in source.hidden(number):
            line = line[:start] + "*" * (end - start) + line[end:]
        lines.append(line)
    return "\n".join(lines)


def located(text: str, **entries: str) -> tuple[Source, Object]:
    """An object in a source, each entry a snippet that occurs once."""
    source = Source("a", text)
    spans = {name: (text.index(entry), text.index(entry) + len(entry)) for name, entry in entries.items()}
    return source, Object(dict.fromkeys(entries, "secret"), source, (0, len(text)), spans)


def hide(entry: str, key: str = "key") -> str:
    """What is left of an entry when its value is hidden."""
    source, node = located(f"before {entry} after", **{key: entry})
    node.sensitive = frozenset((key,))
    hide_sensitive(node)
    return shown(source)


def test_the_key_stays_where_it_is_written_as_it_reads() -> None:
    assert hide('key = "secret"') == "before key = ******** after"
    assert hide("key: secret") == "before key: ****** after"
    assert hide('"key":"secret"') == 'before "key":******** after'
    assert hide("'key' : secret") == "before 'key' : ****** after"
    assert hide("key:\n  secret") == "before key:\n  ****** after"


def test_everything_goes_where_it_is_not() -> None:
    for entry in ("? key\n: secret", "(key) = secret", '"k\\u0065y": secret', "key-x: secret", "key", "<<: *all"):
        text = f"before {entry} after"
        assert hide(entry) == "".join(
            char if not 7 <= at < 7 + len(entry) or char == "\n" else "*" for at, char in enumerate(text)
        )


def test_the_entry_around_is_hidden_when_a_part_has_no_place() -> None:
    source, node = located("outer = merge(a, b)\nother = 1", outer="outer = merge(a, b)", other="other = 1")
    node["outer"] = Object({"a": "public", "b": "secret"}, sensitive=frozenset("b"))
    hide_sensitive(node)
    assert shown(source) == "outer = ***********\nother = 1"


def test_what_is_written_elsewhere_is_hidden_there_too() -> None:
    source = Source("a", "all: &all\n  a: 1\nkey: *all\n")
    shared = Object({"a": 1}, source, (12, 16), {"a": (12, 16)})
    root = Object({"key": shared}, source, (0, 27), {"key": (17, 26)}, sensitive=frozenset(("key",)))
    hide_sensitive(root)
    assert shown(source) == "all: &all\n  ****\nkey: ****\n"


def test_text_of_a_path() -> None:
    source = Source("a", "list: [one, two]")
    items = Array(["one", "two"], source, (6, 16), [(7, 10), (12, 15)])
    root = Object({"list": items}, source, (0, 16), {"list": (0, 16)})
    assert [source.text[a:b] for _, (a, b) in texts_of(root, ("list", 1))] == ["two"]
    assert [source.text[a:b] for _, (a, b) in texts_of(root, ("list",))] == ["[one, two]", "[one, two]"]
    assert list(texts_of(root, ("list", 2))) == []
    assert list(texts_of(root, ("nothing", "below"))) == []


def test_what_is_not_known_is_no_secret() -> None:
    mapping = Object({"a": Unknown("why"), "b": 1, "c": 1}, sensitive=frozenset("ab"))
    assert [is_hidden(mapping, key) for key in "abc"] == [False, True, False]
    assert not is_hidden({"a": 1}, "a")
    assert Redacted() == REDACTED and isinstance(Redacted(), str)


RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(st.text("ab\n", max_size=30), RANGES)
def test_hidden_parts_of_lines_are_what_was_hidden(text: str, ranges: list[tuple[int, int]]) -> None:
    source = Source("a", text)
    ranges = [(start, min(end, len(text))) for start, end in ranges]
    for start, end in ranges:
        source.hide(start, end)
    expected = "".join(
        "*" if char != "\n" and any(start <= at < end for start, end in ranges) else char
        for at, char in enumerate(text)
    )
    assert shown(source) == expected
    for start, end in ranges:
        source.hide(start, end)
        assert shown(source) == expected


@given(RANGES)
def test_merged_ranges_are_in_order_and_apart(ranges: list[tuple[int, int]]) -> None:
    found = merged(ranges)
    assert {at for a, b in ranges for at in range(a, b)} == {at for a, b in found for at in range(a, b)}
    assert all(one[1] <= other[0] for one, other in pairwise(found))
