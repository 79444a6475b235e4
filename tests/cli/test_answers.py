"""What held on a day, and what changed: `as-of`, `list --on`, `diff`, and git's own diff."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.conftest import Run, answer

from service_standards.exports.schema import kept_schema

GIT = {
    "GIT_AUTHOR_NAME": "Editor", "GIT_AUTHOR_EMAIL": "editor@meridian.example",
    "GIT_COMMITTER_NAME": "Editor", "GIT_COMMITTER_EMAIL": "editor@meridian.example",
    "GIT_AUTHOR_DATE": "2026-11-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-01T12:00:00Z",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
}  # fmt: skip

PLUGINS = Path(__file__).parents[2] / "plugins"
MAIN = "from service_standards.cli import main; main()"


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **GIT},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def replace(path: Path, old: str, new: str) -> None:
    """Change a file as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# -- as-of ------------------------------------------------------------------------


HELD = {
    "before the second version": ("2025-03-31", "1.0.0", "2024-12-01", "2025-04-01", "2 business days"),
    "its last day": ("2026-12-31", "2.1.0", "2026-03-01", "2027-01-01", "24 hours"),
    "the first day of what is coming": ("2027-01-01", "3.0.0", "2027-01-01", None, "12 hours"),
}


@pytest.mark.parametrize(("day", "version", "since", "until", "limit"), HELD.values(), ids=HELD)
def test_as_of(run: Run, day: str, version: str, since: str, until: str | None, limit: str) -> None:
    """The version, its interval and the values; the day on which a version ends is the next one's first."""
    said = answer(run("as-of", "email-reply#answer", "--on", day, "--json"))

    assert (said["id"], said["version"], said["from"], said["until"]) == (
        "email-reply#answer",
        version,
        since,
        until,
    )
    assert said["values"]["at_most"] == limit
    assert said["known_on"] == "2026-12-01"


def test_as_of_knows_two_times(run: Run) -> None:
    """What is said today of a day, and what was said then, may differ."""
    today = answer(run("as-of", "email-reply", "--on", "2027-01-01", "--json"))
    then = answer(run("as-of", "email-reply", "--on", "2027-01-01", "--known-on", "2026-11-15", "--json"))

    assert (today["version"], then["version"]) == ("3.0.0", "2.1.0")
    assert then["until"] is None


def test_as_of_a_retired_document(run: Run) -> None:
    """Retired is an answer, and no values hold."""
    said = answer(run("as-of", "fax-enquiries", "--json"))
    text = run("as-of", "fax-enquiries").stdout

    assert (said["retired_since"], said["values"]) == ("2025-12-31", None)
    assert "retired since 2025-12-31" in text


NO_ANSWER = {
    "before the first release": (("as-of", "email-reply", "--on", "2020-01-01"), 3, "No record"),
    "not known yet": (("as-of", "email-reply", "--known-on", "2020-01-01"), 3, "No record"),
    "never released": (("as-of", "locker-collection"), 3, "No record"),
    "unknown document": (("as-of", "email-answer"), 2, "email-reply"),
    "unknown clause": (("as-of", "email-reply#nothing"), 2, "answer"),
    "both sides before the first release": (("diff", "1999-01-01", "2000-01-01"), 3, "No record"),
    "one side": (("diff", "email-reply@1.0.0"), 2, "two"),
    "no such version": (("diff", "email-reply@1.0.0", "email-reply@9.9.9"), 2, "2.1.0"),
    "no such commit": (("diff", "--git", "here", "there"), 4, "here"),
    "a commit that is an option": (("diff", "--git", "--output=x", "HEAD"), 4, "--output=x"),
    "two kinds": (("diff", "email-reply@1.0.0", "email-handling@1.0.0"), 2, "procedure"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), NO_ANSWER.values(), ids=NO_ANSWER)
def test_no_answer_is_said(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    """Its own exit code, a reason on standard error, nothing on standard output."""
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


BROKEN = {
    "a byte of a release": lambda folder: replace(
        folder / "releases/2.0.0/standard.yml", "24 hours", "23 hours"
    ),
    "a date of a record": lambda folder: replace(
        folder / "releases/2.0.0/release.yml", "effective_from: 2025-09-01", "effective_from: 2025-08-20"
    ),
    "a release removed": lambda folder: shutil.rmtree(folder / "releases/2.0.0"),
    "the document removed": shutil.rmtree,
    "the ledger removed": lambda folder: (folder.parents[1] / "releases.tsv").unlink(),
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_no_answer(run: Run, handbook: Path, breaks: Any) -> None:
    """A release that is not what was released gives neither a value nor a comparison."""
    breaks(handbook / "support" / "email-reply")

    for arguments in (("as-of", "email-reply", "--on", "2025-10-01"), ("diff", "2025-01-01", "2025-10-01")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (4, ""), arguments
        assert "email-reply" in result.stderr or "releases.tsv" in result.stderr


def test_a_release_without_a_line_in_the_ledger_is_none(run: Run, handbook: Path) -> None:
    """A release that was never completed holds on no day."""
    ledger = handbook / "releases.tsv"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if "\temail-reply\t3.0.0\t" not in line), "utf-8")

    assert answer(run("as-of", "email-reply", "--on", "2027-02-01", "--json"))["version"] == "2.1.0"


def test_as_of_in_an_unpacked_archive(handbook: Path, tmp_path: Path) -> None:
    """No git, no working directory of a project: a tar of the handbook's folder is enough."""
    with tarfile.open(tmp_path / "handbook.tar", "w") as tar:
        tar.add(handbook, "handbook")
    there = tmp_path / "there"
    with tarfile.open(tmp_path / "handbook.tar") as tar:
        tar.extractall(there, filter="data")

    done = subprocess.run(
        [sys.executable, "-c", MAIN, "as-of", "email-reply#answer", "--on", "2026-06-01", "--json"],
        cwd=there / "handbook", capture_output=True, text=True, check=False,
        env={"PATH": "", "PYTHONPATH": str(PLUGINS), "HOME": str(tmp_path)},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["version"] == "2.1.0"


def test_list_knows_two_times(run: Run) -> None:
    """On New Year's Day 3.0.0 holds; before it was released, nobody could say so."""

    def version(*arguments: str) -> str:
        documents = answer(run("list", "--json", "--on", "2027-01-01", *arguments))["documents"]
        return str({one["id"]: one["version"] for one in documents}["email-reply"])

    assert version() == "3.0.0"
    assert version("--known-on", "2026-11-15") == "2.1.0"


# -- diff -------------------------------------------------------------------------


def test_diff_of_two_versions(run: Run) -> None:
    """The shape that is published, the directions, the values in their canonical text."""
    said = answer(run("diff", "email-reply@2.0.0", "email-reply@3.0.0", "--json"))

    Draft202012Validator(json.loads(kept_schema("diff"))).validate(said)
    assert (said["class"], said["bump"]) == ("tightened", "major")
    [limit] = [one for one in said["changes"] if one["code"] == "commitment.at_most"]
    assert (limit["document"], limit["clause"]) == ("email-reply", "answer")
    assert (limit["before"], limit["after"]) == ("24 hours", "12 hours")
    assert (limit["customer"], limit["staff"], limit["class"]) == ("tightened", "tightened", "tightened")


def test_diff_reverses(run: Run) -> None:
    """The other way round, tightened is relaxed."""
    said = answer(run("diff", "email-reply@3.0.0", "email-reply@2.0.0", "--json", "--class", "relaxed"))

    assert {one["field"] for one in said["changes"]} == {"at_most", "target.share"}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_of_every_change_since_the_beginning(run: Run, form: str) -> None:
    """Whatever changed in the sample can be written; JSON is by the schema, CSV says the same."""
    said = answer(run("diff", "2024-12-01", "2027-01-01", "--json"))
    Draft202012Validator(json.loads(kept_schema("diff"))).validate(said)
    assert len(said["changes"]) > 50

    printed = run("diff", "2024-12-01", "2027-01-01", "--format", "csv").stdout_bytes
    assert printed.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(printed.decode("utf-8-sig"))))
    assert [(row["document"], row["code"], row["class"]) for row in rows] == [
        (one["document"], one["code"], one["class"]) for one in said["changes"]
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_diff_of_two_dates_is_that_of_the_versions_then(run: Run) -> None:
    """The dates only choose the versions; to the clause they say the same."""
    by_date = answer(run("diff", "2026-12-01", "2027-01-01", "--json"))["changes"]
    versions = answer(run("diff", "email-reply@2.1.0", "email-reply@3.0.0", "--json"))["changes"]

    assert [one for one in by_date if one["document"] == "email-reply"] == versions
    assert {one["document"] for one in by_date} == {"email-reply", "email-handling"}


@pytest.mark.parametrize("day", ["2025-01-01", "2026-06-15", "2027-02-01"])
def test_a_day_and_itself(run: Run, day: str) -> None:
    """Nothing changed, and it is said."""
    result = run("diff", day, day)

    assert (result.exit_code, result.stdout) == (0, "No changes.\n")


FAIL_ON = {
    "the class itself": ("tightened", 1),
    "what weighs less": ("administrative", 1),
    "the other direction": ("relaxed", 0),
    "what weighs more": ("mixed", 0),
}


@pytest.mark.parametrize(("wanted", "code"), FAIL_ON.values(), ids=FAIL_ON)
def test_fail_on(run: Run, wanted: str, code: int) -> None:
    """Exit code 1 from a class on; the opposite direction weighs the same and is another class."""
    assert run("diff", "email-reply@2.0.0", "email-reply@3.0.0", "--fail-on", wanted).exit_code == code


def test_redline(run: Run) -> None:
    """Words that went and came, in text and in Markdown; values in words."""
    text = run("diff", "chat-reply@1.0.0", "chat-reply@1.1.0").stdout
    markdown = run("diff", "email-reply@2.0.0", "email-reply@2.1.0", "--format", "markdown").stdout
    ukrainian = run("diff", "email-reply@2.0.0", "email-reply@3.0.0", "--language", "uk").stdout

    assert "{+, with one agent or with a colleague who has read what you wrote+}" in text
    assert "meaning not judged" in text
    assert "~~Write~~ **Reply to your own message" in markdown
    assert "24 години → 12 годин" in ukrainian


def test_diff_of_folders(run: Run, handbook: Path, tmp_path: Path) -> None:
    """Two handbooks, and two releases of one document."""
    other = Path(shutil.copytree(handbook, tmp_path / "other"))
    replace(
        other / "support/telephone-answer/standard.yml", "    at_most: 20 seconds", "    at_most: 30 seconds"
    )
    folder = handbook / "support" / "email-reply" / "releases"

    [change] = answer(run("diff", str(handbook), str(other), "--json"))["changes"]
    releases = answer(run("diff", str(folder / "2.0.0"), str(folder / "3.0.0"), "--json"))

    assert (change["document"], change["field"], change["class"]) == (
        "telephone-answer",
        "at_most",
        "relaxed",
    )
    assert releases == answer(run("diff", "email-reply@2.0.0", "email-reply@3.0.0", "--json"))


UNREADABLE = {
    "not YAML": "id: [",
    "a value that cannot be read": None,
    "not UTF-8": b"id: \xff\xfe",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_side_is_an_error(
    run: Run, handbook: Path, tmp_path: Path, text: str | bytes | None
) -> None:
    """Vector 21: exit code 4, the fault named, never "no changes"."""
    other = Path(shutil.copytree(handbook, tmp_path / "other"))
    path = other / "support/telephone-answer/standard.yml"
    if text is None:
        replace(path, "    at_most: 20 seconds", "    at_most: 2 days")
    else:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    for sides in ((handbook, other), (other, handbook)):
        result = run("diff", *map(str, sides))
        assert (result.exit_code, result.stdout) == (4, "")
        assert "telephone-answer/standard.yml" in result.stderr


def test_what_cannot_be_compared_is_an_error(run: Run, handbook: Path, tmp_path: Path) -> None:
    """Business time without a calendar has no direction: exit code 4."""
    other = Path(shutil.copytree(handbook, tmp_path / "other"))
    replace(other / "registry/calendars.yml", "- id: claims-hours", "- id: other-hours")
    replace(
        other / "claims/complaint-resolution/standard.yml",
        "    at_most: 10 business days",
        "    at_most: 9 business days",
    )

    result = run("diff", str(handbook), str(other))

    assert (result.exit_code, result.stdout) == (4, "")
    assert "Not compared" in result.stderr


def test_diff_of_commits(run: Run, handbook: Path) -> None:
    """Read from git's objects: the folder is left as it is, and what is not committed does not count."""
    project = handbook.parent
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "First")
    path = handbook / "support/telephone-answer/standard.yml"
    replace(path, "    at_most: 20 seconds", "    at_most: 15 seconds")
    git(project, "commit", "-qam", "Answer sooner")
    replace(path, "    at_most: 15 seconds", "    at_most: 40 seconds")

    [change] = answer(run("diff", "--git", "HEAD~1", "HEAD", "--json"))["changes"]

    assert (change["before"], change["after"], change["class"]) == ("20 seconds", "15 seconds", "tightened")
    assert run("diff", "--git", "HEAD", "HEAD").stdout == "No changes.\n"
    assert git(project, "worktree", "list").count("\n") == 1
    assert git(project, "status", "--short") == " M standards/support/telephone-answer/standard.yml\n"


def test_git_shows_the_meaning(run: Run, handbook: Path, tmp_path: Path) -> None:
    """Set up by the one documented command, `git log -p --ext-diff` says what a change means."""
    project = handbook.parent
    shutil.copy(Path(__file__).parents[2] / ".gitattributes", project)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "First")
    command = f"env PYTHONPATH={PLUGINS} {sys.executable} -c '{MAIN}' git-diff --language en"
    git(project, "config", "diff.standards.command", command)
    replace(
        handbook / "support/telephone-answer/standard.yml",
        "    at_most: 20 seconds",
        "    at_most: 15 seconds",
    )
    replace(handbook / "registry/roles.yml", "title: ", "title: Our ")
    git(project, "commit", "-qam", "Answer sooner")
    replace(
        handbook / "support/telephone-answer/standard.yml", "    at_most: 15 seconds", "    at_most: 15 days"
    )

    logged = git(project, "log", "-1", "-p", "--ext-diff")
    broken = git(project, "diff")

    assert "20 seconds → 15 seconds" in logged
    assert "tightened; better for the customer" in logged
    assert "+    at_most: 15 seconds" not in logged
    assert "+  title: Our " in logged, "what is no document is shown line by line"
    assert "Not compared" in broken
    assert "+    at_most: 15 days" in broken
