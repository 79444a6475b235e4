"""The page of reviews, its calendar file and the command say the same."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import icalendar
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from tests.sample import sample_handbook

from service_standards.cli import main
from service_standards.history.edition import edition
from service_standards.model.documents import Audience
from service_standards.site.book import book_of
from service_standards.site.navigation import control
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.reviews import reviews_pages
from service_standards.site.settings import SiteSettings

SAMPLE = Path(__file__).parents[2] / "standards"
LATE = date(2027, 11, 1)
DAYS = (date(2026, 12, 1), LATE)
SITE = "https://handbook.example/"


@cache
def reviews(on: date, language: str = "en", site_url: str = "") -> SitePage:
    handbook = sample_handbook()
    book = book_of(edition(handbook, on), language, SiteSettings(site_url=site_url), environment())
    return next(reviews_pages(book))


def events(content: bytes) -> dict[str, date]:
    """The day of each event by its id."""
    calendar = icalendar.Calendar.from_ical(content)
    return {str(one["uid"]): one["dtstart"].dt for one in calendar.walk("VEVENT")}


def command(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["due", *arguments, "--standards", str(SAMPLE)])
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("on", DAYS)
def test_page_command_and_calendar_agree(on: date, language: str, tmp_path: Path) -> None:
    """The same things on the same days, the same late: in every language, and in the file that the command writes."""
    page = reviews(on, language)
    file = tmp_path / "reviews.ics"
    said = json.loads(command("--within", "3000", "--on", str(on), "--json", "--ics", str(file)))
    soup = BeautifulSoup(page.html, "html.parser")
    shown = [(str(one["data-due"]), str(one["data-day"])) for one in soup.select("[data-due]")]
    [content] = page.files.values()

    assert shown == [(f"{one['matter']} {one['id']}", one["due"]) for one in said["due"]]
    late = [str(one["data-due"]) for one in soup.select(".sr-due--overdue")]
    assert late == [f"{one['matter']} {one['id']}" for one in said["due"] if one["state"] == "overdue"]
    assert bool(late) == (on == LATE)
    assert events(content) == events(file.read_bytes())
    assert sorted(map(str, events(content).values())) == [day for _, day in shown]


def test_the_site_and_the_command_write_the_same_file(tmp_path: Path) -> None:
    """Byte for byte, where it isn't known where the site will stand."""
    file = tmp_path / "reviews.ics"
    command("--on", str(LATE), "--ics", str(file))

    assert reviews(LATE).files["reviews.ics"] == file.read_bytes()


def test_an_event_keeps_its_id_when_its_day_moves() -> None:
    """So a calendar moves it; it is the same in every language."""
    early, late = (events(reviews(on).files["reviews.ics"]) for on in (date(2026, 10, 1), DAYS[0]))

    assert early != late
    assert len(early.keys() & late.keys()) > 30
    assert events(reviews(LATE, "uk").files["uk/reviews.ics"]) == events(reviews(LATE).files["reviews.ics"])


def test_events_are_whole() -> None:
    """RFC 5545: a day without a time, a stamp in UTC, lines of at most 75 octets ended by CRLF, no alarm."""
    content = reviews(LATE, "ru", SITE).files["ru/reviews.ics"]
    calendar = icalendar.Calendar.from_ical(content)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert not calendar.walk("VALARM")
    for event in calendar.walk("VEVENT"):
        assert type(event["dtstart"].dt) is date
        assert str(event["dtstamp"].dt) == f"{LATE} 00:00:00+00:00"
        assert event["transp"] == "TRANSPARENT"
        assert str(event["summary"])
    [one] = [event for event in calendar.walk("VEVENT") if "url" in event and "email-reply" in event["url"]]
    assert one["url"] == f"{SITE}ru/email-reply/"


def test_a_document_has_one_event() -> None:
    """However often it was reviewed."""
    ids = list(events(reviews(LATE).files["reviews.ics"]))
    calendar = icalendar.Calendar.from_ical(reviews(LATE).files["reviews.ics"])

    assert len(ids) == len(calendar.walk("VEVENT"))


def test_what_is_late_stands_first_with_owner_and_last_review() -> None:
    """The oldest first; what was found last time, in the author's words."""
    soup = BeautifulSoup(reviews(LATE).html, "html.parser")
    first = soup.select_one(".sr-due")
    assert first is not None

    text = first.get_text(" ", strip=True)
    assert "The eleven rules of good service" in text
    assert "days late" in text
    assert "Training lead" in text
    assert "To be changed" in text
    assert "The complaints show" in text
    assert [h.get_text() for h in soup.select("h2")][:2] == ["Overdue", "November 2027"]


OWNERS = {"every role has its own": "support-manager", "one with nothing": "contact-agent"}


@pytest.mark.parametrize("role", OWNERS.values(), ids=OWNERS)
def test_by_owner(role: str) -> None:
    """`--owner` lists what that role sees to and nothing else."""
    every = json.loads(command("--within", "3000", "--on", str(LATE), "--json"))["due"]
    own = json.loads(command("--within", "3000", "--on", str(LATE), "--owner", role, "--json"))["due"]

    assert own == [one for one in every if role in one["owners"]]


EXITS = {
    "nothing late": (["--on", "2026-12-01"], 0),
    "something late": (["--on", "2027-11-01"], 1),
    "late, but not hers": (["--on", "2027-02-20", "--owner", "support-manager"], 0),
    "no such role": (["--owner", "nobody"], 2),
    "no number of days": (["--within", "soon"], 2),
    "days with their letter": (["--on", "2026-12-01", "--within", "30d"], 0),
}


@pytest.mark.parametrize(("arguments", "code"), EXITS.values(), ids=EXITS)
def test_exit_codes(arguments: list[str], code: int) -> None:
    """1 says that somebody is late."""
    assert CliRunner().invoke(main, ["due", *arguments, "--standards", str(SAMPLE)]).exit_code == code


def test_the_public_site_has_no_such_page() -> None:
    """Who is late is not the customers' business."""
    handbook = sample_handbook()
    public = edition(handbook, DAYS[0], audience=Audience.PUBLIC)

    assert "reviews" not in control(book_of(public, "en", SiteSettings(), environment()))
