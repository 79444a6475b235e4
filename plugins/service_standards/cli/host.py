"""`standards host`: what the workflows ask of the git host and write there."""

from __future__ import annotations

import click

from .host_gate import gate
from .host_release import release
from .host_texts import issues, write_comment


@click.group("host")
def command() -> None:
    """Ask the git host for approvals, and write reports, releases and reminders there."""


for one in (release, gate, write_comment, issues):
    command.add_command(one)
