"""The words of HTML without its marks: for descriptions and for the search."""

from __future__ import annotations

import re
from html import unescape


def plain_text(html: str) -> str:
    """The text of *html* on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
