"""The letters that every bank in SEPA takes (EPC217-08; FACTS.md 9); none is dropped silently."""

from __future__ import annotations

import unicodedata

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
UNKNOWN = "."  # what a letter becomes that has no other
# A letter and what it becomes; what NFKD takes apart by itself (é, ﬁ, ½) is not named here.
_PAIRS = (
    "ß ss,ẞ SS,æ ae,Æ AE,œ oe,Œ OE,ø o,Ø O,đ d,Đ D,ð d,Ð D,ł l,Ł L,þ th,Þ Th,ħ h,Ħ H,"
    "\N{LATIN SMALL LETTER DOTLESS I} i,ŋ n,Ŋ N,ŧ t,Ŧ T,"
    "€ EUR,£ GBP,& +,_ -,~ -,@ (at),% pct,# nr,\" ',` ',« ',» ',| /,\\ /,"
    "[ (,{ (,< (,] ),} ),> ),! .,* .,= -,; .,"
    "\N{HYPHEN} -,\N{NON-BREAKING HYPHEN} -,\N{EN DASH} -,\N{EM DASH} -,"
    "\N{LEFT SINGLE QUOTATION MARK} ',\N{RIGHT SINGLE QUOTATION MARK} ',"
    "\N{ACUTE ACCENT} ',\N{PRIME} ',“ ',” ',„ ',"
    "θ th,χ ch,ψ ps,ж zh,ц ts,ч ch,ш sh,щ sht,ю yu,я ya,\N{FRACTION SLASH} /"
)
_WRITTEN = dict(pair.split(" ") for pair in _PAIRS.split(","))
_ABROAD = str.maketrans(
    "αβγδεζηικλμνξοπρσςτυφω" + "абвгдезийклмнопрстуфхъьыэ",
    "avgdeziiklmnxoprsstyfo" + "abvgdeziyklmnoprstufhayye",
)


def plain(text: str, most: int = 140) -> str:
    """The text in the letters of SEPA, white space folded, `most` letters at the most.

    What has no plain letter becomes a full stop.
    """
    written = "".join(_letter(each) for each in unicodedata.normalize("NFC", text))
    return " ".join(written.split())[:most].strip()


def _letter(letter: str) -> str:
    if letter in PLAIN:
        return letter
    if letter.isspace():
        return " "
    if letter in _WRITTEN:
        return _WRITTEN[letter]
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    lower = "".join(_WRITTEN.get(each, each) for each in bare.lower()).translate(_ABROAD)
    found = lower.capitalize() if bare[:1].isupper() else lower
    return "".join(each if each in PLAIN else UNKNOWN for each in found).strip() or UNKNOWN
