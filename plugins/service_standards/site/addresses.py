"""
Addresses of pages, from the site's root, and links between them.

They are made of ids, never of folders or titles: they hold for ever.
"""

from __future__ import annotations

import re
from posixpath import normpath

OWN_WORDS = frozenset(
    {
        "about", "as-of", "aspects", "assets", "card", "changes", "channels", "compare", "coverage",
        "data", "evidence", "feed", "glossary", "help", "history", "index", "journey", "lifecycle", "norms", "pagefind",
        "register", "reviews", "roles", "search", "services", "sitemap", "stages", "tags", "tests", "training", "waivers",
    }
)  # fmt: skip
"""First segments that the site itself uses: no document may have one of them as its id."""

_ODD = re.compile(r"(?:^|/)(?:/|\.\.?(?:/|$))")
"""A part of a path that is empty, or leads nowhere or up."""


def address(language: str, source_language: str, *segments: str) -> str:
    """The address of a page: `address("uk", "en", "email-reply", "card")` is `uk/email-reply/card/`."""
    path = segments if language == source_language else (language, *segments)
    return "".join(f"{segment}/" for segment in path if segment)


def relative(target: str, page: str) -> str:
    """The link from *page* to *target*, both from the root; *target* may be a file, or end in an anchor."""
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    if _ODD.search(path):  # an editor may write any path
        plain = normpath(f"/{path}").strip("/")
        path = f"{plain}/" if plain and path.endswith("/") else plain
    # Both are plain paths here, and a page has dozens of links: `posixpath.relpath` takes ten times as long.
    folders, names = page.split("/")[:-1], path.split("/")
    shared = 0
    for folder, name in zip(folders, names[:-1], strict=False):
        if folder != name:
            break
        shared += 1
    link = "../" * (len(folders) - shared) + "/".join(names[shared:])
    return f"{link or './'}{mark}{anchor}"
