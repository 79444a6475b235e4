"""
A whole handbook: settings, registry, documents with all their versions, records, hand-written pages.

Plain data, as read. What holds on a date is worked out by `archive`.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .documents import Conduct, Document, Rule
from .records import Evidence, ReleaseRecord, Result, Review, Waiver
from .registry import Registry, Settings
from .translations import Translation
from .values import VersionNumber

ValuePath = tuple[str | int, ...]
"""Where a value stands in a file: keys and positions, from the top."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Places:
    """The places of a file's values."""

    file: str
    lines: Mapping[ValuePath, tuple[int, int]] = field(default_factory=dict)

    def of(self, *path: str | int) -> Place:
        """The place of the value at *path*, or of the nearest value around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return Place(self.file, *self.lines.get(path, (1, 1)))

    def __reduce__(self) -> tuple[object, ...]:
        # Half of what a handbook weighs, and asked for only where something is wrong.
        return _PackedPlaces, (self.file, pickle.dumps(dict(self.lines), pickle.HIGHEST_PROTOCOL))


class _PackedPlaces(Places):
    """Places as they were kept, unpacked when the first is asked for."""

    def __init__(self, file: str, packed: bytes) -> None:
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "packed", packed)

    @cached_property
    def lines(self) -> Mapping[ValuePath, tuple[int, int]]:
        found: Mapping[ValuePath, tuple[int, int]] = pickle.loads(self.packed)  # type: ignore[attr-defined]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one document, as its files say: a working copy, or the content of a release."""

    document: Document
    folder: str
    """Where its files lie, from the handbook's folder."""
    places: Places
    prose: str = ""
    """Markdown in the source language."""
    translations: Mapping[str, Translation] = field(default_factory=dict)
    translated_prose: Mapping[str, str] = field(default_factory=dict)
    """Markdown by language, the source language left out."""
    proposals: Mapping[ValuePath, str] = field(default_factory=dict)
    """What stands behind a TODO: `TODO 10 business days`."""

    @property
    def file(self) -> str:
        """The YAML file, from the handbook's folder."""
        return self.places.file

    @property
    def number(self) -> VersionNumber:
        """Its version number."""
        return self.document.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version, frozen: its content, its record, and the registry entries that it used."""

    record: ReleaseRecord
    version: Version
    registry: Registry

    @property
    def number(self) -> VersionNumber:
        """Its version number."""
        return self.record.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything about one document: its working copy, its releases by rising number, its reviews."""

    id: str
    working: Version
    releases: tuple[Release, ...] = ()
    reviews: tuple[Review, ...] = ()

    def versions(self) -> Iterator[Version]:
        """Every version: the working copy, then the releases."""
        yield self.working
        yield from (release.version for release in self.releases)

    def rules(self) -> Iterator[Rule]:
        """The rules of conduct in all versions."""
        for version in self.versions():
            if isinstance(version.document, Conduct):
                yield from version.document.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPage:
    """A hand-written page: plain Markdown, by language; the name is its path without `.md`."""

    name: str
    markdown: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of `releases.tsv`."""

    released_on: str
    id: str
    version: str
    release_sha256: str
    previous_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """All that the handbook's folder says."""

    settings: Settings
    registry: Registry
    dossiers: Mapping[str, Dossier]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    pages: Mapping[str, HandPage] = field(default_factory=dict)
    ledger: tuple[LedgerLine, ...] = ()
    translations: Mapping[tuple[str, str, str], Translation] = field(default_factory=dict)
    """Of registry entries and records, by language, collection (`roles`, `evidence`, …) and id."""
    places: Mapping[tuple[str, str], Places] = field(default_factory=dict)
    """Of registry entries and records, by collection and id; of `handbook.yml`, by ("handbook", "")."""

    def versions(self) -> Iterator[Version]:
        """Every version of every document: the working copy, then the releases."""
        for dossier in self.dossiers.values():
            yield from dossier.versions()
