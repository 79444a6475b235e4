"""The picture of a time budget: everything lies on the line, and nothing is told by colour alone."""

from __future__ import annotations

import re

import pytest
from tests.site.handbook import book

from service_standards.site.budget import Picture, pictures_of
from service_standards.site.documents import document_pages
from service_standards.site.time_line import LEFT, RIGHT

LANGUAGES = ("en", "uk", "ru")


def pictures(language: str = "en") -> list[Picture]:
    """Those on the page of the procedure."""
    made = book(language)
    document = made.document("email-handling")
    assert document
    return [one for found in pictures_of(made, document).values() for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_lies_on_the_line(language: str) -> None:
    """Bars begin at the arrival and end at the right edge at the latest; rows do not overlap."""
    [picture] = pictures(language)
    spans = [
        span for row in picture.rows for span in (row.bar, *row.closed, *([row.late] if row.late else []))
    ]

    assert all(span.x >= LEFT and span.x + span.width <= RIGHT + 2 for span in spans)
    assert [row.y for row in picture.rows] == sorted({row.y for row in picture.rows})
    assert picture.rows[-1].y < picture.height
    assert picture.rows[0].bar.x + picture.rows[0].bar.width == pytest.approx(picture.due, abs=2)


def test_what_is_too_late_is_marked_and_said() -> None:
    """The part of a step after the deadline has a bar of its own; the sentence and the table say the same."""
    [picture] = pictures()

    late = picture.rows[-1].late
    assert late and late.x == pytest.approx(picture.due, abs=0.2)
    assert picture.tone == "old"
    assert all(mark in picture.described for mark in picture.marks)
    assert picture.lines[-1].ends in picture.marks[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_has_words(language: str) -> None:
    """A picture has a title and a description of its own, and no style in its elements."""
    made = book(language)
    folder = "" if language == "en" else f"{language}/"
    for name in ("email-handling", "email-reply"):
        pages = {one.address: one.html for one in document_pages(made, made.edition.shown[name])}
        [drawn] = re.findall(r'<svg class="sb-picture".*?</svg>', pages[f"{folder}{name}/"], re.DOTALL)
        labelled = re.findall(r'aria-labelledby="(\S+) (\S+)"', drawn)[0]

        assert all(drawn.count(f'id="{one}"') == 1 for one in labelled)
        assert " style=" not in drawn
