"""What applications an `ApplicationSet` makes, through the command."""

from __future__ import annotations

from typing import Any

import pytest

LIST = "list: {elements: [{env: dev, at: '1'}, {env: prod, at: '2'}]}"


@pytest.fixture
def made(run: Any, write: Any) -> Any:
    """`made(generator, more)`: the namespaces that a set of these sends what is in `web` to, and the problems."""
    write("web/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n")

    def seen(generator: str, more: str = "", namespace: str = "{{.env}}") -> tuple[list[str], list[str]]:
        write("set.yaml", f"""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: s, namespace: argocd}}
spec:
  goTemplate: true
  generators: [{{{generator}}}]
  template:
    metadata: {{name: web}}
    spec:
      destination: {{namespace: '{namespace}'}}
      source: {{path: web}}
{more}
""")  # fmt: skip
        report = run("inspect", "--format", "json").json
        pods = sorted(each["address"].split("/")[2] for each in report["resources"] if each["type"] == "v1/Pod")
        return pods, [each["what"] for each in report["problems"]]

    return seen


@pytest.mark.parametrize(
    ("selector", "namespaces"),
    [
        ("{matchLabels: {env: dev}}", ["dev"]),
        ("{matchLabels: {env: dev, at: '2'}}", ["default"]),
        ("{matchExpressions: [{key: env, operator: NotIn, values: [dev]}]}", ["prod"]),
        ("{matchExpressions: [{key: gone, operator: Exists}]}", ["default"]),
        ("{}", ["dev", "prod"]),
        ("{matchLabels: {env: '{{.other}}'}}", ["*"]),
    ],
)
def test_a_selector_takes_away_what_a_generator_gives(made: Any, selector: str, namespaces: list[str]) -> None:
    assert made(f"{LIST}, selector: {selector}")[0] == namespaces


def test_selectors_inside_a_matrix(made: Any) -> None:
    inner = f"{{{LIST}, selector: {{matchLabels: {{env: dev}}}}}}"
    assert made(f"matrix: {{generators: [{inner}, {{list: {{elements: [{{a: b}}, {{a: c}}]}}}}]}}", "",
                "{{.env}}-{{.a}}")[0] == ["dev-b", "dev-c"]  # fmt: skip


def test_a_generator_with_a_template_of_its_own(made: Any) -> None:
    own = "metadata: {}, spec: {destination: {namespace: 'own-{{.env}}'}, project: x, source: {repoURL: '', path: ''}}"
    assert made(LIST.replace("]}", f"], template: {{{own}}}}}"))[0] == ["own-dev", "own-prod"]


def test_a_patch_of_the_template(made: Any) -> None:
    patch = "  templatePatch: |\n    spec:\n      destination:\n        {}\n"
    assert made(LIST, patch.format("namespace: patched-{{ .at }}")) == (["patched-1", "patched-2"], [])
    assert made(LIST, patch.format("namespace: null")) == (["default"], [])
    for text in ("{{- if .env }}\n        namespace: a\n        {{- end }}", "$patch: replace", "a: [", "a: '{{.b}}'"):
        pods, problems = made(LIST, patch.format(text))
        assert pods == []
        assert len(problems) == 1
        assert "templatePatch" in problems[0]
        assert "web is not rendered for it" in problems[0]


def test_elements_that_are_a_text_are_not_known(made: Any) -> None:
    assert made("list: {elements: [], elementsYaml: '[{env: a}]'}")[0] == ["*"]


@pytest.mark.parametrize("parameter", ["{{path[1]}}", "{{ index .path.segments 1 }}", "{{path.segments.1}}"])
def test_steps_of_a_path(made: Any, write: Any, parameter: str) -> None:
    for name in ("prod", "dev"):
        write(f"envs/{name}/web/config.json", "{}")
    assert made("git: {directories: [{path: envs/*/*}]}", "", parameter)[0] == ["dev", "prod"]
    assert made("git: {files: [{path: envs/*/*/config.json}]}", "", parameter)[0] == ["dev", "prod"]


CLUSTERS = "{clusters: {values: {env: prod, other: '{{.name}}-x'}}}"


@pytest.mark.parametrize(
    ("first", "second", "namespace", "found"),
    [
        (f"{{{LIST}}}", CLUSTERS, "{{.env}}", ["dev", "prod"]),
        (CLUSTERS, f"{{{LIST}}}", "{{.at}}", ["1", "2"]),
        (f"{{{LIST}}}", CLUSTERS, "{{.env}}-{{.values.env}}", ["dev-prod", "prod-prod"]),
        (f"{{{LIST}}}", CLUSTERS, "{{.values.other}}", ["*"]),
        (f"{{{LIST}}}", CLUSTERS, "{{.name}}", ["*"]),
        ("{list: {elements: [{name: mine}]}}", CLUSTERS, "{{.name}}", ["mine"]),
        (CLUSTERS, "{list: {elements: [{name: mine}]}}", "{{.name}}", ["*"]),
        ("{list: {elements: [{a: one}]}}", "{list: {elements: [{a: two}]}}", "{{.a}}", ["one"]),
        ("{plugin: {}}", f"{{{LIST}}}", "{{.env}}", ["*"]),
        (f"{{{LIST}}}", "{plugin: {}}", "{{.env}}", ["dev", "prod"]),
    ],
)
def test_a_matrix_with_a_half_that_asks_a_cluster(
    made: Any, first: str, second: str, namespace: str, found: list[str]
) -> None:
    pods, problems = made(f"matrix: {{generators: [{first}, {second}]}}", "", namespace)
    assert pods == found
    undecided = "plugin" in first + second or "clusters" in first + second
    assert [("files do not decide" in each) for each in problems] == ([True] if undecided else [])


def test_values_and_prefixes_of_git_generators(made: Any, write: Any) -> None:
    for place in ("teams/shop/config.json", "envs/prod/x.yaml"):
        write(place, '{"size": "big"}')
    teams = (
        "git: {files: [{path: teams/*/config.json}], pathParamPrefix: team, values: {up: '{{.team.path.basename}}-1'}}"
    )
    envs = "git: {directories: [{path: envs/*}], values: {env: '{{.path.basename}}'}}"
    assert made(teams, "", "{{.team.path.basename}}-{{.size}}")[0] == ["shop-big"]
    assert made(teams, "", "{{.path.basename}}")[0] == ["*"]
    assert made(teams, "", "{{.values.up}}")[0] == ["shop-1"]
    both = f"matrix: {{generators: [{{{teams}}}, {{{envs}}}]}}"
    assert made(both, "", "{{.team.path.basename}}-{{.path.basename}}")[0] == ["shop-prod"]
    assert made(teams, "", "{{.team.path.filenameNormalized}}")[0] == ["config.json"]
