"""`sha256`, `filemd5`, `uuidv5`, ...: digests of text and files; and what is random or secret, which stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from scanner.inputs.terraform.evaluate.functions.encoding import from_base64, to_base64, utf8
from scanner.inputs.terraform.evaluate.functions.signatures import (
    Function,
    FunctionContext,
    FunctionError,
    Parameter,
    Uncertain,
)
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import NUMBER, STRING


def _digest(name: str, data: bytes) -> bytes:
    import hashlib

    return hashlib.new(name, data, usedforsecurity=False).digest()


def _hex(data: bytes) -> str:
    return data.hex()


def _of_text(name: str, shown: Callable[[bytes], str]) -> Function:
    def body(text: str) -> str:
        return shown(_digest(name, utf8(text)))

    return Function(body, [Parameter("str", STRING)], STRING)


def _of_file(name: str, shown: Callable[[bytes], str]) -> Function:
    def body(context: FunctionContext, path: str) -> str:
        return shown(_digest(name, context.read_file(path)))

    return Function(body, [Parameter("path", STRING)], STRING, context=True)


_NAMESPACES = {
    "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}


def _uuidv5(namespace: str, name: str) -> str:
    import uuid

    text = _NAMESPACES.get(namespace, namespace)
    plain = text.lower().removeprefix("urn:uuid:").strip("{}")
    try:
        space = uuid.UUID(plain)
    except ValueError:
        why = f"invalid UUID length: {len(utf8(text))}" if len(text) not in (32, 36, 38, 45) else "invalid UUID format"
        raise FunctionError(f"uuidv5() doesn't support namespace {namespace} ({why})") from None
    digest = _digest("sha1", space.bytes + utf8(name))
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _uuid() -> NoReturn:
    raise Uncertain("it is random")


def _bcrypt(text: str, *cost: object) -> NoReturn:
    if len(cost) > 1:
        raise FunctionError("bcrypt() takes no more than two arguments")
    raise Uncertain("its salt is random")


def _rsadecrypt(ciphertext: str, privatekey: str) -> NoReturn:
    if from_base64(ciphertext) is None:
        raise FunctionError(f"failed to decode input {quote(ciphertext)}: cipher text must be base64-encoded", 0)
    raise Uncertain("nothing is decrypted here")


FUNCTIONS = {
    "base64sha256": _of_text("sha256", to_base64),
    "base64sha512": _of_text("sha512", to_base64),
    "bcrypt": Function(_bcrypt, [Parameter("str", STRING)], STRING, rest=Parameter("cost", NUMBER)),
    "filebase64sha256": _of_file("sha256", to_base64),
    "filebase64sha512": _of_file("sha512", to_base64),
    "filemd5": _of_file("md5", _hex),
    "filesha1": _of_file("sha1", _hex),
    "filesha256": _of_file("sha256", _hex),
    "filesha512": _of_file("sha512", _hex),
    "md5": _of_text("md5", _hex),
    "rsadecrypt": Function(_rsadecrypt, [Parameter("ciphertext", STRING), Parameter("privatekey", STRING)], STRING),
    "sha1": _of_text("sha1", _hex),
    "sha256": _of_text("sha256", _hex),
    "sha512": _of_text("sha512", _hex),
    "uuid": Function(_uuid, [], STRING),
    "uuidv5": Function(_uuidv5, [Parameter("namespace", STRING), Parameter("name", STRING)], STRING),
}
