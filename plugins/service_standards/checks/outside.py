"""
What a proposal from outside may change: the handbook's folder, and nothing else (SEC04).

Whoever has no rights in the repository may propose what the handbook says,
not what builds it: no page is built from a proposal that does both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import relpath

from ..findings import Finding, Severity
from ..model.handbook import Place

NAMED = 5
"""So many of the paths are named."""


def faults_of_outside(paths: Iterable[str], folder: str) -> Iterator[Finding]:
    """
    Yield one finding if *paths*, from the repository's root, do not all lie in *folder*.

    *folder* ends with `/`. The folder itself is not in it: it could be made a
    link to another place.
    """
    beyond = sorted(path for path in paths if not path.startswith(folder))
    if beyond:
        named = ", ".join(f"`{_printable(path)}`" for path in beyond[:NAMED])
        yield Finding(
            code="SEC04",
            fault="beyond",
            severity=Severity.ERROR,
            place=Place(relpath(_printable(beyond[0]), folder or ".")),
            values={
                "n": str(len(beyond)),
                "paths": named + (", …" if len(beyond) > NAMED else ""),
                "folder": folder or ".",
            },
        )


def _printable(path: str) -> str:
    """A path that can stand in a message and in Markdown, whatever its maker put into it."""
    return "".join(sign if sign.isprintable() and sign not in "`|<>" else "?" for sign in path)[:120]
