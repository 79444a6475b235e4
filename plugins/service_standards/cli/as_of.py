"""`standards as-of ID[#clause] --on DATE`: what held on a day, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

import click
from pydantic_core import PydanticCustomError

from ..archive.freeze import LEDGER
from ..archive.in_force import holds_until, in_force
from ..findings import Finding
from ..model.documents import Document, clause_of
from ..model.fields import Strict, as_written
from ..model.handbook import Release
from ..model.values import Link
from ..source.format import yaml_text
from ..source.kept import Kept, Shelf, shelf
from ..source.one_document import DocumentFiles, document_folder, document_names
from ..source.parts import ground_of_folder
from ..today import today
from .options import Day, Desk, Exit, desk_options, in_words, json_option, print_json


@click.command("as-of")
@click.argument("what", metavar="ID[#CLAUSE]")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which it held [default: today].")
@click.option(
    "--known-on", type=Day(), metavar="DATE", help="Only releases made by this day count [default: today]."
)
@desk_options
@json_option
def command(desk: Desk, what: str, on: date | None, known_on: date | None, as_json: bool) -> None:
    """
    Say what held on a day, as the handbook says today or as it said on another day.

    Exit code 3: no record, nothing held on that day.
    """
    try:
        link = Link.parse(what)
    except PydanticCustomError:
        desk.stop("read.not-an-id", Exit.WRONG_USE, text=what)
    now = today(desk.time_zone(ground_of_folder(desk.folder)))
    day, known = on or now, known_on or now
    files, found = _releases(desk, link.document)
    one = in_force(found, day, known)
    if one is None:
        desk.stop("as_of.no-record", Exit.NO_RECORD, id=what, day=day, known=known)
    release = read_release(desk, one, files)
    retired = release.record.retired
    until = ended(release, found, known)
    answer: dict[str, Any] = {
        "id": what,
        "version": str(release.number),
        "from": release.record.effective_from.isoformat(),
        "until": until.isoformat() if until else None,
        "known_on": known.isoformat(),
    }
    if retired and retired.on <= day:
        answer |= {"retired_since": retired.on.isoformat(), "values": None}
        head = desk.say("as_of.retired", id=what, day=retired.on)
        if retired.replaced_by:
            head += " " + desk.say("as_of.replaced", id=retired.replaced_by)
    else:
        answer["values"] = as_written(_said(desk, link, release, found, files, day))
        name = "as_of.until" if until else "as_of.since"
        last = until - timedelta(days=1) if until else None
        head = f"{what}  {release.number}  " + desk.say(name, day=answer["from"], last=last)
    if as_json:
        print_json(answer)
        return
    click.secho(head, bold=True)
    if answer["values"] is not None:
        click.echo(yaml_text(answer["values"]), nl=False)


def ended(release: Release | Kept, every: Iterable[Release | Kept], known_on: date) -> date | None:
    """The first day on which it no longer holds: replaced, or retired; None while no end is known."""
    ends = [holds_until(release, every, known_on)]
    if release.record.retired:
        ends.append(release.record.retired.on)
    return min((day for day in ends if day and day > release.record.effective_from), default=None)


def _releases(desk: Desk, id: str) -> tuple[DocumentFiles, tuple[Kept, ...]]:
    """The files of one document, and its releases; ends with exit code 4 if some are gone or cannot be read."""
    ledger = desk.folder / LEDGER
    folder = document_folder(desk.folder, id)
    files = DocumentFiles(desk.folder, folder) if folder is not None else None
    found = shelf(files or {}, ledger.read_bytes() if ledger.is_file() else b"")
    if files is None and not any(found.missing([id])):
        names = document_names(desk.folder)
        near = get_close_matches(id, names, 5, 0.4) or sorted(names)
        desk.stop("read.unknown", Exit.WRONG_USE, id=id, known=", ".join(near) or "—")
    stop_if_broken(desk, found, [id])
    assert files is not None
    return files, found.kept.get(id, ())


def stop_if_broken(desk: Desk, found: Shelf, ids: Iterable[str] | None = None) -> None:
    """End with exit code 4 if a release cannot be read, or the ledger has one that is not there."""
    _stop_for(desk, found.findings)
    for line in found.missing(ids):
        desk.stop("as_of.ledger", Exit.COULD_NOT_RUN, id=line.id, version=line.version)


def read_release(desk: Desk, kept: Kept, files: Any) -> Release:
    """The whole release; ends with exit code 4 if it cannot be read or is not what was released."""
    release, findings = kept.read(files)
    _stop_for(desk, findings)
    assert release is not None
    return release


def _stop_for(desk: Desk, findings: Iterable[Finding]) -> None:
    faults = list(findings)
    if faults:
        click.echo(in_words(faults, desk), err=True)
        desk.stop("as_of.broken", Exit.COULD_NOT_RUN)


def _said(
    desk: Desk, link: Link, release: Release, every: tuple[Kept, ...], files: DocumentFiles, day: date
) -> Strict:
    """The document or clause that was asked for; a clause that another version has is no record, else unknown."""
    document: Document = release.version.document
    if link.clause is None:
        return document
    clause = clause_of(document, link.clause)
    if clause is None:
        others = [read_release(desk, one, files).version.document for one in every]
        known = {one.id for other in others for one in other.clauses}
        if link.clause in known:
            desk.stop("as_of.no-clause", Exit.NO_RECORD, id=str(link), version=release.number, day=day)
        desk.stop("read.unknown", Exit.WRONG_USE, id=str(link), known=", ".join(sorted(known)))
    return clause
