"""`standards translations`: what has to be translated, and what has to be translated anew."""

from __future__ import annotations

from functools import partial
from itertools import groupby

import click

from ..exports.review import lag_data
from ..history.lagging import HEADER, NOTE, Lag, State, lags_of
from .options import Desk, Exit, desk_options, json_option, print_json


@click.command("translations")
@click.option(
    "--language",
    "wanted",
    metavar="CODE",
    multiple=True,
    help="Only this language of the handbook; may be given again.",
)
@json_option
@partial(desk_options, speaks=False)
def command(desk: Desk, wanted: tuple[str, ...], as_json: bool) -> None:
    """
    List the clauses whose translation is behind its source, or missing.

    A correction of spelling leaves no translation behind.
    """
    handbook = desk.handbook()
    known = handbook.settings.languages[1:]
    for language in wanted:
        if language not in known:
            desk.stop(
                "translations.no-language",
                Exit.WRONG_USE,
                language=language,
                known=", ".join(known) or "–",
            )
    found = [one for language in (wanted or known) for one in lags_of(handbook, language)]
    if as_json:
        print_json({"translations": [lag_data(one) for one in found]})
    elif not found:
        click.echo(desk.say("translations.none"))
    else:
        for (file, language), group in groupby(found, key=lambda one: (one.file, one.language)):
            click.echo(f"{file} ({language})")
            for one in group:
                click.echo(f"  {_line(one, desk)}")
        stale = sum(one.state is State.STALE for one in found)
        click.echo(desk.say("translations.found", stale=stale, missing=len(found) - stale), err=True)


def _line(one: Lag, desk: Desk) -> str:
    if one.clause is None:
        return desk.say("translations.whole", document=one.document)
    named = {HEADER: "header", NOTE: "change-note"}
    clause = desk.say(f"translations.{named[one.clause]}") if one.clause in named else one.clause
    if one.state is State.MISSING:
        return desk.say("translations.missing", clause=clause)
    return desk.say(
        "translations.stale", clause=clause, translates=one.translates or "–", version=one.version
    )
