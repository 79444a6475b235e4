"""
The words of an import in English, Ukrainian and Russian.

One catalogue per language, `messages/intake.<language>.yml`, of the same
structure in each.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ..package_data import parsed

LANGUAGES = ("en", "uk", "ru")


@cache
def words(language: str) -> dict[str, Any]:
    """Everything that an import says in *language*."""
    text = (files("service_standards") / "messages" / f"intake.{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = parsed(text)
    return loaded


def say(language: str, section: str, fault: str, /, **values: object) -> str:
    """The sentence for *fault* of *section*, its placeholders filled."""
    return str(words(language)[section][fault]).format_map(values)


def hint(language: str, doubt: str) -> str:
    """The question that stands after a doubtful proposal, in the language of the handbook if we have it."""
    return str(words(language if language in LANGUAGES else "en")["hints"][doubt])
