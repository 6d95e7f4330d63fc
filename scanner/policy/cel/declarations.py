"""The standard functions and operators and the published extensions, as the checker sees them.

Sources: google/cel-spec `doc/langdef.md` and `doc/extensions/strings.md`, google/cel-go `ext/README.md`, and from
`network` on https://kubernetes.io/docs/reference/using-api/cel/, whose functions every rule may use. A heading names
the module of `library/` that holds the implementations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scanner.policy.cel.types import Type

DECLARATIONS: Final = """
[operators]
!_                     (bool) -> bool
-_                     (int) -> int | (double) -> double
_+_                    (int, int) -> int | (uint, uint) -> uint | (double, double) -> double
_+_                    (string, string) -> string | (bytes, bytes) -> bytes | (list(A), list(A)) -> list(A)
_+_                    (timestamp, duration) -> timestamp | (duration, timestamp) -> timestamp
_+_                    (duration, duration) -> duration
_-_                    (int, int) -> int | (uint, uint) -> uint | (double, double) -> double
_-_                    (timestamp, timestamp) -> duration | (timestamp, duration) -> timestamp
_-_                    (duration, duration) -> duration
_*_                    (int, int) -> int | (uint, uint) -> uint | (double, double) -> double
_/_                    (int, int) -> int | (uint, uint) -> uint | (double, double) -> double
_%_                    (int, int) -> int | (uint, uint) -> uint
_<_                    ORDERING
_<=_                   ORDERING
_>_                    ORDERING
_>=_                   ORDERING

[special]
_==_                   (A, A) -> bool
_!=_                   (A, A) -> bool
@in                    (A, list(A)) -> bool | (A, map(A, B)) -> bool
_[_]                   (list(A), int) -> A | (map(A, B), A) -> B
_[_]                   (optional_type(list(A)), int) -> optional_type(A)
_[_]                   (optional_type(map(A, B)), A) -> optional_type(B)
_[?_]                  (list(A), int) -> optional_type(A) | (map(A, B), A) -> optional_type(B)
_[?_]                  (optional_type(list(A)), int) -> optional_type(A)
_[?_]                  (optional_type(map(A, B)), A) -> optional_type(B)
_?_:_                  (bool, A, A) -> A
dyn                    (A) -> dyn
type                   (A) -> type(A)
optional.of            (A) -> optional_type(A)
or                     optional_type(A).(optional_type(A)) -> optional_type(A)
orValue                optional_type(A).(A) -> A

[conversions]
bool                   (bool) -> bool | (string) -> bool
bytes                  (bytes) -> bytes | (string) -> bytes
double                 (double) -> double | (int) -> double | (uint) -> double | (string) -> double
duration               (duration) -> duration | (string) -> duration
int                    (int) -> int | (uint) -> int | (double) -> int | (string) -> int | (timestamp) -> int
string                 (string) -> string | (bool) -> string | (int) -> string | (uint) -> string | (double) -> string
string                 (bytes) -> string | (timestamp) -> string | (duration) -> string | (ip) -> string
string                 (cidr) -> string
timestamp              (timestamp) -> timestamp | (string) -> timestamp | (int) -> timestamp
uint                   (uint) -> uint | (int) -> uint | (double) -> uint | (string) -> uint

[core]
size                   (string) -> int | (bytes) -> int | (list(A)) -> int | (map(A, B)) -> int
size                   string.() -> int | bytes.() -> int | list(A).() -> int | map(A, B).() -> int
contains               string.(string) -> bool
startsWith             string.(string) -> bool
endsWith               string.(string) -> bool
matches                (string, string) -> bool | string.(string) -> bool
base64.encode          (bytes) -> string
base64.decode          (string) -> bytes

[times]
getFullYear            timestamp.() -> int | timestamp.(string) -> int
getMonth               timestamp.() -> int | timestamp.(string) -> int
getDate                timestamp.() -> int | timestamp.(string) -> int
getDayOfMonth          timestamp.() -> int | timestamp.(string) -> int
getDayOfWeek           timestamp.() -> int | timestamp.(string) -> int
getDayOfYear           timestamp.() -> int | timestamp.(string) -> int
getHours               timestamp.() -> int | timestamp.(string) -> int | duration.() -> int
getMinutes             timestamp.() -> int | timestamp.(string) -> int | duration.() -> int
getSeconds             timestamp.() -> int | timestamp.(string) -> int | duration.() -> int
getMilliseconds        timestamp.() -> int | timestamp.(string) -> int | duration.() -> int

[strings]
charAt                 string.(int) -> string
indexOf                string.(string) -> int | string.(string, int) -> int | list(A).(A) -> int
join                   list(string).() -> string | list(string).(string) -> string
lastIndexOf            string.(string) -> int | string.(string, int) -> int | list(A).(A) -> int
lowerAscii             string.() -> string
upperAscii             string.() -> string
replace                string.(string, string) -> string | string.(string, string, int) -> string
split                  string.(string) -> list(string) | string.(string, int) -> list(string)
substring              string.(int) -> string | string.(int, int) -> string
trim                   string.() -> string
reverse                string.() -> string | list(A).() -> list(A)
format                 string.(list(dyn)) -> string
strings.quote          (string) -> string

[lists]
distinct               list(A).() -> list(A)
flatten                list(A).() -> list(dyn) | list(A).(int) -> list(dyn)
slice                  list(A).(int, int) -> list(A)
sort                   list(A).() -> list(A)
first                  list(A).() -> optional_type(A)
last                   list(A).() -> optional_type(A)
lists.range            (int) -> list(int)
sets.contains          (list(A), list(A)) -> bool
sets.equivalent        (list(A), list(A)) -> bool
sets.intersects        (list(A), list(A)) -> bool

[numbers]
math.greatest          EXTREME
math.least             EXTREME
math.ceil              (double) -> double
math.floor             (double) -> double
math.round             (double) -> double
math.trunc             (double) -> double
math.abs               (int) -> int | (uint) -> uint | (double) -> double
math.sign              (int) -> int | (uint) -> uint | (double) -> double
math.isInf             (double) -> bool
math.isNaN             (double) -> bool
math.isFinite          (double) -> bool
math.sqrt              (int) -> double | (uint) -> double | (double) -> double
math.bitAnd            (int, int) -> int | (uint, uint) -> uint
math.bitOr             (int, int) -> int | (uint, uint) -> uint
math.bitXor            (int, int) -> int | (uint, uint) -> uint
math.bitNot            (int) -> int | (uint) -> uint
math.bitShiftLeft      (int, int) -> int | (uint, int) -> uint
math.bitShiftRight     (int, int) -> int | (uint, int) -> uint

[optionals]
optional.none          () -> optional_type(A)
optional.ofNonZeroValue (A) -> optional_type(A)
optional.unwrap        (list(optional_type(A))) -> list(A)
unwrapOpt              list(optional_type(A)).() -> list(A)
hasValue               optional_type(A).() -> bool
value                  optional_type(A).() -> A

[network]
isIP                   (string) -> bool
ip                     (string) -> ip | cidr.() -> ip
ip.isCanonical         (string) -> bool
family                 ip.() -> int
isUnspecified          ip.() -> bool
isLoopback             ip.() -> bool
isLinkLocalMulticast   ip.() -> bool
isLinkLocalUnicast     ip.() -> bool
isGlobalUnicast        ip.() -> bool
isCIDR                 (string) -> bool
cidr                   (string) -> cidr
containsIP             cidr.(string) -> bool | cidr.(ip) -> bool
containsCIDR           cidr.(string) -> bool | cidr.(cidr) -> bool
masked                 cidr.() -> cidr
prefixLength           cidr.() -> int

[regexes]
find                   string.(string) -> string
findAll                string.(string) -> list(string) | string.(string, int) -> list(string)

[aggregates]
isSorted               SORTED
min                    LEAST
max                    LEAST
sum                    SUMMED

[quantities]
quantity               (string) -> quantity
isQuantity             (string) -> bool
sign                   (quantity) -> int
isInteger              quantity.() -> bool
asInteger              quantity.() -> int
asApproximateFloat     quantity.() -> double
add                    quantity.(quantity) -> quantity | quantity.(int) -> quantity
sub                    quantity.(quantity) -> quantity | quantity.(int) -> quantity

[versions]
semver                 (string) -> semver | (string, bool) -> semver
isSemver               (string) -> bool | (string, bool) -> bool
major                  semver.() -> int
minor                  semver.() -> int
patch                  semver.() -> int
isGreaterThan          quantity.(quantity) -> bool | semver.(semver) -> bool
isLessThan             quantity.(quantity) -> bool | semver.(semver) -> bool
compareTo              quantity.(quantity) -> int | semver.(semver) -> int

[urls]
url                    (string) -> url
isURL                  (string) -> bool
getScheme              url.() -> string
getHost                url.() -> string
getHostname            url.() -> string
getPort                url.() -> string
getEscapedPath         url.() -> string
getQuery               url.() -> map(string, list(string))

[formats]
format.named           (string) -> optional_type(named_format)
format.dns1123Label    () -> named_format
format.dns1123Subdomain () -> named_format
format.dns1035Label    () -> named_format
format.qualifiedName   () -> named_format
format.dns1123LabelPrefix () -> named_format
format.dns1123SubdomainPrefix () -> named_format
format.dns1035LabelPrefix () -> named_format
format.labelValue      () -> named_format
format.uri             () -> named_format
format.uuid            () -> named_format
format.byte            () -> named_format
format.date            () -> named_format
format.datetime        () -> named_format
validate               named_format.(string) -> optional_type(list(string))

[authorization]
path                   authorizer.(string) -> path_check
group                  authorizer.(string) -> group_check
serviceAccount         authorizer.(string, string) -> authorizer
resource               group_check.(string) -> resource_check
subresource            resource_check.(string) -> resource_check
namespace              resource_check.(string) -> resource_check
name                   resource_check.(string) -> resource_check
fieldSelector          resource_check.(string) -> resource_check
labelSelector          resource_check.(string) -> resource_check
check                  path_check.(string) -> decision | resource_check.(string) -> decision
allowed                decision.() -> bool
errored                decision.() -> bool
error                  decision.() -> string
reason                 decision.() -> string
"""

_SAME: Final = ("bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration")
_MIXED: Final = [(a, b) for a in ("int", "uint", "double") for b in ("int", "uint", "double") if a != b]
_COMPARABLE: Final = ("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes")
_GROUPS: Final = {
    "SORTED": " | ".join(f"list({t}).() -> bool" for t in _COMPARABLE),
    "LEAST": " | ".join(f"list({t}).() -> {t}" for t in _COMPARABLE),
    "SUMMED": " | ".join(f"list({t}).() -> {t}" for t in ("int", "uint", "double", "duration")),
    "ORDERING": " | ".join(f"({a}, {b}) -> bool" for a, b in [*zip(_SAME, _SAME, strict=True), *_MIXED]),
    "EXTREME": " | ".join(
        [f"({t}) -> {t}" for t in ("int", "uint", "double")]
        + [f"({t}, {t}) -> {t}" for t in ("int", "uint", "double")]
        + [f"({a}, {b}) -> dyn" for a, b in _MIXED]
        + [f"(list({t})) -> {t}" for t in ("int", "uint", "double")]
    ),
}
_ALIASES: Final = {
    "timestamp": "google.protobuf.Timestamp",
    "duration": "google.protobuf.Duration",
    "ip": "net.IP",
    "cidr": "net.CIDR",
    "quantity": "kubernetes.Quantity",
    "url": "kubernetes.URL",
    "semver": "kubernetes.Semver",
    "named_format": "kubernetes.NamedFormat",
    "authorizer": "kubernetes.authorization.Authorizer",
    "path_check": "kubernetes.authorization.PathCheck",
    "group_check": "kubernetes.authorization.GroupCheck",
    "resource_check": "kubernetes.authorization.ResourceCheck",
    "decision": "kubernetes.authorization.Decision",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """One overload."""

    parameters: tuple[Type, ...]
    """Types of the parameters, the receiver first."""
    result: Type
    """Type of the result."""
    module: str
    """Module of `library/` that implements it; empty for a function of the environment."""


@lru_cache(maxsize=1)
def standard() -> dict[str, tuple[Signature, ...]]:
    """All standard overloads by name; the names of receiver calls begin with a dot."""
    found: dict[str, list[Signature]] = {}
    module = ""
    for line in DECLARATIONS.strip().splitlines():
        if line.startswith("["):
            module = line.strip("[]")
        elif line:
            name, _, overloads = line.partition(" ")
            overloads = _GROUPS.get(overloads.strip(), overloads)
            for overload in overloads.split(" | "):
                receiver, parameters, result = _overload(overload.strip())
                found.setdefault(f".{name}" if receiver else name, []).append(Signature(parameters, result, module))
    return {name: tuple(signatures) for name, signatures in found.items()}


def parse_type(text: str) -> Type:
    """A type from its CEL spelling: `map(string, list(dyn))`, `timestamp` for `google.protobuf.Timestamp`."""
    name, bracket, rest = text.strip().partition("(")
    name = _ALIASES.get(name, name)
    return Type(name, tuple(map(parse_type, _split(rest[:-1])))) if bracket else Type(name)


def _overload(text: str) -> tuple[bool, tuple[Type, ...], Type]:
    call, _, result = text.partition(" -> ")
    receiver, dot, arguments = call.rpartition(".(") if ".(" in call else ("", "", call[1:])
    parameters = _split(arguments[:-1])
    return bool(dot), tuple(map(parse_type, [receiver, *parameters] if dot else parameters)), parse_type(result)


def _split(text: str) -> list[str]:
    """The parts of a list of types, at its outermost commas."""
    parts: list[str] = []
    level = start = 0
    for at, character in enumerate(text):
        level += (character == "(") - (character == ")")
        if character == "," and level == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]] if text.strip() else []
