"""The chart of a promise's results: drawn, said and tabled from the same figures."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.sample import sample_handbook

from service_standards.history.edition import edition
from service_standards.site.book import Book, book_of
from service_standards.site.documents import document_pages
from service_standards.site.render import environment
from service_standards.site.results import Chart, charts_of
from service_standards.site.settings import SiteSettings

SAMPLE = Path(__file__).parents[2] / "standards"
FIRST = date(2026, 12, 1)


@cache
def book(on: date = FIRST, language: str = "en") -> Book:
    handbook = sample_handbook()
    return book_of(edition(handbook, on), language, SiteSettings(), environment())


def chart(document: str, clause: str, on: date = FIRST, language: str = "en") -> Chart:
    here = book(on, language)
    return charts_of(here, here.shown(document))[clause]


def test_the_sample_has_charts_that_mean_something() -> None:
    """Three promises or more with eight periods or more, across a change of version."""
    found = [
        one
        for document in ("email-reply", "counter-waiting", "telephone-answer", "parcel-delivery")
        for one in charts_of(book(), book().shown(document)).values()
    ]

    assert sum(len(one.points) >= 8 and bool(one.versions) for one in found) >= 3


def across(place: str) -> float:
    return float(place.removesuffix("%"))


def goal_at(found: Chart, x: str) -> int:
    """Where the line of the target runs there."""
    [y] = {one.y1 for one in found.goals if across(one.x1) <= across(x) <= across(one.x2)}
    return y


def test_points_stand_at_their_share() -> None:
    """The better, the higher; reached is on or above the line of the target; time runs to the right."""
    found = chart("email-reply", "answer")

    for point in found.points:
        assert (point.y <= goal_at(found, point.x)) == (point.state == "reached"), point.said
    assert [across(one.x) for one in found.points] == sorted(across(one.x) for one in found.points)


def test_the_target_moves_with_the_version() -> None:
    """Where a version raised it, the line rises at the mark of that version, and the months are not joined."""
    found = chart("email-reply", "answer")
    [mark] = [one for one in found.versions if one.text == "2.0.0"]
    before, after = found.goals

    assert before.x2 == after.x1 == mark.at
    assert after.y1 < before.y1
    assert len(found.strokes) == len(found.points) - 2


def test_the_table_says_what_the_picture_shows() -> None:
    """Each period once, newest first, with its version and target."""
    found = chart("counter-waiting", "wait")

    assert [row.state for row in reversed(found.rows)] == [point.state for point in found.points]
    june = next(row for row in found.rows if row.period == "June 2025")
    assert june.version == "1.0.0, 2.0.0 from 2 Jun 2025"


def test_what_was_promised_then_is_said_if_it_changed() -> None:
    """From January the e-mail promise is twelve hours; October was measured against twenty-four."""
    assert chart("email-reply", "answer").against == ""
    assert "24\xa0hours, 85%" in chart("email-reply", "answer", on=date(2027, 1, 5)).against


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_chart_has_a_name_and_a_description(language: str) -> None:
    """For who cannot see it; and nothing in it is coloured in place."""
    made = book(language=language)
    [page] = [
        one
        for one in document_pages(made, made.edition.shown["email-reply"])
        if one.address == made.address("email-reply")
    ]
    soup = BeautifulSoup(page.html, "html.parser")
    svg = soup.select_one("svg.sr-chart")
    assert svg is not None

    for id in str(svg["aria-labelledby"]).split():
        name = soup.find(id=id)
        assert name is not None
        assert name.get_text(strip=True)
    assert svg["role"] == "img"
    assert not soup.select(".sr-results [style], .sr-results [fill]")
    assert len(soup.select(".sr-table tbody tr")) == len(soup.select(".sr-chart__point"))


def test_an_earlier_site_knows_no_later_results() -> None:
    """Of a site as of June 2025 the last result is June's."""
    assert chart("email-reply", "answer", on=date(2025, 6, 30)).rows[0].period == "June 2025"


def test_two_periods_are_no_chart() -> None:
    """Their table says all."""
    early, later = (chart("complaint-resolution", "decide", on=date(2025, month, 1)) for month in (5, 8))

    assert (len(early.rows), early.drawn) == (2, False)
    assert (len(later.rows), later.drawn) == (3, True)
