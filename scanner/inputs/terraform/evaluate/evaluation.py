"""The state one evaluation shares: what was worked out, what was reported, what is being worked out right now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.access import force, force_inside
from scanner.inputs.terraform.evaluate.errors import EvaluationError, TooLarge
from scanner.inputs.terraform.evaluate.expressions import evaluate
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.evaluate.templates import TemplateModule
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown
from scanner.inputs.terraform.syntax import tree
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.values import Reference, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.files import ModuleFiles
    from scanner.inputs.terraform.evaluate.functions import FunctionError

STRUCTURAL = frozenset(("concat", "element", "flatten", "keys", "length", "lookup", "merge", "one", "values", "zipmap"))
"""Functions that move items about without looking into them: instances in their arguments need no working out."""

_TEMPLATES = frozenset(("templatefile", "templatestring"))

UNQUOTED = "what is wrong is not shown, because it may quote a sensitive value"
"""Stands for the details of an error."""


class Evaluation:
    """State shared by all module instances below one root module."""

    def __init__(self, files: ModuleFiles, workspace: str = "default") -> None:
        self.files = files
        self.workspace = workspace
        self.constants: dict[tree.Node, Value] = {}
        """Values of tuples that hold constants only: the same for every instance."""
        self.defaults: dict[tree.Block, Value] = {}
        """Defaults of variables, by the block that declares each: the same for every instance."""
        self.declared: set[tree.Reference] = set()
        """References of which it is certain that they name something."""
        self.problems: list[Problem] = []
        self.circles: list[Problem] = []
        """Circles that were come upon. References tell of them beforehand; these are for what they do not tell."""
        self.sensitive = 0
        """Grows whenever a sensitive value is used, so that whoever evaluates can tell whether one was."""
        self.instances = 0
        """Grows whenever a whole instance is used as a value, which must be worked out before a rule sees it."""
        self.stack: list[str] = []
        """What is being worked out right now, outermost first: a name that comes up again is a cycle."""
        self._reported: set[tuple[str, int, str]] = set()

    def report(
        self, severity: str, what: str, source: Source, start: int, end: int, help: str = "", kind: str = "invalid"
    ) -> None:
        """Reports a located problem, once however many instances it shows up in."""
        key = (source.path, start, what)
        if key not in self._reported:
            self._reported.add(key)
            place = source.place(start, end)
            self.problems.append(Problem(severity, kind, what, place.file, place, help))  # type: ignore[arg-type]

    def guarded(self, node: tree.Expression, scope: Scope, secret: bool = False) -> Value:
        """The value of an expression; an error in it is reported and gives an Unknown.

        An error in what is `secret`, or uses something sensitive, is reported without what it quotes.
        """
        used = self.sensitive
        try:
            return evaluate(node, scope)
        except EvaluationError as error:
            if secret or self.sensitive != used:
                error.message = f"{error.message.partition(':')[0]}: {UNQUOTED}"
            return self.failed(error)
        except RecursionError:
            return self.given_up("the expression is nested too deeply", node, scope)
        except TooLarge as error:
            return self.given_up(str(error), node, scope)

    def given_up(self, why: str, node: tree.Node, scope: Scope) -> Unknown:
        """Reports an expression that is not evaluated any further, and gives the Unknown in its place."""
        self.report("error", f"not evaluated: {why}", scope.source, node.start, node.end)
        return TypedUnknown(why, (Reference("error", scope.source.place(node.start, node.end)),))

    def failed(self, error: EvaluationError) -> Unknown:
        """Reports an error and gives the Unknown that stands for its value."""
        source = error.scope.source
        self.report("error", error.message, source, error.node.start, error.node.end)
        place = source.place(error.node.start, error.node.end)
        return TypedUnknown(f"its expression is in error ({error.message})", (Reference("error", place),))

    def cycle(self, name: str, scope: Scope, node: tree.Node) -> Unknown:
        """The Unknown for a `name` that depends on itself."""
        names = self.stack[self.stack.index(name) :] if name in self.stack else [name]
        what = "Cycle: " + ", ".join(names)
        place = scope.source.place(node.start, node.end)
        self.circles.append(Problem("error", "invalid", what, place.file, place, "break the circle of references"))
        return Unknown(f"{name} depends on itself")

    def call(self, node: tree.Call, arguments: Sequence[Value], scope: Scope) -> Value:
        """Calls a built-in function."""
        from scanner.inputs.terraform.evaluate.functions import FunctionError, call

        name = node.name.removeprefix("core::")
        if name == "sensitive":
            self.sensitive += 1
        if name in _TEMPLATES and isinstance(scope.module, TemplateModule):
            message = f"Error in function call: cannot recursively call {name} from inside another template"
            raise EvaluationError(message, node, scope)
        work_out = force if node.name in STRUCTURAL else force_inside
        values = [work_out(argument) for argument in arguments]
        try:
            return call(node.name, values, self.files.context(scope, node))
        except FunctionError as error:
            at: tree.Node = node
            if error.argument is not None and error.argument < len(node.arguments):
                at = node.arguments[error.argument]
            raise EvaluationError(_refused(error), at, scope) from None


def _refused(error: FunctionError) -> str:
    """What is wrong with a call, under Terraform's heading for it."""
    if error.message.startswith(("Not enough function arguments", "Too many function arguments")):
        return error.message
    if error.message.startswith("There is no function named"):
        return f"Call to unknown function: {error.message}"
    if error.message.startswith("The function namespace"):
        return f"Unknown provider function: {error.message}"
    return f"{'Error in function call' if error.argument is None else 'Invalid function argument'}: {error.message}"
