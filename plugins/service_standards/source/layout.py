"""
What each file of a handbook is, told from its path alone.

A document is known by the name of its file in any folder; nothing below
`releases/` is ever taken for a working copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..model.documents import Kind
from ..model.registry import REGISTRIES

RECORDS = ("evidence", "waivers")
LEDGER = "releases.tsv"
SETTINGS = "handbook.yml"

_KINDS = frozenset(kind.value for kind in Kind)
_MAIN_FILES = {f"{kind}.yml": kind for kind in Kind}
_NAME = re.compile(r"(?P<stem>[^.]+(?:\.[^.]+)*?)(?:\.(?P<language>[a-z]{2,3}))?\.(?P<ending>yml|md)")


@dataclass(slots=True)
class DocumentFiles:
    """The files of one document: of its working copy, or of one release."""

    folder: str
    kind: Kind
    texts: dict[str, str] = field(default_factory=dict)
    """Translations by language: paths of `standard.ru.yml`."""
    prose: dict[str, str] = field(default_factory=dict)
    """Paths of Markdown by language, the source language as ``."""
    reviews: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The YAML file itself."""
        return f"{self.folder}/{self.kind}.yml" if self.folder else f"{self.kind}.yml"


@dataclass(slots=True)
class Layout:
    """The files of a handbook, sorted by what they are."""

    settings: str | None = None
    ledger: str | None = None
    documents: dict[tuple[str, Kind], DocumentFiles] = field(default_factory=dict)
    """Working copies by folder and kind."""
    releases: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Names of files by document folder and name of the release folder."""
    registry: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in RECORDS})
    """Paths by collection and stem."""
    translations: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Paths by language, collection (`handbook`, `roles`, `evidence`) and stem."""
    results: list[str] = field(default_factory=list)
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """Paths of hand-written pages by name and language, the source language as ``."""
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """YAML files that nothing reads, with the name that was perhaps meant."""
    homeless: list[tuple[str, str]] = field(default_factory=list)
    """Translations and reviews without the file that they belong to, with that file's path."""


def layout(paths: Iterable[str]) -> Layout:
    """Sort *paths* by what they are."""
    every = sorted(paths)
    found = Layout(documents={(one.folder, one.kind): one for one in working_files(every)})
    folders: dict[str, list[DocumentFiles]] = {}
    for files in found.documents.values():
        folders.setdefault(files.folder, []).append(files)
    for path in every:
        _sort(path, found, folders)
    return found


def working_files(paths: Iterable[str]) -> Iterator[DocumentFiles]:
    """Yield the working copy of each document among *paths*, its main file alone, in their order."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        kind = _MAIN_FILES.get(name)
        if kind is not None and "releases" not in folder.split("/"):
            yield DocumentFiles(folder, kind)


def _sort(path: str, found: Layout, folders: dict[str, list[DocumentFiles]]) -> None:
    folder, _, name = path.rpartition("/")
    parts = folder.split("/") if folder else []
    if "releases" in parts:
        at = parts.index("releases")
        if len(parts) > at + 1:
            inside = "/".join([*parts[at + 2 :], name])
            owner = "/".join(parts[:at])
            found.releases.setdefault(owner, {}).setdefault(parts[at + 1], []).append(inside)
        return
    if path == LEDGER:
        found.ledger = path
        return
    if name.endswith(".csv") and parts[:1] == ["results"]:
        found.results.append(path)
        return
    read = _NAME.fullmatch(name)
    if not read:
        if name.lower().endswith((".yaml", ".yml")):
            found.unknown.append((path, _meant(name, parts)))
        return
    stem, language, ending = read["stem"], read["language"] or "", read["ending"]
    if ending == "md":
        _sort_markdown(path, folder, stem, language, found, folders)
    else:
        _sort_yaml(path, folder, parts, stem, language, found, folders)


def _sort_markdown(
    path: str, folder: str, stem: str, language: str, found: Layout, folders: dict[str, list[DocumentFiles]]
) -> None:
    for files in folders.get(folder, ()):
        if files.kind == stem:
            files.prose[language] = path
            return
    name = f"{folder}/{stem}" if folder else stem
    found.pages.setdefault(name, {})[language] = path


def _sort_yaml(
    path: str,
    folder: str,
    parts: list[str],
    stem: str,
    language: str,
    found: Layout,
    folders: dict[str, list[DocumentFiles]],
) -> None:
    if stem in _KINDS and not language:
        return  # found before
    if stem in _KINDS:
        for files in folders.get(folder, ()):
            if files.kind == stem:
                files.texts[language] = path
                return
        found.homeless.append((path, f"{folder}/{stem}.yml"))
    elif folder == "" and stem == "handbook":
        if language:
            found.translations[language, "handbook", ""] = path
        else:
            found.settings = path
    elif parts == ["registry"] and stem in REGISTRIES:
        if language:
            found.translations[language, stem, ""] = path
        else:
            found.registry[stem] = path
    elif parts and parts[0] in RECORDS:
        if language:
            found.translations[language, parts[0], stem] = path
        else:
            found.records[parts[0]]["/".join([*parts[1:], stem])] = path
    elif parts and parts[-1] == "reviews":
        owner = "/".join(parts[:-1])
        for files in folders.get(owner, ()):
            files.reviews.append(path)
            return
        found.homeless.append((path, f"{owner}/standard.yml"))
    else:
        found.unknown.append((path, _meant(f"{stem}.yml", parts)))


def _meant(name: str, parts: list[str]) -> str:
    stem = name.rpartition(".")[0].casefold()
    known = list(REGISTRIES) if parts == ["registry"] else [*(kind.value for kind in Kind), "handbook"]
    near = get_close_matches(stem, known, 1, 0.6)
    return f"{near[0]}.yml" if near else ""
