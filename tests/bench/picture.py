"""
Growth as a picture: an SVG that is read on light and dark ground, without a program for charts.

Both axes are logarithmic, so a straight line is a power and its slope the exponent;
the grey line has slope 1. Each line is named where it ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from html import escape

from .growth import Growth, exponent, measure

PANELS = {"seconds": "Seconds", "MB held": "Memory, MB", "MB written": "Output, MB"}
WIDTH, HEIGHT = 600, 340
LEFT, RIGHT, TOP, BOTTOM = 60, 300, 40, 52
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9")
"""Okabe and Ito's, which all people can tell apart; the names beside the lines say it too."""
STYLE = """\
svg { font: 13px system-ui, sans-serif; --ground: #fff; --ink: #1f2328; --soft: #59636e; --grid: #d8dee4 }
@media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --grid: #2f353d } }
.ground { fill: var(--ground) } text { fill: var(--ink) } .soft { fill: var(--soft) }
.grid { stroke: var(--grid) } .one { stroke: var(--soft); stroke-dasharray: 3 4 }
"""

Lines = Mapping[str, Mapping[float, float]]


def picture(growth: Growth) -> str:
    """The SVG: a panel each for time, memory and output, as far as they were measured."""
    panels = {
        title: {
            name: rows for name, figures in growth.items() if any((rows := measure(figures, of)).values())
        }
        for of, title in PANELS.items()
    }
    panels = {title: lines for title, lines in panels.items() if lines}
    width = WIDTH * len(panels)
    drawn = "".join(
        f'<g transform="translate({WIDTH * at})">{"".join(_panel(title, lines))}</g>\n'
        for at, (title, lines) in enumerate(panels.items())
    )
    said = f"Growth with the number of documents: {', '.join(panels)}."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" role="img"><title>{escape(said)}</title>\n<style>{STYLE}</style>\n'
        f'<rect class="ground" width="{width}" height="{HEIGHT}"/>\n{drawn}</svg>\n'
    )


def _panel(title: str, lines: Lines) -> Iterator[str]:
    xs = [n for rows in lines.values() for n in rows]
    ys = [value for rows in lines.values() for value in rows.values() if value > 0]
    x = _axis(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    lowest = math.floor(math.log10(min(ys)))
    powers = range(lowest, max(math.ceil(math.log10(max(ys))), lowest + 1) + 1)
    low, high = 10.0 ** powers[0], 10.0 ** powers[-1]
    y = _axis(low, high, HEIGHT - BOTTOM, TOP)
    yield f'<text x="{LEFT}" y="22" font-weight="600">{escape(title)}</text>\n'
    for power in powers:
        at = y(10.0**power)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
        yield f'<text class="soft" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>\n'
    for n in sorted(set(xs)):
        yield f'<text class="soft" x="{x(n):.1f}" y="{HEIGHT - 24}" text-anchor="middle">{n:,.0f}</text>\n'
    yield f'<text class="soft" x="{LEFT}" y="{HEIGHT - 6}">documents</text>\n'
    first, start = min(next(iter(lines.values())).items())
    last = min(max(xs), first * high / start)  # no farther than the panel is high
    yield f'<line class="one" x1="{x(first):.1f}" y1="{y(start):.1f}" x2="{x(last):.1f}" y2="{y(start * last / first):.1f}"/>\n'
    ends = {name: y(rows[max(rows)]) for name, rows in lines.items()}
    places = _apart(ends)
    for at, (name, rows) in enumerate(lines.items()):
        colour = COLOURS[at % len(COLOURS)]
        points = " ".join(f"{x(n):.1f},{y(value):.1f}" for n, value in sorted(rows.items()) if value > 0)
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        for point in points.split():
            across, down = point.split(",")
            yield f'<circle cx="{across}" cy="{down}" r="3.5" fill="{colour}"/>'
        fitted = exponent(rows)
        slope = "" if fitted is None else f' <tspan class="soft">N^{fitted:.2f}</tspan>'
        yield (
            f'<text x="{x(max(rows)) + 10:.1f}" y="{places[name] + 4:.1f}">'
            f'<tspan fill="{colour}">●</tspan> {escape(name)}{slope}</text>\n'
        )


def _axis(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From a value to its place on a logarithmic axis."""
    span = math.log(high / low) or 1.0
    return lambda value: start + (end - start) * math.log(value / low) / span


def _apart(places: Mapping[str, float], least: float = 17) -> dict[str, float]:
    """The same places, so far from each other that text fits."""
    found: dict[str, float] = {}
    before = -math.inf
    for name, at in sorted(places.items(), key=lambda one: one[1]):
        before = max(at, before + least)
        found[name] = before
    return found
