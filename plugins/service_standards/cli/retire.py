"""`standards retire ID --on DATE --reason TEXT`: end a document that was released."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ..archive.write import write_file
from ..checks.releasing import Order
from ..history.next_version import differs, newest, retiring_version
from ..model.documents import Document
from ..model.handbook import Dossier, Handbook
from ..phrases import phrase
from ..source.edit import CannotEditError, with_fields
from ..source.files import files_of_folder
from ..source.handbook import read_handbook
from .options import Day, Desk, Exit, desk_options, in_words, json_option
from .release import answer_options, approvals_given, clear, held, planned, tell, write


@click.command("retire")
@click.argument("id_", metavar="ID")
@click.option(
    "--on", "last", type=Day(), required=True, metavar="DATE", help="The day from which it no longer holds."
)
@click.option("--reason", required=True, metavar="TEXT", help="Why, for readers and auditors.")
@click.option("--replaced-by", metavar="ID", help="The document that takes its place.")
@click.option("--evidence", multiple=True, metavar="ID", help="What it rests on; may be given again.")
@click.option("--released-on", "today_is", type=Day(), metavar="DATE", help="The day that counts as today.")
@answer_options
@desk_options
@json_option
def command(
    desk: Desk,
    id_: str,
    last: date,
    reason: str,
    replaced_by: str | None,
    evidence: tuple[str, ...],
    today_is: date | None,
    authors: tuple[str, ...],
    approvals: tuple[str, ...],
    approvals_file: Any,
    dry_run: bool,
    as_json: bool,
) -> None:
    """
    Retire a document that was released.

    Releases a last version whose header says so. A released document is never
    deleted, and its id is never used again.
    """
    given = approvals_given(desk, approvals, approvals_file)
    with held(desk, dry_run):
        clear(desk, dry_run)
        files = dict(files_of_folder(desk.folder))
        reading = read_handbook(files)
        if reading.handbook is None:
            click.echo(in_words(reading.findings, desk), err=True)
            desk.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=desk.folder)
        dossier = _retirable(desk, reading.handbook, id_)
        if replaced_by and replaced_by not in reading.handbook.dossiers:
            desk.stop("release.unknown", Exit.WRONG_USE, id=replaced_by)
        file = dossier.working.file
        retired = {"on": last, "reason": reason} | ({"replaced_by": replaced_by} if replaced_by else {})
        language = reading.handbook.settings.source_language
        summary = phrase("messages/cli", language, "retire.summary", day=last)
        note = {"class": "removed", "summary": summary, "reason": reason}
        try:
            edited = with_fields(
                files[file],
                dossier.working.document.kind,
                {
                    ("version",): str(retiring_version(dossier)),
                    ("effective_from",): last,
                    ("change",): note | ({"evidence": list(evidence)} if evidence else {}),
                    ("retired",): retired,
                },
            )
        except CannotEditError:
            desk.stop("bump.cannot-edit", Exit.WRONG_USE, file=file)
        made = planned(
            desk,
            {**files, file: edited},
            Order(ids=(id_,), on=today_is, authors=authors, approvals=given),
        )
        if not dry_run:
            write_file(desk.folder / file, edited)
        write(desk, made, dry_run)
    tell(desk, made, dry_run, as_json)


def _retirable(desk: Desk, handbook: Handbook, name: str) -> Dossier:
    dossier = handbook.dossiers.get(name)
    if dossier is None:
        desk.stop("release.unknown", Exit.WRONG_USE, id=name)
    last = newest(dossier)
    if last is None:
        desk.stop("retire.draft", Exit.WRONG_USE, id=name)
    if last.record.retired:
        desk.stop("retire.again", Exit.WRONG_USE, id=name, day=last.record.retired.on)
    working = dossier.working.document
    if differs(last.version, dossier.working) and not _is_the_same_retirement(working, last.version.document):
        desk.stop("retire.changed", Exit.WRONG_USE, id=name, version=last.number)
    return dossier


def _is_the_same_retirement(working: Document, released: Document) -> bool:
    """Whether the working copy only differs by a retirement that was begun and never released."""
    if working.retired is None:
        return False
    begun = ("version", "effective_from", "change", "retired", "ignore")
    return released.model_copy(update={name: getattr(working, name) for name in begun}) == working
