"""
Turn templates into HTML.

One environment a build. A company's own templates in `overrides/` win over the
package's by name. Undefined values are errors, everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined


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
    )
