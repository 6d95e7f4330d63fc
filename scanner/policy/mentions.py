"""What the text of a rule tells of it: whom else it asks for, and whether names matter to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.policy.grants import KINDS as GRANTING
from scanner.policy.rule_files import RuleFile
from scanner.policy.templates import Expression, TemplateError, split_template

_LINKED = (
    r"""\b(?:linked|linkedBy|selectedBy|declared|declaredInRegion)\s*\("""
    r"""(?:\s*\w+\s*,)?\s*(?:"([^"\\]*)"\s*\)|'([^'\\]*)'\s*\)|())"""
)
"""A call that asks for other resources, and the type or kind where it is written plainly."""
_GRANTS = r"\bgrants\s*\("
"""A call that asks for what is granted."""
_ROUTES = frozenset({"HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"})
"""What leads to other namespaces only where a grant permits it."""
_TEXT = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_ROOT = r"""(?<![\w.?])(resource|meta|pod)\b(?:\s*\.\??\s*(\w+))?(?:\s*\.\??\s*(\w+))?"""
_SHARED_META = frozenset({"type", "namespace", "labels", "region", "provider"})
_SHARED_METADATA = frozenset({"labels", "annotations", "namespace", "ownerReferences"})
_PERSONAL = r"""\b(?:nodeName|hostname)\b"""


def linked_by(file: RuleFile) -> tuple[str, ...]:
    """The types and kinds of other resources that a rule asks for; `*` where a call does not name one plainly."""
    texts = list(_expressions(file))
    found = {one or other or "*" for text in texts for one, other, _ in re.findall(_LINKED, text)}
    if any(re.search(_GRANTS, text) for text in texts):
        found.update(GRANTING)
    if not found.isdisjoint(_ROUTES):
        found.add("ReferenceGrant")
    return tuple(sorted(found))


def is_personal(file: RuleFile) -> bool:
    """Whether the rule may judge two objects differently, or say something different of them, that differ in nothing
    but their name, uid, node and state."""
    return any(_names_one(text) for text in _expressions(file))


def _names_one(text: str) -> bool:
    bare = re.sub(_TEXT, '""', text)
    if re.search(_PERSONAL, bare):
        return True
    for root, first, second in re.findall(_ROOT, bare):
        if root == "meta":
            if first not in _SHARED_META:
                return True
        elif first in ("", "status") or (first == "metadata" and second not in _SHARED_METADATA):
            return True
    return False


def _expressions(file: RuleFile) -> Iterator[str]:
    yield file.check
    if file.when is not None:
        yield file.when
    for _, text in (*file.each, *file.variables):
        yield text
    try:
        parts = split_template(file.message)
    except TemplateError:
        return
    for part in parts:
        if isinstance(part, Expression):
            yield part.text
