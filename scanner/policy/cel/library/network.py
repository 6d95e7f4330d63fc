"""IP addresses and CIDR blocks, as https://kubernetes.io/docs/reference/using-api/cel/ publishes them.

Zones, IPv4-mapped IPv6 addresses and leading zeros are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import CIDR, IP

_WIDTHS: Final = {4: 32, 6: 128}


def parse_ip(text: str) -> IP | None:
    """The address, or None where Kubernetes takes the text for none."""
    from ipaddress import IPv6Address, ip_address

    if len(text) > 45 or "%" in text or "/" in text or not text.isascii():
        return None
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return None
    return IP(found.version, int(found))


def parse_cidr(text: str) -> CIDR | None:
    """The block, or None where Kubernetes takes the text for none."""
    address, slash, length = text.partition("/")
    found = parse_ip(address) if slash else None
    if found is None or not (length.isascii() and length.isdigit() and len(length) <= 3):
        return None
    if (len(length) > 1 and length[0] == "0") or int(length) > _WIDTHS[found.version]:
        return None
    return CIDR(found, int(length))


def ip_text(value: IP) -> str:
    """The canonical text of an address."""
    from ipaddress import IPv4Address, IPv6Address

    return str(IPv4Address(value.number) if value.version == 4 else IPv6Address(value.number))


def cidr_text(value: CIDR) -> str:
    """Address and prefix length."""
    return f"{ip_text(value.address)}/{value.prefix}"


def _ip(meter: Meter, text: str) -> IP:
    found = parse_ip(text)
    if found is None:
        raise CelEvaluationError(f"no IP address: {text[:60]!r}")
    return found


def _cidr(meter: Meter, text: str) -> CIDR:
    found = parse_cidr(text)
    if found is None:
        raise CelEvaluationError(f"no CIDR block: {text[:60]!r}")
    return found


def _is_canonical(meter: Meter, text: str) -> bool:
    return ip_text(_ip(meter, text)) == text


def _within(value: IP, network: int, prefix: int) -> bool:
    shift = _WIDTHS[value.version] - prefix
    return value.number >> shift == network >> shift


def _in_either(value: IP, four: tuple[int, int], six: tuple[int, int]) -> bool:
    return _within(value, *(four if value.version == 4 else six))


def _unspecified(meter: Meter, value: IP) -> bool:
    return value.number == 0


def _loopback(meter: Meter, value: IP) -> bool:
    return _in_either(value, (127 << 24, 8), (1, 128))


def _link_local_multicast(meter: Meter, value: IP) -> bool:
    if value.version == 4:
        return _within(value, 224 << 24, 24)
    return value.number >> 112 & 0xFF0F == 0xFF02


def _link_local_unicast(meter: Meter, value: IP) -> bool:
    return _in_either(value, (0xA9FE << 16, 16), (0xFE80 << 112, 10))


def _global_unicast(meter: Meter, value: IP) -> bool:
    multicast = _in_either(value, (224 << 24, 4), (0xFF << 120, 8))
    broadcast = value.version == 4 and value.number == 0xFFFFFFFF
    return not (
        multicast or broadcast or value.number == 0 or _loopback(meter, value) or _link_local_unicast(meter, value)
    )


def _contains_ip(meter: Meter, block: CIDR, address: Any) -> bool:
    address = address if isinstance(address, IP) else _ip(meter, address)
    return address.version == block.address.version and _within(address, block.address.number, block.prefix)


def _contains_cidr(meter: Meter, block: CIDR, other: Any) -> bool:
    other = other if isinstance(other, CIDR) else _cidr(meter, other)
    return other.prefix >= block.prefix and _contains_ip(meter, block, other.address)


def _masked(meter: Meter, block: CIDR) -> CIDR:
    shift = _WIDTHS[block.address.version] - block.prefix
    return CIDR(IP(block.address.version, block.address.number >> shift << shift), block.prefix)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "isIP": {"s": lambda meter, text: parse_ip(text) is not None},
    "ip": {"s": _ip},
    "ip.isCanonical": {"s": _is_canonical},
    ".family": {"p": lambda meter, value: value.version},
    ".isUnspecified": {"p": _unspecified},
    ".isLoopback": {"p": _loopback},
    ".isLinkLocalMulticast": {"p": _link_local_multicast},
    ".isLinkLocalUnicast": {"p": _link_local_unicast},
    ".isGlobalUnicast": {"p": _global_unicast},
    "isCIDR": {"s": lambda meter, text: parse_cidr(text) is not None},
    "cidr": {"s": _cidr},
    ".containsIP": {"cs": _contains_ip, "cp": _contains_ip},
    ".containsCIDR": {"cs": _contains_cidr, "cc": _contains_cidr},
    ".ip": {"c": lambda meter, block: block.address},
    ".masked": {"c": _masked},
    ".prefixLength": {"c": lambda meter, block: block.prefix},
}
