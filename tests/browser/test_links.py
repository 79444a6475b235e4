"""Every link inside the site arrives, at its anchor too; ids are used once; nothing is loaded from elsewhere."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "https://handbook.meridian.example/"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Links(HTMLParser):
    """What a page links to, loads, and can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect from one element."""
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a" and found.get("href") is not None:
            self.links.append(found["href"] or "")
        if tag in ("script", "img", "iframe", "source") and found.get("src"):
            self.loads.append(found["src"] or "")
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload", "modulepreload"):
            self.loads.append(found["href"] or "")


@cache
def parsed(path: Path) -> Links:
    """The links of a page."""
    parser = Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def target(site: Path, page: Path, link: str) -> tuple[Path, str] | None:
    """The file and the anchor that a link leads to; None if it leads out of the site."""
    base = HOST + page.relative_to(site).as_posix().removesuffix("index.html")
    url = urljoin(base, link)
    parts = urlsplit(url)
    if not url.startswith(HOST):
        return None
    path = site / unquote(parts.path).lstrip("/")
    return (path / "index.html" if parts.path.endswith("/") else path), unquote(parts.fragment)


def test_every_link_and_anchor_arrives(site: Path) -> None:
    """No page of the site links to a page or an anchor that is not there."""
    broken = set()
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 300
    for page in pages:
        for link in (*parsed(page).links, *parsed(page).loads):
            found = target(site, page, link)
            if found is None or page.name == "404.html":
                continue
            path, anchor = found
            if not path.is_file():
                broken.add((page.relative_to(site).as_posix(), link, "no such page"))
            elif anchor and path.suffix == ".html" and anchor not in parsed(path).ids:
                broken.add((page.relative_to(site).as_posix(), link, "no such anchor"))
    assert sorted(broken)[:20] == []


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    """Scripts, styles and pictures are the site's own."""
    foreign = {
        (page.name, link)
        for page in site.rglob("*.html")
        for link in parsed(page).loads
        if "//" in link and not link.startswith(HOST)
    }
    assert foreign == set()


def test_ids_are_used_once(site: Path) -> None:
    """An anchor names one place."""
    twice = {
        (page.relative_to(site).as_posix(), one)
        for page in site.rglob("*.html")
        for one in parsed(page).ids
        if parsed(page).ids.count(one) > 1
    }
    assert sorted(twice)[:20] == []
