"""
What the checks find, and the catalogue of messages in every language.

A finding names its code and its fault; the words come from `messages/<language>.yml`,
so one finding can be said in every language of the handbook's editors.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from .model.handbook import Place

LANGUAGES = ("en", "uk", "ru")


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
        return str(_message(language, self.code, self.fault)["says"]).format_map(self.values)

    def why(self, language: str = "en") -> str:
        """Why it matters."""
        return str(catalogue(language)[self.code]["why"]).format_map(self.values)

    def cure(self, language: str = "en") -> str:
        """What to do: a corrected line where there can be one."""
        return str(_message(language, self.code, self.fault)["cure"]).format_map(self.values)

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, place, code: the order of every report."""
        return self.place.file, self.place.line, self.place.column, self.code, self.fault


@cache
def catalogue(language: str) -> dict[str, Any]:
    """All messages in *language*, by code: `title`, `why`, and `faults` with `says` and `cure` each."""
    text = (files(__package__) / "messages" / f"{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


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
