"""Selectors of every form, said otherwise: each term as the set of label sets that it takes."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.selectors import Examined, Selectable, label_selector
from scanner.model.origins import Origin
from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.values import Object, Unknown

KEYS = ("app", "tier", "acme.example/team")
VALUES = ("", "web", "db")
EVERY = [
    {key: value for key, value in zip(KEYS, chosen, strict=True) if value is not None}
    for chosen in product((None, *VALUES), repeat=len(KEYS))
]
"""Every way to label a pod with these."""

LISTED = st.fixed_dictionaries(
    {
        "key": st.sampled_from(KEYS),
        "operator": st.sampled_from(["In", "NotIn"]),
        "values": st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
    }
)
BARE = st.fixed_dictionaries({"key": st.sampled_from(KEYS), "operator": st.sampled_from(["Exists", "DoesNotExist"])})
SELECTORS = st.fixed_dictionaries(
    {},
    optional={
        "matchLabels": st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)),
        "matchExpressions": st.lists(st.one_of(LISTED, BARE), max_size=4),
    },
)


def taken(selector: dict[str, Any]) -> set[int]:
    """The positions in `EVERY` that all terms of a selector take."""
    kept = set(range(len(EVERY)))
    for key, value in selector.get("matchLabels", {}).items():
        kept &= {at for at, labels in enumerate(EVERY) if (key, value) in labels.items()}
    for term in selector.get("matchExpressions", []):
        there = {at for at, labels in enumerate(EVERY) if term["key"] in labels}
        among = {at for at in there if EVERY[at][term["key"]] in term.get("values", ())}
        rest = set(range(len(EVERY)))
        kept &= {"In": among, "NotIn": rest - among, "Exists": there, "DoesNotExist": rest - there}[term["operator"]]
    return kept


@settings(max_examples=300, deadline=None)
@given(SELECTORS)
def test_what_is_selected(selector: dict[str, Any]) -> None:
    pods = Selectable(Examined(10_000))
    place, origin = Place("m.yaml", 1, 1, 1, 1), Origin("kubernetes", ".")
    resources = [
        Resource(str(at), "v1/Pod", "kubernetes", str(at), Object(), origin, place, place, "shop")
        for at in range(len(EVERY))
    ]
    for resource, labels in zip(resources, EVERY, strict=True):
        pods.add(resource, labels)
    understood = label_selector(selector)
    assert understood is not None
    assert {int(each.name) for each in pods.select("shop", understood)} == taken(selector)
    assert list(pods.select("other", understood)) == []


@settings(max_examples=300, deadline=None)
@given(SELECTORS, st.sampled_from(KEYS))
def test_a_label_that_is_not_known_is_selected_whatever_it_is_or_not_at_all(selector: dict[str, Any], key: str) -> None:
    understood = label_selector(selector)
    assert understood is not None
    for labels in EVERY:
        if understood.selects({**labels, key: Unknown("not known")}):
            settled = [{**labels, key: value} for value in (*VALUES, "other")]
            assert all(understood.selects(each) for each in settled)


def test_a_term_that_is_not_known_makes_a_selector_that_is_not() -> None:
    unknown = Unknown("not known")
    for selector in (
        {"matchLabels": {"app": unknown}},
        {"matchLabels": unknown},
        {"matchExpressions": unknown},
        {"matchExpressions": [unknown]},
        {"matchExpressions": [{"key": unknown, "operator": "Exists"}]},
        {"matchExpressions": [{"key": "app", "operator": unknown}]},
        {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", unknown]}]},
        unknown,
    ):
        assert label_selector(selector) is None
