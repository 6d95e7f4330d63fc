"""`local_file` and `local_sensitive_file`: content and digests of a file of the scanned tree.

https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.data import Undecided
from scanner.inputs.terraform.evaluate.functions import normal
from scanner.inputs.terraform.evaluate.functions.encoding import to_base64
from scanner.inputs.terraform.evaluate.functions.signatures import Uncertain
from scanner.model.values import Object, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.resources import ResourceInstance


def attributes(instance: ResourceInstance, arguments: Object) -> dict[str, Value]:
    """The content as text and in base64, and its digests. Raises Undecided where the file may yet change."""
    path = arguments.get("filename")
    if not isinstance(path, str):
        raise Undecided(path.cause if isinstance(path, Unknown) else "no file is named")
    if _waits(instance):
        raise Undecided("the file is read after another resource was applied")
    try:
        data = instance.resource.module.evaluation.files.read(path)
    except (ValueError, OSError) as error:
        raise Undecided(str(error)) from None
    return {"content": _text(data), "content_base64": to_base64(data)} | _digests(data)


def _waits(instance: ResourceInstance) -> bool:
    """Whether a managed resource is applied first, which may be what writes the file."""
    from scanner.inputs.terraform.evaluate.references import Tracer

    written = instance.resource.block.body.attributes
    if "depends_on" in written:
        return True
    targets = Tracer().targets(written["filename"].expression, instance.scope())
    return any(target.resource.mode == "resource" for target in targets)


def _text(data: bytes) -> str | Unknown:
    try:
        return normal(data.decode("utf-8"))
    except (UnicodeDecodeError, Uncertain):
        return Unknown("the file is no text in UTF-8, or too long")


def _digests(data: bytes) -> dict[str, Value]:
    import hashlib

    sha256, sha512 = hashlib.sha256(data), hashlib.sha512(data)
    return {
        "content_md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "content_sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "content_sha256": sha256.hexdigest(),
        "content_base64sha256": to_base64(sha256.digest()),
        "content_sha512": sha512.hexdigest(),
        "content_base64sha512": to_base64(sha512.digest()),
    }
