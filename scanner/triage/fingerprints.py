"""Identity of a finding across runs.

A fingerprint is made from what is at fault, not from where it stands: the rule, the root module or manifest folder, the
resource's address and the item's label. It stays the same when lines move, blocks change places, resources move to
another file of the same folder, or anything else changes. Verdicts that agree in all four are numbered in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model.verdicts import Verdict

_VERSION = "bylaw 1"
_BYTES = 16


def fingerprint(verdict: Verdict) -> str:
    """The fingerprint of a verdict that nothing else resembles: 32 hexadecimal digits."""
    try:  # the module behind hashlib.blake2b, a hundredth of a second sooner than through hashlib
        from _blake2 import blake2b
    except ImportError:  # pragma: no cover
        from hashlib import blake2b
    resource = verdict.resource
    parts: tuple[str | None, ...] = (_VERSION, verdict.rule.id, resource.origin.root, resource.address, verdict.item)
    if resource.origin.environment is not None:
        parts = (*parts, resource.origin.environment)
    # Lengths keep ("ab", "c") and ("a", "bc") apart; an item may be empty, which is not the same as none.
    text = "".join("-" if part is None else f"{len(part)}:{part}" for part in parts)
    digest: str = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
    return digest


def fingerprints(verdicts: Sequence[Verdict]) -> list[str]:
    """The fingerprints of a run's verdicts, in their order, no two the same.

    Of verdicts that agree in everything, the first keeps the plain fingerprint and the others get `-2`, `-3`, ... .
    Passes are numbered after the others, so that keeping them does not change what the others are called.
    """
    found = [fingerprint(verdict) for verdict in verdicts]
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
