"""What the parts of `standards host` share: the repository, the words, the end if the host does not answer."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from ..model.handbook import Handbook
from ..phrases import phrase
from ..review.host import Host
from .options import Desk, Exit

repository_option = click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    help="The repository on the host [default: GITHUB_REPOSITORY].",
)


def host_of(desk: Desk, repository: str | None, handbook: Handbook | None = None) -> Host:
    if not repository:
        click.echo(say(desk, "host.no-repository"), err=True)
        sys.exit(Exit.WRONG_USE)
    return Host(repository, handbook.settings.time_zone if handbook else "UTC")


def failed(desk: Desk, fault: Exception) -> NoReturn:
    click.echo(say(desk, "host.failed", why=fault), err=True)
    sys.exit(Exit.COULD_NOT_RUN)


def say(desk: Desk, name: str, n: int | None = None, **values: object) -> str:
    return phrase("messages/host", desk.language, name, n, **values)
