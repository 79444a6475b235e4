"""Long lists in a real browser: the filter over the whole register, the parts by keyboard and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.bench.handbook import make
from tests.browser.conftest import BELOW, opened, served
from tests.browser.test_accessibility import COLOURS, LOOKS, violations, wear
from tests.conftest import ROOT, TODAY, build, once

DOCUMENTS = 330
DOCUMENTS_MADE = 353
"""What `make` makes of that: the sample is copied whole."""
TABLE = "table[data-register=documents]"
ROWS = f"{TABLE} tbody tr"
COUNT = "[data-register-count]"
LISTS = ("register/", "journey/", "coverage/", "lifecycle/", "roles/contact-agent/", "channels/email/", "tests/",
         "training/contact-agent/", "changes/", "as-of/", "reviews/")  # fmt: skip


@pytest.fixture(scope="session")
def long_site(shared_folder: Path) -> Path:
    """A made handbook with lists that do not fit on a page, built as the sample is."""
    target = shared_folder / "long"
    with once(shared_folder, "long") as to_do:
        if to_do:
            folder = shared_folder / "long-handbook"
            make(folder / "standards", DOCUMENTS, 1, ("en", "uk"))
            shutil.copy(ROOT / "mkdocs.yml", folder)
            shutil.copytree(ROOT / "overrides", folder / "overrides")
            build(target, folder / "mkdocs.yml", on=TODAY)
    return target


@pytest.fixture(scope="session")
def long_url(long_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of its home page."""
    with served(long_site, tmp_path_factory.mktemp("long-host")) as url:
        yield url


@pytest.fixture
def long_page(chromium: Browser, long_url: str) -> Iterator[Page]:
    """A page at 1280 px."""
    with opened(chromium, long_url, viewport={"width": 1280, "height": 900}, color_scheme="light") as page:
        yield page


def parts_of(site: Path, address: str) -> list[str]:
    """The addresses of the parts of a list."""
    found = (path.parent.relative_to(site) for path in (site / address).rglob("index.html"))
    return [f"{one}/" for one in found if f"{one}/" != address]


def test_the_filter_covers_the_whole_register(long_page: Page) -> None:
    """By words and by a choice; the address can be shared; cleared, the parts are back."""
    page = long_page
    page.goto("register/")
    expect(page.locator(TABLE)).to_be_hidden()
    parts = page.locator("[data-parts]").first
    expect(parts).to_be_visible()

    page.get_by_label("Text", exact=True).fill("email-reply")
    expect(page.locator(COUNT)).to_contain_text(f"of {DOCUMENTS_MADE} documents")
    expect(parts).to_be_hidden()
    ids = page.locator(f"{ROWS} th").all_inner_texts()
    assert {"email-reply", "email-reply-001", "email-reply-010"} <= set(ids)
    assert all("email-reply" in id for id in ids)
    expect(page.locator(f"{ROWS}[data-document=email-reply] a").first).to_have_attribute(
        "href", "../email-reply/"
    )

    page.get_by_label("Area", exact=True).select_option("support-001")
    expect(page.locator(ROWS)).not_to_have_count(len(ids))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"q": ["email-reply"], "area": ["support-001"]}
    shown = page.locator(f"{ROWS} th").all_inner_texts()
    page.reload()
    expect(page.locator(ROWS)).to_have_count(len(shown))
    assert page.locator(f"{ROWS} th").all_inner_texts() == shown

    page.get_by_role("button", name="Clear").click()
    expect(parts).to_be_visible()
    expect(page.locator(TABLE)).to_be_hidden()
    assert urlsplit(page.url).query == ""


def test_sorting_covers_the_whole_register(long_page: Page) -> None:
    """The first rows are the first of all, and more come at a press of a button, which keeps the place."""
    page = long_page
    page.goto("register/?kind=procedure&sort-documents=id.down")
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.locator(f"{TABLE} th[data-sort=id]")).to_have_attribute("aria-sort", "descending")
    ids = page.locator(f"{ROWS} th").all_inner_texts()
    assert ids == sorted(ids, reverse=True)

    page.locator("[data-register-more=documents]").press("Enter")
    expect(page.locator(f"{ROWS}:nth-child(51) a").first).to_be_focused()
    all_ = page.locator(f"{ROWS} th").all_inner_texts()
    assert all_ == sorted(all_, reverse=True)
    page.locator(f"{TABLE} th[data-sort=id] button").click()
    expect(page.locator(f"{TABLE} th[data-sort=id]")).to_have_attribute("aria-sort", "ascending")
    assert page.locator(f"{ROWS} th").first.inner_text() == min(all_)


@pytest.mark.parametrize(
    ("address", "said"), [("register/", "could not be loaded"), ("uk/register/", "Не вдалося")]
)
def test_a_register_that_does_not_load_says_so(
    chromium: Browser, long_url: str, address: str, said: str
) -> None:
    """In the language of the page; the parts stay, and the next question tries again."""
    context = chromium.new_context(base_url=long_url)
    page = context.new_page()
    page.route("**/rows.packed", lambda route: route.abort())
    page.goto(f"{address}?q=reply")
    expect(page.locator(COUNT)).to_contain_text(said)
    expect(page.locator("[data-parts]").first).to_be_visible()

    page.unroute("**/rows.packed")
    page.locator("#register-q").fill("email-reply")
    expect(page.locator(ROWS).first).to_be_visible()
    context.close()


def test_the_parts_by_keyboard(long_page: Page) -> None:
    """From the overview into a part, to the next one, and back to the whole; the page says where one is."""
    page = long_page
    page.goto("roles/contact-agent/")
    page.locator(".ls-ways--areas a").first.press("Enter")
    expect(page).to_have_url(f"{page.url.partition('roles')[0]}roles/contact-agent/1/")
    current = page.locator(".ls-pager [aria-current=page]")
    expect(current).to_have_text("1: " + page.locator(".ls-pager b").inner_text())
    expect(page.locator("h1")).to_contain_text(page.locator(".ls-pager b").inner_text())

    page.locator(".ls-turn [rel=next]").press("Enter")
    expect(page).to_have_url(f"{page.url.partition('roles')[0]}roles/contact-agent/2/")
    page.locator(".ls-pager").get_by_role("link", name="To the whole").press("Enter")
    expect(page.locator("#areas")).to_be_visible()


def test_without_javascript_links_lead_to_everything(
    chromium: Browser, long_url: str, long_site: Path
) -> None:
    """No control that would do nothing, and a way to each part."""
    with opened(chromium, long_url, java_script_enabled=False) as page:
        page.goto("register/")
        assert page.locator(".ls-filter:visible, .ls-filter select:visible, table button").count() == 0
        hrefs = page.locator(".ls-ways a").evaluate_all("all => all.map(one => new URL(one.href).pathname)")
        assert {f"/{BELOW}/{part}" for part in parts_of(long_site, "register/")} == set(hrefs)
        page.locator(".ls-ways a").first.click()
        expect(page.locator(ROWS).first).to_be_visible()
        assert page.locator("table button").count() == 0


def test_a_part_of_the_register_sorts_its_rows(long_page: Page) -> None:
    """And says that it is only these."""
    page = long_page
    page.goto("register/2/")
    expect(page.locator(".ls-pager")).to_contain_text("What you sort here is this part")
    page.locator(f"{TABLE} th[data-sort=id] button").click()
    page.locator(f"{TABLE} th[data-sort=id] button").click()
    ids = page.locator(f"{ROWS} th").all_inner_texts()
    assert ids == sorted(ids, reverse=True)


def test_what_held_on_a_day_in_a_large_handbook(long_page: Page) -> None:
    """By an id that is typed, by a link, and everything on a day, some at once."""
    page = long_page
    page.goto("as-of/")
    page.get_by_label("Id of the document").fill("email-reply-003")
    page.get_by_label("Day").fill("2026-12-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("[data-result]")).to_have_attribute("data-answer", "1.0.0")
    expect(page.locator("[data-result] .sv-event__title a")).to_have_attribute("href", "../email-reply-003/")

    page.goto("as-of/?id=email-reply-003%23answer&on=2026-12-01")
    expect(page.locator("[data-result] section")).to_have_count(1)

    page.goto("as-of/?on=2026-12-01")
    rows = page.locator("[data-found] tbody tr")
    expect(rows).to_have_count(50)
    expect(page.locator("[data-status]")).to_contain_text(f"{DOCUMENTS_MADE} documents")
    page.locator("[data-more]").press("Enter")
    expect(rows).to_have_count(100)
    expect(page.locator("[data-found] tbody:nth-of-type(2) a").first).to_be_focused()

    page.goto("as-of/?on=2020-01-01&known=2026-12-01")
    expect(page.locator("[data-status]")).to_contain_text("0 documents")


def test_the_changes_of_a_month_are_filtered_there(long_page: Page, long_site: Path) -> None:
    """On its page, which says that it is only these."""
    page = long_page
    page.goto(parts_of(long_site, "changes/")[0])
    events = page.locator("[data-event]:not([hidden])")
    everything = events.count()
    expect(page.get_by_text("The choice covers this page.")).to_be_visible()
    page.get_by_label("Kind").select_option("procedure")
    assert 0 < events.count() < everything


def test_only_the_parts_with_gaps(long_page: Page) -> None:
    """The one filter of the matrices also chooses among the parts."""
    page = long_page
    page.goto("coverage/")
    ways = page.locator(".ls-ways > li:visible")
    everything = ways.count()
    page.get_by_label("Only rows with gaps").check()
    assert ways.count() == page.locator(".ls-ways > li[data-gap]").count()
    assert ways.count() <= everything


@pytest.mark.parametrize("address", LISTS)
def test_long_lists_are_accessible(chromium: Browser, long_url: str, long_site: Path, address: str) -> None:
    """An overview and a part, as axe sees them, in every look; nothing is wider than a telephone."""
    found = {}
    with opened(chromium, long_url, reduced_motion="reduce", **LOOKS["light"]) as page:
        for at in (address, max(parts_of(long_site, address))):
            page.goto(at, wait_until="load")
            for look in LOOKS:
                wear(page, look)
                if faults := violations(page, COLOURS if look == "dark" else None):
                    found[f"{at}, {look}"] = faults
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, at
    assert found == {}


def test_what_was_found_is_accessible(chromium: Browser, long_url: str) -> None:
    """The rows that a script draws, and the answer of a day."""
    with opened(chromium, long_url, reduced_motion="reduce", **LOOKS["light"]) as page:
        for at, drawn in (("register/?q=reply", ROWS), ("as-of/?on=2026-12-01", "[data-found] tbody tr")):
            page.goto(at, wait_until="load")
            expect(page.locator(drawn).first).to_be_visible()
            for look in LOOKS:
                wear(page, look)
                assert violations(page) == [], (at, look)
