"""`standards git-diff`: called by git for one file, to show what a change means instead of its lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from ..changes.context import Context, IncomparableError
from ..changes.result import Comparison, comparison_of_versions
from ..changes.rules import NoRuleError
from ..exports.comparison_text import Form, report
from ..findings import editors_language
from ..history.timeline import side
from ..model.documents import Kind
from ..phrases import phrase
from ..source.handbook import read_handbook
from ..source.parts import ground_of_folder
from ..today import today
from .sides import UnreadableError, document_alone, whole

NOTHING = "/dev/null"


@click.command("git-diff")
@click.argument("path")
@click.argument("old_file", required=False)
@click.argument("old_hex", required=False)
@click.argument("old_mode", required=False)
@click.argument("new_file", required=False)
@click.argument("new_hex", required=False)
@click.argument("new_mode", required=False)
@click.argument("renamed_to", required=False)
@click.argument("rename", required=False)
@click.option(
    "--language",
    type=click.Choice(["en", "uk", "ru"]),
    help="Language of what is said [default: the environment's].",
)
def command(
    path: str,
    old_file: str | None,
    old_hex: str | None,
    old_mode: str | None,
    new_file: str | None,
    new_hex: str | None,
    new_mode: str | None,
    renamed_to: str | None,
    rename: str | None,
    language: str | None,
) -> None:
    """
    Show what the change of one file means; git calls it (see gitattributes(5), diff drivers).

    Never fails: git would stop. What is no document, or cannot be compared,
    is shown line by line as ever.
    """
    if old_file is None or new_file is None:
        click.echo(f"* Unmerged path {path}")
        return
    spoken = editors_language(language)
    old, new = _content(old_file), _content(new_file)
    shown = renamed_to or path
    click.echo(click.style(f"standards diff {path}" + (f" → {renamed_to}" if renamed_to else ""), bold=True))
    try:
        compared = _compared(shown, old, new)
    except (UnreadableError, IncomparableError, NoRuleError, ValueError) as fault:
        name = "unreadable" if isinstance(fault, UnreadableError) else "incomparable"
        click.echo(phrase("messages/cli", spoken, f"diff.{name}", side=fault, why=fault))
        compared = None
    if compared is not None and compared.changes:
        click.echo(report(compared, spoken, Form.TEXT), nl=False)
        return
    if compared is not None:
        click.echo(phrase("messages/cli", spoken, "git_diff.form"))
    for line in _lines(old, new, path, shown):
        click.echo(line)


def _content(file: str) -> bytes:
    return b"" if file == NOTHING else Path(file).read_bytes()


def _compared(path: str, old: bytes, new: bytes) -> Comparison | None:
    """The comparison of both sides; None for what is no document, or is on one side only."""
    name = path.rpartition("/")[2]
    kinds = {f"{kind}.yml" for kind in Kind}
    if name not in kinds or not old or not new:
        return None
    around = _around(Path(path))
    world = whole(path, read_handbook(around))
    before, after = (
        next(iter(document_alone({name: name}, {name: data}, around, path).dossiers.values())).working
        for data in (old, new)
    )
    day = after.document.effective_from or today(world.settings.time_zone)
    return comparison_of_versions(side(before), side(after), Context(world.settings, world.registry, day))


def _around(path: Path) -> Mapping[str, bytes]:
    """Settings and registry of the handbook that *path* lies in, as they are now."""
    for folder in path.parents:
        if (folder / "handbook.yml").is_file():
            return ground_of_folder(folder)
    return {}


def _lines(old: bytes, new: bytes, old_path: str, new_path: str) -> Iterator[str]:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    names = f"a/{old_path}" if old else NOTHING, f"b/{new_path}" if new else NOTHING
    yield from difflib.unified_diff(before, after, *names, lineterm="")
