"""Numbers and vague words in the texts of promises, steps, rules and test items (TGT03 to TGT05, TST01)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ..findings import Finding, Severity
from ..model.documents import Answer, Commitment, Item, Procedure, Rule, Standard, Step, Test
from ..model.fields import Strict, Text
from ..model.handbook import Dossier, Handbook, Place
from ..model.values import Duration, Money, Score, Share
from .targets import SECONDS, is_timed
from .texts import (
    Said,
    amounts,
    as_pattern,
    lines_outside_code,
    phrase_pattern,
    prose_of,
    words,
)
from .wording import parts_of

BARE = {Commitment: "statement", Step: "do", Rule: "statement"}
"""The texts that hold no number: the fields say it, and the text refers to them."""

_OTHER_LIMIT = re.compile(r"\{(?:limit|[^{}]+\.limit)[^{}]*\}")


def faults_of_promise_words(
    handbook: Handbook, dossier: Dossier, texts: Iterable[Said], files: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Yield what is wrong with the words of a working copy, in every language; *texts*: `texts_of` it."""
    document = dossier.working.document
    if document.retired:
        return
    parts = parts_of(document)
    for said in texts:
        part = parts.get(said.clause)
        if said.field == BARE.get(type(part)):  # type: ignore[arg-type]
            yield from _numbers(said, part, files)
        if isinstance(part, Item) and isinstance(document, Test) and said.field == "ask":
            yield from _own_number(said, part, handbook, files)
        if said.kind is Text.NORMATIVE:
            yield from _weasel(said, files)
    yield from _prose(handbook, dossier)


# -- TGT03 and TGT04 ---------------------------------------------------------


def _numbers(said: Said, part: Strict | None, files: Mapping[str, bytes]) -> Iterator[Finding]:
    found = list(amounts(said.text, said.language))
    ranges = [one for one in found if one.is_range]
    if isinstance(part, Commitment) and (ranges or len(_OTHER_LIMIT.findall(said.text)) > 1):
        shown = ranges[0].text if ranges else " … ".join(_OTHER_LIMIT.findall(said.text))
        fault = "range" if ranges else "two-in-text"
        yield _finding("TGT03", fault, said.place(files), clause=said.clause, text=shown)
        return
    if found:
        fault = {Commitment: "statement", Step: "step", Rule: "rule"}[type(part)]  # type: ignore[index]
        yield _finding("TGT04", fault, said.place(files), clause=said.clause, text=found[0].text)


def _prose(handbook: Handbook, dossier: Dossier) -> Iterator[Finding]:
    """Yield the times and shares that prose promises and that contradict the fields; a time contradicts times only."""
    document = dossier.working.document
    if not isinstance(document, Standard | Procedure):
        return
    known: set[tuple[str, str]] | None = None
    for language, file, markdown in prose_of(handbook, dossier):
        pattern = _promised(language)
        if pattern is None:
            continue
        for n, line in lines_outside_code(markdown):
            for found in pattern.finditer(line):
                if known is None:
                    known = set(_values_in(document))
                value = _value(found["number"], found["unit"], language)
                if value is None or value in known:
                    continue
                is_share = value[0] == "share"
                if any((kind == "share") == is_share for kind, _ in known):
                    place = Place(file, n, found.start("number") + 1)
                    shown = f"{found['number']} {found['unit']}".replace(" %", "%")
                    yield _finding(
                        "TGT04",
                        "prose",
                        place,
                        text=shown,
                        known=_said(document, Share if is_share else Duration),
                    )


@cache
def _promised(language: str) -> re.Pattern[str] | None:
    """A number with a unit directly behind a word of promise: *within 12 hours*."""
    lists = words(language)
    if not lists:
        return None
    before = "|".join(as_pattern(str(one)) for one in lists["promises"])
    units = "|".join(as_pattern(str(one)) for one in lists["units"])
    between = "|".join(as_pattern(str(one)) for one in lists["between"])
    return re.compile(
        rf"(?<!\w)(?:{before})\s+(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>%|(?:(?:{between})\s+)?(?:{units}))(?!\w)",
        re.I,
    )


_SIZES = {
    "second": ("s", "с"), "minute": ("min", "хв", "мин"), "hour": ("h", "год", "час"), "day": ("d", "д", "доб", "сут"),
    "week": ("w", "тиж", "нед"), "month": ("mo", "місяц", "месяц"),
}  # fmt: skip


def _value(number: str, unit: str, language: str) -> tuple[str, str] | None:
    """A number and unit of a text, in a form that can be compared; None for a unit that fields do not have."""
    amount = number.replace(",", ".")
    last = unit.split()[-1].casefold()
    if last == "%" or last.startswith(("per", "відсот", "процент")):
        return "share", amount.rstrip("0").rstrip(".") if "." in amount else amount
    if language == "uk" and last.startswith("год"):
        last = "hour"
    for name, beginnings in _SIZES.items():
        if last.startswith(beginnings) or last == name:
            return _length(name, amount)
    return None


_PLAIN = {"second": 1, "minute": 60, "hour": 3600}


def _length(unit: str, amount: str) -> tuple[str, str] | None:
    if unit in _PLAIN and amount.isdigit():
        return "seconds", str(int(amount) * _PLAIN[unit])
    return unit, amount


def _values_in(model: object) -> Iterator[tuple[str, str]]:
    """Yield every duration and share that the fields of *model* hold; business and calendar alike."""
    match model:
        case Duration(amount, unit):
            plain = unit.value.split()[-1]
            if unit in SECONDS and plain in _PLAIN:
                yield "seconds", str(amount * SECONDS[unit])
            elif plain in _PLAIN:
                yield "seconds", str(amount * _PLAIN[plain])
            else:
                yield plain, str(amount)
        case Share():
            yield "share", str(model).removesuffix("%")
        case Money() | Score():
            return
        case Strict():
            for name in type(model).model_fields:
                yield from _values_in(getattr(model, name))
        case tuple():
            for one in model:
                yield from _values_in(one)
        case dict():
            for one in model.values():
                yield from _values_in(one)


def _said(document: Standard | Procedure, kind: type[Share | Duration]) -> str:
    """The limits and shares of a document that are of that *kind*, for the message."""
    if isinstance(document, Standard):
        levels = [(one.limit, one.target.share if one.target else None) for one in document.commitments]
    else:
        levels = [(step.within, step.met) for step in document.clauses]
    shown = dict.fromkeys(str(one) for pair in levels for one in pair if isinstance(one, kind))
    return ", ".join(list(shown)[:8]) or "–"


# -- TGT05 -------------------------------------------------------------------


def _weasel(said: Said, files: Mapping[str, bytes]) -> Iterator[Finding]:
    pattern = phrase_pattern(said.language, "weasel")
    if pattern is not None and (found := pattern.search(said.text)):
        yield Finding(
            code="TGT05",
            fault="weasel",
            severity=Severity.WARNING,
            place=said.place(files),
            values={"words": found[0]},
        )


# -- TST01 -------------------------------------------------------------------


def _own_number(said: Said, item: Item, handbook: Handbook, files: Mapping[str, bytes]) -> Iterator[Finding]:
    target = None
    if item.verifies is not None and (dossier := handbook.dossiers.get(item.verifies.document)):
        target = parts_of(dossier.working.document).get(item.verifies.clause or "")
    if item.answer is not Answer.TIME and not is_timed(target):
        return
    found = next(amounts(said.text, said.language), None)
    if found is not None:
        link = str(item.verifies or "")
        yield _finding("TST01", "own-number", said.place(files), clause=item.id, text=found.text, link=link)


def _finding(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
