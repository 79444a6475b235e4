"""The rooms of the package and the arrows between them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plugins" / "service_standards"

ALLOWED = {
    "model": set(),
    "phrases": {"package_data"},
    "today": set(),
    "spreadsheets": set(),
    "memory": {"side_by_side"},
    "side_by_side": set(),
    "package_data": set(),
    "findings": {"package_data", "model"},
    "archive": {"model"},
    "deadlines": {"model"},
    "changes": {"package_data", "model", "deadlines"},
    "source": {"model", "findings", "phrases", "archive", "today", "memory"},
    "history": {"model", "archive", "deadlines", "changes", "memory"},
    "checks": {"package_data", "model", "source", "findings", "archive", "changes", "history", "today", "site", "memory"},
    "site": {
        "model", "archive", "changes", "history", "phrases", "findings", "spreadsheets", "memory", "side_by_side",
    },
    "review": {
        "model", "source", "findings", "archive", "deadlines", "changes", "history", "checks", "site", "memory",
    },
    "exports": {
        "model", "findings", "archive", "changes", "history", "review", "site", "phrases", "spreadsheets",
    },
    "intake": {"package_data", "model", "source", "archive", "changes", "phrases"},
    "cli": {
        "model", "source", "findings", "phrases", "today", "memory", "archive", "changes", "history", "checks", "site",
        "exports", "intake", "review",
    },
    "mkdocs_plugin": {
        "model", "source", "findings", "phrases", "today", "memory", "archive", "history", "checks", "site",
        "side_by_side", "preview",
    },
    "preview": {"site", "watching"},
    "watching": set(),
}  # fmt: skip
"""Which room may import which: data passes one way, from files to pages."""

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    """The room that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms of the package that a module imports, and the names of other packages."""
    found = set()
    here = ("service_standards", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            package = (
                here[: len(here) - node.level]
                if path.name != "__init__.py"
                else here[:-1][: len(here) - node.level]
            )
            whole = [*package, *(node.module or "").split(".")] if node.module else list(package)
            names = [[*whole, alias.name] for alias in node.names]
            found |= {"own:" + name[1] for name in names if len(name) > 1}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    """A room imports only the rooms that come before it on the way of the data."""
    rooms = {name.removeprefix("own:") for name in imported(path) if name.startswith("own:")} - {
        "__version__"
    }

    assert rooms - {room(path)} <= ALLOWED[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_plugin_knows_mkdocs(path: Path) -> None:
    """MkDocs is an edge: only the plugin and its preview import it."""
    assert "mkdocs" not in imported(path) or room(path) in ("mkdocs_plugin", "preview")
