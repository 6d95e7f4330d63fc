"""Identity of a finding across runs.

A fingerprint is made from what is at fault, not from where it stands: the rule, the root module or manifest folder, the
resource's address and the item's label. It stays the same when lines move, blocks change places, resources move to
another file of the same folder, or anything else changes. Verdicts that agree in all four are numbered in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model.resources import Resource
from scanner.model.verdicts import Verdict

_VERSION = "bylaw 1"
_HEAD = f"{len(_VERSION)}:{_VERSION}"
_BYTES = 16


def fingerprint(verdict: Verdict) -> str:
    """The fingerprint of a verdict that nothing else resembles: 32 hexadecimal digits."""
    return _Maker().fingerprint(verdict)


class _Maker:
    """Makes one after another. What it writes of a resource it writes once for verdicts that follow each other."""

    __slots__ = ("_about", "_hash", "_last")

    def __init__(self) -> None:
        try:  # the module behind hashlib.blake2b, a hundredth of a second sooner than through hashlib
            from _blake2 import blake2b
        except ImportError:  # pragma: no cover
            from hashlib import blake2b
        self._hash = blake2b
        self._last: Resource | None = None
        self._about = ("", "")

    def fingerprint(self, verdict: Verdict) -> str:
        resource = verdict.resource
        if resource is not self._last:
            environment = resource.origin.environment
            before = _part(resource.origin.root) + _part(resource.address)
            self._last, self._about = resource, (before, "" if environment is None else _part(environment))
        before, behind = self._about
        text = f"{_HEAD}{_part(verdict.rule.id)}{before}{_part(verdict.item)}{behind}"
        digest: str = self._hash(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
        return digest


def _part(text: str | None) -> str:
    """Lengths keep ("ab", "c") and ("a", "bc") apart; an item may be empty, which is not the same as none."""
    return "-" if text is None else f"{len(text)}:{text}"


def fingerprints(verdicts: Sequence[Verdict]) -> list[str]:
    """The fingerprints of a run's verdicts, in their order, no two the same.

    Of verdicts that agree in everything, the first keeps the plain fingerprint and the others get `-2`, `-3`, ... .
    Passes are numbered after the others, so that keeping them does not change what the others are called.
    """
    make = _Maker().fingerprint
    found = [make(verdict) for verdict in verdicts]
    seen: dict[str, int] = {}
    for passes in (False, True):
        for index, verdict in enumerate(verdicts):
            if (verdict.outcome == "pass") is not passes:
                continue
            plain = found[index]
            seen[plain] = number = seen.get(plain, 0) + 1
            if number > 1:
                found[index] = f"{plain}-{number}"
    return found
