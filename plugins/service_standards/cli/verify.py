"""`standards verify`: prove that nothing released was changed since."""

from __future__ import annotations

import re
import sys

import click

from ..archive.freeze import LEDGER
from ..archive.verify import Breach, Proof, breaches, proof
from ..checks.released import finding_of
from ..exports.findings import as_data
from ..findings import Finding
from ..source.files import files_of_folder
from ..source.released import ids_by_folder, record_of
from .options import Desk, Exit, desk_options, in_words, json_option, print_json


@click.command("verify")
@click.option("--expect", metavar="HASH", help="A hash of the ledger that was noted elsewhere.")
@desk_options
@json_option
def command(desk: Desk, expect: str | None, as_json: bool) -> None:
    """
    Prove that every released file, every record and the ledger are as they were released.

    Exit code 1 if anything was changed, removed, added or reordered; each is
    named. That everything was rewritten together is only found with --expect.
    """
    if expect is not None and not re.fullmatch("[0-9a-f]{64}", expect):
        desk.stop("verify.no-hash", Exit.WRONG_USE, text=expect)
    files = files_of_folder(desk.folder)
    known = proof(files.get(LEDGER, b""), expect)
    found = list(breaches(files, record_of, ids_by_folder(files)))
    if expect is not None and known.noted_at is None:
        found.append(
            Breach(fault="other-ledger", file=LEDGER, line=known.lines + 1, values={"expected": expect})
        )
    findings = sorted(map(finding_of, found), key=Finding.sort_key)
    if as_json:
        print_json(as_answer(known, expect, findings, desk.language))
    else:
        _tell(desk, known, expect, findings)
    sys.exit(Exit.FINDINGS if findings else Exit.CLEAN)


def as_answer(known: Proof, expect: str | None, findings: list[Finding], language: str) -> dict[str, object]:
    """What `verify --json` answers."""
    noted = None if expect is None else {"sha256": expect, "lines": known.noted_at}
    return {
        "proved": not findings,
        "ledger": {"lines": known.lines, "last_sha256": known.last_sha256},
        "expected": noted,
        "findings": [{"fault": one.fault, **as_data(one, language)} for one in findings],
    }


def _tell(desk: Desk, known: Proof, expect: str | None, findings: list[Finding]) -> None:
    if findings:
        click.echo(in_words(findings, desk))
        click.echo(desk.say("verify.found", n=len(findings)), err=True)
        return
    click.echo(desk.say("verify.proved", n=known.lines))
    click.echo(desk.say("verify.last", hash=known.last_sha256))
    if expect is None:
        click.echo(desk.say("verify.limit"))
    elif known.noted_at is not None and known.noted_at < known.lines:
        click.echo(desk.say("verify.since", n=known.lines - known.noted_at))
    else:
        click.echo(desk.say("verify.as-noted"))
