"""`standards import TABLE`: drafts from a spreadsheet of service standards."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from ..findings import editors_language
from ..intake.accounts import as_data, as_file, as_text
from ..intake.importing import MappingFaultsError, Ready, prepare
from ..intake.state_accounts import states_as_data, states_as_text
from ..intake.states import ReadyStates, State, prepare_states
from ..intake.tables import UnreadableTableError
from ..intake.wording import say
from ..intake.writing import CannotWriteError, write
from .options import Exit, print_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("table", type=FILE, required=False)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="DATE=FILE",
    help="A table as it was on a day, instead of TABLE; give one for each state.",
)
@click.option("--mapping", type=FILE, required=True, help="Which column is which field.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="The handbook's folder.",
)
@click.option("--join", type=FILE, help="A second table with more about each document.")
@click.option("--on", metavar="COLUMN", help="The column that both tables have.")
@click.option("--dry-run", is_flag=True, help="Report, and write nothing.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write every row that was not taken whole to a .csv, .json or .txt file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--language",
    type=click.Choice(["en", "uk", "ru"]),
    help="Language of messages [default: the environment's].",
)
def command(
    table: Path | None,
    states: tuple[str, ...],
    mapping: Path,
    into: Path,
    join: Path | None,
    on: str | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
    language: str | None,
) -> None:
    """
    Make draft standards of a CSV or XLSX table, by a mapping file.

    Each group of rows becomes a document, each row a commitment. What is
    found in free text is proposed behind a TODO; columns without a field are
    kept as x_…. All files are written, or none.

    With --state DATE=FILE for each of several states of one table, a release
    is made of each document for each state in which it says something else.

    Exit code 0 if the table was taken in, though rows may have something to
    decide; 1 if the mapping file has faults, 2 for wrong use, 4 if the table
    could not be read or the folder not be written.
    """
    spoken = editors_language(language)
    if (join is None) != (on is None):
        _stop(spoken, "join-without-on", Exit.WRONG_USE)
    dated = [_state(spoken, text) for text in states]
    if (table is None) == (not dated) or len({one.on for one in dated}) < len(dated):
        _stop(spoken, "table-or-states", Exit.WRONG_USE)
    history: ReadyStates | None = None
    try:
        with _progress(spoken) as progress:
            if table is None:
                history = prepare_states(dated, mapping, into, join=join, on=on, progress=progress)
                ready = history.ready
            else:
                ready = prepare(table, mapping, into, join=join, on=on, progress=progress)
        said = as_file(ready, spoken, report.suffix.casefold()) if report else ""
        if not dry_run:
            write(ready.files, into)
        if report:
            report.write_text(said, encoding="utf-8", newline="")
    except MappingFaultsError as error:
        for fault in error.faults:
            place = f"{fault.place.file}:{fault.place.line}:{fault.place.column}"
            click.echo(f"{place}  {say(spoken, 'mapping', fault.fault, **fault.values)}", err=True)
        sys.exit(Exit.FINDINGS)
    except UnreadableTableError as error:
        wrong_use = error.fault in ("no-join-column", "no-sheet", "unknown-encoding")
        _stop(spoken, error.fault, Exit.WRONG_USE if wrong_use else Exit.COULD_NOT_RUN, **error.values)
    except CannotWriteError as error:
        _stop(spoken, error.fault, Exit.COULD_NOT_RUN, **error.values)
    except OSError as error:
        _stop(
            spoken,
            "disk",
            Exit.COULD_NOT_RUN,
            file=str(error.filename or ""),
            reason=error.strerror or str(error),
        )
    _answer(ready, history, into, spoken, dry_run=dry_run, as_json=as_json, report=report)


def _state(language: str, text: str) -> State:
    day, _, file = text.partition("=")
    try:
        state = State(on=date.fromisoformat(day), file=Path(file))
    except ValueError:
        _stop(language, "state", Exit.WRONG_USE, text=text)
    if not state.file.is_file():
        _stop(language, "no-file", Exit.WRONG_USE, file=file)
    return state


def _answer(
    ready: Ready,
    history: ReadyStates | None,
    into: Path,
    language: str,
    *,
    dry_run: bool,
    as_json: bool,
    report: Path | None,
) -> None:
    if as_json:
        states = {"states": states_as_data(history)} if history else {}
        print_json(
            {
                **as_data(ready, language),
                **states,
                "written": [] if dry_run else [str(path) for path in ready.files],
            }
        )
        return
    click.echo(as_text(ready, language), nl=False)
    if history:
        click.echo()
        click.echo(states_as_text(history, language), nl=False)
    click.echo()
    done = "dry-run" if dry_run else "written"
    click.echo(say(language, "report", done, n=len(ready.files), into=into))
    if report:
        click.echo(say(language, "report", "report-file", file=report))


def _stop(language: str, fault: str, code: Exit, **values: str) -> NoReturn:
    click.echo(say(language, "stops", fault, **values), err=True)
    sys.exit(code)


@contextmanager
def _progress(language: str) -> Iterator[Callable[[int], None]]:
    """A count of rows on standard error, from the second second on; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    task = shown.add_task(say(language, "report", "reading"), total=None)
    begun = time.monotonic()

    def advance(rows: int) -> None:
        if time.monotonic() - begun > 1:
            shown.start()
        shown.update(task, completed=rows)

    try:
        yield advance
    finally:
        shown.stop()
