"""`standards export`: the register as a table, the evidence pack, and forms for people who write no YAML."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import click

from ..archive.verify import breaches
from ..archive.write import write_file
from ..changes.context import IncomparableError
from ..changes.rules import NoRuleError
from ..exports.cms import forms_config, forms_files
from ..exports.evidence import MANIFEST, evidence_files, zipped
from ..exports.forms_host import BACKENDS, Repository, forms_policy, with_room_for_forms
from ..findings import Finding, Severity
from ..history.edition import edition
from ..model.handbook import Place
from ..site.data import register_table
from ..source.files import files_of_folder
from ..source.released import record_of
from .export_host import forms, owners
from .options import Desk, Exit, desk_options, in_words, on_option

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("export")
def command() -> None:
    """Write tables and evidence for people who have no git."""


command.add_command(owners)
command.add_command(forms)


@command.command("register")
@click.option("--into", type=FILE, metavar="FILE", help="Write to a file [default: standard output].")
@desk_options
@on_option
def register(desk: Desk, into: Path | None, on: date | None) -> None:
    """The register of a day as CSV: every document, its version, owner, next review."""
    handbook = desk.handbook()
    table = register_table(edition(handbook, desk.day(on, handbook)))
    if into:
        _write(desk, into, table)
    else:
        click.echo(table, nl=False)


@command.command("evidence")
@click.option("--into", type=FILE, metavar="FILE.zip", help="Where to [default: evidence-DATE.zip].")
@desk_options
@on_option
def evidence(desk: Desk, into: Path | None, on: date | None) -> None:
    """
    The evidence pack of a day, as known on that day, in one zip.

    Asked again, it is byte for byte the same. Nothing is packed that is not
    what was released.
    """
    files = files_of_folder(desk.folder)
    handbook = desk.handbook()
    faults = [
        Finding(
            code="LIF06",
            fault=one.fault,
            severity=Severity.ERROR,
            place=Place(one.file, one.line),
            values=one.values,
        )
        for one in breaches(files, record_of)
    ]
    if faults:
        click.echo(in_words(faults, desk), err=True)
        desk.stop("export.broken", Exit.COULD_NOT_RUN)
    day = desk.day(on, handbook)
    try:
        packed = evidence_files(edition(handbook, day), files)
    except (IncomparableError, NoRuleError) as fault:
        desk.stop("diff.incomparable", Exit.COULD_NOT_RUN, why=fault)
    file = into or Path(f"evidence-{day}.zip")
    _write(desk, file, zipped(packed, f"evidence-{day}"))
    last = json.loads(packed[MANIFEST])["ledger"]["last_sha256"]
    click.echo(desk.say("export.written", file=file, count=len(packed), hash=last))


@command.command("cms")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the configuration, the page and its script into a folder [default: print the configuration].",
)
@click.option(
    "--backend",
    type=click.Choice(sorted({*BACKENDS.values(), "azure", "forgejo", "git-gateway"})),
    help="The git host's kind [default: that of repo_url in mkdocs.yml].",
)
@click.option(
    "--repository", metavar="OWNER/NAME", help="Where to write [default: that of repo_url in mkdocs.yml]."
)
@click.option("--branch", default="main", show_default=True, help="The branch that changes are proposed for.")
@click.option(
    "--base-url", default="", metavar="URL", help="Where people sign in [default: as the git host does]."
)
@click.option(
    "--auth-endpoint",
    default="",
    metavar="PATH",
    help="The path of the sign-in there [default: the backend's].",
)
@click.option("--app-id", default="", metavar="ID", help="By what the git host knows the forms.")
@desk_options
def cms(
    desk: Desk,
    into: Path | None,
    backend: str | None,
    repository: str | None,
    branch: str,
    base_url: str,
    auth_endpoint: str,
    app_id: str,
) -> None:
    """
    Forms for Decap CMS or Sveltia CMS, made from the model: pages on which nobody sees YAML.

    `--language` is that of the labels and hints.
    """
    paths = files_of_folder(desk.folder)
    handbook = desk.handbook(paths)
    top = _repository_folder(desk.folder.resolve())
    host, named = _repository_of(top)
    to = Repository(
        backend=backend or BACKENDS.get(host, "github"),
        name=repository or named,
        branch=branch,
        folder=desk.folder.resolve().relative_to(top).as_posix(),
        host=host,
        base_url=base_url,
        auth_endpoint=auth_endpoint,
        app_id=app_id,
    )
    if into is None:
        click.echo(forms_config(handbook, paths, to, desk.language), nl=False)
        return
    for name, text in forms_files(handbook, paths, to, desk.language).items():
        _write(desk, into / name, text.encode())
        click.echo(str(into / name))
    _leave_room(desk, into.parent / "_headers", forms_policy(to))


def _leave_room(desk: Desk, headers: Path, policy: str) -> None:
    """Widen the policy of a site beside whose pages the forms lie, so that they can work."""
    if headers.is_file():
        there = headers.read_text(encoding="utf-8")
        made = with_room_for_forms(there, policy)
        if made != there:
            _write(desk, headers, made.encode())
            click.echo(str(headers))


def _repository_folder(folder: Path) -> Path:
    """The top of the repository in which the handbook lies; the folder above it where there is no git."""
    return next((one for one in folder.parents if (one / ".git").exists()), folder.parent)


def _repository_of(top: Path) -> tuple[str, str]:
    """Host and `owner/name` of the handbook's repository, as `mkdocs.yml` has them; what to fill in if it has none."""
    settings = top / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
    found = re.search(r"^repo_url:\s*[\"']?https?://([^/\s]+)/([^\s\"'#]+)", text, re.MULTILINE)
    return (found[1], found[2].strip("/").removesuffix(".git")) if found else ("", "OWNER/NAME")


def _write(desk: Desk, file: Path, content: bytes) -> None:
    try:
        write_file(file, content)
    except OSError as error:
        desk.stop("export.folder", Exit.COULD_NOT_RUN, file=file, why=error.strerror or error)
