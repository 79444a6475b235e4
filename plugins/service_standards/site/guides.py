"""
The guides: what stands in them besides text – pictures, changed lines, links to pages of the handbook.

Pictures lie in `docs/guides/pictures/`, made by `python -m tests.pictures`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files

from .addresses import relative
from .book import Book
from .navigation import control

READERS = ("editors", "approvers", "translators", "compliance", "administrators")
"""Whom there is a guide for, in the order of the help's front page."""

DENSITY = 2
"""How many points of a picture stand in one CSS pixel, so that small letters stay sharp."""

PICTURES = "help/guides/pictures"
"""Where the pictures lie on the site: once for all languages."""

_FOR_CONTROL = ("coverage", "lifecycle", "reviews")


@cache
def pictures() -> Mapping[str, bytes]:
    """The pictures of the guides by name."""
    folder = files(__package__.rpartition(".")[0]).joinpath("docs", "guides", "pictures")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".webp")}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in points of a WebP picture in the extended format, as Chromium writes it (RFC 9649, 2.7)."""
    if content[:4] != b"RIFF" or content[8:16] != b"WEBPVP8X":
        raise ValueError("no WebP picture in the extended format")
    return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1


def dressed(html: str, here: str) -> tuple[str, dict[str, bytes]]:
    """
    The HTML of a guide at the address *here* with its pictures as figures and its changed lines marked.

    And the pictures that it shows, by their path from the site's root.
    """
    shown: dict[str, bytes] = {}

    def figure(match: re.Match[str]) -> str:
        name, about, caption = match["name"], match["about"], match["caption"]
        content = pictures()[name]
        shown[f"{PICTURES}/{name}"] = content
        width, height = (side // DENSITY for side in picture_size(content))
        source = escape(relative(f"{PICTURES}/{name}", here))
        return (
            f'<figure class="ls-picture"><img src="{source}" width="{width}" height="{height}" alt="{about}">'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    html = re.sub(
        r'<p><img alt="(?P<about>[^"]*)" src="pictures/(?P<name>[^"]*)" title="(?P<caption>[^"]*)"\s*/?></p>',
        figure,
        html,
    )
    html = re.sub(r'(<code[^>]*class="language-diff">)(.*?)(</code>)', _marked, html, flags=re.DOTALL)
    # A line may wrap, an option not: `--` at the end of a line looks like a part of what stands before it.
    html = re.sub(r"(?<=\s)--[a-z][a-z-]*(?=[^<>]*</code>)", r'<span class="ls-nowrap">\g<0></span>', html)
    return f'<div class="ls-guide">\n{html}\n</div>', shown


def _marked(block: re.Match[str]) -> str:
    marks = {"-": "del", "+": "ins"}
    lines = (
        f"<{mark}>{line}</{mark}>" if (mark := marks.get(line[:1])) else line for line in block[2].split("\n")
    )
    return block[1] + "\n".join(lines) + block[3]


def page_of_handbook(book: Book, link: str) -> str | None:
    """The address of the page that a guide names from the site's root, `/as-of/`; None if this site has it not."""
    segments = [one for one in link.split("/") if one]
    if segments[0] in _FOR_CONTROL and segments[0] not in control(book):
        return None
    return book.address(*segments)
