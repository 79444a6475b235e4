"""How time, memory and output grow with the number of documents."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from .process import Figure

FIT_FROM = 300
"""Documents: what a program takes before it begins counts below."""
MEASURES: Mapping[str, Callable[[Figure], float]] = {
    "seconds": lambda figure: figure.seconds,
    "of processor": lambda figure: figure.processor,
    "MB held": lambda figure: figure.megabytes,
    "MB written": lambda figure: figure.output / 1e6,
    "pages": lambda figure: figure.pages,
}

Growth = Mapping[str, Mapping[int, Figure]]
"""Name of a measurement to number of documents to figure."""


def exponent(rows: Mapping[float, float], *, from_: float = FIT_FROM) -> float | None:
    """
    The *e* of `c * n ** e` that fits the rows best: least squares on the logarithms, from so many on.

    None if fewer than two rows are left.
    """
    points = [(math.log(n), math.log(value)) for n, value in rows.items() if n >= from_ and value > 0]
    if len(points) < 2:
        return None
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    above = sum((x - x_mean) * (y - y_mean) for x, y in points)
    return above / sum((x - x_mean) * (x - x_mean) for x, _ in points)


def measure(figures: Mapping[int, Figure], name: str) -> dict[float, float]:
    """One measure of the figures, by the number of documents."""
    return {float(n): float(MEASURES[name](figure)) for n, figure in figures.items()}


def growth_table(growth: Growth) -> Iterator[str]:
    """Yield the lines of a table: a row a measure, a column a size, the exponent last."""
    sizes: Sequence[int] = sorted({n for figures in growth.values() for n in figures})
    yield f"| N documents | {' | '.join(f'{n:,}' for n in sizes)} | exponent from {FIT_FROM} |"
    yield "| --- |" + " --- |" * (len(sizes) + 1)
    for name, figures in growth.items():
        for of in MEASURES:
            rows = measure(figures, of)
            if not any(rows.values()):
                continue
            cells = (f"{rows[n]:,.{0 if of == 'pages' else 1}f}" if n in rows else "–" for n in sizes)
            fitted = exponent(rows)
            last = "–" if fitted is None else f"{fitted:.2f}"
            yield f"| {name}: {of} | {' | '.join(cells)} | {last} |"
