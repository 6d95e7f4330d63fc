"""Every example of every Kubernetes rule, written as Terraform: the same verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from scanner.inputs.kubernetes import load, pod_view_of
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.rules import Example
from scanner.policy.defaults import with_defaults
from scanner.policy.judge import judge
from scanner.policy.packs import Pack, builtin_directory, read_all_defaults, read_packs
from scanner.policy.rule_files import RuleFile
from scanner.policy.rulesets import RuleSet, Selection, rules_of
from scanner.policy.validation import RuleValidator, theme_ids

NOT_IN_PROVIDER = {
    "init_container.restartPolicy": "no argument, so that there are no sidecars",
    "tcp_socket.host": "no argument",
    ".sops": "what SOPS adds to a file is no part of an object",
    "security_context.appArmorProfile": "only the annotation of older clusters can be written",
    "security_context.procMount": "no argument",
    "security_context.windowsOptions": "the pod's security context has it, a container's has not",
    "spec.ephemeralContainers": "they are added to a running pod and never declared",
    "spec.hostUsers": "no argument",
    "spec.serviceAccount": "no argument for the older field",
    "spec.resources": "no argument for the limits of a whole pod",
}
"""What the provider's types lack of their kinds. Kinds without a type can only be written as manifests."""

SAID_OTHERWISE = {
    "k8s-service-account-token-mounted: switched off for the account": "the provider says true in the pod by default",
}
"""Examples that get another verdict, because the provider adds something that the API would not."""

Verdicts = Counter[tuple[str, str | None, str | None, str | None, str]]
Write = Callable[[int, dict[str, Any]], str]


def _files() -> list[RuleFile]:
    packs, problems = read_packs([builtin_directory()], RuleValidator(theme_ids()))
    assert not problems
    return [file for pack in packs for file in pack.rules if any(e.language == "kubernetes" for e in file.examples)]


FILES = _files()
PACK = Pack(builtin_directory(), tuple(FILES), read_all_defaults(builtin_directory()))
RULES = rules_of([PACK])


def _examples() -> Iterator[Any]:
    for file in FILES:
        for example in file.examples:
            if example.language == "kubernetes" and file.rule.id.startswith("k8s-"):
                yield pytest.param(file.rule.id, example, id=f"{file.rule.id}: {example.name}")


EXAMPLES = list(_examples())


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_as_kubernetes_manifest(
    rule: str, example: Example, read: Callable[[str], ResourceGraph], as_manifest: Write
) -> None:
    text = "\n".join(as_manifest(number, each) for number, each in enumerate(_objects(example.text)))
    assert _verdicts(rule, read(text)) == _verdicts(rule, load([Source("example.yaml", example.text)]))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_as_resources_of_their_own_types(
    rule: str,
    example: Example,
    read: Callable[[str], ResourceGraph],
    as_typed: Write,
    inexpressible: type[Exception],
) -> None:
    try:
        text = "\n".join(as_typed(number, each) for number, each in enumerate(_objects(example.text)))
    except inexpressible as error:
        assert "/" in str(error) or str(error) in NOT_IN_PROVIDER
        return
    found, wanted = _verdicts(rule, read(text)), _verdicts(rule, load([Source("example.yaml", example.text)]))
    assert (found != wanted) == (f"{rule}: {example.name}" in SAID_OTHERWISE), (found, wanted, text)


def test_most_examples_can_be_written_as_resources_of_their_own_types(
    as_typed: Write, inexpressible: type[Exception]
) -> None:
    written = 0
    for each in EXAMPLES:
        try:
            written += bool([as_typed(0, value) for value in _objects(each.values[1].text)])
        except inexpressible:
            continue
    assert written > 0.8 * len(EXAMPLES)


def _objects(text: str) -> list[dict[str, Any]]:
    found = []
    for each in yaml.safe_load_all(text):
        if each:
            found += each["items"] if each["kind"] == "List" else [each]
    return found


def _verdicts(rule: str, graph: ResourceGraph) -> Verdicts:
    alone: RuleSet = RULES.select(Selection(only=frozenset({rule})))
    graph = with_defaults(graph, alone.defaults_for)
    judgement = judge(graph, alone, pod_view_of, frozenset({"pass", "fail", "unknown"}))
    assert not judgement.problems
    return Counter(
        (each.resource.type, each.resource.namespace, each.resource.name, each.item, each.outcome)
        for each in judgement.verdicts
    )
