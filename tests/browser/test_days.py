"""Two days of a whole handbook in the browser: the registry and what moved, over a small handbook with a past."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import BELOW, Quiet, opened
from tests.browser.test_accessibility import LOOKS, violations
from tests.conftest import ROOT
from tests.history.changing import changing_files

from service_standards.cli import main

TODAY = "2026-06-15"
PAIRS = {
    "a clause moves and is tightened": ("2025-03-01", "2025-06-15"),
    "an entry changes as well": ("2025-03-01", "2025-08-01"),
    "a document gets another id": ("2025-08-01", "2026-02-01"),
    "all of it": ("2025-03-01", "2026-06-01"),
    "the holiday is over": ("2025-03-01", "2026-03-20"),
    "the entry alone": ("2026-02-01", "2026-06-01"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small handbook and its built site, laid out as a company's host has it."""
    root = tmp_path_factory.mktemp("changing")
    for path, content in changing_files().items():
        file = root / "standards" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (root / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nsite_name: Changing\ntheme:\n  custom_dir: {ROOT / 'overrides'}\n"
        f"docs_dir: standards\nsite_dir: {BELOW}\nplugins:\n  service-standards:\n    date: {TODAY}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(project))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{BELOW}/"
        server.shutdown()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of that site."""
    with opened(chromium, address, viewport={"width": 1280, "height": 900}) as page:
        yield page


def said_by_the_command(project: Path, old: str, new: str) -> list[dict[str, Any]]:
    """What `standards diff OLD NEW --json` prints."""
    result = CliRunner().invoke(main, ["diff", old, new, "--json", "--standards", str(project / "standards")])
    assert result.exit_code == 0, result.output
    changes: list[dict[str, Any]] = json.loads(result.stdout)["changes"]
    return changes


def drawn(page: Page, inside: str) -> list[tuple[str, ...]]:
    """The changes that stand in a part of the page."""
    found = page.locator(f"{inside} .sv-change").evaluate_all(
        "all => all.map(({dataset: d}) => [d.code, d.clause, d.field, d.class, d.customer, d.staff, d.movedTo ?? ''])"
    )
    return sorted(tuple(one) for one in found)


def comparable(change: dict[str, Any]) -> tuple[str, ...]:
    """A change as far as page and command both name it."""
    names = ("code", "clause", "field", "class", "customer", "staff", "moved_to")
    return tuple(change[name] or "" for name in names)


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_two_days_are_what_the_command_says(page: Page, project: Path, old: str, new: str) -> None:
    """Every document, every clause, every entry of the registry with its reach, every move: the same on both."""
    said = said_by_the_command(project, old, new)

    page.goto(f"changes/?from={old}&to={new}")
    expect(page.locator("[data-dates-result]")).to_have_attribute("data-shown", f"{old}>{new}")

    entries = page.locator("[data-entry]").evaluate_all(
        "all => all.map(({dataset: d}) => [d.entry, d.reach])"
    )
    registry = [one for one in said if one["document"].startswith("registry/")]
    assert {tuple(one) for one in entries} == {
        (f"{one['document']}/{one['clause']}", " ".join(one["reach"])) for one in registry
    }
    assert len(entries) == len({entry for entry, _ in entries}), "one cause, one entry"
    assert drawn(page, "[data-entry]") == sorted(map(comparable, registry))
    documents = {one["document"] for one in said} - {one["document"] for one in registry}
    differs = page.locator("[data-differs]").evaluate_all("all => all.map(one => one.dataset.differs)")
    assert set(differs) == documents
    for name in documents:
        item = page.locator(f"[data-differs='{name}']")
        if item.locator("details").count():
            expect(item.locator(".sv-change").first).to_be_visible()
        expected = sorted(comparable(one) for one in said if one["document"] == name)
        found = drawn(page, f"[data-differs='{name}']")
        if found == []:
            assert [code for code, *_ in expected] in (["document.added"], ["document.removed"])
            assert item.get_attribute("data-whole") == expected[0][3]
        else:
            assert found == expected


def test_a_move_leads_to_where_the_clause_lives_on(page: Page) -> None:
    """One linked entry: what moved, and the way there; what reaches further is said with the entry."""
    page.goto("changes/?from=2025-03-01&to=2025-08-01")
    move = page.locator(".sv-change[data-code='commitment.moved']")

    expect(move).to_have_count(1)
    expect(move).to_contain_text("We solve it within")
    expect(move.get_by_role("link")).to_have_attribute("href", "../solutions/#solve")
    limit = page.locator("[data-differs=solutions] [data-code='commitment.at_most']")
    expect(limit.locator("del")).to_contain_text("2 business days".replace(" ", "\u00a0", 1))
    expect(limit.locator("ins")).to_contain_text("1 business day".replace(" ", "\u00a0", 1))
    holiday = page.locator("[data-entry='registry/calendars/office']")
    expect(holiday.locator("ins")).to_contain_text("Day of the town")
    expect(holiday.locator(".sv-change__meaning")).to_contain_text("worse for customers")
    expect(holiday.locator("summary")).to_have_text("It reaches 3 places:")
    holiday.locator("summary").click()
    links = holiday.locator("details a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links == ["../replies/#answer", "../solutions/#solve", "../visits/#visit"]


def test_a_document_that_waits_for_its_day(page: Page, project: Path) -> None:
    """It has its address, which says from when; its text has its own, with a banner; no list of what holds and no search has it."""
    page.goto("lockers/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lockers")
    expect(page.locator(".ss-notice")).to_contain_text("In force from 1 September 2026")
    page.get_by_role("link", name="Read what is coming").click()
    page.wait_for_url("**/lockers/1.0.0/")
    expect(page.locator(".ss-notice").first).to_contain_text("approved and takes effect on 1 September 2026")
    expect(page.locator("#ready")).to_contain_text("Your locker is ready within 2 business hours")
    page.locator(".ss-notice").first.get_by_role("link").click()
    page.wait_for_url("**/lockers/")
    page.goto("changes/")
    expect(page.locator(".sv-month--coming [data-event=lockers]")).to_contain_text("First version")
    site = project / BELOW
    fragments = [gzip.decompress(one.read_bytes()) for one in site.glob("search/fragment/*")]
    assert any(b"solutions" in one for one in fragments), "this is what the search finds"
    assert not any(b"lockers" in one for one in fragments)
    for path in (site / "register/index.html", site / "sitemap.xml"):
        assert "lockers" not in path.read_text(encoding="utf-8"), path
    page.goto("")
    expect(page.locator(".ss-news a[href*=lockers]"), "announced").to_have_count(1)
    expect(page.locator(".ss-areas a[href*=lockers]"), "and not among what holds").to_have_count(0)


ANSWERED = {
    "changes/?from=2025-03-01&to=2026-06-01": "[data-entry]",
    "as-of/?id=replies%23answer&on=2025-03-01&known=2025-03-01": "[data-answer]",
    "lockers/": ".ss-notice",
    "lockers/1.0.0/": ".ss-notice",
    "help/deadlines/": "figure.sb-week",
}


@pytest.mark.parametrize("look", LOOKS)
def test_answers_are_accessible(chromium: Browser, address: str, look: str) -> None:
    """With their answers drawn, in every look, the pages have no violation that axe finds, and nothing to scroll sideways."""
    found = {}
    with opened(chromium, address, reduced_motion="reduce", **LOOKS[look]) as page:
        for path, drawn_ in ANSWERED.items():
            page.goto(path, wait_until="load")
            expect(page.locator(drawn_).first).to_be_visible()
            if faults := violations(page):
                found[path] = faults
            width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert width[0] <= width[1], path
    assert found == {}
