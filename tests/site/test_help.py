"""The documentation for people, as pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site.small_handbook import book, pages

import service_standards
from service_standards.model.documents import KINDS
from service_standards.site.help import converted, texts

DOCS = Path(service_standards.__file__).parent / "docs"


def test_every_text_is_a_page() -> None:
    """In each language, at the address of its path."""
    written = {
        str(file.relative_to(DOCS).with_suffix("")).partition(".")[0]
        for file in DOCS.rglob("*.md")
        if not file.name.startswith("index.")
    }

    assert written
    for language in ("en", "uk", "ru"):
        addresses = {book(language).address("help", *name.split("/")) for name in written}
        assert addresses <= set(pages(language))
        assert texts(language).keys() == written


def test_a_text_that_is_only_english_is_marked() -> None:
    """In its language, with a remark; the English page has none."""
    name, text = next((name, text) for name, text in texts("uk").items() if text.language == "en")
    there = BeautifulSoup(pages("uk")[f"uk/help/{name}/"].html, "html.parser")
    here = BeautifulSoup(pages()[f"help/{name}/"].html, "html.parser")

    assert there.select_one(".ls-help")["lang"] == "en"
    assert not here.select_one(".ls-help").has_attr("lang")
    assert there.select_one("h1").get_text() == text.title


def test_markdown_becomes_accessible_html() -> None:
    """Tables and code can be scrolled by keyboard; links go where the pages are; headings are listed."""
    html, headings = converted(
        "## What *it* does\n\n[check](check.md#codes)\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```console\n$ x\n```",
        {"check.md#codes": "../check/#codes"},
    )
    page = BeautifulSoup(html, "html.parser")

    assert [(one.anchor, one.title, one.level) for one in headings] == [("what-it-does", "What it does", 2)]
    assert page.a["href"] == "../check/#codes"
    assert page.select_one("[role=region][tabindex='0'][aria-label='a, b'] > table th")["scope"] == "col"
    assert page.select_one("pre > code")["tabindex"] == "0"


def test_no_link_to_a_markdown_file_is_left() -> None:
    """They would lead nowhere on the site."""
    for page in pages().values():
        if page.address.startswith("help/"):
            hrefs = [str(one["href"]) for one in BeautifulSoup(page.html, "html.parser").select("a[href]")]
            assert not [href for href in hrefs if ".md" in href], page.address


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_field_of_every_kind_is_explained(language: str) -> None:
    """The reference is made from the model; each field has words."""
    page = BeautifulSoup(pages(language)[book(language).address("help", "model")].html, "html.parser")
    rows = page.select("table.ls-fields tbody tr")
    named = {row.select_one("th code").get_text() for row in rows}

    for model in KINDS.values():
        fields = {field.alias or name for name, field in model.model_fields.items()} - {"x_"}
        assert fields <= named
    silent = [
        row.select_one("th code").get_text() for row in rows if not row.select_one("td").get_text(strip=True)
    ]
    assert silent == []
