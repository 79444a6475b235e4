"""
What the checks find, and the catalogue of messages in every language.

A finding names its code and its fault; the words come from `messages/<language>.yml`,
so one finding can be said in every language of the handbook's editors.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from posixpath import normpath
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_percent
from babel.units import format_unit

from .model.handbook import Place
from .model.values import Span
from .package_data import parsed

LANGUAGES = ("en", "uk", "ru")
_CODE = re.compile(r"[A-Z]{3}[0-9]{2}")


class Severity(StrEnum):
    """Error: stops a release and a merge. Warning: shows in the pull request. Info: nightly report."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault at one place."""

    code: str
    fault: str
    """Which of the code's messages."""
    severity: Severity
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    """What the message's placeholders stand for."""

    def message(self, language: str = "en") -> str:
        """What is wrong."""
        return str(_message(language, self.code, self.fault)["says"]).format_map(self._words(language))

    def why(self, language: str = "en") -> str:
        """Why it matters."""
        return str(catalogue(language)[self.code]["why"]).format_map(self._words(language))

    def cure(self, language: str = "en") -> str:
        """What to do: a corrected line where there can be one."""
        return str(_message(language, self.code, self.fault)["cure"]).format_map(self._words(language))

    def _words(self, language: str) -> dict[str, str]:
        """The values, and what is said of them in *language*: what a field is for, what allowed words mean."""
        words = dict(self.values)
        if "name" in words:
            words["about"] = about_field(words["name"], language)
        if meanings := word_meanings(words.get("choices", ""), language):
            words["allowed"] = ", ".join(f"{word} ({meaning})" for word, meaning in meanings.items())
        for name, value in self.values.items():
            say = SPOKEN.get(name.partition("_")[0])
            if say is not None and "_" in name:
                words[name] = say(value, _LOCALES[language])
        for name, choices in LISTED.items():
            meanings = word_meanings(choices, language)
            if name in words:
                listed = words[name].split(", ")
                words[name] = ", ".join(
                    f"{one} ({meanings[one]})" if one in meanings else one for one in listed
                )
        if "what" in words:
            words["what"] = field_words(language)["COLLECTIONS"].get(words["what"], words["what"])
        return words

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, place, code: the order of every report."""
        return self.place.file, self.place.line, self.place.column, self.code, self.fault


def _arrival(text: str, locale: str) -> str:
    """The weekday, the time and the day of an ISO local time."""
    return str(format_datetime(datetime.fromisoformat(text), "EEEE HH:mm (d MMMM y)", locale=locale))


@lru_cache(maxsize=4096)
def lasting(seconds: int, locale: str) -> str:
    """So many seconds in the units that people count in: from a week on days, then hours, minutes, seconds."""
    found = []
    rest = seconds
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if unit == "day" and seconds < 7 * size:
            continue
        n, rest = divmod(rest, size)
        if n:
            found.append(format_unit(n, f"duration-{unit}", length="long", locale=locale))
    return " ".join(found) or str(format_unit(0, "duration-minute", length="long", locale=locale))


def span(text: str, locale: str) -> str:
    """Years, months, weeks and days of an ISO 8601 duration such as *P14D*, in words."""
    found = Span.parse(text)
    counted = ((found.years, "year"), (found.months, "month"), (found.weeks, "week"), (found.days, "day"))
    said = [format_unit(n, f"duration-{unit}", length="long", locale=locale) for n, unit in counted if n]
    return " ".join(said) or str(format_unit(0, "duration-day", length="long", locale=locale))


@lru_cache(maxsize=4096)
def part(share: Decimal, locale: str) -> str:
    """A share from 0 to 1 in per cent; what is not quite nothing or everything is never rounded to it."""
    if 0 < share < 1:
        share = min(max(share, Decimal("0.001")), Decimal("0.999"))
    pattern = "#,##0.#%" if locale.startswith("en") else "#,##0.#\N{NO-BREAK SPACE}%"
    return str(format_percent(share, pattern, locale=locale))


_LOCALES = {"en": "en_GB", "uk": "uk", "ru": "ru"}

SPOKEN: Mapping[str, Callable[[str, str], str]] = {
    "arrival": _arrival,
    "lasting": lambda text, locale: lasting(int(text), locale),
    "span": span,
    "part": lambda text, locale: part(Decimal(text), locale),
}
"""How values are said whose name begins so: `arrival_best` is an ISO local time, `lasting_worst` seconds,
`part_late` a share, `span_notice` an ISO 8601 duration."""

LISTED = {"needs": "Need", "components": "Component", "types": "TestType"}
"""Values that are words of a closed set, with commas between them: each is said with what it means."""


@cache
def catalogue(language: str) -> dict[str, Any]:
    """
    All messages in *language*, by code: `title`, `why`, and `faults` with `says` and `cure` each.

    From `messages/<language>.yml` and `messages/*.<language>.yml`. A code that
    is not translated yet is said in English: a finding is never silent.
    """
    found: dict[str, Any] = {} if language == "en" else dict(catalogue("en"))
    for file in sorted((files(__package__) / "messages").iterdir(), key=lambda file: file.name):
        if file.name == f"{language}.yml" or file.name.endswith(f".{language}.yml"):
            loaded = parsed(file.read_text(encoding="utf-8"))
            found |= {code: entry for code, entry in loaded.items() if _CODE.fullmatch(code)}
    return found


@cache
def field_words(language: str) -> dict[str, Any]:
    """What is said of fields in *language*: FIELDS by name, WORDS by closed set and word, COLLECTIONS by name."""
    text = (files(__package__) / "messages" / "fields" / f"{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = parsed(text)
    return loaded


def about_field(name: str, language: str = "en") -> str:
    """What the field of that name is for, in a few words."""
    return str(field_words(language)["FIELDS"].get(name, name))


def word_meanings(choices: str, language: str = "en") -> dict[str, str]:
    """The words of a closed set and what each means; empty where they speak for themselves."""
    found: dict[str, str] = field_words(language)["WORDS"].get(choices, {})
    return found


def report(findings: Iterable[Finding], language: str = "en", *, folder: str = "") -> str:
    """
    The findings as a report to editors: place, code and fault, then why and what to do, indented.

    *folder*: where the handbook lies for the one who reads it, put before each file.
    """
    return "\n".join(_paragraph(finding, language, folder) for finding in findings)


def _paragraph(finding: Finding, language: str, folder: str) -> str:
    place = finding.place
    file = path_in_repository(place.file, folder)
    head = f"{file}:{place.line}:{place.column}  {finding.code}  {finding.message(language)}"
    first, *rest = finding.cure(language).splitlines()
    lines = [head, f"    {finding.why(language)}", f"    {first}", *(f"        {line}" for line in rest)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def path_in_repository(file: str, folder: str) -> str:
    """A file of the handbook in *folder*, or beside it (`../mkdocs.yml`), as it is called from where *folder* is."""
    return normpath(f"{folder}/{file}") if folder not in ("", ".") else file


def cause(one: Finding) -> tuple[object, ...]:
    """What a finding is about, wherever its line has moved to: two with the same cause are the same."""
    return (one.code, one.fault, one.place.file, *sorted(one.values.items()))


def new_since(before: Iterable[Finding], now: Iterable[Finding]) -> list[Finding]:
    """The findings of *now* that *before* does not have; one whose line only moved is not new."""
    known = Counter(cause(one) for one in before)
    found = []
    for one in now:
        if known[cause(one)]:
            known[cause(one)] -= 1
        else:
            found.append(one)
    return found


def _message(language: str, code: str, fault: str) -> dict[str, str]:
    found: dict[str, str] = catalogue(language)[code]["faults"][fault]
    return found


def editors_language(asked: str | None = None) -> str:
    """The language of messages: *asked*, else the environment's (LC_ALL, LC_MESSAGES, LANG), else English."""
    wanted = asked or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en"
    )
    code = wanted.split("_")[0].split(".")[0].lower()
    return code if code in LANGUAGES else "en"
