"""The pictures that explain limits: what they say is what `deadlines` says, and what one works out by hand."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site.small_handbook import book, pages

import service_standards
from service_standards.history.weeks import EXAMPLES, ZONE, week
from service_standards.site.help import PICTURE
from service_standards.site.time_line import LEFT, RIGHT
from service_standards.site.week_pictures import week_picture

DOCS = Path(service_standards.__file__).parent / "docs"

BY_HAND = {
    "elapsed": ["Tuesday, 10:00", "Saturday, 17:00"],
    "business-hours": ["Monday, 17:00", "Wednesday, 14:00", "Monday, 16:00", "Monday, 17:00"],
    "business-days": ["Tuesday, 18:00", "Wednesday, 18:00", "Monday, 18:00", "Tuesday, 18:00"],
    "nights": ["Tuesday, 03:00", "Thursday, 02:00", "Saturday, 01:00"],
    "calendar-days": ["Wednesday, 24:00", "Sunday, 24:00", "Monday, 24:00"],
    "months": ["Sat 28 Feb, 24:00", "Sat 28 Feb, 24:00", "Mon 2 Mar, 24:00"],
    "pauses": ["Thursday, 10:00", "Wednesday, 18:00", "Thursday, 18:00", "Tuesday, 18:00"],
    "holidays": ["Wednesday, 12:00", "Thursday, 18:00", "Wednesday, 11:00", "Tuesday, 24:00"],
    "daylight-saving": ["Sunday, 13:00", "Sunday, 24:00", "Sunday, 24:00"],
}
"""The last moments, worked out from the words of the page with a calendar in hand."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_says_what_the_words_say(name: str) -> None:
    """Each contact's last moment is the one that the definition gives."""
    assert [row.ends for row in week_picture(book("en"), name).rows] == BY_HAND[name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_bars_lie_where_their_times_lie(name: str) -> None:
    """A bar begins at the arrival and ends at the last moment, measured on the line of the days."""
    picture, example = week_picture(book("en"), name), EXAMPLES[name]
    start = datetime.combine(example.first, datetime.min.time(), ZONE)
    for row, contact in zip(picture.rows, example.contacts, strict=True):
        arrival = datetime.fromisoformat(contact.arrives).replace(tzinfo=ZONE)
        # Seconds of the real line of time: the week of the clock change is an hour shorter.
        days = {"daylight-saving": 4 * 24 - 1, "months": 42 * 24}.get(name, example.days * 24)
        share = (arrival.timestamp() - start.timestamp()) / 3600 / days
        assert row.bar.x == pytest.approx(LEFT + share * (RIGHT - LEFT), abs=0.1)
        assert row.end == pytest.approx(row.bar.x + row.bar.width, abs=0.2)
        assert LEFT <= row.bar.x < row.end <= RIGHT, "nothing lies outside the picture"


@pytest.mark.parametrize("name", EXAMPLES)
def test_hours_that_run_add_up_to_the_limit(name: str) -> None:
    """Where a bar is thick the clock runs: as long as the limit says."""
    for run in week(EXAMPLES[name]).runs:
        spent = sum(end - start for start, end in run.counted)
        if "hour" in run.limit.unit:
            assert spent == run.limit.amount * 3600
        else:
            assert spent == run.end - run.arrival


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_page_shows_every_picture(language: str) -> None:
    """In each language all pictures stand in the page, in its words, each with a name and as a table."""
    file = DOCS / ("deadlines.md" if language == "en" else f"deadlines.{language}.md")
    assert sorted(PICTURE.findall(file.read_text(encoding="utf-8"))) == sorted(EXAMPLES)

    page = BeautifulSoup(pages(language)[book(language).address("help", "deadlines")].html, "html.parser")
    drawn = page.select("figure.sb-week")

    assert len(drawn) == len(EXAMPLES)
    for figure in drawn:
        svg = figure.select_one("svg[role=img]")
        named = svg["aria-labelledby"].split()
        assert [one.get("id") for one in (svg.title, svg.desc)] == named
        assert len(figure.select("tbody tr")) == len(svg.select("circle"))
        assert figure.select_one("[role=region][tabindex='0'][aria-label]")
    text = page.get_text()
    assert not re.search(r"\{\w+\}", text)
    assert ("Tuesday" in text) == (language == "en")
