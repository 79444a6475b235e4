"""`standards import`: exit codes, what is printed, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service_standards.cli.import_ import command

from .support import EXAMPLES, MAPPING, texts_below

TABLE = "service,name,number,promise\nA,Alpha,a,We answer in 10 days\n"


def run(tmp_path: Path, *more: str, table: str | bytes = TABLE, mapping: str = MAPPING) -> Result:
    """Run the command on small files."""
    content = table.encode() if isinstance(table, str) else table
    (tmp_path / "t.csv").write_bytes(content)
    (tmp_path / "m.yml").write_text(mapping, encoding="utf-8")
    names = [
        str(tmp_path / "t.csv"),
        "--mapping",
        str(tmp_path / "m.yml"),
        "--into",
        str(tmp_path / "h/standards"),
    ]
    return CliRunner().invoke(command, [*names, "--language", "en", *more])


def test_it_says_what_it_did(tmp_path: Path) -> None:
    """The counts, the rows with something to decide, and at the end what was written."""
    done = run(tmp_path)

    assert done.exit_code == 0, done.output
    assert "Draft documents: 1\nCommitments: 1\n" in done.output
    assert "row 2  a#a  10 days: business or calendar days?" in done.output
    assert done.output.endswith(
        "Written: 4 files, into "
        + str(tmp_path / "h/standards")
        + ". Next: decide what is marked TODO, then run standards check.\n"
    )


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    """--dry-run reports the same and leaves the disk alone."""
    done = run(tmp_path, "--dry-run")

    assert done.exit_code == 0
    assert "Nothing was written. It would be 4 files" in done.output
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("ending", ["csv", "json", "txt"])
def test_report_file(tmp_path: Path, ending: str) -> None:
    """--report writes every problem in the form of the file's ending."""
    path = tmp_path / f"report.{ending}"
    run(tmp_path, "--report", str(path))

    assert "10 days: business or calendar days?" in path.read_text(encoding="utf-8")


def test_json(tmp_path: Path) -> None:
    """--json prints the report and the files as data, and nothing else."""
    answer = json.loads(run(tmp_path, "--json").stdout)

    assert [one["fault"] for one in answer["problems"]] == ["bare-day"]
    assert len(answer["written"]) == 4


WRONG = {
    "a mapping with faults": ({"mapping": MAPPING.replace("promise", "promis")}, [], 1, "m.yml:7:14  the table has no column “promis”; the nearest is “promise”"),
    "--join without --on": ({}, ["--join", str(EXAMPLES / "vezha.csv")], 2, "--join FILE and --on COLUMN go together."),
    "no such column to join on": ({}, ["--join", str(EXAMPLES / "vezha.csv"), "--on", "name"], 2, "has no column “name”"),
    "a table that is none": ({"table": b"\xd0\xcf\x11\xe0"}, [], 4, "in the old Excel format"),
    "an empty table": ({"table": ""}, [], 4, "has no column names in row 1"),
    "no such sheet": ({"table": (EXAMPLES / "vezha.xlsx").read_bytes(), "mapping": MAPPING + "table: {sheet: X}\n"}, [], 2, "There is no sheet “X”. The file has: Обіцянки, Довідка."),
}  # fmt: skip


@pytest.mark.parametrize(("files", "more", "code", "says"), WRONG.values(), ids=WRONG)
def test_exit_codes(tmp_path: Path, files: dict[str, str], more: list[str], code: int, says: str) -> None:
    """1 for a mapping with faults, 2 for wrong use, 4 for what could not be run: each with the reason, nothing written."""
    done = run(tmp_path, *more, **files)

    assert done.exit_code == code, done.output
    assert says in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "h").exists()


def test_refused(tmp_path: Path) -> None:
    """A handbook whose documents people changed is left alone: exit code 4, and which files."""
    run(tmp_path)
    document = tmp_path / "h/standards/a/standard.yml"
    document.write_text("id: a\n")
    done = run(tmp_path)

    assert done.exit_code == 4
    assert "a/standard.yml" in done.output
    assert texts_below(tmp_path / "h/standards")["a/standard.yml"] == "id: a\n"
