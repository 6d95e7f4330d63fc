"""Templates in files and in strings: over their own variables and nothing else."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.expressions import evaluate, render
from scanner.inputs.terraform.evaluate.scope import Module, Scope, Shared
from scanner.inputs.terraform.syntax import tree
from scanner.model.places import Source
from scanner.model.values import Value

ABSENT = "vars map does not contain key"
"""What is wrong with a name in a template that has no value."""


def render_template(text: str, name: str, variables: dict[str, Value], scope: Scope) -> Value:
    """What `templatefile` and `templatestring` give: a template over its own variables and nothing else."""
    from scanner.inputs.terraform.syntax import HclSyntaxError, parse_template

    source = Source(name, text)
    inner = Scope(TemplateModule(scope.module), source, dict(variables))
    try:
        parsed = parse_template(text, source, 0)
    except HclSyntaxError as error:
        raise EvaluationError(str(error), tree.Node(error.start, error.end), inner) from None
    if isinstance(parsed, tree.Template):
        return render(parsed.parts, parsed, inner)
    return evaluate(parsed, inner)


class TemplateModule:
    """Stands for the module inside a template: it has no names of its own."""

    functions = True

    def __init__(self, module: Module) -> None:
        self.evaluation: Shared = module.evaluation
        self.address = module.address

    def is_secret(self, node: tree.Reference) -> bool:
        return False

    def lookup(self, node: tree.Reference, scope: Scope) -> Value:
        raise EvaluationError(f'{ABSENT} "{node.name}"', node, scope)
