"""The words of the interface: `labels/<part>.<language>.yml`, see `phrases`."""

from __future__ import annotations

from typing import Any

from .. import phrases

FOLDER = "site/labels"


def labels(language: str) -> dict[str, Any]:
    """All labels of *language*, by group and name."""
    return phrases.phrases(FOLDER, spoken(language))


def spoken(language: str) -> str:
    """The language in which the interface speaks to readers of *language*: itself, or English."""
    return phrases.spoken(FOLDER, language)


def label(language: str, name: str, n: int | None = None, **values: object) -> str:
    """The label *name* (`group.name`) in *language*; raises KeyError if there is none."""
    return phrases.phrase(FOLDER, language, name, n, **values)
