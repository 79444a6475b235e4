"""
The command `standards`: parse, call, print, exit code. Knows no rules.

One module a subcommand, loaded when it is asked for, so that `standards --help`
and shell completion stay quick.
"""

from __future__ import annotations

import gc
from importlib import import_module

import click

from .. import __version__

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


@click.command(cls=Standards, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="standards")
def main() -> None:
    """Keep a company's service standards: check, release, compare and publish them."""
    # What is read stays until the end: to look through it for garbage again and again takes a third of the time.
    gc.set_threshold(500_000, 50, 100)
