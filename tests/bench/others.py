"""
The generators that we are measured beside, on the documents' pages as plain Markdown.

MkDocs with Material, its navigation pruned and as it comes; Zensical; Hugo with a
theme of five lines, which is as little as a generator can do. What is not
installed is left out, and said.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .ours import Bench, Step
from .plain import write_plain
from .process import Figure, environment, measured

BARE = "MkDocs, Material, navigation pruned"
AS_IT_COMES = "MkDocs, Material, as it comes"
AS_IT_COMES_UP_TO = 300
"""Pages: its time and output grow with their square."""

CONFIG = """\
site_name: Bench
site_url: https://bench.example/
theme: {{name: material, font: false, features: [{features}]}}
plugins: [search]
markdown_extensions: [tables, def_list, toc]
"""
HUGO = """\
baseURL = "https://bench.example/"
title = "Bench"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
FIVE_LINES = """\
<!doctype html>
<html lang="{{ .Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<main>{{ .Content }}{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}</main>
</body></html>
"""


def missing() -> Iterator[str]:
    """Name what is not installed."""
    if not shutil.which("hugo"):
        yield "Hugo"
    if importlib.util.find_spec("zensical") is None:
        yield "Zensical"


def steps(bench: Bench, *, as_it_comes: bool) -> dict[str, Step]:
    """The builds by name, in the order in which they must run; the pages are written if they are not there."""
    docs = bench.folder / "plain"
    if not docs.exists():
        write_plain(bench.standards, docs)
    absent = set(missing())
    found: dict[str, Step] = {BARE: lambda: _mkdocs(bench, docs, "bare", "navigation.prune")}
    if as_it_comes:
        found[AS_IT_COMES] = lambda: _mkdocs(bench, docs, "as-it-comes", "")
    if "Zensical" not in absent:
        found["Zensical, cold"] = lambda: _zensical(bench, docs)
        found["Zensical, one page changed"] = lambda: _zensical_again(bench)
    if "Hugo" not in absent:
        found["Hugo, a theme of five lines"] = lambda: _hugo(bench, docs)
    return found


def _mkdocs(bench: Bench, docs: Path, name: str, features: str) -> Figure:
    folder = _project(bench.folder / name, docs, features)
    return _built((sys.executable, "-m", "mkdocs", "build", "--quiet"), folder)


def _zensical(bench: Bench, docs: Path) -> Figure:
    folder = _project(bench.folder / "zensical", docs, "navigation.prune")
    return _built((sys.executable, "-m", "zensical", "build"), folder)


def _zensical_again(bench: Bench) -> Figure:
    folder = bench.folder / "zensical"
    page = sorted((folder / "docs").glob("*/*.md"))[-1]
    page.write_text(page.read_text(encoding="utf-8") + "\nChanged for the build.\n", encoding="utf-8")
    return _built((sys.executable, "-m", "zensical", "build"), folder)


def _hugo(bench: Bench, docs: Path) -> Figure:
    folder = bench.folder / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(docs, folder / "content")
    (folder / "content" / "index.md").rename(
        folder / "content" / "_index.md"
    )  # its name for a page with others below
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for kind in ("single", "list"):
        (layouts / f"{kind}.html").write_text(FIVE_LINES)
    (folder / "config.toml").write_text(HUGO)
    return measured(
        ("hugo", "--quiet", "--cacheDir", str((folder / "cache").resolve())),
        folder=folder, env=environment(folder / "cache"), writes=folder / "public",
    )  # fmt: skip


def _project(folder: Path, docs: Path, features: str) -> Path:
    """A new project with a copy of the pages: Zensical takes none from outside its folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(docs, folder / "docs")
    (folder / "mkdocs.yml").write_text(CONFIG.format(features=features))
    return folder


def _built(command: tuple[str, ...], folder: Path) -> Figure:
    return measured(command, folder=folder, env=environment(folder / "cache"), writes=folder / "site")
