"""
The pages of the handbook as plain Markdown, for any generator of sites.

The pages' own HTML is turned into Markdown, so both say the same. Every page
is `<address>/index.md`; links name the files, as generators expect.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from posixpath import join, normpath, relpath
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from .. import __version__
from ..history.edition import Edition
from ..site.page import SitePage
from ..site.site import SiteSettings, site_files, site_pages

NOT_TEXT = "script, style, svg, button, form, template, [hidden], [aria-hidden=true], .ss-screen-only"
"""What works only in a browser, or only with the handbook's own style sheet."""


def rendered(edition: Edition, site_url: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield every file of the Markdown edition with its path: pages, data, pictures."""
    settings = SiteSettings(site_url=site_url, edit_base="", overrides=(), version=__version__)
    pages = list(site_pages(edition, settings))
    addresses = {page.address for page in pages}
    for page in pages:
        yield f"{page.address}index.md", _as_markdown(page, addresses).encode()
    yield from site_files(edition, settings, pages).items()


def _as_markdown(page: SitePage, addresses: set[str]) -> str:
    soup = BeautifulSoup(page.html, "html.parser")
    for element in soup.select(NOT_TEXT):
        element.decompose()
    for link in soup.select("a[href]"):
        link["href"] = _link(str(link["href"]), page.address, addresses)
    _keep_anchors(soup)
    text = MarkdownConverter(heading_style="ATX", bullets="-", escape_misc=False).convert_soup(soup)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    body = "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1]))
    body = re.sub("\ue000(.*?)\ue001", r'<a id="\1"></a>', body)
    head = f"---\ntitle: {json.dumps(page.title, ensure_ascii=False)}\nlang: {page.language}\n---\n\n"
    return f"{head}{body}\n"


def _link(href: str, page: str, addresses: set[str]) -> str:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path:
        return href
    target = normpath(join("/", page, parts.path)).lstrip("/")
    target = "" if target == "." else target
    address = f"{target}/" if target else ""
    if address not in addresses:
        return href
    file = relpath(f"/{address}index.md", f"/{page}")
    return f"{file}#{parts.fragment}" if parts.fragment else file


def _keep_anchors(soup: BeautifulSoup) -> None:
    """Put every id into the text as a word that Markdown keeps, so that links to clauses still arrive."""
    for element in soup.select("[id]"):
        mark = soup.new_string(f"\ue000{element['id']}\ue001")
        if isinstance(element, Tag) and element.name in ("table", "ul", "ol", "dl", "tr", "tbody", "thead"):
            element.insert_before(mark)
        else:
            element.insert(0, mark)
