"""
Turn templates into HTML.

One environment a build. A company's own templates in `overrides/` win over the
package's by name. Undefined values are errors, everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)

from ..memory import folder_of_user, program


def environment(overrides: Iterable[Path] = ()) -> Environment:
    """The templates of the package, those in the folders *overrides* before them."""
    return Environment(
        loader=ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in overrides),
                PackageLoader(__package__.rpartition(".")[0], "site/templates"),
            ]
        ),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,  # one environment a build: a template is not looked for again on every page
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled("articles"),
    )


def compiled(kind: str) -> BytecodeCache | None:
    """
    Where compiled templates of a *kind* are kept, by their sources; None if nothing can be.

    Templates that are compiled with other settings are of another kind.
    """
    home = folder_of_user()
    if home is None:
        return None
    folder = home / "templates"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder), f"{kind}-{program()}-%s")
    return None
