"""
Texts that people read, by language, with plural forms by the rules of CLDR.

A folder of the package holds `[<part>.]<language>.yml` files: groups of names
with texts. A text is a string, or a mapping from plural category (one, few,
many, other) to string; `{n}` is the number. A language without a file is
spoken to in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from babel.core import Locale, UnknownLocaleError

from .package_data import parsed

FALLBACK = "en"

_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?!\.)")


@cache
def phrases(folder: str, language: str) -> dict[str, Any]:
    """All texts of *folder* in *language*, by group and name."""
    found: dict[str, Any] = {}
    for file in sorted(_folder(folder).iterdir(), key=lambda file: file.name):
        parts = file.name.split(".")
        if parts[-1] == "yml" and parts[-2] == language:
            for group, texts in (parsed(file.read_text(encoding="utf-8")) or {}).items():
                found[group] = {**found.get(group, {}), **texts}
    return found


def _folder(folder: str) -> Any:
    return files(__package__).joinpath(*folder.split("/"))


@cache
def spoken(folder: str, language: str) -> str:
    """The language in which *folder* speaks to readers of *language*: itself, or English."""
    return language if phrases(folder, language) else FALLBACK


@cache
def plural_rule(language: str) -> Callable[[int], str]:
    """The CLDR rule that gives the plural category of a number in *language*."""
    try:
        rule: Callable[[int], str] = Locale.parse(language).plural_form
    except (UnknownLocaleError, ValueError):
        return plural_rule(FALLBACK)
    return rule


def phrase(folder: str, language: str, name: str, /, n: int | None = None, **values: object) -> str:
    """
    The text *name* (`group.name`) in *language*, its placeholders filled.

    Raises KeyError if there is no such text: a missing word is a fault of ours.
    """
    found = _entry(folder, language, name)
    if isinstance(found, dict):
        if n is None:
            raise KeyError(f"{name} has plural forms and needs a number")
        found = found.get(plural_rule(spoken(folder, language))(n), found["other"])
    text = str(found)
    said = text.format(n=n, **values) if n is not None or values else text
    # A date such as "1 січня 2027 р." ends a sentence with its own full stop.
    return _TWO_STOPS.sub(".", said) if "}." in text else said


@cache
def _entry(folder: str, language: str, name: str) -> Any:
    group, _, key = name.partition(".")
    return phrases(folder, spoken(folder, language))[group][key]
