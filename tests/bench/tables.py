"""Figures as tables of Markdown, to be pasted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from statistics import median

from .process import Figure


def middle(figures: Sequence[Figure]) -> Figure:
    """The medians of several runs, each of its own."""
    names = [one.name for one in fields(Figure) if one.name != "end"]
    values = {name: median(getattr(figure, name) for figure in figures) for name in names}
    whole = {name: int(values[name]) for name in ("output", "pages", "code", "lines")}
    return Figure(**{**values, **whole}, end=figures[-1].end)


def table(head: str, rows: Mapping[str, Figure], beside: str | None = None) -> Iterator[str]:
    """Yield the lines of a table; the ratios are to the row *beside*, if it was measured."""
    base = rows.get(beside) if beside else None
    yield f"| {head} | seconds | of processor | MB held | MB written | pages | ms a page |{' ratio | of processor |' if base else ''}"
    yield "| --- |" + " --- |" * (8 if base else 6)
    for name, one in rows.items():
        yield "| " + " | ".join((name, *_cells(one), *(_ratios(one, base) if base else []))) + " |"


def _cells(one: Figure) -> Iterator[str]:
    yield f"{one.seconds:.2f}" + (f" (exit {one.code})" if one.code else "")
    yield f"{one.processor:.2f}"
    yield f"{one.megabytes:.0f}" if one.megabytes else "–"
    yield f"{one.output / 1e6:.1f}" if one.output else "–"
    yield f"{one.pages:,}" if one.pages else "–"
    yield f"{1000 * one.seconds / one.pages:.1f}" if one.pages else "–"


def _ratios(one: Figure, base: Figure) -> Iterator[str]:
    """How many times faster or slower than the row beside: `÷ 4.0` is a quarter of its time."""
    for mine, its in ((one.seconds, base.seconds), (one.processor, base.processor)):
        yield f"÷ {its / mine:.1f}" if mine <= its else f"× {mine / its:.1f}"
