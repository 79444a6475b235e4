"""
Ids from what a table says: slugs, Cyrillic letters romanised, made unique.

Ukrainian is romanised as the Cabinet of Ministers' resolution 55 of 2010 has
it, Russian as ICAO Doc 9303: both give plain ASCII, as ids need.
"""

from __future__ import annotations

import re
import unicodedata

_UKRAINIAN = dict(
    zip(
        "абвгґдежзиклмнопрстуфхцчшщьюяєії'’ʼй",
        "a b v h g d e zh z y k l m n o p r s t u f kh ts ch sh shch  iu ia ie i i    i".split(" "),
        strict=True,
    )
)
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = {**_UKRAINIAN, "г": "g", "и": "i", "ы": "y", "э": "e", "ё": "e", "ъ": "ie", "щ": "shch"}

NOT_IDS = re.compile(
    r"(?i)\W*(?:n\s*/?\s*a|s\s*/?\s*o|nil|none|null|tbd|tbc|unknown|not\s+(?:available|applicable|assigned)|no\b.*\bid"
    r"|sans\s+objet|aucun\w*|non\s+disponible|немає|нема|відсутн\w+|не\s+(?:визначено|указан\w*|вказан\w*|определен\w*)|нет|отсутству\w+)?\W*"
)
"""What people write in a column of ids when there is none."""


def romanised(text: str, language: str = "") -> str:
    """*text* in Latin letters; *language* decides where the letters could be Ukrainian or Russian."""
    low = unicodedata.normalize("NFC", text).casefold()
    russian = bool(re.search("[ыэёъ]", low)) or (language != "uk" and not re.search("[іїєґ]", low))
    letters = _RUSSIAN if russian else _UKRAINIAN
    parts: list[str] = []
    for at, letter in enumerate(low):
        begins = not russian and (at == 0 or not (low[at - 1].isalpha() or low[at - 1] in "'’ʼ"))
        if letter == "г" and at and low[at - 1] == "з" and not russian:
            parts.append("gh")  # «зг»: not to be taken for ж
        else:
            parts.append((_AT_START.get(letter) if begins else None) or letters.get(letter, letter))
    return "".join(parts)


def slug(text: str, *, prefix: str = "id-", longest: int = 60, language: str = "") -> str:
    """
    *text* as an id: lower-case ASCII words joined by hyphens.

    *prefix* stands before what does not begin with a letter. Empty if
    nothing of *text* can stand in an id. Longer ones are cut at a word.
    """
    latin = unicodedata.normalize("NFKD", _latin(text, language))
    words = re.findall(r"[a-z0-9]+", latin.encode("ascii", "ignore").decode().lower())
    if not words:
        return ""
    while len(words) > 1 and len("-".join(words)) > longest:
        words.pop()
    made = "-".join(words)[:longest]
    return made if made[0].isalpha() else prefix + made


def _latin(text: str, language: str) -> str:
    return romanised(text, language).replace("œ", "oe").replace("æ", "ae").replace("&", " and ")


def key_slug(text: str, language: str = "") -> str:
    """*text* as the rest of a key `x_…`: lower-case ASCII words joined by underscores."""
    return slug(text, prefix="", longest=60, language=language).replace("-", "_") or "column"


def is_no_id(text: str, more: tuple[str, ...] = ()) -> bool:
    """Whether *text* only says that there is no id; *more* are a table's own ways to say so."""
    return bool(NOT_IDS.fullmatch(text)) or text.casefold() in {one.casefold() for one in more}


class Taken:
    """The ids given out so far, so that none is given twice."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def unique(self, wanted: str) -> str:
        """*wanted*, or the first of *wanted-2*, *wanted-3*… that is free; it is taken from then on."""
        made, n = wanted, 1
        while made in self._ids:
            n += 1
            made = f"{wanted}-{n}"
        self._ids.add(made)
        return made
