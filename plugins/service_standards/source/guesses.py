"""What the author of a value, a name or a letter most likely meant, in the form in which it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from ..model.fields import is_slug
from ..model.values import Duration, Level, Link, Money, OpenInterval, Score, Share, Span, VersionNumber
from .shapes import Fields, Key, ListOf, Single, Wants, keys_of


def likely(kind: Any, text: str) -> str | None:
    """The value that *text* most likely means, in its canonical form; None if that is anyone's guess."""
    for guess in _guesses(kind, " ".join(text.split())):
        try:
            return str(kind.parse(guess))
        except ValueError:
            continue
    return None


def _guesses(kind: Any, text: str) -> list[str]:
    if kind is Duration:
        return _durations(text)
    if kind is Level and " of " in text:
        return ["4.5 of 5"]
    if kind is Level:
        return [*_shares(text), *_durations(text)] if "%" in text else _durations(text)
    if kind is Share:
        return _shares(text)
    if kind is VersionNumber:
        numbers = [*re.findall(r"[0-9]{1,9}", text)[:3], "0", "0"]
        return [".".join(str(int(number)) for number in numbers[:3])] if len(numbers) > 2 else []
    if kind is OpenInterval:
        found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))? ?[-–—] ?(\d{1,2})(?:[:.](\d\d))?", text)
        return [f"{found[1]:0>2}:{found[2] or '00'}-{found[3]:0>2}:{found[4] or '00'}"] if found else []
    if kind is Money:
        found = re.fullmatch(r"([A-Za-z]{3})? ?([0-9][0-9 ,.]*?) ?([A-Za-z]{3})?", text)
        amount = re.sub(r"[ ,]", "", found[2]) if found else ""
        return [f"{amount} {(found[1] or found[3] or '').upper()}"] if found else []
    if kind is Score:
        found = re.fullmatch(r"([0-9.]+) ?(?:/|of|out of) ?([0-9]+)", text)
        return [f"{found[1]} of {found[2]}"] if found else []
    if kind is Link:
        return [
            re.sub(r"\s*([#@])\s*", r"\1", text.strip().lower()),
            re.sub(r"\s+", "#", text.strip().lower()),
        ]
    if kind is Span:
        found = re.fullmatch(r"([0-9]+) ?(day|week|month|year)s?", text.lower())
        return [f"P{found[1]}{found[2][0].upper()}"] if found else [f"P{text.upper().lstrip('P')}"]
    return []


def _durations(text: str) -> list[str]:
    """A whole number of a smaller unit for a fraction, business days for bare days, the longer end of a range."""
    found = re.search(r"([0-9]+(?:[.,][0-9]+)?) ?([a-z ]*|[а-яіїєґ .]*)$", text.casefold())
    if not found or len(found[1]) > 9:
        return []
    number, unit = float(found[1].replace(",", ".")), _unit(found[2].strip().rstrip("."))
    smaller = {"hour": "minute", "minute": "second", "h": "minute", "min": "second"}
    if number != int(number):
        whole = number * 60
        return [_said(int(whole), smaller[unit])] if unit in smaller and whole == int(whole) else []
    names = {
        "d": "business day",
        "day": "business day",
        "h": "hour",
        "min": "minute",
        "sec": "second",
        "": "hour",
    }
    return [_said(int(number), names.get(unit, unit))]


_UNITS = (
    (r"(роб|раб)\w*\.? год\w*|(роб|раб)\w*\.? час\w*", "business hour"),
    (r"кал\w*\.? (дн|ден)\w*", "calendar day"),
    (r"((роб|раб)\w*\.? )?(дн|ден)\w*", "business day"),
    (r"г|ч|год\w*|час\w*", "hour"),
    (r"хв\w*|мин\w*", "minute"),
    (r"с|сек\w*", "second"),
    (r"тиж\w*|нед\w*", "week"),
    (r"міс\w*|мес\w*", "month"),
)
"""The units in Ukrainian and Russian, in any form of the word."""


def _unit(word: str) -> str:
    """A unit of time as the format calls it, in the singular; what is not known as it stands."""
    known = next((unit for pattern, unit in _UNITS if re.fullmatch(pattern, word)), None)
    return known or word.removesuffix("s")


def _said(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _shares(text: str) -> list[str]:
    found = re.search(r"[0-9]+(?:[.,][0-9]+)?", text)
    if not found:
        return []
    return [f"{found[0].replace(',', '.')}%"] if float(found[0].replace(",", ".")) <= 100 else ["100%"]


LOOKALIKES = str.maketrans(
    "абвгдеєзиіїйклмнопрстуфхцчщыьґАВЕКМНОРСТУХІЅѕјЈԁһӏⅼο",
    "abvgdeezyiiyklmnoprctyfxccwybgABEKMHOPCTYXISsjJdhllo",
)
"""Letters that look like Latin ones (the confusables of Unicode TR 39 that Ukrainian and Russian keyboards type)."""


def as_day(text: str) -> str:
    """*text* as a date if it is one in another order (day first, as in Ukraine), else an example."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) >= 3:
        order = (0, 1, 2) if len(numbers[0]) == 4 else (2, 1, 0)
        year, month, day = (int(numbers[n][:4]) for n in order)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    return "2026-02-15"


def as_key(text: str) -> str:
    """*text* as the end of a key of a company's own."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower())) or "note"


def example_of(key: Key) -> str:
    """A line that shows how *key* is written."""
    match key.shape:
        case Single(wants=Wants.CHOICE):
            return f"{key.name}: {key.shape.choices[0]}"
        case Single(wants=Wants.ID):
            return f"{key.name}: …"
        case Single(wants=Wants.DAY):
            return f"{key.name}: 2026-02-15"
        case Single(wants=Wants.NUMBER):
            return f"{key.name}: 1"
        case Single(wants=Wants.VALUE):
            example = getattr(key.shape.type, "examples", ("…",))[0]
            return f'{key.name}: "{example}"' if key.shape.type is VersionNumber else f"{key.name}: {example}"
        case ListOf(inner=Fields(model=model)):
            return f"{key.name}:\n  - {next(iter(keys_of(model)))}: …"
        case ListOf():
            return f"{key.name}: […]"
        case Fields(model=model):
            return f"{key.name}: {{{next(iter(keys_of(model)))}: …}}"
        case _:
            return f"{key.name}: …"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of *known* that *word* most likely means, or None."""
    by_fold = {one.casefold(): one for one in known}
    found = get_close_matches(word.casefold(), by_fold, 1, 0.6)
    return by_fold[found[0]] if found else None


def is_id(text: str) -> bool:
    """Whether *text* can be an id."""
    try:
        return bool(is_slug(text))
    except ValueError:
        return False


def ids_in(data: bytes, *, first_only: bool = False) -> set[str]:
    """The ids that a file seems to have, so that links to what could not be read are not called broken."""
    found = re.findall(r"^[\s\-{]*id: *[\"']?([a-z0-9-]+)", data.decode("utf-8", "replace"), re.MULTILINE)
    return set(found[:1] if first_only else found)
