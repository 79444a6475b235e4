"""`standards release ID…`: freeze working copies as releases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..archive.alone import BusyError, alone
from ..archive.freeze import NEXT_LEDGER
from ..archive.write import clear_interrupted, write_releases
from ..checks.releasing import CannotReleaseError, Order, Plan, plan
from ..source.files import files_of_folder
from .options import Desk, Exit, desk_options, in_words, json_option, on_option, print_json, shown

Command = TypeVar("Command", bound=Callable[..., Any])


def answer_options(command: Command) -> Command:
    """Add the options that say who wrote and who approved what is released, and `--dry-run`."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be released, and write nothing."),
        click.option(
            "--approvals",
            "approvals_file",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            metavar="FILE",
            help="Approvals as a YAML list of {role, by, on, pull_request, content_sha256, id}.",
        ),
        click.option(
            "--approval",
            "approvals",
            multiple=True,
            metavar="ROLE:@ACCOUNT:DATE[:PULL-REQUEST[:HASH]]",
            help="Who approved it, as what, when, and which content; may be given again.",
        ),
        click.option(
            "--author", "authors", multiple=True, metavar="@ACCOUNT", help="Who wrote it; may be given again."
        ),
    ):
        command = option(command)
    return command


@click.command("release")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Take the document's files from this folder: a fix behind the working copy.",
)
@click.option(
    "--retroactive", is_flag=True, help="In force exactly from `effective_from`, though that has passed."
)
@answer_options
@desk_options
@on_option
@json_option
def command(
    desk: Desk,
    ids: tuple[str, ...],
    source: Path | None,
    retroactive: bool,
    authors: tuple[str, ...],
    approvals: tuple[str, ...],
    approvals_file: Path | None,
    dry_run: bool,
    on: date | None,
    as_json: bool,
) -> None:
    """
    Freeze working copies as releases.

    Copies each document's files to releases/VERSION/, writes release.yml, and
    adds a line to the ledger: for all of the documents, or for none. Nothing
    is released while the checks find errors in them.
    """
    order = Order(
        ids=tuple(dict.fromkeys(ids)),
        on=on,
        authors=authors,
        approvals=approvals_given(desk, approvals, approvals_file),
        retroactive=retroactive,
        instead=_files_beside(source) if source else None,
    )
    with held(desk, dry_run):
        clear(desk, dry_run)
        made = planned(desk, files_of_folder(desk.folder), order)
        write(desk, made, dry_run)
    tell(desk, made, dry_run, as_json)


@contextmanager
def held(desk: Desk, dry_run: bool) -> Iterator[None]:
    """Keep other commands from releasing meanwhile; ends with a message if one does already, or just did."""
    try:
        with nullcontext() if dry_run else alone(desk.folder):
            yield
    except BusyError:
        desk.stop("release.busy", Exit.COULD_NOT_RUN, folder=shown(desk.folder))


def clear(desk: Desk, dry_run: bool) -> None:
    """Take away what an interrupted release left behind, and say so."""
    if not dry_run and (desk.folder / NEXT_LEDGER).exists():
        clear_interrupted(desk.folder)
        click.echo(desk.say("release.cleared"), err=True)


def planned(desk: Desk, files: Mapping[str, bytes], order: Order) -> Plan:
    """What would be released; ends with a report if anything forbids it."""
    try:
        made = plan(files, order, desk.memory)
    except CannotReleaseError as fault:
        desk.stop(f"release.{fault.name}", Exit.WRONG_USE, None, **fault.values)
    except ValidationError as faults:
        inputs = "; ".join(str(fault["input"]) for fault in faults.errors())
        desk.stop("release.bad-record", Exit.WRONG_USE, why=inputs)
    if made.handbook is None:
        click.echo(in_words(made.forbidding, desk), err=True)
        desk.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=desk.folder)
    if made.forbidding:
        click.echo(in_words(made.forbidding, desk), err=True)
        desk.stop("release.errors", Exit.FINDINGS)
    return made


def write(desk: Desk, made: Plan, dry_run: bool) -> None:
    """Put the releases on disk, all or none."""
    if dry_run:
        return
    try:
        write_releases(desk.folder, made.frozen)
    except FileExistsError as fault:
        desk.stop("release.there", Exit.WRONG_USE, folder=fault.args[0])


def tell(desk: Desk, made: Plan, dry_run: bool, as_json: bool) -> None:
    """Say what was released, with the hash that an approval names."""
    if as_json:
        print_json(
            {
                "released": not dry_run,
                "releases": [
                    {
                        "id": one.record.id,
                        "version": str(one.record.version),
                        "class": one.record.class_,
                        "released_on": one.record.released_on,
                        "effective_from": one.record.effective_from,
                        "content_sha256": one.record.content_sha256,
                        "folder": one.folder,
                    }
                    for one in made.frozen
                ],
            }
        )
        return
    for one in made.frozen:
        record = one.record
        name = "release.would" if dry_run else "release.retired" if record.retired else "release.done"
        click.echo(
            desk.say(
                name, id=record.id, version=record.version, day=record.effective_from, what=record.class_
            )
        )
        click.echo(f"    {record.content_sha256}")


def approvals_given(desk: Desk, texts: Iterable[str], file: Path | None) -> tuple[Mapping[str, Any], ...]:
    """The approvals on the command line, then those of the file."""
    found: list[Mapping[str, Any]] = [_approval(desk, text) for text in texts]
    if file is not None:
        found += _approvals_in(desk, file)
    return tuple(found)


def _approval(desk: Desk, text: str) -> dict[str, Any]:
    parts = text.split(":")
    if not 3 <= len(parts) <= 5 or not all(parts[:3]):
        desk.stop("release.approval", Exit.WRONG_USE, text=text)
    role, account, day, *more = parts
    found: dict[str, Any] = {"role": role, "by": account, "on": day}
    if more and more[0]:
        if not more[0].isdigit():
            desk.stop("release.approval", Exit.WRONG_USE, text=text)
        found["pull_request"] = int(more[0])
    if len(more) == 2 and more[1]:
        found["content_sha256"] = more[1]
    return found


def _approvals_in(desk: Desk, file: Path) -> list[Mapping[str, Any]]:
    try:
        listed = YAML(typ="safe").load(file.read_bytes())
    except (YAMLError, UnicodeError, ValueError):
        listed = None
    if isinstance(listed, Mapping):
        listed = listed.get("approvals")
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        desk.stop("release.approvals-file", Exit.WRONG_USE, file=file)
    return listed


def _files_beside(folder: Path) -> dict[str, bytes]:
    """The files in *folder* by name; what lies in folders below it is no content of a version."""
    return {path: data for path, data in files_of_folder(folder).items() if "/" not in path}
