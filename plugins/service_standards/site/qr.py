"""QR codes as SVG, made of nothing but numbers: the printed page leads back to where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import segno
from markupsafe import Markup

QUIET = 2
"""So many modules around a code stay empty."""

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" class="ss-qr"><path stroke="#000" d="{path}"/></svg>'
)


@lru_cache(maxsize=64)  # a document, its card and its version share one
def qr_code(url: str) -> Markup:
    """The code that leads to *url*: what `segno` draws, in half the time."""
    # Any mask is valid; to look for the best of eight takes ten times as long and gains little for text.
    matrix = segno.make(url, error="m", micro=False, mask=3).matrix
    return _SVG.format(size=len(matrix) + 2 * QUIET, path="".join(_strokes(matrix)))


def _strokes(matrix: Iterable[bytearray]) -> Iterator[str]:
    """Yield the dark modules of each row as strokes along its middle, each begun from the end of the one before."""
    x, y, begin = -QUIET, -0.5, "M"
    for n, row in enumerate(matrix, QUIET):
        for dark in re.finditer(b"\x01+", row):
            first, last = dark.span()
            yield f"{begin}{first - x} {n - y}h{last - first}"
            x, y, begin = last, n, "m"
