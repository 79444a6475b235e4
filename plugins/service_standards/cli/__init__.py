"""
The command `standards`: parse, call, print, exit code. Knows no rules.

One module a subcommand, loaded when it is asked for, so that `standards --help`
and shell completion stay quick.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from .. import __version__
from ..findings import editors_language
from ..phrases import phrase
from ..today import NoMomentError

SUBCOMMANDS = {
    "as-of": "as_of",
    "bump": "bump",
    "calendars": "calendars",
    "check": "check",
    "coverage": "coverage",
    "diff": "diff",
    "due": "due",
    "export": "export",
    "fmt": "fmt",
    "git-diff": "git_diff",
    "host": "host",
    "import": "import_",
    "init": "init",
    "list": "list_",
    "new": "new",
    "release": "release",
    "render": "render",
    "retire": "retire",
    "review": "review",
    "schema": "schema",
    "show": "show",
    "translations": "translations",
    "verify": "verify",
}
"""The subcommands and their modules, each with a click command named `command`."""


class Standards(click.Group):
    """The group of subcommands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands."""
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name, or None."""
        if cmd_name not in SUBCOMMANDS:
            return None
        command: click.Command = import_module(f".{SUBCOMMANDS[cmd_name]}", __package__).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Call the subcommand; what the system refuses it, or a time that is none, is told in words."""
        try:
            return super().invoke(ctx)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # who reads the answer has read enough: click ends quietly
                raise
            where = fault.filename if isinstance(fault.filename, str) else ""
            why = fault.strerror or str(fault)
            _stop("system.refused", 4, what=f"{where[:200]}: {why}" if where else why)
        except NoMomentError as fault:
            _stop("system.no-moment", 2, text=fault.text)


def _stop(name: str, code: int, **values: str) -> NoReturn:
    click.echo(phrase("messages/cli", editors_language(), name, None, **values), err=True)
    sys.exit(code)


def streams_that_can_say_all(streams: Iterable[Any]) -> None:
    """
    Let no letter of an answer end in an error, whatever the encoding of the *streams*.

    What goes into a file or to another program is UTF-8, as everything we write, unless somebody chose otherwise.
    """
    for stream in streams:
        if not hasattr(stream, "reconfigure"):
            continue
        if not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


@click.command(cls=Standards, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="standards")
def main() -> None:
    """Keep a company's service standards: check, release, compare and publish them."""
    # What is read stays until the end: to look through it for garbage again and again takes a third of the time.
    gc.set_threshold(5_000_000, 50, 100)
    streams_that_can_say_all([sys.stdout, sys.stderr])


def run(name: str | None = None) -> NoReturn:
    """
    The program called *name*: as `main`, and gone at once when the answer is said.

    To take apart a large handbook object by object, as Python does at its end, takes longer than many an answer.
    """
    code: object = 0
    try:
        main(prog_name=name)
    except SystemExit as ending:
        code = ending.code
    with suppress(OSError):  # who reads the answer has read enough
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1 if code else 0)
