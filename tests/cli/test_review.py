"""`standards review` over real git: what is compared with what, what an approval survives, and when nothing is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from tests.checks.fixtures import GOOD

from service_standards.cli import main
from service_standards.exports.schema import schema

REPLY = "handbook/support/email-reply/standard.yml"
HANDLING = "handbook/support/email-handling/procedure.yml"
Review = Callable[..., Result]

IDENTITY = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_AUTHOR_DATE": "2026-11-01T12:00:00Z",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
    "GIT_COMMITTER_DATE": "2026-11-01T12:00:00Z",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **IDENTITY},
    )
    return done.stdout.strip()


def edit(repository: Path, path: str, *pairs: tuple[str, str], commit: bool = True) -> None:
    """Replace text in a file that must hold it, and commit."""
    file = repository / path
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    if commit:
        git(repository, "commit", "-qam", f"Edit {path}")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch `change`, begun from `main`, relaxes a promise."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copytree(GOOD, folder / "handbook")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    git(folder, "checkout", "-qb", "change")
    edit(folder, REPLY, ("12 hours", "24 hours"), ('version: "2.0.0"', 'version: "3.0.0"'))
    return folder


@pytest.fixture
def review(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Call `standards review` in the repository, in English, on 1 December 2026."""
    monkeypatch.chdir(repository)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796119200")

    def call(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ["review", "--standards", "handbook", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def answer(result: Result) -> Any:
    """The JSON that was answered, by its schema."""
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert list(Draft202012Validator(schema("review-report")).iter_errors(found)) == []
    return found


def documents(found: Any) -> dict[str, str]:
    """The class of each document that changed."""
    return {one["id"]: one["class"] for one in found["documents"]}


def fingerprints(found: Any) -> list[str]:
    """The fingerprints of all changes of documents."""
    return [one["fingerprint"] for part in found["documents"] for one in part["changes"]]


def test_a_branch_is_compared_with_where_it_began(repository: Path, review: Review) -> None:
    """What others merged in the meantime is not shown as undone by this change."""
    git(repository, "checkout", "-q", "main")
    edit(repository, HANDLING, ("within: 2 hours", "within: 1 hour"))
    git(repository, "checkout", "-q", "change")

    found = answer(review("--base", "main", "--json"))

    assert documents(found) == {"email-reply": "relaxed"}
    assert found["base"] == {"ref": "main", "commit": git(repository, "merge-base", "main", "change")}
    assert found["head"] == {"ref": None, "commit": None}


def test_an_approval_survives_a_rebase_and_not_an_edit(repository: Path, review: Review) -> None:
    """Rebased on what others merged, the change has the same fingerprint; with another value it has another."""
    before = answer(review("--base", "main", "--json"))
    git(repository, "checkout", "-q", "main")
    edit(repository, HANDLING, ("within: 2 hours", "within: 1 hour"))
    edit(repository, REPLY, ("id: email-reply\n", "# Looked at by the desk.\n\nid: email-reply\n"))
    git(repository, "checkout", "-q", "change")
    git(repository, "rebase", "-q", "main")
    rebased = answer(review("--base", "main", "--json"))
    edit(repository, REPLY, ("24 hours", "36 hours"))
    edited = answer(review("--base", "main", "--json"))

    assert rebased["base"]["commit"] != before["base"]["commit"]
    assert fingerprints(rebased) == fingerprints(before)
    assert rebased["fingerprint"] == before["fingerprint"]
    assert fingerprints(edited) != fingerprints(before)
    assert edited["fingerprint"] != before["fingerprint"]


def test_a_commit_is_read_without_checking_it_out(repository: Path, review: Review) -> None:
    """With --head both sides come from git's objects: the folder may say anything."""
    git(repository, "checkout", "-q", "main")
    edit(repository, REPLY, ("12 hours", "6 hours"), commit=False)

    found = answer(review("--base", "main", "--head", "change", "--json"))

    assert documents(found) == {"email-reply": "relaxed"}
    assert found["head"] == {"ref": "change", "commit": git(repository, "rev-parse", "change")}
    assert "6 hours" in (repository / REPLY).read_text(encoding="utf-8")


def test_what_is_not_committed_counts(repository: Path, review: Review) -> None:
    """An editor sees what she has not committed yet."""
    edit(repository, HANDLING, ("within: 2 hours", "within: 1 hour"), commit=False)

    assert set(documents(answer(review("--base", "main", "--json")))) == {"email-reply", "email-handling"}


def test_without_a_common_commit(repository: Path, review: Review, tmp_path: Path) -> None:
    """In a clone so shallow that the beginning of the branch is not there, the base itself is compared."""
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "change", f"file://{repository}", str(shallow))
    git(shallow, "fetch", "-q", "--depth", "1", "origin", "main")
    base = git(shallow, "rev-parse", "FETCH_HEAD")

    found = answer(review("--standards", str(shallow / "handbook"), "--base", base, "--json"))

    assert documents(found) == {"email-reply": "relaxed"}
    assert found["base"]["commit"] == base


def test_no_changes_only_if_there_are_none(repository: Path, review: Review) -> None:
    """Both sides the same: said in words and in JSON."""
    assert "No changes" in review("--base", "change").stdout
    assert answer(review("--base", "change", "--json"))["class"] == "none"


def test_links(repository: Path, review: Review) -> None:
    """With the address of a preview, pages are linked; without it, they are only named."""
    url = "https://preview.example/41"
    found = answer(review("--base", "main", "--json", "--site-url", url))

    assert (
        f"]({url}/email-reply/)" in review("--base", "main", "--format", "markdown", "--site-url", url).stdout
    )
    assert found["pages"][0]["url"] == f"{url}/email-reply/"
    assert "](" not in review("--base", "main", "--format", "markdown").stdout
    assert answer(review("--base", "main", "--json"))["pages"][0]["url"] is None


BROKEN = {
    "the head": ("change", ("24 hours", "24 hour-ish")),
    "the base": ("main", ("12 hours", "[12 hours")),
}


@pytest.mark.parametrize(("branch", "pair"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_side_that_cannot_be_read(
    repository: Path, review: Review, branch: str, pair: tuple[str, str], form: str
) -> None:
    """Exit code 4 and what is wrong, in every form: never "no changes"."""
    git(repository, "checkout", "-q", branch)
    edit(repository, REPLY, pair)
    git(repository, "checkout", "-q", "change")
    if branch == "main":
        git(repository, "rebase", "-q", "-X", "theirs", "main")

    result = review("--base", "main", "--format", form)

    assert result.exit_code == 4
    assert "support/email-reply/standard.yml" in result.stderr
    assert "No changes" not in result.output.replace("This is not “no changes”", "")
    if form == "json":
        found = json.loads(result.stdout)
        assert found["compared"] is False
        assert found["findings"]["new"]
        assert list(Draft202012Validator(schema("review-report")).iter_errors(found)) == []
    elif form == "markdown":
        assert result.stdout.startswith("## ✖ Not compared")
        assert "standard.yml" in result.stdout
    else:
        assert result.stdout == ""


@pytest.mark.parametrize("ref", ["no-such-branch", "--output=/tmp/x", "HEAD:handbook", ""])
def test_a_commit_that_is_not_there(review: Review, ref: str) -> None:
    """Nothing was compared: exit code 4, and no option of git is smuggled in."""
    result = review(f"--base={ref}", "--json")

    assert result.exit_code == 4
    assert "Not compared" in result.stderr
    assert json.loads(result.stdout)["compared"] is False


def test_a_released_file_that_was_changed(repository: Path, review: Review) -> None:
    """Working copies compare all the same; the finding and the file are in the report."""
    edit(repository, "handbook/support/email-reply/releases/1.0.0/standard.yml", ("24 hours", "48 hours"))

    found = answer(review("--base", "main", "--json"))

    assert "LIF06" in {one["code"] for one in found["findings"]["new"]}
    assert ("release", "changed") in {(one["what"], one["event"]) for one in found["files"]}


def test_a_name_that_is_no_text(repository: Path, review: Review) -> None:
    """A file may be named by any bytes: it is shown, and nothing breaks."""
    (repository / "handbook" / os.fsdecode(b"pict\xffure.svg")).write_bytes(b"<svg/>")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Add")

    found = answer(review("--base", "main", "--head", "change", "--json"))

    assert "pict\\xffure.svg" in {one["path"] for one in found["files"]}
    assert review("--base", "main", "--format", "markdown").exit_code == 0


def test_speaks_three_languages(review: Review) -> None:
    """The report is said in the language that is asked for."""
    said = {review("--base", "main", "--language", one).stdout.splitlines()[0] for one in ("en", "uk", "ru")}

    assert said == {"▼ Relaxed", "▼ Послаблено", "▼ Смягчено"}
