"""`cidrhost`, `cidrsubnet`, ...: IP network addresses."""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.functions.numeric import whole
from scanner.inputs.terraform.evaluate.functions.signatures import Function, FunctionError, Parameter, Uncertain
from scanner.inputs.terraform.evaluate.types import NUMBER, STRING, ListOf, ListValue, Number


class _Network:
    """A parsed prefix: address with the host bits cleared, its length, and how many bits addresses have."""

    __slots__ = ("address", "bits", "length")

    def __init__(self, address: int, length: int, bits: int) -> None:
        self.address = address
        self.length = length
        self.bits = bits

    def text(self, address: int) -> str:
        """An address of this family as Go writes it."""
        import ipaddress

        if self.bits == 32:
            return str(ipaddress.IPv4Address(address))
        if address >> 32 == 0xFFFF:
            raise Uncertain("it is an IPv4 address written as an IPv6 address")
        return str(ipaddress.IPv6Address(address))

    def subnet(self, address: int, length: int) -> str:
        """`address/length`."""
        return f"{self.text(address)}/{length}"


def _parse(prefix: str, argument: int | None = None) -> _Network:
    text, slash, digits = prefix.partition("/")
    found = _address(text) if slash and digits.isascii() and digits.isdigit() and len(digits) < 6 else None
    if found is None or int(digits) > found[1]:
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {prefix}", argument)
    address, bits = found
    host = bits - int(digits)
    return _Network(address >> host << host, int(digits), bits)


def _address(text: str) -> tuple[int, int] | None:
    """The number of an address and how many bits it has. Octets may have leading zeros and are decimal."""
    if ":" in text:
        import ipaddress

        try:
            address = int(ipaddress.IPv6Address(text))
        except ValueError:
            return None
        if "%" in text:
            return None
        if address >> 32 == 0xFFFF:
            raise Uncertain("it is an IPv4 address written as an IPv6 address")
        return address, 128
    octets = text.split(".")
    if len(octets) != 4 or not all(o.isascii() and o.isdigit() and len(o) < 8 and int(o) < 256 for o in octets):
        return None
    value = 0
    for octet in octets:
        value = value << 8 | int(octet)
    return value, 32


def _cidrhost(prefix: str, hostnum: Number) -> str:
    if not isinstance(hostnum, int):
        raise FunctionError("value must be a whole number")
    network = _parse(prefix)
    largest = (1 << (network.bits - network.length)) - 1
    number, size = hostnum, _int64(hostnum)
    if hostnum < 0:
        size = -hostnum - 1
        number = largest - size
    if size > largest:
        raise FunctionError(f"prefix of {network.length} does not accommodate a host numbered {number}")
    if not 0 <= number <= largest:
        raise Uncertain("the number of the host is too large")
    return network.text(network.address | number)


def _int64(number: int) -> int:
    low = number & (2**64 - 1)
    return low - 2**64 if low >= 2**63 else low


def _cidrnetmask(prefix: str) -> str:
    network = _parse(prefix)
    if network.bits != 32:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}")
    return network.text((1 << 32) - (1 << (32 - network.length)))


def _cidrsubnet(prefix: str, newbits: Number, netnum: Number) -> str:
    extension = whole(newbits)
    if not isinstance(netnum, int):
        raise FunctionError("value must be a whole number")
    network = _parse(prefix)
    length = network.length + extension
    if length > network.bits:
        raise FunctionError(f"insufficient address space to extend prefix of {network.length} by {extension}")
    if extension < 0 or netnum < 0:
        raise Uncertain("the number of bits or of the network is negative")
    if extension < 64 and netnum & (2**64 - 1) >= 1 << extension:
        raise FunctionError(f"prefix extension of {extension} does not accommodate a subnet numbered {netnum}")
    return network.subnet(network.address | netnum << (network.bits - length), length)


def _cidrsubnets(prefix: str, *newbits: Number) -> ListValue:
    network = _parse(prefix, 0)
    subnets: list[str] = []
    free = network.address  # where the next subnet may start at the earliest
    after = ""
    for argument, given in enumerate(newbits, 1):
        extension = whole(given, argument)
        if extension < 1:
            raise FunctionError("must extend prefix by at least one bit", argument)
        if extension > 32:
            raise FunctionError("may not extend prefix by more than 32 bits", argument)
        length = network.length + extension
        if length > network.bits:
            family = "IPv4" if network.bits == 32 else "IPv6"
            message = f"would extend prefix to {length} bits, which is too long for an {family} address"
            raise FunctionError(message, argument)
        size = 1 << (network.bits - length)
        start = (free + size - 1) // size * size
        if start >= network.address + (1 << (network.bits - network.length)):
            raise FunctionError(
                f"not enough remaining address space for a subnet with a prefix of {length} bits after {after}",
                argument,
            )
        free = start + size
        after = network.subnet(start, length)
        subnets.append(after)
    return ListValue(subnets, STRING)


_PREFIX = Parameter("prefix", STRING)

FUNCTIONS = {
    "cidrhost": Function(_cidrhost, [_PREFIX, Parameter("hostnum", NUMBER)], STRING),
    "cidrnetmask": Function(_cidrnetmask, [_PREFIX], STRING),
    "cidrsubnet": Function(_cidrsubnet, [_PREFIX, Parameter("newbits", NUMBER), Parameter("netnum", NUMBER)], STRING),
    "cidrsubnets": Function(_cidrsubnets, [_PREFIX], ListOf(STRING), rest=Parameter("newbits", NUMBER)),
}
