"""
Slips of editors: a good proposal, and what goes wrong when a file is edited in a web page or a form.

The proposal is one that the checks have nothing to say about: a shorter
limit, the next version, a note. Each slip is laid over it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.checks.fixtures import GOOD, TODAY, make_bad

from service_standards.checks import check
from service_standards.findings import Finding
from service_standards.source.files import files_of_folder

REPLY = "support/email-reply/standard.yml"
RUSSIAN = "support/email-reply/standard.ru.yml"
PROSE = "support/email-reply/standard.md"
HANDLING = "support/email-handling/procedure.yml"
CALENDARS = "registry/calendars.yml"

PROPOSAL = (
    ('version: "2.0.0"', 'version: "3.0.0"'),
    ("at_most: 12 hours", "at_most: 10 hours"),
    ("Reply in 12 hours instead of 24.", "Reply in 10 hours instead of 12."),
)
"""The edit that E-1 of the product asks for, in REPLY."""

SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Slip:
    """One edit that goes wrong: *old* becomes *new* in *file*."""

    file: str
    old: str
    new: str
    codes: str
    """What is found, in the order of the report."""


SLIPS = {
    # -- what comes along from a word processor, a chat, a web page
    "smart-quotes": Slip(REPLY, "title: Reply to an e-mail", "title: “Reply to an e-mail”", "YML03"),
    "smart-quotes-version": Slip(REPLY, '"3.0.0"', "„3.0.0“", "YML03"),
    "no-break-space": Slip(REPLY, "10 hours", f"10{SPACE}hours", "YML03"),
    "bullet": Slip(REPLY, "  - id: polite", "  • id: polite", "YML01"),
    "long-dash": Slip(REPLY, "  - id: polite", "  – id: polite", "YML01"),
    "web-page": Slip(REPLY, "We write politely", "<p>We write <b>politely</b></p>", "YML07 SEC03 SEC03"),
    "web-page-prose": Slip(PROSE, "Slow answers", '<span style="color:red">Slow</span> answers', "SEC03"),
    # -- numbers, times, days, shares
    "hour": Slip(REPLY, "at_most: 10 hours", "at_most: 10 hour", "SCH03"),
    "abbreviated": Slip(REPLY, "at_most: 10 hours", "at_most: 10h", "SCH03"),
    "own-language": Slip(REPLY, "at_most: 10 hours", "at_most: 10 годин", "SCH03"),
    "decimal-comma": Slip(REPLY, "at_least: 4.5 of 5", "at_least: 4,5 of 5", "SCH03"),
    "decimal-comma-hours": Slip(REPLY, "at_most: 10 hours", "at_most: 10,5 hours", "SCH03"),
    "share-without-sign": Slip(REPLY, "at_least: 95%", "at_least: 95", "SCH04"),
    "number-in-statement": Slip(REPLY, "within {limit}", "within 10 hours", "LNG02 TGT04 VER02"),
    "no-such-day": Slip(REPLY, "effective_from: 2025-10-01", "effective_from: 2027-02-30", "YML06"),
    "day-as-spoken": Slip(REPLY, "effective_from: 2025-10-01", "effective_from: 15.12.2026", "SCH03"),
    "hours-of-a-day": Slip(CALENDARS, 'mon: ["00:00-24:00"]', "mon: 9:30-18:00", "LIF09 SCH03 SCH03"),
    # -- words
    "yes": Slip(REPLY, "summary: Whoever writes to us gets an answer from a person.", "summary: yes", "LNG02 YML05"),
    "unknown-word": Slip(REPLY, "class: tightened", "class: tighter", "SCH03"),
    "translated-word": Slip(REPLY, "strength: target", "strength: ціль", "SCH03"),
    "unknown-role": Slip(REPLY, "owner: support-manager", "owner: support-boss", "REF01"),
    "capital": Slip(REPLY, "owner: support-manager", "owner: Support manager", "SCH03"),
    "placeholder": Slip(REPLY, "within {limit}", "within {limt}", "LNG02 SCH03 VER02"),
    "says-nothing": Slip(REPLY, "summary: Reply in 10 hours instead of 12.", "summary: Updated", "LIF05"),
    "address-of-a-person": Slip(REPLY, "gets an answer from a person", "gets an answer from o.koval@meridian.ua", "LNG02 SEC01"),
    # -- lines
    "deleted-line": Slip(REPLY, "    measure: elapsed-time\n", "", "SCH02"),
    "deleted-colon": Slip(REPLY, "title: Reply", "title Reply", "YML01"),
    "field-misspelt": Slip(REPLY, "at_most:", "at_mots:", "SCH01"),
    "more-after-the-quote": Slip(REPLY, '"3.0.0"', '"3.0.0" (was 2.0.0)', "SCH03 YML01"),
    "emptied": Slip(REPLY, "owner: support-manager", "owner:", "SCH02"),
    # -- ids and versions
    "clause-renamed": Slip(REPLY, "- id: answer", "- id: reply", "REF06 REF01 REF06 COV01 SCH05 REF01"),
    "version-not-raised": Slip(REPLY, 'version: "3.0.0"', 'version: "2.0.0"', "VER04"),
    "version-too-small": Slip(REPLY, 'version: "3.0.0"', 'version: "2.0.1"', "VER01"),
    "version-lowered": Slip(REPLY, 'version: "3.0.0"', 'version: "1.5.0"', "VER04"),
    "version-without-quotes": Slip(REPLY, '"3.0.0"', "3.0", "YML05"),
    "class-too-small": Slip(REPLY, "class: tightened", "class: editorial", "VER02"),
    # -- other files
    "translation-key": Slip(RUSSIAN, "statement:", "утверждение:", "SCH01"),
    "translation-clause": Slip(RUSSIAN, "  answer:", "  ответ:", "SCH01"),
    "broken-link": Slip(PROSE, "standard:good-service#find-out", "standard:good-servise#find-out", "REF06"),
    "picture": Slip(PROSE, "Slow answers", "![Answers](answers.png)\n\nSlow answers", "REF06"),
    # -- what a form writes
    "form-empty-text": Slip(REPLY, "title: Reply to an e-mail", "title: ''", "LNG02 SCH03"),
    "form-empty-list": Slip(REPLY, "approvers: [head-of-service]", "approvers: []", "SCH02"),
    "form-no-break-space": Slip(REPLY, "at_most: 10 hours", f'at_most: "10{SPACE}hours"', "YML03"),
    "form-moment": Slip(
        REPLY, "effective_from: 2025-10-01", "effective_from: 2026-12-15T00:00:00.000Z", "SCH03"
    ),
}  # fmt: skip
"""By name: in a web editor, and at the end in a form."""

SAVED_BY = {
    "windows-lines": lambda content: content.replace(b"\n", b"\r\n"),
    "byte-order-mark": lambda content: b"\xef\xbb\xbf" + content,
    "utf-16": lambda content: content.decode().encode("utf-16"),
}
"""What old editors make of a whole file."""

SEEN_BEFORE = (
    "SCH05-changed", "YML01-conflict", "YML01-indent", "YML01-tabs", "YML01-two-documents", "YML01-wrapped",
    "YML02-key-twice", "YML04-number-sign", "YML05-words-and-numbers", "YML09-look-alike",
)  # fmt: skip
"""Bad handbooks that are such slips as well."""


def proposal(into: Path) -> Path:
    """The good handbook with the edit of E-1, in a folder `standards`; gives that folder."""
    folder = into / "standards"
    for path, data in files_of_folder(GOOD).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    replace(folder / REPLY, *PROPOSAL)
    return folder


def replace(file: Path, *pairs: tuple[str, str]) -> None:
    """Replace texts that must be there; the rest of the file stays as it is, byte for byte."""
    text = file.read_bytes().decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_bytes(text.encode())


def slipped(name: str, into: Path) -> Path:
    """The folder in which that slip was made."""
    if name in SEEN_BEFORE:
        return make_bad(name, into / "standards")
    folder = proposal(into)
    if name in SLIPS:
        slip = SLIPS[name]
        replace(folder / slip.file, (slip.old, slip.new))
    else:
        (folder / REPLY).write_bytes(SAVED_BY[name]((folder / REPLY).read_bytes()))
    return folder


def found_in(folder: Path) -> tuple[Finding, ...]:
    """What is found, in the order of the report."""
    return tuple(check(files_of_folder(folder), TODAY)[1])


@cache
def findings_of_slip(name: str) -> tuple[Finding, ...]:
    """What is found after a slip, worked out once for all tests that ask."""
    with TemporaryDirectory() as folder:
        return found_in(slipped(name, Path(folder)))
