"""`standards show ID[#clause]`: what a document or clause says, in the terminal."""

from __future__ import annotations

from datetime import date

import click
from pydantic_core import PydanticCustomError

from ..history.edition import edition
from ..history.words import wording
from ..model.documents import clause_of
from ..model.fields import Strict, as_written
from ..model.values import Link
from ..source.format import yaml_text
from ..source.one_document import document_names, files_of_document
from .options import Desk, Exit, desk_options, json_option, on_option, print_json


@click.command("show")
@click.argument("what", metavar="ID[#CLAUSE]")
@click.option("--working", is_flag=True, help="The working copy instead of what is in force.")
@click.option(
    "--in", "reader", metavar="LANGUAGE", help="The texts in this language [default: the source language]."
)
@desk_options
@on_option
@json_option
def command(desk: Desk, what: str, working: bool, reader: str | None, on: date | None, as_json: bool) -> None:
    """Show what a document or one of its clauses says."""
    if working and on:
        desk.stop("show.working-has-no-day", Exit.WRONG_USE)
    try:
        link = Link.parse(what)
    except PydanticCustomError:
        desk.stop("read.not-an-id", Exit.WRONG_USE, text=what)
    handbook = desk.handbook(files_of_document(desk.folder, link.document))
    if link.document not in handbook.dossiers:
        known = ", ".join(sorted(document_names(desk.folder)))
        desk.stop("read.unknown", Exit.WRONG_USE, id=link.document, known=known)
    languages = handbook.settings.languages
    if reader and reader not in languages:
        desk.stop("show.no-language", Exit.WRONG_USE, language=reader, known=", ".join(languages))
    day = desk.day(on, handbook)
    one = edition(handbook, day, preview=working).shown.get(link.document)
    if one is None:
        desk.stop("show.no-record", Exit.NO_RECORD, id=link.document, day=day.isoformat())
    words = wording(handbook, one.dossier, one.version, reader or handbook.settings.source_language)
    found: Strict | None = words.document
    if link.clause:
        found = clause_of(words.document, link.clause)
    if found is None:
        known = ", ".join(clause.id for clause in words.document.clauses)
        desk.stop("read.unknown", Exit.WRONG_USE, id=what, known=known)
    data = as_written(found)
    if as_json:
        print_json(
            {
                "id": what,
                "kind": one.kind.value,
                "version": str(one.document.version),
                "status": one.status.value,
                "effective_from": one.since.isoformat() if one.since else None,
                "values": data,
            }
        )
        return
    since = desk.say("show.since", day=one.since.isoformat()) if one.since else desk.say("show.working")
    click.secho(f"{what}  {one.document.version}  {since}", bold=True)
    click.echo(yaml_text(data), nl=False)
