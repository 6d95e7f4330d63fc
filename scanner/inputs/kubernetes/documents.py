"""A YAML or JSON file read into documents whose every value knows its place.

The text is cut at its `---` lines first, as kubectl does, so that one broken document does not hide the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.blocks import BlockReader, Known
from scanner.inputs.kubernetes.comments import comments_at, comments_between, may_hold_directives
from scanner.inputs.kubernetes.errors import BrokenDocument, NotPlain
from scanner.inputs.kubernetes.nodes import Document, Documents
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.inputs.kubernetes.templates import HELP, helm_action_at, unrendered_at
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.values import Span

if TYPE_CHECKING:
    from scanner.inputs.kubernetes.json_documents import JsonReader

_BEHIND_SEPARATOR = re.compile(r"[ ]*+(?:(?<=[ ])#[^\n]*+)?\n")
_USUAL_ASCII = bytes([*b"\t\n", *range(0x20, 0x7F)])
_UNUSUAL = "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What the quick reader leaves alone: besides the unreadable some line ends and marks. Compiled when it is needed."""
_UNREADABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What no YAML may hold."""


def read_documents(source: Source, known: Known | None = None) -> Documents:
    """All documents of a file, with what could not be read as problems. Raises nothing.

    `known` remembers what was read between the files of one run.
    """
    if source.path.endswith(".json") and not isinstance(source, Rendered):
        from scanner.inputs.kubernetes.json_documents import JsonReader

        return _JsonFile(source).read(JsonReader(source))
    return _YamlFile(source, known or Known()).read()


class _File:
    """What YAML and JSON files have in common: the result, and how something broken enters it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.result = Documents()
        self._template_reported = False

    def keep(self, document: Document, start: int, end: int) -> None:
        """Takes a document into the result unless it is a template that happens to be YAML."""
        if isinstance(self.source, Rendered):
            self.result.documents.append(document)
            return
        at = helm_action_at(self.source.text, start, end, document.value)
        if at is None and document.remarks:  # `name: {{ .x }}` is a mapping whose key is a mapping
            at = unrendered_at(self.source.text, start, end)
        if at is None:
            self.result.documents.append(document)
        else:
            self._unrendered(at)

    def broken(self, error: BrokenDocument, start: int, end: int) -> None:
        """Reports a document that cannot be read."""
        at = unrendered_at(self.source.text, start, end)
        if at is not None:
            self._unrendered(at)
            return
        place = self.source.place(error.offset, error.offset)
        self.result.problems.append(Problem("error", "unparsable", error.what, self.source.path, place, error.help))

    def _unrendered(self, at: int) -> None:
        if not self._template_reported:
            self._template_reported = True
            end = self.source.text.find("\n", at)
            place = self.source.place(at, end if end >= 0 else len(self.source.text))
            what = "a template that is not rendered; what it stands for was not judged"
            self.result.problems.append(Problem("warning", "unrendered", what, self.source.path, place, HELP))


class _JsonFile(_File):
    def read(self, reader: JsonReader) -> Documents:
        end = len(self.source.text)
        try:
            reader.read()
        except BrokenDocument as error:
            self.broken(error, 0, end)
        for document in reader.documents:
            self.keep(document, *document.span)
        return self.result


class _YamlFile(_File):
    def __init__(self, source: Source, known: Known) -> None:
        super().__init__(source)
        text = source.text
        self._text = text if text.endswith("\n") else text + "\n"
        self._with_comments = may_hold_directives(text)
        self._usual = not _is_unusual(text)
        self._known = known

    def read(self) -> Documents:
        for start, end in _stretches(self._text):
            usual = self._usual or not _is_unusual(self._text[start:end])
            if usual and self._read_quickly(start, end):
                continue
            unreadable = None if usual else re.compile(_UNREADABLE).search(self._text, start, end)
            if unreadable is None:
                self._read_events(start, end)
            else:
                what = f"the character U+{ord(unreadable[0]):04X} is not allowed in YAML"
                self.broken(BrokenDocument(what, unreadable.start()), start, end)
        return self.result

    def _read_quickly(self, start: int, end: int) -> bool:
        """Reads a stretch with the quick reader; False when it gave up and nothing was taken."""
        content = start
        if self._text.startswith("---", start):
            rest = _BEHIND_SEPARATOR.match(self._text, start + 3, end)
            if rest is None:
                return False
            content = rest.end()
        reader = BlockReader(self.source, self._text, content, end, self._known)
        try:
            document = reader.read()
        except NotPlain:
            return False
        if document is not None:
            self.keep(document, start, end)
        if self._with_comments:
            spans = comments_between(self.source, start, content, ()) if content > start else []
            self.result.comments += spans + comments_at(self.source, reader.comments)
        return True

    def _read_events(self, start: int, end: int) -> None:
        from scanner.inputs.kubernetes.events import EventReader

        reader = EventReader(self.source, self._text, start, end)
        try:
            reader.read()
        except BrokenDocument as error:
            self.broken(error, start, end)
        else:
            if self._with_comments:
                self.result.comments += comments_between(self.source, start, end, reader.scalars)
        for document in reader.documents:
            self.keep(document, *document.span)


def _is_unusual(text: str) -> bool:
    if text.isascii():
        return bool(text.encode().translate(None, _USUAL_ASCII))  # ten times as fast as a regular expression
    return re.search(_UNUSUAL, text) is not None


def _stretches(text: str) -> Iterator[Span]:
    """The parts of a file between its `---` lines, each with the line that begins it. Directives (`%YAML`) belong to
    what follows them."""
    start = 1 if text.startswith("\ufeff") else 0
    end = text.find("\n---", start) + 1
    while end > 0:
        if text[end + 3] in " \t\r\n" and not _only_directives(text, start, end):
            yield start, end
            start = end
        end = text.find("\n---", end) + 1
    yield start, len(text)


def _only_directives(text: str, start: int, end: int) -> bool:
    """True for a stretch with a directive and nothing but comments besides."""
    if text.find("\n%", start - 1 if start else 0, end) < 0 and not text.startswith("%", start):
        return False
    return all(not line.strip() or line[0] in "%#" for line in text[start:end].split("\n"))
