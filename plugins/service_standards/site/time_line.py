"""What pictures of time have in common: the width of the line, its stretches and its marks."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, RIGHT = 6, 714
"""Between them runs the line; the pictures are 720 wide."""


def along(share: float) -> float:
    """Where a share of the line ends, from its left."""
    return round(LEFT + share * (RIGHT - LEFT), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the line: from where, how wide."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line across the rows, with a word above it."""

    x: float
    text: str
