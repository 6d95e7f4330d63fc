"""The program that a regular expression becomes, for the machine to run."""

from __future__ import annotations

from collections.abc import Callable

from scanner.inputs.terraform.evaluate.functions.re2.tree import (
    Assertion,
    Choice,
    Class,
    Group,
    Node,
    Repeat,
    Sequence,
    TooMuch,
)

CHARACTER, CLASS, SPLIT, JUMP, SAVE, ASSERT, MATCH = range(7)

_LARGEST = 20_000


class Program:
    """Instructions, in parallel lists: what to do, with what, and for `SPLIT` where else to go on."""

    __slots__ = ("argument", "operation", "other", "prefix", "slots")

    def __init__(self, slots: int) -> None:
        self.operation: list[int] = []
        self.argument: list[object] = []
        self.other: list[int] = []
        self.slots = slots
        """Two for the match and two for each group."""
        self.prefix = ""
        """Text that every match starts with."""

    def add(self, operation: int, argument: object = None, other: int = 0) -> int:
        """Appends an instruction and says where it is."""
        if len(self.operation) >= _LARGEST:
            raise TooMuch
        self.operation.append(operation)
        self.argument.append(argument)
        self.other.append(other)
        return len(self.operation) - 1


def assemble(node: Node, groups: int) -> Program:
    """The program for a pattern. Raises TooMuch."""
    program = Program(2 * groups + 2)
    program.prefix = _prefix(node)
    _emit(node, program)
    program.add(MATCH)
    return program


def _prefix(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Sequence):
        literal = []
        for part in node.parts:
            if not isinstance(part, str):
                break
            literal.append(part)
        return "".join(literal)
    return ""


def _emit(node: Node, program: Program) -> None:
    if isinstance(node, str):
        program.add(CHARACTER, node)
    elif isinstance(node, Class):
        program.add(CLASS, node)
    elif isinstance(node, Assertion):
        program.add(ASSERT, node.kind)
    elif isinstance(node, Sequence):
        for part in node.parts:
            _emit(part, program)
    elif isinstance(node, Group):
        program.add(SAVE, 2 * node.number)
        _emit(node.inner, program)
        program.add(SAVE, 2 * node.number + 1)
    elif isinstance(node, Choice):
        _emit_choice(node, program)
    else:
        _emit_repeat(node, program)


def _emit_choice(node: Choice, program: Program) -> None:
    jumps = []
    for alternative in node.alternatives[:-1]:
        split = program.add(SPLIT)
        program.argument[split] = split + 1
        _emit(alternative, program)
        jumps.append(program.add(JUMP))
        program.other[split] = len(program.operation)
    _emit(node.alternatives[-1], program)
    for jump in jumps:
        program.argument[jump] = len(program.operation)


def _emit_repeat(node: Repeat, program: Program) -> None:
    if node.most is None:
        for _ in range(node.least - 1):
            _emit(node.inner, program)
        if node.least:
            _emit_plus(node, program)
        elif _nullable(node.inner):
            # `(x+)?` for `x*` keeps the order of priorities right where x may match nothing.
            _emit_optional(node.greedy, program, lambda: _emit_plus(node, program))
        else:
            split = program.add(SPLIT)
            _emit(node.inner, program)
            program.add(JUMP, split)
            _aim(program, split, split + 1, len(program.operation), node.greedy)
        return
    for _ in range(node.least):
        _emit(node.inner, program)
    splits = []
    for _ in range(node.most - node.least):
        splits.append(program.add(SPLIT))
        _emit(node.inner, program)
    for split in splits:
        _aim(program, split, split + 1, len(program.operation), node.greedy)


def _emit_plus(node: Repeat, program: Program) -> None:
    start = len(program.operation)
    _emit(node.inner, program)
    split = program.add(SPLIT)
    _aim(program, split, start, split + 1, node.greedy)


def _emit_optional(greedy: bool, program: Program, emit: Callable[[], None]) -> None:
    split = program.add(SPLIT)
    emit()
    _aim(program, split, split + 1, len(program.operation), greedy)


def _aim(program: Program, split: int, more: int, done: int, greedy: bool) -> None:
    program.argument[split], program.other[split] = (more, done) if greedy else (done, more)


def _nullable(node: Node) -> bool:
    if isinstance(node, (str, Class)):
        return False
    if isinstance(node, Assertion):
        return True
    if isinstance(node, Sequence):
        return all(map(_nullable, node.parts))
    if isinstance(node, Choice):
        return any(map(_nullable, node.alternatives))
    if isinstance(node, Group):
        return _nullable(node.inner)
    return node.least == 0 or _nullable(node.inner)
