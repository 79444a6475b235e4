"""`standards release ID…`: freeze the working copy as a release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from pydantic import ValidationError

from ..archive.freeze import LEDGER, Frozen, freeze
from ..archive.in_force import in_force
from ..archive.write import write_file, write_folder
from ..checks import check
from ..findings import Severity
from ..model.documents import ChangeClass
from ..model.handbook import Dossier, Handbook
from ..model.values import Span
from ..source.files import files_of_folder
from ..source.format import yaml_text
from .options import Desk, Exit, desk_options, in_words, on_option


@click.command("release")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option(
    "--class",
    "change_class",
    type=click.Choice([str(one) for one in ChangeClass]),
    help="What the change means.",
)
@click.option(
    "--author", "authors", multiple=True, metavar="@ACCOUNT", help="Who wrote it; may be given again."
)
@click.option(
    "--approval",
    "approvals",
    multiple=True,
    metavar="ROLE:@ACCOUNT:DATE[:PULL-REQUEST]",
    help="Who approved it, as what, when; may be given again.",
)
@desk_options
@on_option
def command(
    desk: Desk,
    ids: tuple[str, ...],
    change_class: str | None,
    authors: tuple[str, ...],
    approvals: tuple[str, ...],
    on: date | None,
) -> None:
    """
    Freeze working copies as releases.

    Copies each document's files to releases/VERSION/, writes release.yml, and
    adds a line to the ledger. A handbook with errors is not released from.
    """
    files = files_of_folder(desk.folder)
    reading, findings = check(files, on=on)
    if reading.handbook is None:
        click.echo(in_words(findings, desk), err=True)
        desk.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=desk.folder)
    handbook = reading.handbook
    day = desk.day(on, handbook)
    chosen = [_releasable(desk, handbook, name) for name in ids]
    folders = tuple(f"{dossier.working.folder}/" for dossier in chosen)
    stopping = [
        one
        for one in findings
        if one.severity is Severity.ERROR and (one.place.file.startswith(folders) or one.code == "LIF06")
    ]
    if stopping:
        click.echo(in_words(stopping, desk), err=True)
        desk.stop("release.errors", Exit.FINDINGS)

    given = [_approval(desk, text) for text in approvals]
    known: Mapping[str, bytes] = files
    frozen: list[Frozen] = []
    for dossier in chosen:
        try:
            one = freeze(
                handbook,
                dossier.working,
                known,
                released_on=day,
                effective_from=effective_day(handbook, dossier, day, change_class),
                change_class=ChangeClass(change_class) if change_class else None,
                authors=authors,
                approvals=given,
                write_yaml=yaml_text,
            )
        except ValidationError as fault:
            desk.stop(
                "release.bad-record", Exit.WRONG_USE, why="; ".join(str(e["input"]) for e in fault.errors())
            )
        known = {**known, LEDGER: one.ledger}
        frozen.append(one)
    write(desk.folder, frozen)
    for one in frozen:
        click.echo(
            desk.say(
                "release.done", id=one.record.id, version=one.record.version, day=one.record.effective_from
            )
        )


def write(folder: Path, frozen: list[Frozen]) -> None:
    """Write the copies, then the ledger: what has no line in the ledger was never released."""
    for one in frozen:
        write_folder(folder / one.folder, one.files)
    write_file(folder / LEDGER, frozen[-1].ledger)


def effective_day(handbook: Handbook, dossier: Dossier, released_on: date, change_class: str | None) -> date:
    """The day that holds: the later of the day wanted and the release plus the notice; `retroactive`: as wanted."""
    document = dossier.working.document
    wanted = document.effective_from or released_on
    if document.retroactive or in_force(dossier.releases, released_on) is None:
        return wanted
    notice = handbook.settings.notice
    span = {ChangeClass.TIGHTENED: notice.tightened, ChangeClass.RELAXED: notice.relaxed}.get(
        ChangeClass(change_class or (document.change and document.change.class_) or "none"), Span()
    )
    return max(wanted, span.after(released_on))


def _releasable(desk: Desk, handbook: Handbook, name: str) -> Dossier:
    dossier = handbook.dossiers.get(name)
    if dossier is None:
        desk.stop("read.unknown", Exit.WRONG_USE, id=name, known=", ".join(handbook.dossiers))
    number = dossier.working.number
    if number.major == 0:
        desk.stop("release.draft", Exit.WRONG_USE, id=name, version=number)
    if number in {release.number for release in dossier.releases}:
        desk.stop("release.again", Exit.WRONG_USE, id=name, version=number)
    return dossier


def _approval(desk: Desk, text: str) -> dict[str, object]:
    parts = text.split(":")
    if len(parts) not in (3, 4):
        desk.stop("release.approval", Exit.WRONG_USE, text=text)
    role, account, day, *pull = parts
    return {"role": role, "by": account, "on": day} | (
        {"pull_request": int(pull[0])} if pull and pull[0].isdigit() else {}
    )
