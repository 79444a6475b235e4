"""The jobs of staff, in the real browser: each row of the product's list that a page must do."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import opened
from tests.conftest import ROOT, TODAY

from service_standards.cli import main

CARD_BUDGET = 60_000


def listed(*options: str) -> set[str]:
    """The ids that `standards list --json` gives."""
    result = CliRunner().invoke(
        main, ["list", "--json", "--on", TODAY, "--standards", str(ROOT / "standards"), *options]
    )
    return {one["id"] for one in json.loads(result.stdout)["documents"]}


@pytest.mark.parametrize("role", ["counter-clerk", "contact-agent", "courier", "claims-specialist"])
def test_a_role_page_lists_what_the_role_works_by(page: Page, role: str) -> None:
    """S-2: every document in force whose roles include hers, and nothing else."""
    page.goto(f"roles/{role}/")
    ids = listed()
    links = page.eval_on_selector_all(
        "article a[href]", "links => links.map(link => new URL(link.href).pathname)"
    )

    shown = {path.split("/handbook/")[1].strip("/") for path in links if "/handbook/" in path}
    assert shown & ids == listed("--role", role)


@pytest.mark.parametrize("language", ["", "uk/", "ru/"])
def test_a_card_fits_a_phone(chromium: Browser, base_url: str, language: str) -> None:
    """S-3: at 360 px nothing scrolls sideways, and the page without the theme's bundle is light."""
    with opened(chromium, base_url, viewport={"width": 360, "height": 740}) as phone:
        for name in sorted(listed()):
            phone.goto(f"{language}{name}/card/", wait_until="domcontentloaded")
            assert phone.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_a_card_is_light(site: Path) -> None:
    """S-3: at most 60 kB over the wire for every card and its own assets, the theme's bundle left out."""
    own = sum(len(gzip.compress(path.read_bytes())) for path in (site / "assets" / "standards").iterdir())

    for card in site.glob("*/card/index.html"):
        assert len(gzip.compress(card.read_bytes())) + own <= CARD_BUDGET, card


def test_what_is_coming_is_announced_and_not_found(page: Page) -> None:
    """S-5: the page shows what holds and a notice of what is coming, which has its own address outside the search."""
    page.goto("email-reply/")
    expect(page.locator("article")).to_contain_text("24")
    expect(page.locator("article")).to_contain_text("1 January 2027")

    page.get_by_role("link", name="Read what is coming").click()

    assert page.url.endswith("/email-reply/3.0.0/")
    expect(page.locator("article")).to_contain_text("12")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_paper_says_what_it_is(page: Page) -> None:
    """S-6: printed, the footer has id, version, day in force, day of print, and a code to the version's page."""
    page.goto("email-reply/")
    page.emulate_media(media="print")
    footer = page.locator(".ss-control")

    expect(footer).to_be_visible()
    for words in ("email-reply", "2.1.0", "1 March 2026", "ncontrolled copy"):
        expect(footer).to_contain_text(words)
    expect(footer.locator("svg")).to_be_visible()


def test_a_superseded_version_says_so(page: Page) -> None:
    """S-6: who follows the code of an old sheet is told that it no longer holds, and where the new one is."""
    page.goto("email-reply/1.0.0/")

    expect(page.locator("article")).to_contain_text("Superseded")
    expect(page.locator("article a[href$='email-reply/'], article a[href='../']").first).to_be_visible()


@pytest.mark.parametrize("address", ["email-reply/", "uk/counter-service/", "ru/glossary/"])
def test_a_suggestion_is_filled_in(page: Page, address: str) -> None:
    """S-9: no account is needed; the letter names the page and its version."""
    page.goto(address)
    link = page.locator("a[href^='mailto:handbook@meridian.example']").first.get_attribute("href") or ""

    assert "subject=" in link
    assert "body=" in link
    assert address.strip("/").split("/")[-1] in link


@pytest.mark.parametrize(
    "address", ["email-reply/", "roles/courier/", "journey/", "email-reply/1.0.0/", "", "about/"]
)
def test_the_language_switch_stays_on_the_page(page: Page, address: str) -> None:
    """S-10: the same page in the other language, with its own words and `lang`."""
    for language in ("uk", "ru"):
        page.goto(address)
        link = page.locator(f"a[hreflang={language}]").first.get_attribute("href") or ""
        page.goto(page.evaluate("link => new URL(link, location.href).href", link))

        assert page.url.endswith(f"/handbook/{language}/{address}")
        assert page.locator("html").get_attribute("lang") == language


def test_a_translation_that_is_behind_says_so_on_that_clause_alone(page: Page) -> None:
    """S-10: the prevailing text stands in its place, marked as another language."""
    page.goto("ru/chat-reply/")

    foreign = page.locator("article [lang=en]:visible")
    assert foreign.count() >= 1
    around = foreign.evaluate_all(
        "all => all.map(one => Boolean(one.closest('section, article > *')?.querySelector('#solve-in-chat') || one.closest('#solve-in-chat')))"
    )
    assert all(around)
    page.goto("ru/telephone-answer/")
    assert page.locator("article [lang=en]:visible").count() == 0


def test_search_result_card_back_by_keyboard(page: Page) -> None:
    """The whole path needs no mouse."""
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("counter waiting")
    page.wait_for_selector("a[href*='counter-waiting/']:visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter-waiting/**")

    card = page.locator("a[href$='card/']").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if card.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter-waiting/card/")

    page.go_back()
    page.wait_for_url("**/counter-waiting/**")


@pytest.mark.parametrize(
    "address", ["", "email-reply/", "register/", "journey/", "roles/courier/", "training/courier/"]
)
def test_it_reads_without_javascript(chromium: Browser, base_url: str, address: str) -> None:
    """Everything that can be answered without JavaScript is."""
    with opened(chromium, base_url, java_script_enabled=False) as page:
        page.goto(address)

        assert page.locator("article h1").is_visible()
        assert page.locator("article a:visible").count() >= 3


def test_edit_leads_to_the_yaml(page: Page) -> None:
    """E-1: *edit this page* opens the source file on the host."""
    page.goto("uk/email-reply/")

    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    assert (
        "https://github.com/meridian-parcels/handbook/edit/main/standards/support/email-reply/standard.yml"
        in links
    )
