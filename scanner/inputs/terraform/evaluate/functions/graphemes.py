"""Characters as people see them: extended grapheme clusters (Unicode Standard Annex 29, Unicode 15.0).

Terraform counts, cuts and reverses strings by them. Every code point is mapped to a letter for its break class, and
one regular expression over these letters finds where clusters end. The classes come from general categories with the
exceptions that `GraphemeBreakProperty.txt` and `emoji-data.txt` list.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_EXTENDER = "(?:[ES]|Z(?:XE*)?)*"
_HANGUL = "(?:L+(?:(?:G?V+|H)T*|G?)|GV*T*|V+T*|HT*|T+)"
_CLUSTER = re.compile(
    f"rn|C|P*(?:{_HANGUL}{_EXTENDER}|X{_EXTENDER}|Z[ZES]*|RR?{_EXTENDER}|[OES][EZS]*)|P+|.", re.DOTALL
)

_BY_CATEGORY = {"Mn": "E", "Me": "E", "Mc": "S", "Cc": "C", "Cf": "C", "Zl": "C", "Zp": "C", "Cs": "C"}

_EXCEPTIONS = {
    "r": "D",
    "n": "A",
    "Z": "200D",
    "C": "2065 FFF0-FFF8 FFFD 13439-1343F E0000 E0002-E001F E0080-E00FF E01F0-E0FFF",
    "E": "9BE 9D7 B3E B57 BBE BD7 CC2 CD5-CD6 D3E D57 DCF DDF ECE 1B35 200C 302E-302F FF9E-FF9F 10EFD-10EFF 11241 "
    "1133E 11357 114B0 114BD 115AF 11930 11F00-11F01 11F36-11F3A 11F40 11F42 13440 13447-13455 1D165 1D16E-1D172 "
    "1E08F 1E4EC-1E4EF 1F3FB-1F3FF E0020-E007F",
    "S": "CF3 E33 EB3 11F03 11F34-11F35 11F3E-11F3F 11F41",
    "O": "102B-102C 1038 1062-1064 1067-106D 1083 1087-108C 108F 109A-109C 1A61 1A63-1A64 AA7B AA7D 11720-11721",
    "P": "600-605 6DD 70F 890-891 8E2 D4E 110BD 110CD 111C2-111C3 1193F 11941 11A3A 11A84-11A89 11D46 11F02",
    "R": "1F1E6-1F1FF",
    "L": "1100-115F A960-A97C",
    "V": "1160-11A7 D7B0-D7C6",
    "T": "11A8-11FF D7CB-D7FB",
    "X": "A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 2388 23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB "
    "25B6 25C0 25FB-25FE 2600-2605 2607-2612 2614-2685 2690-2705 2708-2712 2714 2716 271D 2721 2728 2733-2734 2744 "
    "2747 274C 274E 2753-2755 2757 2763-2767 2795-2797 27A1 27B0 27BF 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 "
    "303D 3297 3299 1F000-1F0FF 1F10D-1F10F 1F12F 1F16C-1F171 1F17E-1F17F 1F18E 1F191-1F19A 1F1AD-1F1E5 1F201-1F20F "
    "1F21A 1F22F 1F232-1F23A 1F23C-1F23F 1F249-1F3FA 1F400-1F53D 1F546-1F64F 1F680-1F6FF 1F774-1F77F 1F7D5-1F7FF "
    "1F80C-1F80F 1F848-1F84F 1F85A-1F85F 1F888-1F88F 1F8AE-1F8FF 1F90C-1F93A 1F93C-1F945 1F947-1FAFF 1FC00-1FFFD",
}


def clusters(text: str) -> list[str]:
    """The grapheme clusters of a string, in order."""
    if text.isascii() and "\r" not in text:
        return list(text)
    classes = "".join(map(_class, text))
    return [text[match.start() : match.end()] for match in _CLUSTER.finditer(classes)]


def count(text: str) -> int:
    """How many grapheme clusters a string has."""
    return len(text) if text.isascii() and "\r" not in text else len(clusters(text))


@lru_cache(maxsize=1)
def _ranges() -> list[tuple[int, int, str]]:
    found = []
    for letter, ranges in _EXCEPTIONS.items():
        for item in ranges.split():
            first, _, last = item.partition("-")
            found.append((int(first, 16), int(last or first, 16), letter))
    return sorted(found)


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    code = ord(character)
    ranges = _ranges()
    at = bisect_right(ranges, (code, 0x110000, "")) - 1
    if at >= 0 and ranges[at][0] <= code <= ranges[at][1]:
        return ranges[at][2]
    if 0xAC00 <= code <= 0xD7A3:
        return "G" if (code - 0xAC00) % 28 == 0 else "H"
    return _BY_CATEGORY.get(unicodedata.category(character), "O")
