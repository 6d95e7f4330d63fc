"""The text of a new rule file, to be filled in."""

from __future__ import annotations

from scanner.policy.errors import PolicyError

_TEMPLATE = """\
# How a rule is written: docs/writing-rules.md. Try it: bylaw rules check {id}
id: {id}
title: {title}
severity: medium                    # critical | high | medium | low
theme: public-exposure              # one of frameworks/themes.yaml; two more at most under `also:`
match:
  {language}: [{kind}]
# when: has(resource.some_argument)   # false means the rule does not apply
check: 'resource.?some_argument.orValue(false) == true'
message: "some_argument is {{resource.some_argument}}"
focus: some_argument
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
    at: {address}.some_argument
    {language}: |
{wrong}
"""

_TERRAFORM = """\
      {block} "{kind}" "example" {{
        some_argument = {value}
      }}"""

_KUBERNETES = """\
      apiVersion: v1
      kind: {kind}
      metadata: {{name: example, namespace: default}}
      some_argument: {value}"""


def new_rule(id: str, kind: str) -> str:
    """A valid rule file for a Terraform type or a Kubernetes kind, with every common key, to be filled in.

    Raises:
        PolicyError: the id does not name a fault in the way rule ids do.
    """
    import re

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", id):
        raise PolicyError(f"{id!r} is no rule id: lower case words joined by hyphens, the provider first")
    terraform = "_" in kind
    if not re.fullmatch(r"(data\.)?[a-z][a-z0-9_-]*" if terraform else r"[A-Z][A-Za-z0-9]*", kind):
        raise PolicyError(f"{kind!r} is neither a Terraform type nor a Kubernetes kind")
    example = _TERRAFORM if terraform else _KUBERNETES
    block = "data" if kind.startswith("data.") else "resource"
    type_name = kind.removeprefix("data.")
    return _TEMPLATE.format(
        id=id,
        title=id.replace("-", " ").capitalize(),
        language="terraform" if terraform else "kubernetes",
        kind=kind,
        right=example.format(block=block, kind=type_name, value="true"),
        wrong=example.format(block=block, kind=type_name, value="false"),
        address=f"{kind}.example" if terraform else f"v1/{kind}/default/example",
    )
