"""`standards host` where the host is not there, or is asked in a wrong way: a message, never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.checks.fixtures import GOOD
from tests.cli.conftest import Run, run
from tests.github.workflow import git

from service_standards.cli import main

__all__ = ["run"]

RUN = {
    "html_url": "https://example.org", "head_sha": "a" * 40, "conclusion": "success", "head_branch": "b",
    "head_repository": {"full_name": "a/b", "owner": {"login": "a"}},
}  # fmt: skip


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of the good handbook's folder, in a repository."""
    folder = Path(shutil.copytree(GOOD, tmp_path / "standards"))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "Begin")
    return folder


@pytest.fixture(autouse=True)
def no_host(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without `gh`, outside any workflow."""
    tools = handbook.parent / "tools"
    tools.mkdir()
    found = shutil.which("git")
    assert found
    (tools / "git").symlink_to(found)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)


def test_no_repository(run: Run, handbook: Path) -> None:
    """In a workflow the repository is known; elsewhere it is named."""
    told = run("host", "release", "--into", "body.md")

    assert told.exit_code == 2
    assert "--repository" in told.stderr


def test_no_host(run: Run, handbook: Path) -> None:
    """The command that speaks to the host is not installed."""
    told = run("host", "release", "--into", "body.md", "--branch", "x", "--repository", "a/b")

    assert told.exit_code == 4
    assert "gh: No such file" in told.stderr
    assert not (handbook.parent / "body.md").exists()


def test_the_gate_asks_nobody_where_nothing_is_released(run: Run) -> None:
    """No new release: there is nothing to confirm."""
    told = run("host", "gate", "--base", "HEAD")

    assert told.exit_code == 0, told.output


def test_the_gate_without_its_base(run: Run) -> None:
    """A commit that is not there is no base."""
    assert run("host", "gate", "--base", "no-such").exit_code == 4


EVENTS = {
    "nothing": "",
    "no JSON": "<html>",
    "a list": "[]",
    "another event": '{"pull_request": {}}',
    "a fork that is gone": json.dumps({"workflow_run": {**RUN, "head_repository": None}}),
}


@pytest.mark.parametrize("text", EVENTS.values(), ids=EVENTS)
def test_no_event(run: Run, handbook: Path, text: str) -> None:
    """A file that is no event of a finished run."""
    (handbook.parent / "event.json").write_text(text)
    told = run("host", "comment", "--event", "event.json", "--report", "r.md", "--repository", "a/b")

    assert told.exit_code == 2
    assert "event.json" in told.stderr


@pytest.mark.parametrize("text", ["", "[]", '{"on": "2026-12-01"}', '{"due": [1]}'])
def test_no_answer_of_due(run: Run, handbook: Path, text: str) -> None:
    """A file that is no answer of `standards due --json`."""
    (handbook.parent / "due.json").write_text(text)
    told = run("host", "issues", "due.json", "--repository", "a/b")

    assert told.exit_code == 2
    assert "due.json" in told.stderr


def test_help() -> None:
    """Each part says what it does."""
    printed = CliRunner().invoke(main, ["host", "--help"]).output

    assert all(f"  {name} " in printed for name in ("comment", "gate", "issues", "release"))
