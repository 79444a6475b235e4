"""`standards bump`, `release`, `retire` and `verify` over a copy of the sample handbook, on 1 December 2026."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from ruamel.yaml import YAML
from tests.cli.conftest import Run, answer

from service_standards.archive.freeze import LEDGER, sha256
from service_standards.archive.verify import ledger_lines
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

CHAT = "support/chat-reply/standard.yml"
NOTE = """\
change:
  class: tightened
  summary: A first line in 55 seconds instead of 60.
  reason: People leave the chat after half a minute.
  evidence: [first-response-2025]
"""
BY = ("--author", "@anna-k", "--approval", "head-of-service:@olena-m:2026-11-30:120")


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    """Replace texts that must be there."""
    text = file.read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text)


def note(file: Path, change: str = NOTE) -> None:
    """Put a new change note at the end of a document."""
    text = file.read_text()
    file.write_text(text.partition("\nchange:")[0].rstrip("\n") + "\n" + change)


@pytest.fixture
def chat(handbook: Path) -> Path:
    """The chat's promise, tightened and ready for its release."""
    file = handbook / CHAT
    edit(
        file, ("    at_most: 60 seconds", "    at_most: 55 seconds"), ('version: "1.1.0"', 'version: "2.0.0"')
    )
    note(file)
    return file


def everything(handbook: Path) -> dict[str, bytes]:
    """All files, also hidden ones."""
    return {str(path): path.read_bytes() for path in sorted(handbook.rglob("*")) if path.is_file()}


def codes(result: Result) -> set[str]:
    """The codes in a report."""
    return {line.split("  ")[1] for line in result.stderr.splitlines() if line.startswith("standards/")}


def errors(run: Run) -> list[str]:
    """The codes of the errors that the handbook has."""
    found = json.loads(run("check", "--json").stdout)["findings"]
    return [one["code"] for one in found if one["severity"] == "error"]


# -- release -----------------------------------------------------------------


def test_release_records_everything(run: Run, handbook: Path, chat: Path) -> None:
    """Class, days, hashes, authors, approvals with the hash of what was approved, and a line of the ledger."""
    before = (handbook / LEDGER).read_bytes()

    result = run("release", "chat-reply", *BY)

    assert result.exit_code == 0, result.output
    folder = chat.parent / "releases/2.0.0"
    record = YAML(typ="safe").load((folder / "release.yml").read_text())
    content = subprocess.run(
        "LC_ALL=C sha256sum standard.md standard.yml | sha256sum", shell=True, cwd=folder, capture_output=True, text=True,
        check=True,
    ).stdout.split()[0]  # fmt: skip
    assert record["content_sha256"] == content
    assert content in result.stdout
    assert record["class"] == "tightened"
    assert str(record["released_on"]) == "2026-12-01"
    assert str(record["effective_from"]) == "2026-12-15", "two weeks of notice for what is tightened"
    assert record["authors"] == ["@anna-k"]
    [approval] = record["approvals"]
    assert (approval["by"], approval["pull_request"], approval["content_sha256"]) == (
        "@olena-m",
        120,
        content,
    )
    assert (folder / "standard.yml").read_bytes() == chat.read_bytes()
    assert set(record["files"]) == {path.name for path in folder.iterdir()} - {"release.yml"}
    ledger = (handbook / LEDGER).read_bytes()
    assert ledger.startswith(before)
    [line] = ledger_lines(ledger)[len(ledger_lines(before)) :]
    assert line.release_sha256 == sha256((folder / "release.yml").read_bytes())
    assert line.previous_sha256 == sha256(before.splitlines(keepends=True)[-1])
    assert run("verify").exit_code == 0
    assert errors(run) == []


def test_several_documents_are_one_set(run: Run, handbook: Path, chat: Path) -> None:
    """A promise and its procedure get two lines of the ledger in one write, in the order in which they were named."""
    procedure = handbook / "support/chat-handling/procedure.yml"
    version = read_handbook(files_of_folder(handbook)).handbook
    assert version
    number = version.dossiers["chat-handling"].working.number
    edit(procedure, (f'version: "{number}"', f'version: "{number.major}.{number.minor}.{number.patch + 1}"'))
    edit(procedure, ("owner: ", "review_every: P6M\nowner: "))
    note(procedure, "change:\n  class: administrative\n  summary: It is looked at twice a year.\n")

    result = run("release", "chat-handling", "chat-reply", "--json", *BY)

    released = answer(result)["releases"]
    assert [one["id"] for one in released] == ["chat-handling", "chat-reply"]
    assert [one["class"] for one in released] == ["administrative", "tightened"]
    assert [line.id for line in ledger_lines((handbook / LEDGER).read_bytes())[-2:]] == [
        "chat-handling",
        "chat-reply",
    ]
    assert run("verify").exit_code == 0


def test_one_fault_stops_the_whole_set(run: Run, handbook: Path, chat: Path) -> None:
    """If one document may not be released, none is, and no file is touched."""
    other = handbook / "support/telephone-answer/standard.yml"
    edit(other, ('version: "2.0.0"', 'version: "2.0.1"'), ("    at_most: ", "    at_most: 1"))
    before = everything(handbook)

    result = run("release", "chat-reply", "telephone-answer", *BY)

    assert result.exit_code == 1
    assert {"VER01", "LIF05"} <= codes(result)
    assert everything(handbook) == before


REFUSED = {
    "no author": (BY[2:], {"LIF02"}),
    "no approval": (BY[:2], {"LIF02"}),
    "approved by an author": ((*BY[:2], "--approval", "head-of-service:@anna-k:2026-11-30"), {"LIF02"}),
    "approved by another role only": ((*BY[:2], "--approval", "compliance:@nadia-h:2026-11-30"), {"LIF02"}),
    "approved before the last push": ((*BY[:2], f"{BY[2]}={BY[3]}:{'5a' * 32}"), {"LIF08"}),
    "retroactive without a reason": ((*BY, "--retroactive"), {"LIF03"}),
    "released before the last release": ((*BY, "--on", "2026-11-01"), {"LIF07"}),
}


@pytest.mark.parametrize(("arguments", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_the_checks_forbid_is_not_released(
    run: Run, handbook: Path, chat: Path, arguments: tuple[str, ...], expected: set[str]
) -> None:
    """Exit code 1, the finding, and no file touched."""
    before = everything(handbook)

    result = run("release", "chat-reply", *arguments)

    assert result.exit_code == 1
    assert codes(result) == expected
    assert everything(handbook) == before


def test_the_roles_that_must_look_at_a_class_have_to_approve(run: Run, handbook: Path, chat: Path) -> None:
    """What is relaxed needs the desk that handbook.yml names for it; what is tightened does not."""
    edit(chat, ("    at_most: 55 seconds", "    at_most: 65 seconds"), ("class: tightened", "class: relaxed"))
    before = everything(handbook)

    result = run("release", "chat-reply", *BY)

    assert result.exit_code == 1
    assert codes(result) == {"LIF02"}
    assert "`compliance`" in result.stderr
    assert everything(handbook) == before
    assert (
        run("release", "chat-reply", *BY, "--approval", "compliance:@nadia-h:2026-11-30:120").exit_code == 0
    )
    assert errors(run) == []


WRONG = {
    "not an approval": ("chat-reply", "--approval", "olena"),
    "a pull request that is none": ("chat-reply", "--approval", "head-of-service:@olena-m:2026-11-30:x"),
    "no account": ("chat-reply", "--author", "Anna", "--approval", "head-of-service:@olena-m:2026-11-30"),
    "not a date": ("chat-reply", "--author", "@anna-k", "--approval", "head-of-service:@olena-m:2026-02-30"),
    "not a hash": (
        "chat-reply",
        "--author",
        "@anna-k",
        "--approval",
        "head-of-service:@olena-m:2026-11-30:1:abc",
    ),
    "unknown document": ("no-such-thing", *BY),
    "a folder without the document": ("chat-reply", "--from", "standards/registry", *BY),
    "two documents from one folder": ("chat-reply", "email-reply", "--from", "standards/registry", *BY),
    "a reason without --retroactive": ("email-reply", *BY),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_use(run: Run, handbook: Path, chat: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 2, a message, no traceback, no file touched."""
    edit(
        handbook / "support/email-reply/standard.yml",
        ('version: "3.0.0"', 'version: "3.0.1"'),
        ("effective_from: 2027-01-01", "effective_from: 2026-01-01\nretroactive: {reason: The law said so.}"),
    )
    before = everything(handbook)

    result = run("release", *arguments)

    assert result.exit_code == 2, result.output
    assert result.stderr.strip()
    assert everything(handbook) == before


def test_approvals_from_a_file(run: Run, handbook: Path, chat: Path, tmp_path: Path) -> None:
    """A list of approvals, some for one document of the set, some for all."""
    file = tmp_path / "approvals.yml"
    file.write_text(
        "approvals:\n"
        '  - {role: head-of-service, by: "@olena-m", on: 2026-11-30, pull_request: 7}\n'
        '  - {role: compliance, by: "@nadia-h", on: 2026-11-30, id: chat-reply}\n'
        '  - {role: compliance, by: "@nadia-h", on: 2026-11-30, id: email-reply}\n'
    )

    result = run("release", "chat-reply", "--author", "@anna-k", "--approvals", str(file))

    assert result.exit_code == 0, result.output
    record = YAML(typ="safe").load((chat.parent / "releases/2.0.0/release.yml").read_text())
    assert [one["role"] for one in record["approvals"]] == ["head-of-service", "compliance"]


def test_dry_run_tells_the_hash_to_approve(run: Run, handbook: Path, chat: Path) -> None:
    """Nothing is written; the hash that is printed, given with the approval, is the one that holds."""
    before = everything(handbook)
    [would] = answer(run("release", "chat-reply", "--dry-run", "--json", *BY))["releases"]
    assert everything(handbook) == before

    result = run("release", "chat-reply", *BY[:3], f"{BY[3]}:{would['content_sha256']}")

    assert result.exit_code == 0, result.output


def test_a_fix_behind_the_working_copy(run: Run, handbook: Path, chat: Path, tmp_path: Path) -> None:
    """1.1.1 is released from another folder while 2.0.0 is being written; the working copy is not touched."""
    fix = Path(shutil.copytree(chat.parent / "releases/1.1.0", tmp_path / "fix"))
    (fix / "release.yml").unlink()
    (fix / "registry.yml").unlink()
    edit(
        fix / "standard.yml",
        ('version: "1.1.0"', 'version: "1.1.1"'),
        ("owner: ", "review_every: P6M\nowner: "),
    )
    note(fix / "standard.yml", "change:\n  class: administrative\n  summary: It is looked at twice a year.\n")
    working = chat.read_bytes()

    result = run("release", "chat-reply", "--from", str(fix), *BY)

    assert result.exit_code == 0, result.output
    assert chat.read_bytes() == working
    assert (chat.parent / "releases/1.1.1/standard.yml").read_bytes() == (fix / "standard.yml").read_bytes()
    assert run("release", "chat-reply", *BY).exit_code == 0, "the working copy can still be released"
    assert errors(run) == []


def test_a_fix_is_checked_too(run: Run, handbook: Path, chat: Path, tmp_path: Path) -> None:
    """Content from another folder must say what it is: a tightened promise is no patch."""
    fix = Path(shutil.copytree(chat.parent / "releases/1.1.0", tmp_path / "fix"))
    edit(
        fix / "standard.yml", ('version: "1.1.0"', 'version: "1.1.1"'), ("    at_most: 60", "    at_most: 58")
    )

    result = run("release", "chat-reply", "--from", str(fix), *BY)

    assert result.exit_code == 1
    assert {"VER01", "VER02"} <= codes(result)


def test_retroactive(run: Run, handbook: Path) -> None:
    """With a reason and the option, the day is exactly the one that is wanted, though it has passed."""
    file = handbook / "quality/ease-of-use/test.yml"
    text = file.read_text()
    day = next(line for line in text.splitlines() if line.startswith("effective_from:"))
    edit(
        file,
        ('version: "1.0.0"', 'version: "1.0.1"'),
        (
            day,
            "effective_from: 2026-10-01\nretroactive: {reason: The tests of October were done by it already.}\nreview_every: P6M",
        ),
    )
    note(file, "change:\n  class: administrative\n  summary: It is looked at twice a year.\n")

    result = run("release", "ease-of-use", "--retroactive", *BY)

    assert result.exit_code == 0, result.output
    record = YAML(typ="safe").load((file.parent / "releases/1.0.1/release.yml").read_text())
    assert (str(record["effective_from"]), str(record["released_on"])) == ("2026-10-01", "2026-12-01")
    assert errors(run) == []


def test_a_first_release_is_judged_as_a_released_document(run: Run, handbook: Path) -> None:
    """What a draft may leave open, its first release may not."""
    edit(
        handbook / "drafts/locker-collection/standard.yml",
        ('version: "0.1.0"', 'version: "1.0.0"'),
        ("approvers: [head-of-service]\n", ""),
    )

    result = run("release", "locker-collection", *BY)

    assert result.exit_code == 1
    assert "SCH02" in codes(result)
    assert not (handbook / "drafts/locker-collection/releases").exists()


def test_the_rest_of_an_interrupted_release_is_cleared_away(run: Run, handbook: Path, chat: Path) -> None:
    """The command says so, and goes on."""
    shutil.copy(handbook / LEDGER, handbook / f"{LEDGER}.next")
    assert run("verify").exit_code == 1

    result = run("release", "chat-reply", *BY)

    assert result.exit_code == 0, result.output
    assert "interrupted" in result.stderr
    assert run("verify").exit_code == 0


# -- retire ------------------------------------------------------------------

RETIRE = (
    "retire",
    "coaching-and-feedback",
    "--on",
    "2027-03-01",
    "--reason",
    "Coaching is part of every course now.",
)
BY_LEAD = (
    "--author",
    "@roman-d",
    "--approval",
    "head-of-service:@olena-m:2026-11-30",
    "--approval",
    "compliance:@nadia-h:2026-11-30",
    "--evidence",
    "survey-2025",
)


def test_retire(run: Run, handbook: Path) -> None:
    """A last version whose header says so; from that day the document is retired, and until then it holds."""
    file = next(handbook.rglob("coaching-and-feedback/training.yml"))
    before = file.read_text()

    result = run(*RETIRE, "--replaced-by", "welcome-course", *BY_LEAD)

    assert result.exit_code == 0, result.output
    folder = max((file.parent / "releases").iterdir())
    record = YAML(typ="safe").load((folder / "release.yml").read_text())
    assert (record["class"], str(record["retired"]["on"]), str(record["effective_from"])) == (
        "removed",
        "2027-03-01",
        "2027-03-01",
    )
    assert record["retired"]["replaced_by"] == "welcome-course"
    assert (folder / "training.yml").read_bytes() == file.read_bytes()
    untouched = [
        line
        for line in before.partition("\nchange:")[0].splitlines()
        if not line.startswith(("version:", "effective_from:"))
    ]
    assert set(untouched) <= set(file.read_text().splitlines())
    assert errors(run) == []
    assert run("verify").exit_code == 0
    status = {
        day: json.loads(run("list", "--all", "--json", "--on", day).stdout)["documents"]
        for day in ("2027-02-28", "2027-03-01")
    }
    assert {
        day: next(one["status"] for one in rows if one["id"] == "coaching-and-feedback")
        for day, rows in status.items()
    } == {"2027-02-28": "in force", "2027-03-01": "retired"}
    assert run(*RETIRE, *BY_LEAD).exit_code == 2, "retired already"


def test_retire_without_notice_or_evidence(run: Run, handbook: Path) -> None:
    """What is removed waits as long as what is relaxed: 30 days; and it rests on something."""
    before = everything(handbook)

    soon = run("retire", "coaching-and-feedback", "--on", "2026-12-20", "--reason", "Not needed.", *BY_LEAD)
    assert soon.exit_code == 2
    assert "2026-12-31" in soon.stderr
    assert everything(handbook) == before


def test_retire_stops_while_others_depend_on_it(run: Run, handbook: Path) -> None:
    """The procedure of a promise cannot outlive it unnoticed."""
    before = everything(handbook)

    result = run(
        "retire",
        "telephone-answer",
        "--on",
        "2027-03-01",
        "--reason",
        "No more calls.",
        *BY,
        "--evidence",
        "survey-2025",
    )

    assert result.exit_code == 1
    assert "REF02" in codes(result)
    assert everything(handbook) == before


@pytest.mark.parametrize("id", ["locker-collection", "fax-enquiries", "no-such-thing", "personal-service"])
def test_retire_what_cannot_be_retired(run: Run, handbook: Path, id: str) -> None:
    """A draft, a retired document, an unknown one, one with changes that are not released: exit code 2."""
    before = everything(handbook)

    result = run("retire", id, "--on", "2027-03-01", "--reason", "No longer asked for.", *BY)

    assert result.exit_code == 2
    assert everything(handbook) == before


# -- bump --------------------------------------------------------------------


def test_bump_proposes_and_writes_two_lines(run: Run, handbook: Path) -> None:
    """From 60 to 55 seconds is tightened, a new major version; only the two lines change."""
    file = handbook / CHAT
    edit(file, ("    at_most: 60 seconds", "    at_most: 55 seconds  # as in the trial"))
    before = file.read_text().splitlines()

    said = answer(run("bump", "chat-reply", "--json"))
    assert (said["before"], said["version"], said["class"], said["bump"]) == (
        "1.1.0",
        "2.0.0",
        "tightened",
        "major",
    )
    assert file.read_text().splitlines() == before

    assert run("bump", "chat-reply", "--write").exit_code == 0
    after = file.read_text().splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ('version: "1.1.0"', 'version: "2.0.0"'),
        ("  class: clarified", "  class: tightened"),
    ]
    run("bump", "chat-reply", "--write")
    assert file.read_text().splitlines() == after, "twice is once"


def test_bump_of_what_did_not_change(run: Run, handbook: Path) -> None:
    """Nothing to propose, nothing written."""
    before = everything(handbook)

    result = run("bump", "telephone-answer", "--write")

    assert result.exit_code == 0
    assert "nothing has changed since 2.0.0" in result.stdout
    assert everything(handbook) == before


def test_bump_keeps_what_says_more(run: Run, handbook: Path, chat: Path) -> None:
    """A greater version or a stronger class of the author's own is not lowered."""
    edit(chat, ('version: "2.0.0"', 'version: "4.0.0"'), ("class: tightened", "class: mixed"))
    before = chat.read_bytes()

    assert run("bump", "chat-reply", "--write").exit_code == 0
    assert chat.read_bytes() == before


def test_bump_says_where_words_were_not_judged(run: Run, handbook: Path) -> None:
    """Words whose meaning no rule can tell are for a person to read."""
    file = handbook / CHAT
    text = file.read_text()
    statement = next(line for line in text.splitlines() if line.strip().startswith("statement:"))
    edit(file, (statement, statement.rstrip(".") + " gladly and warmly."))

    result = run("bump", "chat-reply")

    assert "1.2.0, clarified" in result.stdout
    assert "no rule can judge" in result.stdout


# -- verify ------------------------------------------------------------------


def test_verify_against_a_noted_hash(run: Run, handbook: Path, chat: Path) -> None:
    """The hash of today proves the handbook tomorrow, whatever was added; an unknown one is a finding."""
    noted = answer(run("verify", "--json"))["ledger"]["last_sha256"]
    assert run("verify", "--expect", noted).exit_code == 0
    assert run("release", "chat-reply", *BY).exit_code == 0

    later = run("verify", "--expect", noted)
    assert later.exit_code == 0
    assert "1 release was added since" in later.stdout
    other = run("verify", "--expect", "5a" * 32, "--json")
    assert other.exit_code == 1
    assert [one["fault"] for one in json.loads(other.stdout)["findings"]] == ["other-ledger"]
    assert run("verify", "--expect", "abc").exit_code == 2


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_verify_names_the_file(run: Run, handbook: Path, language: str) -> None:
    """One byte: exit code 1, and the file by its name, in the editor's language."""
    file = handbook / "support/email-reply/releases/2.0.0/standard.yml"
    file.write_bytes(file.read_bytes() + b"\n")

    result = run("verify", "--language", language)

    assert result.exit_code == 1
    assert "standards/support/email-reply/releases/2.0.0/standard.yml:1:1  LIF06" in result.stdout
