"""`standards schema`: the JSON Schema of a kind of file, for completion in an editor."""

from __future__ import annotations

import click

from ..archive.write import write_file
from ..exports.schema import ANSWERS, SCHEMAS, schema, schema_text
from .options import print_json

EVERY = sorted({**SCHEMAS, **ANSWERS})


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(EVERY))
@click.option(
    "--into", type=click.Path(file_okay=False), metavar="DIR", help="Write all schemas into a folder."
)
def command(kind: str | None, into: str | None) -> None:
    """Print the JSON Schema of a kind of file, or write all of them."""
    from pathlib import Path

    if into:
        for name in EVERY:
            path = Path(into) / f"{name}.json"
            write_file(path, schema_text(name).encode())
            click.echo(str(path))
    elif kind:
        print_json(schema(kind))
    else:
        click.echo("\n".join(EVERY))
