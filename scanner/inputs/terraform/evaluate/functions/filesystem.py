"""`file`, `fileset`, `templatefile`, ...: files by way of the caller's context, and paths as texts."""

from __future__ import annotations

import posixpath
import re

from scanner.inputs.terraform.evaluate.functions.encoding import to_base64
from scanner.inputs.terraform.evaluate.functions.signatures import (
    Function,
    FunctionContext,
    FunctionError,
    Parameter,
    Uncertain,
)
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.sets import make_set
from scanner.inputs.terraform.evaluate.types import BOOL, DYNAMIC, STRING, SetOf, SetValue
from scanner.model.values import Value

_NAME = re.compile(r"[^\W\d][\w-]*\Z")


def clean(path: str) -> str:
    """The shortest form of a path, as Go's `filepath.Clean` gives it; `.` for nothing."""
    made = posixpath.normpath(path) if path else "."
    return made[1:] if made.startswith("//") else made


def _basename(path: str) -> str:
    stripped = path.rstrip("/")
    if not stripped:
        return "/" if path else "."
    return stripped.rpartition("/")[2]


def _dirname(path: str) -> str:
    return clean(path.rpartition("/")[0] + "/" if path.startswith("/") else path.rpartition("/")[0])


def _abspath(context: FunctionContext, path: str) -> str:
    if path.startswith("/"):
        return clean(path)
    here = getattr(context, "working_directory", None)
    if here is None:
        raise Uncertain("it depends on where Terraform runs")
    return clean(f"{here}/{path}")


def _pathexpand(path: str) -> str:
    if not path.startswith("~"):
        return path
    if path[1:2] not in ("", "/", "\\"):
        raise FunctionError("cannot expand user-specific home dir")
    raise Uncertain("it depends on whose home directory it is")


def _file(context: FunctionContext, path: str) -> str:
    try:
        return context.read_file(path).decode("utf-8")
    except UnicodeDecodeError:
        raise FunctionError(
            f"contents of {quote(path)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded "
            "contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead"
        ) from None


def _filebase64(context: FunctionContext, path: str) -> str:
    return to_base64(context.read_file(path))


def _fileexists(context: FunctionContext, path: str) -> bool:
    return context.file_exists(path)


def _fileset(context: FunctionContext, path: str, pattern: str) -> SetValue:
    return make_set(context.list_files(path, pattern), STRING)


def _templatefile(context: FunctionContext, path: str, variables: Value) -> Value:
    return context.render_template(_file(context, path), path, _variables(variables))


def _templatestring(context: FunctionContext, template: str, variables: Value) -> Value:
    return context.render_template(template, "<templatestring argument>", _variables(variables))


def _variables(variables: Value) -> dict[str, Value]:
    if not isinstance(variables, dict):
        raise FunctionError("invalid vars value: must be a map", 1)
    for name in sorted(variables):
        if not _NAME.match(name):
            raise FunctionError(
                f"invalid template variable name {quote(name)}: "
                "must start with a letter, followed by zero or more letters, digits, and underscores",
                1,
            )
    return variables


_PATH = Parameter("path", STRING)
_VARIABLES = Parameter("vars", DYNAMIC)

FUNCTIONS = {
    "abspath": Function(_abspath, [_PATH], STRING, context=True),
    "basename": Function(_basename, [_PATH], STRING),
    "dirname": Function(_dirname, [_PATH], STRING),
    "file": Function(_file, [_PATH], STRING, context=True),
    "filebase64": Function(_filebase64, [_PATH], STRING, context=True),
    "fileexists": Function(_fileexists, [_PATH], BOOL, context=True),
    "fileset": Function(_fileset, [_PATH, Parameter("pattern", STRING)], SetOf(STRING), context=True),
    "pathexpand": Function(_pathexpand, [_PATH], STRING),
    "templatefile": Function(_templatefile, [_PATH, _VARIABLES], may_be_null=True, context=True),
    "templatestring": Function(_templatestring, [Parameter("template", STRING), _VARIABLES], STRING, context=True),
}
