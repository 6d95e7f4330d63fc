"""Where verdicts point, what items are called, and the values a verdict names."""

from __future__ import annotations

import pytest
from policy_builders import Fixed, compiled, entry, make_resource, no_pods

from scanner.model.places import Place, Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Array, Object, Reference, Unknown
from scanner.policy.judge import judge

TEXT = """\
resource "aws_x" "b" {
  acl = "public"
  rule {
    cidr = ["10.0.0.0/8"]
  }
  rule {
    cidr = ["0.0.0.0/0"]
    port = 22
  }
  empty {}
}
# elsewhere: ["::/0"]
"""
SOURCE = Source("main.tf", TEXT)
FIRST = 'rule {\n    cidr = ["10.0.0.0/8"]\n  }'
SECOND = 'rule {\n    cidr = ["0.0.0.0/0"]\n    port = 22\n  }'


def span(snippet):
    return entry(SOURCE, snippet)


def tree():
    first = Object({"cidr": ["10.0.0.0/8"]}, SOURCE, span(FIRST), {"cidr": span('cidr = ["10.0.0.0/8"]')})
    spans = {"cidr": span('cidr = ["0.0.0.0/0"]'), "port": span("port = 22")}
    second = Object({"cidr": ["0.0.0.0/0"], "port": 22}, SOURCE, span(SECOND), spans)
    rules = Array([first, second], SOURCE, (span(FIRST)[0], span(SECOND)[1]), [span(FIRST), span(SECOND)])
    empty = Object({}, SOURCE, span("empty {}"), {})
    return Object(
        {"acl": "public", "rule": rules, "empty": empty, "given": True},
        SOURCE,
        (0, len(TEXT)),
        {"acl": span('acl = "public"'), "rule": span(FIRST), "empty": span("empty {}")},
    )


def resource(**fields):
    return make_resource(tree(), place=SOURCE.place(0, 20), extent=Place("main.tf", 1, 1, 11, 2), **fields)


def verdicts(rule, subject=None, pods=no_pods, outcomes=frozenset({"pass", "fail", "unknown"})):
    return judge(ResourceGraph([subject or resource()]), Fixed(rule), pods, outcomes).verdicts


def fails(context, *values):
    return False


@pytest.mark.parametrize(
    ("focus", "at"),
    [
        ([("resource", ("acl",))], (2, 3)),
        ([("resource", ("rule", 1, "port"))], (8, 5)),
        ([("resource", ("rule", 0, "port"))], (3, 3)),
        ([("resource", ("empty", "deep", "er"))], (10, 3)),
        ([("resource", ("nothing",))], (1, 1)),
        ([("resource", ("given",))], (1, 1)),
        ([("resource", ("nothing",)), ("resource", ("acl",))], (2, 3)),
        ([("resource", ("rule", 1, "cidr", 0))], (7, 5)),
        ([("resource", ("rule", "*", "port"))], (3, 3)),
        ([("meta", ("region",))], (1, 1)),
        ([("unbound", ("x",))], (1, 1)),
        ([], (1, 1)),
    ],
)
@pytest.mark.parametrize("given", ["focus", "reads"])
def test_a_verdict_points_at_the_deepest_written_entry(focus, at, given):
    (verdict,) = verdicts(compiled(fails, **{given: tuple(focus)}))
    assert (verdict.place.line, verdict.place.column) == at


def test_a_value_written_elsewhere_is_not_pointed_at_but_told():
    other = Source("other.tf", 'acl = "public"\n')
    values = Object({"acl": "public", "list": Array(["::/0"], SOURCE, span('["::/0"]'), [span('"::/0"')])})
    values.source, values.span, values.spans = other, (0, 14), {"acl": (0, 14)}
    subject = make_resource(values, place=SOURCE.place(0, 20), extent=Place("main.tf", 1, 1, 11, 2))
    for path in (("acl",), ("list", 0)):
        (verdict,) = verdicts(compiled(fails, reads=(("resource", path),)), subject)
        assert verdict.place == subject.place
    assert verdict.because[0].place.line == 12


def test_an_unknown_verdict_points_at_what_is_unknown():
    subject = resource()
    subject.attributes["rule"][1]["port"] = Unknown("var.p")
    reads = (("resource", ("acl",)), ("resource", ("rule", "*", "port")))
    (verdict,) = verdicts(compiled(lambda *_: Unknown("var.p"), reads=reads), subject)
    assert (verdict.place.line, verdict.place.column) == (8, 5)
    assert [reason.path for reason in verdict.because] == ["rule[1].port", "acl"]


def test_the_guilty_item_of_a_list_is_pointed_at():
    def check(context, resource, meta):
        return all("0.0.0.0/0" not in rule["cidr"] for rule in resource["rule"])

    reads = (("resource", ("rule", "*", "cidr", "*")),)
    (verdict,) = verdicts(compiled(check, reads=reads))
    assert (verdict.place.line, verdict.place.column) == (7, 5)
    assert [(reason.path, reason.value) for reason in verdict.because] == [("rule[1].cidr[0]", "0.0.0.0/0")]


def test_no_item_is_blamed_when_something_had_to_exist():
    def check(context, resource, meta):
        return any(rule.get("port") == 443 for rule in resource["rule"])

    (verdict,) = verdicts(compiled(check, reads=(("resource", ("rule", "*", "port")),)))
    assert verdict.place.line == 3
    assert [reason.path for reason in verdict.because] == ["rule[0]", "rule[1].port"][1:]


def items_of(path):
    return lambda context, resource, *rest: resource[path]


def test_items_point_at_themselves_and_at_what_was_read_in_them():
    each = {"rule": (items_of("rule"), (("resource", ("rule",)),))}
    found = verdicts(compiled(fails, each=each, reads=(("rule", ("port",)),)))
    assert [(v.item, v.place.line, v.place.column) for v in found] == [("rule[0]", 3, 3), ("rule[1]", 8, 5)]
    assert [[r.path for r in v.because] for v in found] == [[], ["rule[1].port"]]


def test_items_that_were_filtered_keep_their_own_index():
    each = {"rule": (lambda c, r, m: [r["rule"][1]], (("resource", ("rule",)),))}
    (verdict,) = verdicts(compiled(fails, each=each, reads=(("rule", ("cidr",)),)))
    assert (verdict.item, verdict.place.line) == ("rule[1]", 7)


def test_items_are_looked_for_in_every_list_that_was_read():
    reads = (("meta", ("type",)), ("resource", ("acl",)), ("resource", ("none",)), ("resource", ("rule",)))
    each = {"rule": (lambda c, r, m: [*r.get("none", []), *r["rule"]], reads)}
    found = verdicts(compiled(fails, each=each, reads=(("rule", ("cidr",)),)))
    assert [(v.item, v.place.line) for v in found] == [("rule[0]", 4), ("rule[1]", 7)]
    each = {"block": (lambda c, r, m: [{"x": 1}], reads[:2])}
    (verdict,) = verdicts(compiled(fails, each=each, reads=(("block", ("x",)),)))
    assert (verdict.item, verdict.place.line, [r.path for r in verdict.because]) == ("block[0]", 2, ["block[0].x"])


def test_the_resource_as_its_own_item_has_no_name():
    each = {"rule": (lambda c, r, m: [r], (("meta", ("type",)), ("resource", ("rule",))))}
    (verdict,) = verdicts(compiled(fails, each=each, reads=(("rule", ("acl",)),)))
    assert (verdict.item, verdict.place.line, [r.path for r in verdict.because]) == (None, 2, ["acl"])


def test_computed_items_fall_back_to_the_list():
    each = {"rule": (lambda c, r, m: [{"x": 1}], (("resource", ("rule",)),))}
    (verdict,) = verdicts(compiled(fails, each=each, reads=(("rule", ("x",)),)))
    assert (verdict.item, verdict.place.line) == ("rule[0]", 3)


def test_items_are_called_by_name_and_are_all_different():
    values = {"l": [{"name": "a"}, {"name": "a"}, {"name": Unknown("v")}, {"name": ""}, {"name": "1"}], "m": {"k": 1}}
    each = {"i": (items_of("l"), (("resource", ("l",)),))}
    found = verdicts(compiled(fails, each=each), make_resource(values))
    assert [v.item for v in found] == ["l[a]", "l[1]", "l[2]", "l[3]", "l[4]"]
    found = verdicts(compiled(fails, each=each), make_resource({"l": [{"name": "1"}, {}]}))
    assert [v.item for v in found] == ["l[1]", "l[1]#2"]
    each = {"i": (items_of("m"), (("resource", ("m",)),))}
    assert [v.item for v in verdicts(compiled(fails, each=each), make_resource(values))] == ["m[k]"]


def test_items_of_the_pod_view_are_called_by_their_own_paths():
    containers = [
        Object({"name": "app", "tty": True}, path="spec.template.spec.containers[0]"),
        Object({"name": "app"}, path="spec.template.spec.initContainers[0]"),
        Object({}, path="spec.template.spec.initContainers[1]"),
    ]
    pod = Object({"allContainers": containers})
    each = {"container": (lambda c, r, m, pod: pod["allContainers"], (("pod", ("allContainers",)),))}
    rule = compiled(fails, each=each, pods=True, reads=(("container", ("tty",)),))
    found = verdicts(rule, pods=lambda kind, attributes: pod)
    assert [v.item for v in found] == ["containers[app]", "initContainers[app]", "initContainers[1]"]
    assert [r.path for r in found[0].because] == ["spec.template.spec.containers[0].tty"]


def test_names_of_any_length_give_short_labels():
    each = {"i": (items_of("l"), (("resource", ("l",)),))}
    found = verdicts(compiled(fails, each=each), make_resource({"l": [{"name": "x" * 10**6}] * 2}))
    assert all(len(v.item) < 140 for v in found)
    assert len({v.item for v in found}) == 2


def test_reasons_name_each_value_once_with_its_provenance_and_leave_out_the_absent():
    reads = (
        ("resource", ("acl",)),
        ("resource", ("rule",)),
        ("resource", ("rule", 1, "port")),
        ("resource", ("nothing",)),
        ("resource", ("acl",)),
        ("meta", ("name",)),
    )
    subject = resource(explain=lambda path: (Reference("var.acl"),) if path == ("acl",) else ())
    (verdict,) = verdicts(compiled(fails, reads=reads), subject)
    assert [(r.path, r.value) for r in verdict.because] == [("acl", "public"), ("rule[1].port", 22), ("meta.name", "b")]
    assert verdict.because[0].provenance == (Reference("var.acl"),)
    assert [r.place and r.place.line for r in verdict.because] == [2, 8, None]


def test_passes_point_at_the_heading_and_say_nothing():
    (verdict,) = verdicts(compiled(lambda *_: True, reads=(("resource", ("acl",)),)))
    assert (verdict.message, verdict.because, verdict.place.line) == ("", (), 1)
