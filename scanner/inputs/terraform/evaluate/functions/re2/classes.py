"""Character classes and escapes in regular expressions: `[a-z]`, `\\d`, `\\p{Lu}`, `[[:alpha:]]`, `\\x{10FFFF}`."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.functions.re2.tree import Class, Item, PatternError, Unsupported

_DIGIT = (("0", "9"),)
_UPPER = (("A", "Z"),)
_LOWER = (("a", "z"),)
_WORD = (*_DIGIT, *_UPPER, ("_", "_"), *_LOWER)
_PERL = {"d": _DIGIT, "w": _WORD, "s": (("\t", "\n"), ("\f", "\r"), (" ", " "))}
_POSIX = {
    "alnum": (*_DIGIT, *_UPPER, *_LOWER),
    "alpha": (*_UPPER, *_LOWER),
    "ascii": (("\0", "\x7f"),),
    "blank": (("\t", "\t"), (" ", " ")),
    "cntrl": (("\0", "\x1f"), ("\x7f", "\x7f")),
    "digit": _DIGIT,
    "graph": (("!", "~"),),
    "lower": _LOWER,
    "print": ((" ", "~"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": (("\t", "\r"), (" ", " ")),
    "upper": _UPPER,
    "word": _WORD,
    "xdigit": (*_DIGIT, ("A", "F"), ("a", "f")),
}
_CATEGORIES = "Any C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs"
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class CharacterClasses:
    """The part of the parser that reads single characters and sets of them."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def bracket(self, fold: bool) -> Class:
        """A class in brackets, at its `[`."""
        start = self.at
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        items: list[Item] = []
        first = True
        while first or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):
                raise PatternError(f"missing closing ]: `{self.pattern[start:]}`")
            first = False
            items.append(self._posix() or self.class_escape() or self._range(start))
        self.at += 1
        return Class(items, negated, fold)

    def _posix(self) -> Item | None:
        """`[:alpha:]` inside brackets."""
        if not self.pattern.startswith("[:", self.at):
            return None
        close = self.pattern.find(":]", self.at + 2)
        if close < 0:
            return None
        name = self.pattern[self.at + 2 : close]
        ranges = _POSIX.get(name.removeprefix("^"))
        if ranges is None:
            raise PatternError(f"invalid character class range: `{self.pattern[self.at : close + 2]}`")
        self.at = close + 2
        return ranges, "", name.startswith("^")

    def class_escape(self) -> Item | None:
        """`\\d`, `\\W`, `\\pL`, `\\P{Lu}`: an escape that stands for a set. None where none is at hand."""
        if not self.pattern.startswith("\\", self.at):
            return None
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter and letter in "dswDSW":
            self.at += 2
            return _PERL[letter.lower()], "", letter.isupper()
        if letter in ("p", "P"):
            return self._category(letter == "P")
        return None

    def _category(self, negated: bool) -> Item:
        start = self.at
        name = self.pattern[start + 2 : start + 3]
        self.at += 3
        if name == "{":
            close = self.pattern.find("}", start)
            if close < 0:
                raise PatternError(f"invalid character class range: `{self.pattern[start:]}`")
            name = self.pattern[start + 3 : close]
            self.at = close + 1
        if name.startswith("^"):
            name, negated = name[1:], not negated
        if name and name in _CATEGORIES.split():
            return (), name, negated
        if len(name) > 2 and name[0].isupper() and name.replace("_", "").isalpha():
            raise Unsupported(f"the characters of the script {name} are not known here")
        raise PatternError(f"invalid character class range: `{self.pattern[start : self.at]}`")

    def _range(self, start: int) -> Item:
        begin = self.at
        first = last = self._member(start)
        if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
            if self.at + 1 >= len(self.pattern):
                raise PatternError(f"missing closing ]: `{self.pattern[start:]}`")
            self.at += 1
            last = self._member(start)
            if last < first:
                raise PatternError(f"invalid character class range: `{self.pattern[begin : self.at]}`")
        return ((first, last),), "", False

    def _member(self, start: int) -> str:
        if self.at >= len(self.pattern):
            raise PatternError(f"missing closing ]: `{self.pattern[start:]}`")
        if self.pattern[self.at] == "\\":
            return self.escaped_character()
        self.at += 1
        return self.pattern[self.at - 1]

    def escaped_character(self) -> str:
        """The one character that an escape stands for, at its backslash."""
        start = self.at
        letter = self.pattern[start + 1 : start + 2]
        self.at += 2
        if not letter:
            raise PatternError("trailing backslash at end of expression: ``")
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter == "0" or (letter in "1234567" and self._octal_digit()):
            digits = letter
            while len(digits) < 3 and self._octal_digit():
                digits += self.pattern[self.at]
                self.at += 1
            return chr(int(digits, 8))
        if letter == "x":
            found = self._hexadecimal()
            if found is not None:
                return found
        elif letter.isascii() and not letter.isalnum():
            return letter
        raise PatternError(f"invalid escape sequence: `{self.pattern[start : self.at]}`")

    def _octal_digit(self) -> bool:
        return self.at < len(self.pattern) and self.pattern[self.at] in "01234567"

    def _hexadecimal(self) -> str | None:
        if self.pattern.startswith("{", self.at):
            close = self.pattern.find("}", self.at)
            digits = self.pattern[self.at + 1 : close]
            self.at = max(close + 1, self.at)
        else:
            digits = self.pattern[self.at : self.at + 2]
            self.at += len(digits)
            if len(digits) < 2:
                return None
        if not digits or not digits.isalnum() or not digits.isascii():
            return None
        try:
            return chr(int(digits[-8:], 16)) if len(digits.lstrip("0")) <= 6 else None
        except (ValueError, OverflowError):
            return None
