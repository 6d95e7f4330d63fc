"""What the configuration or a rule says is secret is in no verdict."""

from __future__ import annotations

import json
from typing import Any

import pytest
from policy_builders import Fixed, compiled, make_resource, no_pods, rule_text, write_rule

from scanner.model.places import Place, Source
from scanner.model.resources import Link, ResourceGraph
from scanner.model.secrets import REDACTED
from scanner.model.values import Object, Unknown
from scanner.model.verdicts import Verdict
from scanner.policy.defaults import TypeDefaults, with_defaults
from scanner.policy.errors import PackError
from scanner.policy.judge import judge
from scanner.policy.packs import Pack, read_pack
from scanner.policy.rulesets import RuleSet, rules_of

SECRET = "hunter22"
TYPE = "aws_s3_bucket"


def rules(tmp_path: Any, **keys: str) -> RuleSet:
    """One rule that is made of these lines."""
    keys = {"message": "bad", **keys, "check": json.dumps(keys["check"])}
    write_rule(tmp_path, **keys)
    return rules_of([Pack(tmp_path, read_pack(tmp_path).rules, {})])


def judged(rule: RuleSet, attributes: dict[str, Any] | Object, **fields: Any) -> list[Verdict]:
    """The verdicts on one resource, none of which holds the secret."""
    result = judge(ResourceGraph([make_resource(attributes, **fields)]), rule, no_pods)
    for each in (*result.verdicts, *result.problems):
        assert SECRET not in repr(each.because if isinstance(each, Verdict) else each)
        assert SECRET not in getattr(each, "message", "")
    return result.verdicts


def reasons(verdict: Verdict) -> dict[str, Any]:
    return {reason.path: reason.value for reason in verdict.because}


def marked(**entries: Any) -> Object:
    """A resource whose `password` is sensitive."""
    return Object(entries, sensitive=frozenset(("password",)))


def test_sensitive_entries_are_redacted_in_reasons_and_messages(tmp_path: Any) -> None:
    rule = rules(
        tmp_path,
        check="resource.password == '' && resource.user == ''",
        message='"{resource.user} has {resource.password} in {resource}"',
    )
    (verdict,) = judged(rule, marked(password=SECRET, user="me"))
    assert reasons(verdict) == {"password": REDACTED, "user": "me"}
    assert verdict.message == f'me has {REDACTED} in {{"password": {REDACTED}, "user": "me"}}'


@pytest.mark.parametrize(
    "part",
    ["resource.password + '!'", "resource.password.substring(0, 3)", "resource.password.size()",
     "resource.password.startsWith('h') ? 'yes' : 'no'", "[resource].map(r, r.password)[0]", "resource['password']"],
)  # fmt: skip
def test_nothing_that_depends_on_a_secret_is_in_a_message(part: str, tmp_path: Any) -> None:
    rule = rules(tmp_path, check="resource.password == ''", message=f'"it is {{{part}}}"')
    assert judged(rule, marked(password=SECRET))[0].message == f"it is {REDACTED}"


def test_what_does_not_depend_on_it_is(tmp_path: Any) -> None:
    rule = rules(
        tmp_path,
        check="resource.password == ''",
        message='"{has(resource.password)} {resource.map(key, key)} {resource.none}"',
    )
    assert judged(rule, marked(password=SECRET))[0].message == 'true ["password"] (not set)'


def test_why_a_secret_is_unknown_is_told(tmp_path: Any) -> None:
    rule = rules(tmp_path, check="resource.password == ''", message='"{resource.password}"')
    unknown = Unknown("var.password has no value", content={"a": SECRET})
    (verdict,) = judged(rule, marked(password=unknown))
    assert verdict.because[0].value is unknown or verdict.because[0].value.cause == unknown.cause
    assert "var.password has no value" in verdict.message


def test_secrets_in_nested_values_and_lists(tmp_path: Any) -> None:
    rule = rules(
        tmp_path, check="resource.users.size() == 0", message='"{resource.users} {resource.users[0].password}"'
    )
    users = [marked(password=SECRET, name="a"), {"name": "b"}]
    (verdict,) = judged(rule, {"users": users})
    assert reasons(verdict) == {"users": [{"password": REDACTED, "name": "a"}, {"name": "b"}]}
    assert verdict.message == f'[{{"password": {REDACTED}, "name": "a"}}, {{"name": "b"}}] {REDACTED}'
    assert users[0]["password"] == SECRET


def test_paths_that_a_rule_calls_sensitive(tmp_path: Any) -> None:
    rule = rules(
        tmp_path,
        check="!resource.env.exists(name, value, value.contains('hunter')) && resource.list[0] == resource.plain",
        message='"{resource.env} {resource.list} {resource.plain}"',
        sensitive='["env[*]", "list[0]", nothing.here]',
    )
    (verdict,) = judged(rule, {"env": {"A": SECRET, "B": 1}, "list": [SECRET, "x"], "plain": "p"})
    assert reasons(verdict) == {
        "env.A": REDACTED, "env.B": REDACTED, "list[0]": REDACTED, "list[1]": "x", "plain": "p"
    }  # fmt: skip
    assert verdict.message == f'{{"A": {REDACTED}, "B": {REDACTED}}} [{REDACTED}, "x"] p'


def test_a_text_where_the_rule_expects_a_map_is_secret_as_a_whole(tmp_path: Any) -> None:
    rule = rules(tmp_path, check="resource.env == ''", message='"{resource.env}"', sensitive='["env[*]"]')
    assert judged(rule, {"env": SECRET})[0].message == REDACTED


EACH = {
    "plain": ("resource.list", "item", {"list": [SECRET]}, "item"),
    "entry": ("resource.list", "item.value", {"list": [{"value": SECRET}]}, "item.value"),
    "filtered": ("resource.list.filter(i, i.value != '')", "item.value", {"list": [{"value": SECRET}]}, "item.value"),
    "marked": ("resource.list.filter(i, true)", "item.password", {"list": [marked(password=SECRET)]}, ""),
    "made": ("resource.list.map(i, i.password)", "item", {"list": [marked(password=SECRET)]}, ""),
    "map made": (
        "resource.list.map(i, {'v': i.password})", "item.v", {"list": [marked(password=SECRET)]}, ""
    ),
    "below a secret": (
        "resource.password.list.filter(i, true)", "item.x", marked(password={"list": [{"x": SECRET}]}), ""
    ),
    "by the rule": ("resource.m.map(k, resource.m[k])", "item", {"m": {"a": SECRET}}, "m[*]"),
}  # fmt: skip


@pytest.mark.parametrize("case", EACH)
def test_items_of_each(case: str, tmp_path: Any) -> None:
    items, read, attributes, sensitive = EACH[case]
    keys = {"sensitive": f'["{sensitive}"]'} if sensitive else {}
    rule = rules(
        tmp_path,
        each=f'{{item: "{items}"}}',
        check=f"{read} == ''",
        message=f'"{{{read}}} {{item}} {{resource}}"',
        **keys,
    )
    (verdict,) = judged(rule, attributes)
    assert REDACTED in verdict.message
    assert REDACTED in reasons(verdict).values()


def test_labels_and_region(tmp_path: Any) -> None:
    rule = rules(
        tmp_path,
        check="meta.region == '' || meta.labels.a == ''",
        message='"{meta.region} {meta.labels} {meta.name}"',
    )
    labels = Object({"a": SECRET}, sensitive=frozenset("a"))
    attributes = Object({"region": SECRET}, sensitive=frozenset(("region",)))
    (verdict,) = judged(rule, attributes, region=SECRET, labels=labels)
    assert verdict.message == f'{REDACTED} {{"a": {REDACTED}}} b'
    assert reasons(verdict) == {"meta.region": REDACTED, "meta.labels.a": REDACTED}


def test_secrets_of_linked_resources(tmp_path: Any) -> None:
    rule = rules(
        tmp_path, check=f"linked('{TYPE}').size() == 0", message=f"\"{{linked('{TYPE}').map(r, r.password)}}\""
    )
    one, other = make_resource({}, "one"), make_resource(marked(password=SECRET), "other")
    result = judge(ResourceGraph([one, other], [Link(one, other, "references")]), rule, no_pods)
    (verdict,) = result.verdicts
    assert verdict.message == f"[{REDACTED}]"


@pytest.mark.parametrize("sensitive", ["", "[password]"])
def test_errors_do_not_quote_secrets(sensitive: str, tmp_path: Any) -> None:
    rule = rules(tmp_path, check="cidrContains('10.0.0.0/8', resource.password)", sensitive=sensitive)
    attributes = {"password": SECRET} if sensitive else marked(password=SECRET)
    result = judge(ResourceGraph([make_resource(attributes)]), rule, no_pods)
    assert [verdict.outcome for verdict in result.verdicts] == ["unknown"]
    assert SECRET not in repr(result.problems) + result.verdicts[0].message
    assert "sensitive value" in result.problems[0].what


def test_errors_that_have_nothing_to_do_with_them_are_told(tmp_path: Any) -> None:
    rule = rules(tmp_path, check="resource.nothing == 1")
    result = judge(ResourceGraph([make_resource(marked(password=SECRET))]), rule, no_pods)
    assert "no such key: nothing" in result.problems[0].what


def test_the_text_of_what_the_rule_calls_sensitive_is_hidden(tmp_path: Any) -> None:
    source = Source("main.tf", 'user_data = "hunter22"\n')
    attributes = Object({"user_data": SECRET}, source, (0, 22), {"user_data": (0, 22)})
    rule = rules(tmp_path, check="resource.user_data == ''", sensitive="[user_data]")
    (verdict,) = judged(rule, attributes)
    assert verdict.hidden == (Place("main.tf", 1, 13, 1, 23),)
    (other,) = judged(rules(tmp_path, check="resource.user_data == ''"), {"user_data": "x"})
    assert other.hidden == ()


def test_the_pod_view_hides_the_same(tmp_path: Any) -> None:
    variable = Object({"name": "P", "value": SECRET}, sensitive=frozenset(("value",)))
    container = {"name": "c", "env": [variable], "command": [SECRET]}
    pod = Object({"containers": [Object(container, path="spec.containers[0]")]})
    read = (("container", ("env", 0, "value")), ("container", ("command", 0)))
    each = {"container": (lambda c, r, m, pod: pod["containers"], (("pod", ("containers",)),))}
    rule = compiled(
        lambda *_: False,
        each=each,
        pods=True,
        reads=read,
        sensitive=(("resource", ("spec", "containers", 0, "command")),),
        message=(lambda c, r, m, pod, container: [r, pod, container],),
    )
    resource = make_resource({"spec": {"containers": [container]}})
    (verdict,) = judge(ResourceGraph([resource]), Fixed(rule), lambda kind, attributes: pod).verdicts
    assert SECRET not in verdict.message and verdict.message.count(REDACTED) >= 1
    assert [reason.value for reason in verdict.because] == [REDACTED, REDACTED]


def test_defaults_keep_the_marks() -> None:
    graph = ResourceGraph([make_resource(marked(password=SECRET))])
    filled = with_defaults(graph, lambda kind: TypeDefaults("https://example.com", {"user": "root"}, {}))
    assert filled.resources[0].attributes == {"password": SECRET, "user": "root"}
    assert filled.resources[0].attributes.sensitive == {"password"}


def test_the_key_in_a_rule_file(tmp_path: Any) -> None:
    write_rule(tmp_path, sensitive='["a[*]", b.c]')
    (file,) = read_pack(tmp_path).rules
    assert file.sensitive == ("a[*]", "b.c")
    write_rule(tmp_path, sensitive='["a["]')
    with pytest.raises(PackError, match="not a path"):
        rules_of([Pack(tmp_path, read_pack(tmp_path).rules, {})])
    assert "sensitive" not in rule_text()
