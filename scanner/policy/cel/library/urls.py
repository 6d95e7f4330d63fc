"""URLs: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library

A URL is an absolute one or an absolute path, read as Go's `net/url` reads it: https://pkg.go.dev/net/url
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import URL

_LONGEST: Final = 100_000
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_PORT: Final = re.compile(r"(?::[0-9]*)?", re.ASCII)
_USER: Final = re.compile(r"[A-Za-z0-9._:~!$&'()*+,;=%@-]*", re.ASCII)
_HOST: Final = re.compile(r"""(?:[A-Za-z0-9._~!$&'()*+,;=:\[\]<>"-]|[^\x00-\x7f]|%[89A-Fa-f][0-9A-Fa-f]|%25)*""")
_ESCAPES: Final = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*", re.DOTALL)
_ENCODED: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/\[\]%-]*", re.ASCII)
_UNESCAPED: Final = "-_.~$&+,/:;=@"


def parse_url(text: str) -> URL | None:
    """The URL, or None where the text is none."""
    if len(text) > _LONGEST or _read(text, strict=True) is None:
        return None
    rest, _, fragment = text.partition("#")
    found = _read(rest, strict=False)
    return URL(*found, fragment) if found is not None and _ESCAPES.fullmatch(fragment) else None


def _read(text: str, strict: bool) -> tuple[Any, ...] | None:
    """Scheme, host, path, escaped path, query, opaque part and user; `strict` for a request, without a fragment."""
    if not text or re.search(r"[\x00-\x1f\x7f]", text) or text[0] == ":":
        return None
    if text == "*":
        return "", "", "*", "*", "", "", ""
    found = _SCHEME.fullmatch(text)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", text)
    rest, mark, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return scheme, "", "", "", mark + query, rest, ""
        if strict or ":" in rest.partition("/")[0]:
            return None
    host = user = ""
    if rest.startswith("//") and (scheme or (not strict and not rest.startswith("///"))):
        authority, slash, below = rest[2:].partition("/")
        rest = slash + below
        user, _, host = authority.rpartition("@")
        if not (_USER.fullmatch(user) and _ESCAPES.fullmatch(user) and _is_host(host)):
            return None
        host = _unescaped(host)
    if not _ESCAPES.fullmatch(rest):
        return None
    path = _unescaped(rest)
    return scheme, host, path, _escaped(rest, path), mark + query, "", user


def _is_host(host: str) -> bool:
    if host.startswith("["):
        end = host.rfind("]")
        return end > 0 and bool(_PORT.fullmatch(host[end + 1 :])) and _is_address(host[1:end])
    name, colon, port = host.rpartition(":")
    if colon and (not _PORT.fullmatch(colon + port) or ":" in name):
        return False
    return bool(_HOST.fullmatch(host))


def _is_address(text: str) -> bool:
    """An IPv6 address, with a zone or without."""
    from ipaddress import IPv6Address

    address, percent, zone = text.partition("%25")
    try:
        IPv6Address(address)
    except ValueError:
        return False
    return "%" not in address and bool(zone or not percent)


def _unescaped(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _escaped(written: str, path: str) -> str:
    """The path as it was written where that is a valid encoding, otherwise encoded anew."""
    from urllib.parse import quote

    if path == "*":
        return "*"
    return written if _ENCODED.fullmatch(written) else quote(path, safe=_UNESCAPED)


def _url(meter: Meter, text: str) -> URL:
    found = parse_url(text)
    if found is None:
        raise CelEvaluationError(f"no URL: {text[:60]!r}")
    return found


def _hostname(meter: Meter, url: URL) -> str:
    return _split_host(url.parts[1])[0]


def _port(meter: Meter, url: URL) -> str:
    return _split_host(url.parts[1])[1]


def _split_host(host: str) -> tuple[str, str]:
    name, colon, port = host.rpartition(":")
    if not colon or not (port.isascii() and (port.isdigit() or not port)):
        name, port = host, ""
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    return name, port


def _query(meter: Meter, url: URL) -> dict[str, list[str]]:
    from urllib.parse import unquote_plus

    found: dict[str, list[str]] = {}
    for part in url.parts[4][1:].split("&"):
        if not part or ";" in part or not _ESCAPES.fullmatch(part):
            continue
        meter.charge(1)
        name, _, value = part.partition("=")
        found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "url": {"s": _url},
    "isURL": {"s": lambda meter, text: len(text) <= _LONGEST and _read(text, strict=True) is not None},
    ".getScheme": {"U": lambda meter, url: url.parts[0]},
    ".getHost": {"U": lambda meter, url: url.parts[1]},
    ".getHostname": {"U": _hostname},
    ".getPort": {"U": _port},
    ".getEscapedPath": {"U": lambda meter, url: url.parts[3]},
    ".getQuery": {"U": _query},
}
