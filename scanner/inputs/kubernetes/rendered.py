"""A document that a program rendered, whose places are in the file it was rendered from."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model.alternatives import Cluster
from scanner.model.places import Comment, Place, Source
from scanner.model.values import Unknown


class Rendered(Source):
    """The rendered text of one document. It goes by the path of the file that it comes from."""

    __slots__ = ("_lines", "cluster", "comments", "directory", "namespace", "release", "written")

    def __init__(
        self,
        text: str,
        written: Source,
        directory: str,
        namespace: str | Unknown | None,
        release: str | None,
        lines: list[int] | None = None,
        comments: Sequence[Comment] = (),
    ) -> None:
        super().__init__(written.path, text)
        self.written = written
        """The file that it was rendered from."""
        self.directory = directory
        """The chart or overlay that was rendered."""
        self.namespace = namespace
        """Where objects go that do not say where; None for the default."""
        self.release = release
        """Which of several renderings this is; None where there is only one."""
        self.cluster: Cluster | None = None
        """The cluster that it is sent to; None where nothing says."""
        self.comments = comments
        """Comments of the file that may be directives and are no longer in the text."""
        self._lines = lines
        """For each line, both from 0, the one it comes from; None before these are worked out from the texts alone."""

    def place(self, start: int, end: int) -> Place:
        """The place in the file it comes from: exact where the line was taken over, whole lines elsewhere."""
        rendered = super().place(start, end)
        lines = [self._line(number) for number in range(rendered.line, rendered.end_line + 1)]
        first, last = min(lines), max(lines)
        theirs = self.written.line(first)
        if len(lines) == 1:
            ours = self.line(rendered.line)
            taken_over = theirs.find(ours.strip()) if ours.strip() else -1
            if taken_over >= 0:
                shift = taken_over - (len(ours) - len(ours.lstrip()))
                ends = (rendered.column, rendered.end_column)
                start_column, end_column = (min(max(each + shift, 1), len(theirs) + 1) for each in ends)
                return Place(self.path, first, start_column, first, end_column)
        begin = len(theirs) - len(theirs.lstrip())
        end = len(self.written.line(last).rstrip())
        return Place(self.path, first, begin + 1, last, (max(begin, end) if first == last else end) + 1)

    def hide(self, start: int, end: int) -> None:
        """Hides the lines that the text comes from: what of them was filled in is not known."""
        super().hide(start, end)
        rendered = super().place(start, end)
        for number in range(rendered.line, rendered.end_line + 1):
            line = self._line(number)
            text = self.written.line(line)
            begin = self.written.offset(line)
            self.written.hide(begin + text.find(":") + 1, begin + len(text))

    def _line(self, number: int) -> int:
        """The line that a rendered line comes from, both from 1."""
        if self._lines is None:
            from scanner.inputs.kubernetes.render.alignment import align

            self._lines = align(self.text.split("\n"), self.written.text.split("\n"))
        return (self._lines[number - 1] if number <= len(self._lines) else self._lines[-1] if self._lines else 0) + 1
