"""Versions as readers use them: in the browser, over the built sample handbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import opened, wait_for_attribute
from tests.conftest import ROOT, TODAY
from tests.sample import sample_handbook

from service_standards.archive.in_force import in_force
from service_standards.cli import main

PAIRS = [
    ("email-reply", "1.0.0", "3.0.0"),
    ("email-reply", "3.0.0", "1.1.0"),
    ("complaint-resolution", "1.0.0", "3.0.0"),
    ("email-handling", "1.0.0", "2.0.0"),
    ("good-service", "1.1.0", "1.0.0"),
]
LANGUAGES = {"en": "", "uk": "uk/", "ru": "ru/"}
ON = date.fromisoformat(TODAY)


def said_by_the_command(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> Any:
    """What `standards diff OLD NEW --json` prints."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796119200")
    result = CliRunner().invoke(main, ["diff", old, new, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def comparable(change: dict[str, Any]) -> tuple[str, ...]:
    """A change as far as page and command both name it."""
    return tuple(change[name] or "" for name in ("code", "clause", "field", "class", "customer", "staff"))


def drawn(page: Page, inside: str = "[data-result]") -> list[tuple[str, ...]]:
    """The changes that stand on the page."""
    found = page.locator(f"{inside} .sv-change").evaluate_all(
        "all => all.map(({dataset: d}) => [d.code, d.clause, d.field, d.class, d.customer, d.staff])"
    )
    return sorted(tuple(one) for one in found)


@pytest.mark.parametrize(("id", "old", "new"), PAIRS)
def test_a_comparison_by_link_is_that_of_the_command(
    page: Page, monkeypatch: pytest.MonkeyPatch, id: str, old: str, new: str
) -> None:
    """Change by change and clause by clause, with class and direction; in either view and order."""
    said = said_by_the_command(monkeypatch, f"{id}@{old}", f"{id}@{new}")

    page.goto(f"{id}/compare/?from={old}&to={new}")
    expect(page.locator("[data-result]")).to_have_attribute("data-shown", f"{old}>{new}")

    assert drawn(page) == sorted(comparable(one) for one in said["changes"])
    expect(page.locator(".sv-whole .sv-class")).to_have_class(f"sv-class sv-class--{said['class']}")
    page.locator("input[value=side]").check()
    clauses = {one["clause"] for one in said["changes"] if one["clause"]}
    expect(page.locator("[data-result] table.sv-two").first).to_be_visible()
    assert page.locator("[data-result] .sv-group").count() >= len(clauses)
    assert "view=side" in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_stand_in_the_words_of_the_page(page: Page, language: str) -> None:
    """Before and after, with the word for whom it is better: never by colour alone."""
    page.goto(f"{LANGUAGES[language]}email-reply/compare/?from=1.0.0&to=2.0.0")
    limit = page.locator("[data-code='commitment.at_most']")
    before, after, meaning = {
        "en": ("2 business days", "24 hours", "better for customers"),
        "uk": ("2 робочі дні", "24 години", "краще для клієнтів"),
        "ru": ("2 рабочих дня", "24 часа", "лучше для клиентов"),
    }[language]

    expect(limit.locator("del")).to_have_text(before.replace(" ", "\u00a0", 1))
    expect(limit.locator("ins")).to_have_text(after.replace(" ", "\u00a0", 1))
    expect(limit.locator(".sv-change__meaning")).to_contain_text(meaning)
    expect(limit.locator("svg use")).to_have_attribute("href", "#sv-tightened")
    assert page.locator("#sv-tightened path").count() == 1


def test_what_no_rule_can_tell_is_marked(page: Page) -> None:
    """A reworded promise says that its meaning was not judged."""
    page.goto("email-reply/compare/?from=1.0.0&to=1.1.0")
    wording = page.locator("[data-code='commitment.statement']")

    expect(wording.locator(".sv-unjudged")).to_have_text("meaning not judged")
    expect(wording.locator("del")).to_have_text("taken out: We reply to")
    expect(wording.locator("ins")).to_have_text("put in: A person answers")


def test_a_version_that_is_not_there(page: Page) -> None:
    """It is named; nothing is said of changes."""
    page.goto("email-reply/compare/?from=1.0.0&to=9.9.9")

    expect(page.locator("[data-status]")).to_contain_text("There is no version 9.9.9")
    assert drawn(page) == []


def test_compare_by_keyboard(page: Page) -> None:
    """Choose versions with the keys alone; the address follows, and leads back to the same."""
    page.goto("email-reply/compare/")
    result = page.locator("[data-result]")
    expect(result).to_have_attribute("data-shown", "2.0.0>2.1.0")
    page.locator("#compare-from").focus()
    page.keyboard.press("End")
    expect(result).to_have_attribute("data-shown", "1.0.0>2.1.0")
    page.keyboard.press("Tab")
    expect(page.locator("[data-swap]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(result).to_have_attribute("data-shown", "2.1.0>1.0.0")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-result] .ss-scroll").first).to_be_visible()
    before = drawn(page)
    page.reload()
    expect(result).to_have_attribute("data-shown", "2.1.0>1.0.0")
    assert drawn(page) == before


def test_two_days_of_the_handbook_as_the_command_has_them(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which documents differ, how, and every change in them."""
    said = said_by_the_command(monkeypatch, "2025-08-01", "2026-04-01")["changes"]

    page.goto("changes/?from=2025-08-01&to=2026-04-01")
    expect(page.locator("[data-dates-result]")).to_have_attribute("data-shown", "2025-08-01>2026-04-01")
    differs = page.locator("[data-differs]")
    found: dict[str, list[tuple[str, ...]]] = {}
    for at in range(differs.count()):
        one = differs.nth(at)
        details = one.locator("details")
        if details.count():
            if details.get_attribute("open") is None:
                details.locator("summary").click()
            expect(one.locator(".sv-change").first).to_be_visible()
        name = str(one.get_attribute("data-differs"))
        found[name] = drawn(page, f"[data-differs='{name}']")

    assert set(found) == {one["document"] for one in said}
    for name, changes in found.items():
        expected = [one for one in said if one["document"] == name]
        if expected[0]["code"].startswith("document."):
            assert changes == []
            whole = page.locator(f"[data-differs='{name}']").get_attribute("data-whole")
            assert whole == expected[0]["class"]
        else:
            assert changes == sorted(map(comparable, expected)), name


def days() -> Iterator[date]:
    """Before everything, every day on which something begins or ends, the day before it, and far away."""
    turns = {
        release.record.effective_from
        for one in sample_handbook().dossiers.values()
        for release in one.releases
    }
    turns |= {
        release.record.retired.on
        for one in sample_handbook().dossiers.values()
        for release in one.releases
        if release.record.retired
    }
    yield date(2020, 1, 1)
    for turn in sorted(turns):
        yield turn - timedelta(days=1)
        yield turn
    yield date(2030, 1, 1)


def test_what_held_on_any_day(page: Page) -> None:
    """The rows that show are the releases that the rule names."""
    asked = list(days())
    assert len(asked) > 20
    page.goto("as-of/?on=2026-03-01")
    for day in asked:
        page.locator("#as-of-on").fill(day.isoformat())
        page.locator("[data-form] button").click()
        wait_for_attribute(page, "[data-result]", "data-shown", f"@{day}")
        rows = page.locator("[data-record] tbody tr:visible").evaluate_all(
            "rows => rows.map(row => [row.parentElement.dataset.document, row.dataset.version, 'retired' in row.dataset])"
        )
        expected = []
        for id, dossier in sample_handbook().dossiers.items():
            release = in_force(dossier.releases, day, ON)
            if release:
                gone = release.record.retired
                expected.append([id, str(release.number), bool(gone and gone.on <= day)])
        assert sorted(rows) == sorted(expected), day


ANSWERS = {
    "a clause": ("email-reply#answer", "2026-03-01", "2.1.0", "24 hours"),
    "on its last day": ("email-reply#answer", "2025-08-31", "1.1.0", "2 business days"),
    "still to come": ("email-reply#answer", "2027-01-01", "3.0.0", "12 hours"),
    "a whole document": ("complaint-resolution", "2025-07-01", "2.0.0", "10 business days"),
    "before the first": ("email-reply#answer", "2024-11-30", "no-record", ""),
    "retired": ("fax-enquiries", "2026-01-01", "retired", "31 December 2025"),
    "a clause that came later": ("counter-waiting#serve-in-order", "2025-01-01", "no-record", "serve-in-order"),
    "an unknown one": ("nobody", "2026-01-01", "", "nobody"),
}  # fmt: skip


@pytest.mark.parametrize(("id", "on", "version", "said"), ANSWERS.values(), ids=ANSWERS)
def test_one_document_or_clause_on_a_day(page: Page, id: str, on: str, version: str, said: str) -> None:
    """By link: the version and its values, or that there is no record, or since when it is retired."""
    page.goto(f"as-of/?id={id.replace('#', '%23')}&on={on}")
    result = page.locator("[data-result]")
    expect(result).to_have_attribute("data-shown", f"{id}@{on}")

    assert (result.get_attribute("data-answer") or "") == version
    text = (page.locator("[data-status]").inner_text() + " " + result.inner_text()).replace("\u00a0", " ")
    assert said in text
    if "#" in id and version[0].isdigit():
        assert page.locator("[data-clause]").count() == 1
        limit = page.locator("[data-field='at_most'] dd").inner_text().replace("\u00a0", " ")
        assert limit == said


def as_of_by_the_command(monkeypatch: pytest.MonkeyPatch, what: str, on: str, known: str) -> Any:
    """What `standards as-of WHAT --on ON --known-on KNOWN --json` answers; None where it says that there is no record."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796119200")
    result = CliRunner().invoke(main, ["as-of", what, "--on", on, "--known-on", known, "--json"])
    assert result.exit_code in (0, 3), result.output
    return json.loads(result.stdout) if result.exit_code == 0 else None


def turns_of(id: str) -> list[date]:
    """The days on which a document's versions were made or begin, each with the day before."""
    records = [one.record for one in sample_handbook().dossiers[id].releases]
    days = {day for one in records for day in (one.released_on, one.effective_from)}
    return sorted(days | {day - timedelta(days=1) for day in days})


@pytest.mark.parametrize("what", ["email-reply#answer", "complaint-resolution", "fax-enquiries"])
def test_what_we_believed_then_is_what_the_command_says(
    page: Page, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """For every day on which something turned, as known on every such day: version, interval, and the limit."""
    days = turns_of(what.partition("#")[0])
    seen = set()
    page.goto(f"as-of/?id={what.replace('#', '%23')}&on=2026-03-01")
    result = page.locator("[data-result]")
    for known in days[::2]:
        for on in days[1::2]:
            said = as_of_by_the_command(monkeypatch, what, on.isoformat(), known.isoformat())
            page.locator("#as-of-on").fill(on.isoformat())
            page.locator("#as-of-known").fill(known.isoformat())
            page.locator("[data-form] button").click()
            wait_for_attribute(page, "[data-result]", "data-shown", f"{what}@{on}~{known}")
            shown = result.evaluate("one => [one.dataset.answer, one.dataset.since, one.dataset.until]")
            if said is None:
                assert shown[0] == "no-record", (on, known)
            elif "retired_since" in said:
                assert shown[:2] == ["retired", said["retired_since"]], (on, known)
            else:
                assert shown == [said["version"], said["from"], said["until"] or ""], (on, known)
                if "#" in what:
                    limit = page.locator("[data-field='at_most'] dd").inner_text().replace("\u00a0", " ")
                    assert limit == said["values"]["at_most"]
            seen.add(str(shown[0]))
    assert len(seen) > 2, seen


def test_choose_a_document_and_a_clause(page: Page) -> None:
    """By hand: the clauses that the document ever had are offered; the address leads back to the same answer."""
    page.goto("as-of/")
    expect(page.locator("[data-without]")).to_be_hidden()
    expect(page.locator("#as-of-clause")).to_be_hidden()
    page.get_by_label("Document", exact=True).select_option("email-reply")
    expect(page.locator("#as-of-clause option[value=answer]")).to_be_attached()
    page.get_by_label("Clause", exact=True).select_option("answer")
    page.get_by_label("Day", exact=True).fill("2026-03-01")
    page.get_by_label("As known on", exact=True).fill("2025-01-15")
    page.get_by_role("button", name="Show", exact=True).click()
    result = page.locator("[data-result]")
    expect(result).to_have_attribute("data-answer", "1.0.0")
    assert page.url.endswith("as-of/?id=email-reply%23answer&on=2026-03-01&known=2025-01-15")
    expect(page.locator("[data-status]")).to_contain_text("As known on 15 January 2025: on 1 March 2026")
    page.reload()
    expect(result).to_have_attribute("data-answer", "1.0.0")
    expect(page.get_by_label("Clause", exact=True)).to_have_value("answer")
    result.get_by_role("link", name="the answer of today").click()
    expect(result).to_have_attribute("data-answer", "2.1.0")


def test_the_whole_handbook_as_known_then(page: Page) -> None:
    """The rows that show are the releases that the rule names for both days."""
    on, known = date(2026, 3, 1), date(2025, 8, 1)
    page.goto(f"as-of/?on={on}&known={known}")
    expect(page.locator("[data-result]")).to_have_attribute("data-shown", f"@{on}~{known}")
    rows = page.locator("[data-record] tbody tr:visible").evaluate_all(
        "rows => rows.map(row => [row.parentElement.dataset.document, row.dataset.version])"
    )
    found = [
        (id, in_force(dossier.releases, on, known)) for id, dossier in sample_handbook().dossiers.items()
    ]
    expected = [[id, str(one.number)] for id, one in found if one]
    today = [(id, in_force(dossier.releases, on, ON)) for id, dossier in sample_handbook().dossiers.items()]
    assert found != today
    then = page.locator("[data-document=email-reply] tr:visible td").nth(2)
    expect(then).to_have_text("from 1 April 2025")  # 2.0.0, which ended it, was not known yet
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_there_without_scripts(chromium: Browser, base_url: str, language: str) -> None:
    """Changelog, steps from version to version, dated changes, the whole record."""
    home = LANGUAGES[language]
    with opened(chromium, base_url, java_script_enabled=False) as page:
        page.goto(f"{home}email-reply/history/")
        assert page.locator(".sv-version").count() == 5
        assert page.locator(".sv-change del").count() > 5
        assert "@olena-m" in page.locator(".sv-version").first.inner_text()

        page.goto(f"{home}email-reply/compare/")
        expect(page.locator("[data-form]")).to_be_hidden()
        steps = page.locator(".sv-steps a")
        assert steps.all_inner_texts() == ["2.1.0 → 3.0.0", "2.0.0 → 2.1.0", "1.1.0 → 2.0.0", "1.0.0 → 1.1.0"]
        steps.nth(2).click()
        assert page.url.endswith(f"{home}email-reply/history/#v2.0.0")

        page.goto(f"{home}changes/")
        expect(page.locator("[data-filter]")).to_be_hidden()
        past = page.locator("[data-month]:not(.sv-month--coming) time").evaluate_all(
            "all => all.map(one => one.dateTime)"
        )
        assert past == sorted(past, reverse=True)
        releases = sum(len(one.releases) for one in sample_handbook().dossiers.values())
        assert page.locator("[data-event]").count() >= releases
        assert page.locator(".sv-month--coming [data-event]").count() == 2

        page.goto(f"{home}as-of/?on=2026-03-01")
        expect(page.locator("[data-without]")).to_contain_text(
            "standards as-of ID#CLAUSE --on DATE --known-on DATE"
        )
        assert page.locator("[data-record] tbody tr").count() >= releases

        page.goto(f"{home}email-reply/")
        past_of_clause = page.locator("[data-past=answer]")
        past_of_clause.locator("summary").click()
        assert past_of_clause.locator("li").count() == 5


def test_changes_are_chosen(page: Page) -> None:
    """By role, kind and class, by link and by hand; small changes can be left out."""
    page.goto("changes/?role=counter-clerk&class=tightened")
    expect(page.locator("[data-filter]")).to_be_visible()
    shown = page.locator("[data-event]:visible")
    found = shown.evaluate_all("all => all.map(({dataset: d}) => [d.class, d.role])")
    assert found
    assert all(one == "tightened" and "counter-clerk" in roles.split() for one, roles in found)
    page.locator("[data-filter] button[type=reset]").click()
    expect(page.locator("[data-count]")).to_contain_text("45 of 45")
    assert "role=" not in page.url
    page.locator("#changes-kind").select_option("conduct")
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.kind)")) == {"conduct"}
    page.locator("#changes-small").check()
    assert page.locator("[data-event][data-small]:visible").count() == 0


def test_after_instant_navigation(page: Page) -> None:
    """From the document to its history to the comparison, as a reader goes."""
    page.goto("email-reply/")
    page.get_by_role("link", name="All versions").click()
    page.wait_for_url("**/email-reply/history/")
    page.get_by_role("link", name="Compare with 1.1.0").click()
    expect(page.locator("[data-result]")).to_have_attribute("data-shown", "1.1.0>2.0.0")
    page.get_by_role("link", name="Changes", exact=True).first.click()
    page.wait_for_url("**/changes/")
    expect(page.locator("[data-filter]")).to_be_visible()


def test_a_slow_phone_compares_within_a_second(phone: Page) -> None:
    """The largest comparison of the sample, six times slower than here, and nothing to scroll sideways."""
    phone.goto("email-handling/compare/")
    expect(phone.locator("[data-result]")).to_have_attribute("data-shown", "1.0.0>1.1.0")
    session = phone.context.new_cdp_session(phone)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    spent = phone.evaluate(
        """() => new Promise((done) => {
          const begin = performance.now()
          const result = document.querySelector("[data-result]")
          new MutationObserver(() => result.dataset.shown === "1.0.0>2.0.0" && requestAnimationFrame(() => done(performance.now() - begin)))
            .observe(result, {attributes: true})
          const to = document.querySelector("#compare-to")
          to.value = "2.0.0"
          to.dispatchEvent(new Event("change", {bubbles: true}))
        })"""
    )
    assert spent < 1000
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_atom(site: Path, language: str) -> None:
    """The rules of RFC 4287: what a feed and its entries must have, once; ids once; moments with a zone."""
    home = LANGUAGES[language]
    feed = ET.parse(site / home / "feed.xml").getroot()

    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for name in ("id", "title", "updated"):
        assert len(feed.findall(ATOM + name)) == 1
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"] == [
        f"https://handbook.meridian.example/{home}feed.xml"
    ]
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == sum(len(one.releases) for one in sample_handbook().dossiers.values())
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(one and one.startswith("urn:uuid:") for one in ids)
    for entry in entries:
        for name in ("title", "updated", "summary"):
            assert len(entry.findall(ATOM + name)) == 1
        link = entry.find(f"{ATOM}link[@rel='alternate']")
        assert link is not None
        address, _, anchor = (
            str(link.get("href")).removeprefix("https://handbook.meridian.example/").partition("#")
        )
        assert f'id="{anchor}"' in (site / address / "index.html").read_text(encoding="utf-8")
    moments = [one.text or "" for one in feed.iter(f"{ATOM}updated")]
    assert all(one.endswith("T00:00:00Z") and date.fromisoformat(one[:10]) for one in moments)
    assert moments[0] == max(moments)
    head = (site / home / "changes" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" type="application/atom+xml"' in head


def test_ids_of_the_feed_do_not_depend_on_the_language(site: Path) -> None:
    """An entry is the same entry in every language and on every day."""
    found = [
        {
            entry.findtext(f"{ATOM}id")
            for entry in ET.parse(site / home / "feed.xml").getroot().findall(f"{ATOM}entry")
        }
        for home in LANGUAGES.values()
    ]
    assert found[0] == found[1] == found[2]
