"""`base64encode`, `urlencode`, `textdecodebase64`, ...: other forms of text."""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64

from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.quoting import quote
from scanner.inputs.terraform.evaluate.types import STRING

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")

_CODECS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16-be",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "us-ascii": "ascii",
    "latin1": "iso-8859-1",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"ibm{page}": f"cp{page}" for page in (437, 850, 852, 855, 858, 860, 862, 863, 865, 866)},
    "cp437": "cp437",
}
"""Python's name of the encodings whose tables are sure to be Go's."""

_OFFICIAL = {"iso-8859-1": "ISO_8859-1:1987", "latin1": "ISO_8859-1:1987", "us-ascii": "US-ASCII"}


def utf8(text: str) -> bytes:
    """The bytes of a string."""
    return text.encode("utf-8", "replace")


def to_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return b2a_base64(data, newline=False).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """The bytes behind base64, None where it is none. Line ends do not matter."""
    plain = text.replace("\n", "").replace("\r", "")
    return a2b_base64(plain) if _BASE64.match(plain) else None


def _base64decode(text: str) -> str:
    data = from_base64(text)
    if data is None:
        raise FunctionError(f"failed to decode base64 data {quote(text)}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from None


def _base64encode(text: str) -> str:
    return to_base64(utf8(text))


def _base64gzip(text: str) -> str:
    # The bytes depend on the compressor, and Python's is not Go's.
    raise Uncertain("compressed bytes depend on the compressor")


def _codec(name: str) -> str:
    codec = _CODECS.get(name.lower())
    if codec is not None:
        return codec
    import codecs

    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        message = f"{quote(name)} is not a supported IANA encoding name or alias in this Terraform version"
        raise FunctionError(message, 1) from None
    raise Uncertain(f"the encoding {name} is not known here")


def _textencodebase64(text: str, encoding: str) -> str:
    codec = _codec(encoding)
    try:
        data = text.encode(codec)
    except UnicodeEncodeError:
        name = _OFFICIAL.get(encoding.lower(), encoding)
        raise FunctionError(f"the given string contains characters that cannot be represented in {name}", 0) from None
    return to_base64(b"\xfe\xff" + data if encoding.lower() == "utf-16" else data)


def _textdecodebase64(source: str, encoding: str) -> str:
    codec = _codec(encoding)
    data = from_base64(source)
    if data is None:
        match = re.match(r"[A-Za-z0-9+/\r\n]*", source)
        offset = match.end() if match else 0
        raise FunctionError(f"the given value is has an invalid base64 symbol at offset {offset}", 0)
    if encoding.lower() == "utf-16":
        raise Uncertain("the order of the bytes is not known here")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise FunctionError(f"the given string contains symbols that are not defined for {encoding}", 0) from None


def _urlencode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(utf8(text))


_STR = Parameter("str", STRING)
_ENCODING = Parameter("encoding", STRING)

FUNCTIONS = {
    "base64decode": Function(_base64decode, [_STR], STRING),
    "base64encode": Function(_base64encode, [_STR], STRING),
    "base64gzip": Function(_base64gzip, [_STR], STRING),
    "textdecodebase64": Function(_textdecodebase64, [Parameter("source", STRING), _ENCODING], STRING),
    "textencodebase64": Function(_textencodebase64, [Parameter("string", STRING), _ENCODING], STRING),
    "urlencode": Function(_urlencode, [_STR], STRING),
}
