"""The page of a document: its text in three languages, and what it must never lack."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from tests.site import small_handbook
from tests.site.handbook import book

from service_standards.history.edition import edition
from service_standards.site.book import Book, book_of
from service_standards.site.documents import document_pages
from service_standards.site.hand_written import hand_written_pages
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings

GOLDEN = Path(__file__).parent / "golden"


@cache
def pages(language: str = "en", **settings: str) -> dict[str, SitePage]:
    """The document and hand-written pages by address."""
    made = book(language, SiteSettings(**settings))  # type: ignore[arg-type]
    return {one.address: one for one in (*all_documents(made), *hand_written_pages(made))}


def all_documents(made: Book) -> Iterator[SitePage]:
    """The pages of every document in force, and of those to come."""
    for shown in (*made.edition.shown.values(), *made.edition.coming.values()):
        yield from document_pages(made, shown)


def text(html: str) -> str:
    """What one reads, a line for every block; a link with its address."""
    html = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2 [\1]", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:p|h\d|li|div|dt|dd|section|tr|summary|table|aside|header)\b[^>]*>", "\n", html)
    plain = unescape(re.sub(r"<[^>]+>", " ", html))
    lines = (" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in plain.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize(
    "name", ["email-reply", "email-handling", "rules", "shop", "course", "email-reply/card"]
)
def test_text(name: str, language: str) -> None:
    """What readers read (`UPDATE=1` rewrites the golden files)."""
    address = f"{name}/" if language == "en" else f"{language}/{name}/"
    read = text(pages(language)[address].html)
    golden = GOLDEN / f"{name.replace('/', '-')}.{language}.txt"
    if os.environ.get("UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(read, encoding="utf-8")

    assert read == golden.read_text(encoding="utf-8")


def test_editors_words_are_escaped() -> None:
    """What looks like HTML in a field is text."""
    html = pages()["email-reply/"].html

    assert "Call us &lt;b&gt;at once&lt;/b&gt;" in html


def test_unknown_placeholder_shows_as_an_ellipsis() -> None:
    """A page never fails for a placeholder that names nothing."""
    assert "not …." in pages()["email-reply/"].html


def test_every_clause_has_its_anchor_and_citation() -> None:
    """A clause is cited by id, never by the words of a heading."""
    html = pages()["email-reply/"].html

    assert 'id="answer"' in html
    assert 'data-ss-copy="Acme service handbook, email-reply#answer, version 0.2.0, draft"' in html


def test_a_missing_translation_is_said_and_marked() -> None:
    """A document without a translation shows the source's text, marked as such for screen readers."""
    html = pages("ru")["ru/email-reply/"].html

    assert html.count("Этот документ ещё не переведён. Показан оригинал: английский.") == 1
    assert re.search(r'<h2 id="answer"[^>]* lang="en">A person answers', html)


def test_headings_are_on_the_page() -> None:
    """Every heading of the table of contents leads somewhere on its page."""
    for page in pages().values():
        for heading in page.headings:
            assert f'id="{heading.anchor}"' in page.html, f"{page.address}#{heading.anchor}"


def test_ids_are_unique() -> None:
    """No page has an id twice."""
    for page in pages("uk").values():
        ids = re.findall(r'\bid="([^"]+)"', page.html)
        assert len(ids) == len(set(ids)), page.address


def test_nothing_inline() -> None:
    """The pages need neither inline scripts nor inline styles: a strict policy forbids them."""
    for page in pages(site_url="https://handbook.example/").values():
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page.html), page.address


def test_qr_code_needs_a_place() -> None:
    """A printed code leads to the site; where it will stand isn't known, there is none, and the address is printed."""
    assert "ss-qr" not in pages()["email-reply/"].html
    assert "ss-qr" in pages(site_url="https://handbook.example/")["email-reply/"].html
    assert "/email-reply/" in text(pages()["email-reply/"].html)


def test_suggestion_is_filled_in() -> None:
    """Who finds a mistake has the document, the version and the address in the message already."""
    suggest = pages(site_url="https://handbook.example/")["email-reply/"].suggest

    assert suggest is not None
    assert suggest.startswith(
        "mailto:handbook@acme.example?subject=Suggestion%3A%20email-reply%200.2.0&body="
    )
    assert "https%3A%2F%2Fhandbook.example%2Femail-reply%2F" in suggest


def test_edit_opens_the_source() -> None:
    """*Edit this page* leads to the YAML, not to something generated."""
    page = pages(edit_base="https://git.example/edit/main/standards/")["email-reply/"]

    assert page.edit == "https://git.example/edit/main/standards/support/email-reply/standard.yml"


def test_home_has_the_ways_in() -> None:
    """The home page has the introduction, the roles and every document by area."""
    html = pages()[""].html

    assert "This is how we serve." in html
    assert 'href="roles/agent/"' in html
    assert 'href="email-reply/"' in html
    assert 'href="about/"' in html


@pytest.mark.parametrize("preview", [False, True])
def test_the_badge_is_of_the_text_that_is_shown(preview: bool) -> None:
    """In the preview a change of what is in force is a draft, by its badge as by its notice; published, it is in force."""
    handbook = small_handbook.handbook()
    dossier = handbook.dossiers["waiting"]
    changed = dossier.working.document.model_copy(update={"summary": "Another summary."})
    dossier = replace(dossier, working=replace(dossier.working, document=changed))
    handbook = replace(handbook, dossiers={**handbook.dossiers, "waiting": dossier})
    shown = edition(handbook, small_handbook.TODAY, preview=preview)
    made = all_documents(book_of(shown, "en", SiteSettings(), environment()))
    page = next(one for one in made if one.address == "waiting/")
    state = page.html[page.html.index('class="ss-state"') :]
    badge = re.search(r'class="ss-badge[^"]*">([^<]+)<', state)

    assert badge
    assert badge[1] == ("Draft" if preview else "In force")
    assert ("A working copy." in page.html) is preview
