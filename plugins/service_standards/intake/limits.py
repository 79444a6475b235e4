"""
Find limits in time in free text: English, French, Ukrainian and Russian.

What is found is a proposal for people, so a doubtful phrase is named as
doubtful rather than decided: a bare day, a range, two limits, a fraction.
Nothing here knows of tables or files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from ..model.values import Duration, Unit
from .number_words import NUMBER_WORDS
from .time_words import (
    AND_RANGE,
    ARTICLE,
    AT_LEAST,
    BEFORE,
    NEXT_BUSINESS_DAY,
    NOT_A_LIMIT,
    SAME_DAY,
    TIME,
    TWO_UNITS_RANGE,
)


class Doubt(StrEnum):
    """Why a duration found in a text can't be proposed as it is."""

    BARE_DAY = "bare-day"
    RANGE = "range"
    SEVERAL = "several"
    FRACTION = "fraction"
    SAME_DAY = "same-day"
    BEFORE = "before"
    """A time before something, not after it: a notice, not a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time named in a text."""

    text: str
    """As it stands there."""
    says: str
    """In the words of the model: *10 business days*; with a doubt, as near to them as can be."""
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a text says about its limit in time."""

    proposal: str
    """*10 business days*, or what must be decided: *10 days*, *35 to 40 days*, *5 minutes / 2 days*."""
    doubt: Doubt | None
    found: tuple[Found, ...]


_TO_MODEL = {
    "second": (Unit.SECOND, 1),
    "minute": (Unit.MINUTE, 1),
    "businesshour": (Unit.BUSINESS_HOUR, 1),
    "hour": (Unit.HOUR, 1),
    "fullday": (Unit.HOUR, 24),
    "businessday": (Unit.BUSINESS_DAY, 1),
    "calendarday": (Unit.CALENDAR_DAY, 1),
    "week": (Unit.WEEK, 1),
    "month": (Unit.MONTH, 1),
    "year": (Unit.MONTH, 12),
}
_SMALLER = {Unit.HOUR: (Unit.MINUTE, 60), Unit.MINUTE: (Unit.SECOND, 60), Unit.WEEK: (Unit.CALENDAR_DAY, 7)}


_WORD = re.compile(r"(?!(?:[dl]|qu)['’])[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", re.I)


_FIRST_WORDS = frozenset(re.split("[ -]", word)[0] for word in NUMBER_WORDS)


def _with_digits(text: str) -> str:
    """*text* with its written numbers in digits: *forty-five (45) days* becomes *45 (45) days*."""
    words = list(_WORD.finditer(text))
    keys = [re.sub("[’ʼ]", "'", word[0]).casefold().replace("ё", "е") for word in words]
    parts: list[str] = []
    done = at = 0
    while at < len(words):
        for length in (3, 2, 1) if keys[at].split("-")[0] in _FIRST_WORDS else ():
            last = at + length
            number = (
                NUMBER_WORDS.get(_joined(text, words[at:last], keys[at:last])) if last <= len(words) else None
            )
            if number is not None:
                parts += [text[done : words[at].start()], str(number)]
                done = words[last - 1].end()
                at = last - 1
                break
        at += 1
    return "".join([*parts, text[done:]])


def _joined(text: str, words: list[re.Match[str]], keys: list[str]) -> str:
    joints = [text[one.end() : two.start()] for one, two in pairwise(words)]
    if any(joint not in (" ", "-", "\u2010", "\u2011") for joint in joints):
        return ""
    return "".join(
        key + ("-" if joint not in ("", " ") else joint)
        for key, joint in zip(keys, [*joints, ""], strict=True)
    )


def _number(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+", text):
        return Decimal(re.sub(r"[ ,]", "", text))
    return Decimal(text.replace(",", "."))


def _unit(match: re.Match[str], russian: bool) -> tuple[Unit | None, int]:
    name = next(group for group in (*_TO_MODEL, "day") if match[group])
    if name == "hour" and match["hour"].casefold() == "год." and russian:
        name = "year"  # «1 год.» at the end of a Russian sentence; in Ukrainian it shortens «година»
    if name == "year" and match["year"].casefold() == "год" and not russian:
        name = "hour"
    return (None, 1) if name == "day" else _TO_MODEL[name]


def _is_russian(text: str) -> bool:
    """Whether Cyrillic *text* is Russian rather than Ukrainian: letters that only one of them has decide."""
    low = text.casefold()
    return not re.search("[іїєґ]", low) and bool(re.search("[а-я]", low))


def _read(match: re.Match[str], russian: bool) -> Found:
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    unit, times = _unit(match, russian)
    text = match[0].strip().rstrip("(")
    if high is not None and high < low:
        low, high = high, None  # not a range: *up to 50,000 - 20 days*
    if high is not None and high != low:
        name = f"{unit}s" if unit else "days"
        return Found(
            text=text, says=f"{_plain(low * times)} to {_plain(high * times)} {name}", doubt=Doubt.RANGE
        )
    if unit is None:
        says = f"{_plain(low)} day{'' if low == 1 else 's'}"
        return Found(text=text, says=says, doubt=Doubt.BARE_DAY)
    amount, whole = low * times, unit
    while amount % 1 and whole in _SMALLER:
        whole, factor = _SMALLER[whole]
        amount *= factor
    if amount % 1:
        return Found(text=text, says=f"{_plain(low * times)} {unit}s", doubt=Doubt.FRACTION)
    unit = whole
    return Found(text=text, says=str(Duration(int(amount), unit)))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def times(text: str) -> Iterator[Found]:
    """Yield the times that *text* names as limits, in reading order; 24/7, ages and periods are passed over."""
    flat = re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", ""))
    flat = ARTICLE.sub(lambda one: f"{one[0][: -len(one['en']) - 1] if one['en'] else one[0]}1 ", flat)
    flat = _with_digits(flat)
    flat = NOT_A_LIMIT.sub(" ; ", flat)
    flat = AND_RANGE.sub(lambda joint: joint["joint"] + " – ", flat)
    flat = TWO_UNITS_RANGE.sub(lambda both: f"{both['low']} – {both['high']} {both['unit']}", flat)
    russian = _is_russian(flat)
    found: list[tuple[int, Found]] = []
    for match in TIME.finditer(flat):
        if _number(match["low"]) == 0:
            continue
        read = _read(match, russian)
        if BEFORE.match(flat[match.end() : match.end() + 40]) or _is_least(flat, match):
            read = Found(text=read.text, says=read.says, doubt=Doubt.BEFORE)
        found.append((match.start(), read))
    for match in NEXT_BUSINESS_DAY.finditer(flat):
        if not any(abs(at - match.start()) < len(match[0]) for at, _ in found):
            found.append((match.start(), Found(text=match[0], says="1 business day")))
    for match in SAME_DAY.finditer(flat):
        found.append((match.start(), Found(text=match[0], says="same day", doubt=Doubt.SAME_DAY)))
    yield from (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _is_least(flat: str, match: re.Match[str]) -> bool:
    return bool(AT_LEAST.search(flat[max(0, match.start() - 20) : match.start()]))


@lru_cache(maxsize=8192)  # one statement is asked about several times, and stands in many rows
def limit_in(text: str) -> Limit | None:
    """Say which limit *text* names, and what is doubtful about it; None if it names none."""
    found = tuple(times(text))
    after = [one for one in found if one.doubt is not Doubt.BEFORE]
    if not after:
        return Limit(proposal=found[0].says, doubt=Doubt.BEFORE, found=found) if found else None
    distinct = _distinct(after)
    if len(distinct) > 1:
        return Limit(proposal=" / ".join(one.says for one in distinct), doubt=Doubt.SEVERAL, found=found)
    return Limit(proposal=distinct[0].says, doubt=distinct[0].doubt, found=found)


_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}


def _distinct(found: list[Found]) -> list[Found]:
    """The times that say different things: *5 minutes (300 seconds)* is one, so is *30 days … 30 calendar days*."""
    said: dict[object, Found] = {}
    for one in found:
        key: object = one.says
        if one.doubt is None:
            limit = Duration.parse(one.says)
            key = limit.amount * _SECONDS[limit.unit] if limit.unit in _SECONDS else one.says
        said.setdefault(key, one)
    clear = {one.says for one in said.values() if one.doubt is None}
    explained = [
        one
        for one in said.values()
        if one.doubt is not Doubt.BARE_DAY
        or sum(one.says == re.sub(r" (?:business|calendar)", "", other) for other in clear) != 1
    ]
    return explained or list(said.values())


_LIMIT_WORD = re.compile(
    r"\b(?:with)?in\b|less\s+than|no\s+(?:later|more)\s+than|not\s+exceed|up\s+to|maxim\w+|under\b|no\s+longer\s+than"
    r"|\bdans\b|\bd['’]ici\b|\bau\s+plus\b|moins\s+de|en\s+deçà"
    r"|протягом|впродовж|упродовж|не\s+більше|до\s+\d|не\s+пізніше|за\s+\d|в\s+течение|не\s+более|не\s+позднее",
    re.I,
)


def sounds_like_limit(text: str) -> bool:
    """Whether *text* has a word that sets a limit, such as *within* or *no later than*."""
    return bool(_LIMIT_WORD.search(text))


_PER_CENT = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|per\s?cent\b|percent\b|pour\s+cent\b|p\.\s?100|відсотк\w+|процент\w+)",
    re.I,
)


def per_cents(text: str) -> tuple[Decimal, ...]:
    """The percentages that *text* names, in reading order, each once."""
    return tuple(dict.fromkeys(Decimal(one.replace(",", ".")) for one in _PER_CENT.findall(text)))
