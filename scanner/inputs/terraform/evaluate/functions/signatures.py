"""What a function takes and gives: the part of a call that is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeAlias

from scanner.inputs.terraform.evaluate.types import DYNAMIC, Type
from scanner.model.values import Value


class FunctionError(ValueError):
    """A call that Terraform would refuse."""

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong, in Terraform's words."""
        self.argument = argument
        """The argument at fault, counted from 0; None where it is not one alone."""


class Uncertain(Exception):
    """A result that cannot be worked out here. It becomes an Unknown with this cause, never an error."""


class FunctionContext(Protocol):
    """What functions may ask of the place they are called in. Every method may raise FunctionError."""

    @property
    def module_directory(self) -> str:
        """Directory of the calling module, as `path.module` gives it."""

    @property
    def root_directory(self) -> str:
        """Directory of the root module, as `path.root` gives it."""

    def read_file(self, path: str) -> bytes:
        """Content of a file. Raises FunctionError where it is missing, too large or not ours to read."""

    def file_exists(self, path: str) -> bool:
        """Whether a regular file is there."""

    def list_files(self, path: str, pattern: str) -> list[str]:
        """Paths, relative to `path`, of the files below it that match a pattern."""

    def render_template(self, text: str, name: str, variables: dict[str, Value]) -> Value:
        """What a template gives; `name` is what to call it in messages."""


Handling: TypeAlias = Literal["top", "deep", "body"]
"""What an Unknown in an argument means. `top`: the result is unknown when the argument itself is; `deep`: when
anything in it is; `body`: the function looks for itself."""


class Parameter:
    """One parameter of a function."""

    __slots__ = ("name", "null", "type", "unknown")

    def __init__(self, name: str, type: Type, unknown: Handling = "top", null: bool = False) -> None:
        self.name = name
        """What messages call it."""
        self.type = type
        """Arguments are converted to it; `DYNAMIC` takes them as they are."""
        self.unknown = unknown
        """What an Unknown in the argument means."""
        self.null = null
        """True when null is allowed."""


Returns: TypeAlias = "Type | Callable[[Sequence[Value]], Type | None]"
"""The type of the result, or how to tell it from arguments that may be Unknown."""


class Function:
    """A function and what is to be known of it."""

    __slots__ = ("body", "context", "may_be_null", "parameters", "rest", "returns", "typed_nulls")

    def __init__(
        self,
        body: Callable[..., Value],
        parameters: Sequence[Parameter] = (),
        returns: Returns = DYNAMIC,
        rest: Parameter | None = None,
        may_be_null: bool = False,
        context: bool = False,
        typed_nulls: bool = False,
    ) -> None:
        self.body = body
        """Works the result out from converted arguments."""
        self.parameters = parameters
        """Its parameters, in order."""
        self.returns = returns
        """The type of the result, where it is Unknown."""
        self.rest = rest
        """The parameter that all further arguments belong to."""
        self.may_be_null = may_be_null
        """True when the result may turn out null."""
        self.context = context
        """True when the body takes the `FunctionContext` before the arguments."""
        self.typed_nulls = typed_nulls
        """True when the body takes nulls with their types, and may give such."""

    def parameter(self, index: int) -> Parameter:
        """The parameter that argument `index` belongs to. There must be one."""
        if index < len(self.parameters):
            return self.parameters[index]
        assert self.rest is not None
        return self.rest
