"""`aws_iam_policy_document`: statements as JSON, merged with other documents, as the AWS provider writes them.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterable

from scanner.inputs.terraform.evaluate.data import Refused, Undecided
from scanner.inputs.terraform.evaluate.data.policy_layout import compact, indented
from scanner.inputs.terraform.evaluate.data.policy_merge import Document, decoded
from scanner.inputs.terraform.evaluate.data.policy_statement import maybe, statement_of
from scanner.inputs.terraform.evaluate.json_content import MAX_WEIGHT, weight
from scanner.inputs.terraform.evaluate.types import STRING
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, find_unknowns
from scanner.model.values import Object, Unknown, Value

_VERSIONS = ("2008-10-17", "2012-10-17")
_OTHERS = ("source_json", "source_policy_documents", "override_policy_documents", "override_json")


def attributes(arguments: Object) -> dict[str, Value]:
    """`json` and `minified_json`: texts, or Unknowns that know what the texts encode."""
    given = [text for name in _OTHERS for text in _texts(arguments, name)]
    _check_weight(text.content if isinstance(text, Unknown) else text for text in given)
    tree = document(arguments).tree()
    _check_weight([tree])
    unknowns = find_unknowns(tree)
    if not unknowns:
        return {"json": indented(tree), "minified_json": compact(tree)}
    references = tuple(dict.fromkeys(reference for unknown in unknowns for reference in unknown.references))
    return {
        name: TypedUnknown(unknowns[0].cause, references, None, True, STRING, tree)
        for name in ("json", "minified_json")
    }


def _check_weight(parts: Iterable[Value]) -> None:
    found = 0
    for part in parts:
        found += weight(part)
        if found > MAX_WEIGHT:
            raise Undecided("a policy document of this size is not put together here")


def document(arguments: Object) -> Document:
    """The whole document: sources first, then the statements that are written out, overrides last."""
    merged = Document()
    _merge_sources(merged, arguments)
    merged.merge(_own(arguments))
    for text in _texts(arguments, "override_policy_documents") + _texts(arguments, "override_json"):
        merged.merge(decoded(text))
    return merged


def _merge_sources(merged: Document, arguments: Object) -> None:
    # `source_json` and `override_json` must be empty from version 5.0 of the provider on; before, this was their order.
    for text in _texts(arguments, "source_json"):
        merged.merge(decoded(text))
    seen = set(merged.sids())
    for text in _texts(arguments, "source_policy_documents"):
        source = decoded(text)
        for sid in source.sids():
            if sid in seen:
                raise Refused(f"duplicate Sid ({sid}) in source_policy_documents")
            seen.add(sid)
        merged.append(source)


def _texts(arguments: Object, name: str) -> list[Value]:
    """The texts of other documents, or an Unknown that stands for any number of them."""
    given = arguments.get(name)
    texts = given if isinstance(given, list) else [given] if given is not None else []
    if isinstance(given, list) and None in given:
        raise Refused(f"null in {name}")
    return [text for text in texts if not isinstance(text, str) or text]


def _own(arguments: Object) -> Document:
    """The document that the statements in the configuration make."""
    version = arguments.get("version")
    if version is None:
        version = "2012-10-17"
    elif isinstance(version, Unknown):
        version = combine([version], ("version",), STRING, not_null=True)
    elif version not in _VERSIONS:
        raise Refused(f"expected version to be one of {' and '.join(_VERSIONS)}, got {version}")
    name = arguments.get("policy_id")
    if isinstance(name, Unknown):
        name = maybe(name, "id")
    blocks = arguments.get("statement")
    if isinstance(blocks, Unknown):
        return Document(version, name, maybe(blocks, "statements"))
    statements = [statement_of(block, version) for block in blocks or ()]
    seen: set[str] = set()
    for statement in statements:
        sid = statement.get("Sid")
        if isinstance(sid, str):
            if sid in seen:
                raise Refused(f"duplicate Sid ({sid})")
            seen.add(sid)
    return Document(version, name, statements)
