"""The text of a new rule file, to be filled in."""

from __future__ import annotations

from scanner.policy.errors import PolicyError

_HEAD = """\
# How a rule is written: docs/writing-rules.md. Try it: bylaw rules check {id}
id: {id}
title: {title}
severity: medium                    # critical | high | medium | low
theme: public-exposure              # one of frameworks/themes.yaml; two more at most under `also:`
match:
  {language}: [{kind}]
"""

_RESOURCE = """\
# when: has(resource.some_argument)   # false means the rule does not apply
check: 'resource.?some_argument.orValue(false) == true'
message: "some_argument is {resource.some_argument}"
focus: some_argument
"""

_POD = """\
# when: has(pod.spec.some_field)      # false means the rule does not apply
each:
  container: pod.allContainers
check: 'container.?some_field.orValue(false) == true'
message: "some_field of container {container.name} is {container.some_field}"
focus: container.some_field
"""

_TAIL = """\
why: What can go wrong when it is like this, in one paragraph.
fix: What to write instead.
references:
  - https://example.com/the-page-this-rests-on
examples:
  - name: what is right
    verdict: pass
    {language}: |
{right}
  - name: what is wrong
    verdict: fail
    at: {at}
    {language}: |
{wrong}
"""

_TERRAFORM_EXAMPLE = """\
      {block} "{kind}" "example" {{
        some_argument = {value}
      }}"""

_OBJECT_EXAMPLE = """\
      apiVersion: v1
      kind: {kind}
      metadata: {{name: example, namespace: default}}
      some_argument: {value}"""

_POD_EXAMPLE = """\
      apiVersion: v1
      kind: Pod
      metadata: {{name: example, namespace: default}}
      spec:
        containers:
          - name: app
            some_field: {value}"""


def new_rule(id: str, kind: str) -> str:
    """A valid rule file for a Terraform type, a Kubernetes kind or `pods`, to be filled in.

    Raises:
        PolicyError: the id does not have the form of rule ids, or the kind is none.
    """
    import re

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", id):
        raise PolicyError(f"{id!r} is no rule id: lower case words joined by hyphens, the provider first")
    if kind == "pods":
        body, example, at = _POD, _POD_EXAMPLE, "v1/Pod/default/example.spec.containers[0].some_field"
    elif re.fullmatch(r"(data\.)?[a-z][a-z0-9-]*_[a-z0-9_-]+", kind):
        body, example, at = _RESOURCE, _TERRAFORM_EXAMPLE, f"{kind}.example.some_argument"
    elif re.fullmatch(r"[A-Z][A-Za-z0-9]*", kind):
        body, example, at = _RESOURCE, _OBJECT_EXAMPLE, f"v1/{kind}/default/example.some_argument"
    else:
        raise PolicyError(f"{kind!r} is neither a Terraform type nor a Kubernetes kind nor `pods`")
    language = "terraform" if example is _TERRAFORM_EXAMPLE else "kubernetes"
    title = id.replace("-", " ").capitalize()
    block = "data" if kind.startswith("data.") else "resource"
    right, wrong = (
        example.format(block=block, kind=kind.removeprefix("data."), value=value) for value in ("true", "false")
    )
    head = _HEAD.format(id=id, title=title, language=language, kind=kind)
    return head + body + _TAIL.format(language=language, right=right, wrong=wrong, at=at)
