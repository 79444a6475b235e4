"""
The site of a neglected handbook: each gap is seen on the page where a reader would look.

The handbook is `tests/checks/weak/standards`; what stops a build lies beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from tests.checks.fixtures import TODAY
from tests.conftest import ROOT

from .test_build import ENGLISH

WEAK = ROOT / "tests" / "checks" / "weak"

Page = Callable[[str], "Shown"]


class Shown(HTMLParser):
    """What a reader sees of a page, in rows: table rows, list items, paragraphs, headings."""

    ROWS = frozenset({"tr", "p", "li", "div", "h1", "h2", "h3", "h4", "summary", "dt", "section"})

    def __init__(self, html: str) -> None:
        """Take the page's article apart."""
        super().__init__()
        self.rows: list[str] = [""]
        self.opened = 0
        self._inside = self._hidden = 0
        self.feed(html)
        self.rows = [" ".join(row.split()) for row in self.rows if row.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row where a reader sees one."""
        self._inside += tag == "article"
        self._hidden += tag in ("script", "style", "svg")
        if tag in self.ROWS:
            self.rows.append("")
        self.opened += tag == "details" and ("class", "ss-more") in attrs and ("open", None) in attrs
        self.rows[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not shown."""
        self._inside -= tag == "article"
        self._hidden -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        """Take what is shown."""
        if self._inside and not self._hidden:
            self.rows[-1] += data

    def after(self, text: str, upto: str | None = None) -> str:
        """What follows *text* on the page, as far as *upto*."""
        rest = "\n".join(self.rows).partition(text)[2]
        return rest.partition(upto)[0] if upto else rest


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page of the built site by its address."""
    folder = tmp_path_factory.mktemp("weak")
    shutil.copytree(WEAK / "standards", folder / "standards")
    (folder / "mkdocs.yml").write_text(
        "site_name: Harbour Cycles\ndocs_dir: standards\nplugins:\n"
        f"  - service-standards: {{date: {TODAY.isoformat()!r}}}\n"
        f"theme: {{name: material, font: false, custom_dir: {ROOT / 'overrides'}}}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder, capture_output=True, text=True, check=False, env=ENGLISH,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    def shown(address: str) -> Shown:
        return Shown((folder / "site" / address / "index.html").read_text(encoding="utf-8"))

    return shown


SEEN = {
    "a promise without a test": ("coverage", "We are kind to every client.", "Missing", "Questions to the workshop"),
    "a promise without a procedure": ("coverage", "The workshop answers within 30 hours.", "Missing", "The van"),
    "a component that nobody promises": ("coverage", "Personalisation 0 of 1", "Missing", "Rules of conduct"),
    "a component left out for a reason": ("coverage", "Problem resolution", "A repair is settled at the counter.", "Rules"),
    "a rule that nobody tests": ("coverage", "Find out what the customer needs", "Missing", "Slogans"),
    "a kind of test that is not used": ("coverage", "Usability test", "Missing", "Norms"),
    "a clause of a norm that nobody covers": ("coverage", "7.4 saying that a complaint", "Missing", "Table as CSV"),
    "the same on the page of the norm": ("norms/iso-10002", "saying that a complaint", "Nothing yet", "Documents"),
    "a norm that nobody looked at": ("reviews", "ISO 10002", "Last looked at on 10 September 2025", "Shop hours"),
    "a calendar that ends": ("reviews", "Shop hours", "Knows its holidays until 31 December 2026", "March 2027"),
    "an overdue review": ("reviews", "Overdue", "1 Feb 2026 303 days late", "ISO 10002"),
    "the same on the document": ("manners", "Next review", "1 February 2026 overdue", "Version"),
    "the same in the register": ("register", "Manners", "1 Feb 2026 overdue", "slogan-quiz"),
    "a waiver without an end": ("waivers", "One mechanic has left", "Since 1 September 2026; nobody has said until when.", "Exception from"),
    "the same on its clause": ("mail-reply", "Exception: One mechanic has left", "nobody has said until when", "at most"),
    "a waiver that has ended": ("waivers", "Ended", "1 July 2026 to 31 August 2026", "Exception from"),
    "a result below its target": ("mail-reply", "Results", "71% October 2026: 71 of 100 below the target of 95%", "The results as a table"),
    "a procedure that is too slow": ("mail-reply", "Is there time enough?", "In the worst case it is 66 hours too late.", "Promise:"),
    "the same on the procedure": ("mail-handling", "Is there time enough?", "In the worst case it is 66 hours too late.", "Promise:"),
    "a limit in hours runs while all is closed": ("mail-reply", "The clock runs", "around the clock, every day", "This does not hold when"),
    "a limit in business days does not": ("mail-reply", "customer is told that we have the message", "09:00–18:00", "If we do not keep it"),
    "a version that never held": ("mail-reply", "The answer is guaranteed, and whoever waits", "1.0.1 Superseded never in force", "1.0.0 Superseded"),
    "a link to an older major": ("first-week", "Explained in:", "made for version 1.x, not looked at since", "Start again"),
    "what is coming": ("workshop-reply", "Questions to the workshop", "Version 2.0.0 takes effect on 5 December 2026.", "Speed"),
    "a document that is not translated": ("uk/manners", "Manners", "Цей документ ще не перекладено.", "find-out"),
    "a clause whose translation is behind": ("uk/mail-reply", "We answer your e-mail within 24 hours.", "Переклад цього положення відстає", "не більше ніж"),
}  # fmt: skip
"""By what is to be seen: the page, the words after which it stands, what stands there, the words before which."""


@pytest.mark.parametrize("gap", SEEN)
def test_a_gap_is_seen(page: Page, gap: str) -> None:
    """It stands where the reader looks: between the thing that it is about and the next one."""
    address, after, said, before = SEEN[gap]
    shown = page(address)

    assert after in "\n".join(shown.rows)
    assert said in shown.after(after, before).replace("\n", " ")


def test_what_fails_is_not_folded_away(page: Page) -> None:
    """Of the promises of a document only the one that cannot be kept shows its picture at once."""
    assert page("mail-reply").opened == 1


def test_a_waiver_that_has_ended_is_not_on_its_clause(page: Page) -> None:
    """The page of a document shows the exceptions that hold."""
    assert "Slower replies in the season" not in "\n".join(page("mail-reply").rows)


def test_a_draft_is_no_page(page: Page) -> None:
    """What is only planned is promised to nobody."""
    with pytest.raises(FileNotFoundError):
        page("plans")
