"""
Measure a large handbook, ours and other generators: `python -m tests.bench --documents 300 --runs 3`.

Everything of one run is measured on one machine, in turn; medians of the runs
are printed as tables of Markdown. Compare figures of one run with each other:
machines are noisy. `--growth 100 300 1000 3000 10000` measures how the build
grows, by hand and not in CI. CONTRIBUTING.md says more.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from . import others, ours
from .growth import Growth, growth_table
from .handbook import make
from .ours import Bench, Step
from .picture import picture
from .process import Figure
from .tables import middle, table


def main() -> None:
    """Measure what is asked for and print it."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = asked.folder or Path(temporary)
        lines = _grown(asked, folder) if asked.growth else _compared(asked, folder)
        for line in lines:
            print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--documents", type=int, default=300, metavar="N")
    parser.add_argument("--versions", type=int, default=1, metavar="V", help="released, of each document")
    parser.add_argument(
        "--languages", default="en", help="of the sample's, its source language first: en,uk,ru"
    )
    parser.add_argument("--runs", type=int, default=3, help="medians of so many")
    parser.add_argument("--only", nargs="+", default=["*"], metavar="NAME", help="what to measure: 'check*'")
    parser.add_argument("--alone", action="store_true", help="without the other generators")
    parser.add_argument(
        "--as-it-comes", action="store_true", help="Material with its whole navigation, though N is large"
    )
    parser.add_argument(
        "--growth", type=int, nargs="+", metavar="N", help="measure builds and check for each size"
    )
    parser.add_argument("--picture", type=Path, metavar="SVG", help="draw the growth")
    parser.add_argument(
        "--folder", type=Path, help="keep handbook and sites here, and use the handbook again"
    )
    return parser.parse_args()  # fmt: skip


def _handbook(folder: Path, documents: int, asked: argparse.Namespace) -> Bench:
    """The handbook in *folder*; made if it is not there."""
    standards = folder / "standards"
    if not standards.exists():
        standards.mkdir(parents=True)
        make(standards, documents, asked.versions, asked.languages.split(","))
    if not (folder / "mkdocs.yml").exists():
        (folder / "mkdocs.yml").write_text(ours.CONFIG)
    lines = (standards / "releases.tsv").read_text().splitlines()[1:]
    ids = {line.split("\t")[1] for line in lines}
    return Bench(folder=folder.resolve(), documents=len(ids), versions=len(lines) // len(ids))


def _compared(asked: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield the tables of one size: ours beside the others, then the commands."""
    bench = _handbook(folder, asked.documents, asked)
    mine = ours.steps(bench)
    theirs = _theirs(bench, asked)
    measured = _runs({**theirs, **mine}, asked)
    builds = {name: one for name, one in measured.items() if one.output}
    rest = {name: one for name, one in measured.items() if not one.output}
    if builds:
        yield from _what_is_compared(bench, asked)
        if (cold := builds.get(ours.COLD)) and theirs:
            builds |= {f"the same, scaled to {bench.documents} pages": _scaled(cold, bench.documents)}
        yield from table("build", _sorted(builds, theirs), others.BARE)
        yield ""
    if rest:
        yield from table("command", rest, others.BARE)


def _grown(asked: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield the table of all sizes, and draw it."""
    grown: dict[str, dict[int, Figure]] = defaultdict(dict)
    for documents in asked.growth:
        place = folder / str(documents)
        bench = _handbook(place, documents, asked)
        mine = {name: step for name, step in ours.steps(bench).items() if name in ours.GROWING}
        for name, figure in _runs({**_theirs(bench, asked), **mine}, asked).items():
            grown[name][bench.documents] = figure
        if asked.folder is None:
            shutil.rmtree(place)
    growth: Growth = grown
    yield from growth_table(growth)
    if asked.picture:
        asked.picture.write_text(picture(growth), encoding="utf-8")


def _theirs(bench: Bench, asked: argparse.Namespace) -> dict[str, Step]:
    if asked.alone:
        return {}
    as_it_comes = asked.as_it_comes or bench.documents <= 1.1 * others.AS_IT_COMES_UP_TO
    found = others.steps(bench, as_it_comes=as_it_comes)
    return {name: step for name, step in found.items() if _wanted(name, asked)}


def _wanted(name: str, asked: argparse.Namespace) -> bool:
    return any(fnmatch(name, pattern) for pattern in asked.only)


def _runs(steps: Mapping[str, Step], asked: argparse.Namespace) -> dict[str, Figure]:
    """The medians: all steps once, then all again, so that what disturbs the machine disturbs all alike."""
    figures: dict[str, list[Figure]] = defaultdict(list)
    for run in range(asked.runs):
        for name, step in steps.items():
            if _wanted(name, asked):
                started = time.perf_counter()
                figure = step()
                figures[name].append(figure)
                took = f"run {run + 1}: {name}, {time.perf_counter() - started:.1f} s"
                print(took, *figure.end.splitlines(), sep="\n    ", file=sys.stderr, flush=True)
    return {name: middle(several) for name, several in figures.items()}


def _scaled(whole: Figure, documents: int) -> Figure:
    share = documents / whole.pages
    return Figure(
        seconds=whole.seconds * share, processor=whole.processor * share, output=int(whole.output * share), pages=documents
    )  # fmt: skip


def _sorted(builds: Mapping[str, Figure], theirs: Mapping[str, Step]) -> dict[str, Figure]:
    """The others first, then ours with the scaled one after the one that it is scaled from."""
    names = [name for name in builds if name in theirs]
    names += sorted(
        (name for name in builds if name not in theirs),
        key=lambda name: (name != ours.COLD, "scaled" not in name),
    )
    return {name: builds[name] for name in names}


def _what_is_compared(bench: Bench, asked: argparse.Namespace) -> Iterator[str]:
    versions = "one release" if bench.versions == 1 else f"{bench.versions} releases"
    yield (
        f"{bench.documents} documents with {versions} each, {asked.languages}; medians of {asked.runs}. "
        "Others: one page a document, the text of our page `<id>/` in plain Markdown. "
        "Ours: the whole site, with every document's history, versions, comparison and card, and all lists; "
        "“scaled” is its time a page times the number of documents; "
        "“pages of documents only” are our own builds of nothing else. Ratios are to MkDocs with Material, navigation pruned."
    )
    for name in others.missing():
        yield f"Not installed, so left out: {name}."
    yield ""


if __name__ == "__main__":
    main()
