"""
The documents of a handbook as plain Markdown, for the generators that we are measured beside.

One page a document, `<area>/<id>.md`, with the text of the site's page `<id>/`.
Links to pages that are left out lead to the published site, so nobody warns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath

from service_standards.checks import check
from service_standards.exports.markdown import _as_markdown
from service_standards.history.edition import edition
from service_standards.history.past import Past
from service_standards.site.book import book_of
from service_standards.site.documents import document_page
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.source.files import files_of_folder

from .handbook import TODAY

PUBLISHED = "https://bench.example/"
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]*)(#[^)\s]*)?")


def write_plain(standards: Path, into: Path) -> int:
    """Write the pages of the handbook in *standards* into the empty folder *into*; gives how many."""
    reading, _ = check(files_of_folder(standards), TODAY)
    assert reading.handbook
    shown = edition(reading.handbook, TODAY)
    settings = SiteSettings(site_url=PUBLISHED, edit_base="", overrides=(), version="")
    areas = {f"{id}/": reading.handbook.dossiers[id].working.folder.partition("/")[0] for id in shown.shown}
    language = reading.handbook.settings.source_language
    book = book_of(shown, language, settings, environment(()), Past(reading.handbook, TODAY))
    pages = [document_page(book, one, ()) for one in shown.shown.values()]
    addresses = {page.address for page in pages}
    for page in pages:
        file = into / areas[page.address] / f"{page.address.rstrip('/')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = _with_links_moved(_as_markdown(page, addresses), page.address, areas)
        file.write_text(text, encoding="utf-8")
    home = "\n".join(f"- [{page.title}]({areas[page.address]}/{page.address[:-1]}.md)" for page in pages)
    (into / "index.md").write_text(f"# Handbook\n\n{home}\n", encoding="utf-8")
    return len(pages)


def _with_links_moved(text: str, page: str, areas: Mapping[str, str]) -> str:
    """The text of the page at the address *page*, its links as they are when pages lie in their areas."""

    def moved(found: re.Match[str]) -> str:
        target = normpath(join("/", page, found[1].removesuffix("index.md"))).lstrip("/")
        anchor = found[2] or ""
        if (area := areas.get(f"{target}/")) is not None:
            return f"](../{area}/{target}.md{anchor}"
        return f"]({PUBLISHED}{target}{anchor}"

    return _LINK.sub(moved, text)
