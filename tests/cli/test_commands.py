"""Every subcommand as its users call it: answers, exit codes, files."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.cli.conftest import Run, answer
from tests.conftest import ROOT

from service_standards.cli import SUBCOMMANDS, main
from service_standards.model.documents import Kind

DOCS = ROOT / "plugins" / "service_standards" / "docs" / "commands"


@pytest.mark.parametrize("name", sorted(SUBCOMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    """A command has a page in the handbook's help, and the page names its options."""
    command = main.get_command(None, name)  # type: ignore[arg-type]
    assert command
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    common = {"--on", "--json", "--language", "--standards"} if name != "check" else set()

    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    params = [param for one in commands for param in one.params]
    options = {option for param in params for option in param.opts if option.startswith("--")}
    assert {option for option in options - common if option not in page} == set()


def test_list_is_what_is_in_force(run: Run) -> None:
    """Drafts and retired documents are left out unless asked for."""
    ids = {one["id"] for one in answer(run("list", "--json"))["documents"]}
    everything = {one["id"]: one["status"] for one in answer(run("list", "--all", "--json"))["documents"]}

    assert ids == {name for name, status in everything.items() if status == "in force"}
    assert everything["locker-collection"] == "draft"
    assert everything["fax-enquiries"] == "retired"
    assert len(ids) >= 14


def test_list_names_what_is_scheduled(run: Run) -> None:
    """`next` is the version that waits for its day."""
    [reply] = [one for one in answer(run("list", "--json"))["documents"] if one["id"] == "email-reply"]

    assert (reply["version"], reply["next"], reply["effective_from"]) == ("2.1.0", "3.0.0", "2026-03-01")


def test_list_on_a_day(run: Run) -> None:
    """On New Year's Day the scheduled version holds."""
    [reply] = [
        one
        for one in answer(run("list", "--json", "--on", "2027-01-01"))["documents"]
        if one["id"] == "email-reply"
    ]

    assert (reply["version"], reply["next"]) == ("3.0.0", None)


def test_show_before_the_first_release_is_no_record(run: Run) -> None:
    """Never the oldest version, never silence: exit code 3."""
    result = run("show", "email-reply", "--on", "2020-01-01")

    assert result.exit_code == 3
    assert "No record" in result.stderr


WRONG_USE = {
    "unknown document": ("show", "no-such-thing"),
    "unknown clause": ("show", "email-reply#no-such-clause"),
    "not an id": ("show", "Reply to an e-mail"),
    "unknown role": ("list", "--role", "nobody"),
    "not a date": ("list", "--on", "2026-02-30"),
    "id taken": ("new", "standard", "email-reply"),
    "id not a slug": ("new", "standard", "Chat Reply"),
    "released already": ("release", "telephone-answer"),
    "a draft's number": ("release", "locker-collection"),
    "folder not empty": ("render", "standards"),
}


@pytest.mark.parametrize("arguments", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_said_and_changes_nothing(run: Run, handbook: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 2, a message, no traceback, no file touched."""
    before = {path: path.read_bytes() for path in handbook.rglob("*") if path.is_file()}

    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stderr.strip()
    assert {path: path.read_bytes() for path in handbook.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("kind", [*map(str, Kind), "evidence", "waiver"])
def test_new_gives_a_draft_whose_only_findings_are_its_todos(run: Run, kind: str) -> None:
    """An editor starts from a template and is told what is still to do, and nothing else."""
    made = run("new", kind, "parcel-lockers", "--area", "support")
    assert made.exit_code == 0, made.output

    result = run("check", "--json")

    import json

    findings = [one for one in json.loads(result.stdout)["findings"] if "parcel-lockers" in one["file"]]
    assert findings
    assert {one["code"] for one in findings} == {"SCH06"}


def test_fmt_twice_changes_nothing_more(run: Run) -> None:
    """The canonical form is a fixed point."""
    run("fmt")

    again = run("fmt", "--check")
    assert again.exit_code == 0, again.output


def test_check_speaks_three_languages(run: Run, handbook: Path) -> None:
    """The same finding, in the editor's language."""
    path = handbook / "support" / "telephone-answer" / "standard.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("20 seconds", "2 days"), encoding="utf-8")

    said = {language: run("check", "--language", language).stdout for language in ("en", "uk", "ru")}

    assert len(set(said.values())) == 3
    assert all("SCH03" in text and "telephone-answer/standard.yml:" in text for text in said.values())


def test_help_lists_every_command() -> None:
    """`standards --help` names them all."""
    printed = CliRunner().invoke(main, ["--help"]).output

    assert all(f"  {name} " in printed for name in SUBCOMMANDS)
