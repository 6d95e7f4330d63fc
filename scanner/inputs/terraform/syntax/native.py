"""Native syntax: whole files, and lone expressions and templates."""

from __future__ import annotations

import gc
import re

from scanner.inputs.terraform.syntax.bodies import BodyParser
from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.expressions import ExpressionParser
from scanner.inputs.terraform.syntax.lexical import comments, strays
from scanner.inputs.terraform.syntax.recovery import resume
from scanner.inputs.terraform.syntax.tree import Attribute, Block, Body, Expression, File
from scanner.inputs.terraform.syntax.walk import check_height, move
from scanner.model.places import Comment, Source
from scanner.model.problems import Problem

MAX_PROBLEMS = 100
"""How many errors of one file are reported before the rest of it is given up."""

_REREADING = 8
"""How often over a file may be read, errors included, before the rest of it is given up."""

_MAX_STRAYS = 10_000
"""How many characters that do not belong are looked at before all of the file is given up."""

_HELP = "Nothing in this block or argument is checked until it parses."
_WORDS = ("ignore", "skip")


def parse(source: Source) -> File:
    """Parses a file in native syntax (`.tf`, `.tofu`, `.tfvars`, `.hcl`); never raises."""
    text = source.text
    parser = BodyParser(source)
    start = parser.pos
    collecting = gc.isenabled()
    gc.disable()  # a file's nodes are many, all live, and without cycles
    try:
        errors = _all_items(parser)
    finally:
        if collecting:
            gc.enable()
    if not text.isascii() or ("\r" in text and re.search(r"\r(?!\n)", text)):
        _remove_strays(parser, errors, start)
    body = Body(0, len(text), parser.attributes, parser.blocks, source)
    errors.sort(key=lambda error: error.start)
    return File(source, body, _directives(source, start), [problem(source, error) for error in errors])


def parse_expression(text: str, source: Source, offset: int = 0) -> Expression:
    """Parses a lone expression, as if it stood in parentheses.

    Offsets of the tree, and of the error, count in `source`, where the text stands at `offset`.

    Raises:
        HclSyntaxError: it is not an expression.
    """
    parser = ExpressionParser(text)
    try:
        parser.skip()
        node = parser.expression(True)
        if parser.skip() != len(text):
            parser.fail("Extra characters after expression: expected the end of the expression")
        stray = next(strays(text), None)
        if stray is not None:
            raise _invalid_character(text, stray)
        return _placed(node, offset)
    except HclSyntaxError as error:
        raise _within(error, source, offset) from None


def parse_template(text: str, source: Source, offset: int = 0) -> Expression:
    """Parses a template without quotes around it: a template file, or a string of JSON syntax.

    Offsets of the tree, and of the error, count in `source`, where the text stands at `offset`.

    Raises:
        HclSyntaxError: it is not a template.
    """
    try:
        node = ExpressionParser(text, 1 if text.startswith("\ufeff") else 0).bare()
        return _placed(node, offset)
    except HclSyntaxError as error:
        raise _within(error, source, offset) from None


def problem(source: Source, error: HclSyntaxError) -> Problem:
    """The problem that an error in a file is."""
    place = source.place(error.start, error.end)
    return Problem("error", "unparsable", error.message, source.path, place, _HELP)


def _placed(node: Expression, offset: int) -> Expression:
    check_height(node)
    if offset:
        move(node, lambda at: at + offset)
    return node


def _within(error: HclSyntaxError, source: Source, offset: int) -> HclSyntaxError:
    size = len(source.text)
    return HclSyntaxError(error.message, min(error.start + offset, size), min(error.end + offset, size))


def _all_items(parser: BodyParser) -> list[HclSyntaxError]:
    """Parses everything that can be; what is wrong with the rest."""
    errors: list[HclSyntaxError] = []
    text, read = parser.text, 0
    while True:
        try:
            parser.items()
            return errors
        except HclSyntaxError as error:
            errors.append(error)
            read += max(error.end, parser.pos) - parser.item
            target = resume(text, parser.item, error.start)
            if target is None:
                return errors
            if len(errors) >= MAX_PROBLEMS or read > _REREADING * len(text) + 1000:
                message = "Too many errors: the rest of the file was not read"
                errors.append(HclSyntaxError(message, error.start, error.end))
                return errors
            parser.pos = target
            parser.depth = 0


def _invalid_character(text: str, at: int) -> HclSyntaxError:
    return HclSyntaxError(f"Invalid character: {text[at]!a} is not used within the language", at, at + 1)


def _remove_strays(parser: BodyParser, errors: list[HclSyntaxError], start: int) -> None:
    """Takes out what holds characters that the parser took for parts of names or for white space."""
    last: Attribute | Block | None = None
    for number, at in enumerate(strays(parser.text, start)):
        if len(errors) > MAX_PROBLEMS or number > _MAX_STRAYS:
            parser.attributes.clear()
            parser.blocks.clear()
            errors.append(HclSyntaxError("Too many errors: nothing of the file was read", at, at + 1))
            return
        if last is not None and last.start <= at < last.end:
            continue
        items: list[Attribute | Block] = [*parser.attributes.values(), *parser.blocks]
        last = next((item for item in items if item.start <= at < item.end), None)
        if isinstance(last, Attribute):
            del parser.attributes[last.name]
        elif last is not None:
            parser.blocks.remove(last)
        errors.append(_invalid_character(parser.text, at))


def _directives(source: Source, start: int) -> list[Comment]:
    """The comments that may hold a directive."""
    text = source.text
    if not _worth_looking(text):
        return []
    found = []
    for begin, end in comments(text, start):
        content = text[begin:end]
        if any(word in content.lower() for word in _WORDS):
            inner = content[1:] if content[0] == "#" else content[2:-2] if content[1] == "*" else content[2:]
            line = text.rfind("\n", 0, begin) + 1
            alone = not text[line:begin].strip("\ufeff \t")
            found.append(Comment(inner.strip(), source.place(begin, begin + len(content.rstrip())), alone))
    return found


def _worth_looking(text: str) -> bool:
    """Whether any comment can hold a directive; most files have none, and a look costs no second reading."""
    lower = text.lower()
    block = lower.find("/*")
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0:
            if 0 <= block < at:
                return True
            end = lower.find("\n", at)
            end = len(lower) if end < 0 else end
            line = lower[lower.rfind("\n", 0, at) + 1 : end]
            if any(line.find(word, line.find(marker)) >= 0 for marker in ("#", "//") if marker in line):
                return True
            at = lower.find(word, end)
    return False
