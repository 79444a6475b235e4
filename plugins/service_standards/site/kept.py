"""
What the pages of a document are made from: a key that is the same only where they would be.

Beside its own files a page shows what its document names and who names it, and
of these the values that they quote. What is not a document's (registry,
records, settings, the day, a company's templates) every page may show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..history.edition import Edition
from ..memory import Memory, key_of
from .settings import SiteSettings


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is remembered of pages, and by what; without keys nothing is remembered longer than a build."""

    memory: Memory = field(default_factory=Memory)
    keys: Mapping[str, bytes] = field(default_factory=dict)
    """By id, what stands for all files of a document."""
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id, the ids of documents and rules that stand in them."""


@dataclass(frozen=True)
class PageKeys:
    """The keys of all pages of an edition."""

    kept: Kept
    edition: Edition
    settings: SiteSettings

    def of_document(self, language: str, id_: str) -> bytes:
        """Of the pages of a document."""
        shown = sorted(self._shown_by(id_))
        versions = self.edition.handbook.dossiers[id_].releases
        # Whether a change of words is a mere slip is judged by the words of the whole handbook.
        whole = self._all if len(versions) > 1 else b""
        return key_of("pages", self._world, language, id_, shown, *(self._key(one) for one in shown), whole)

    def of_lists(self, language: str, name: str) -> bytes:
        """Of pages about the handbook as a whole."""
        return key_of("lists", self._world, language, name, self._all)

    def of_help(self, language: str) -> bytes:
        """Of pages that say nothing of what is in the handbook."""
        return key_of("help", self._settings, language, self.edition.name_in(language))

    def of_search(self, pages: bytes) -> bytes:
        """Of what the search finds of the pages with that key."""
        return key_of("search", pages)

    def _key(self, id_: str) -> bytes:
        return self.kept.keys.get(id_, b"")

    @cached_property
    def _all(self) -> bytes:
        dossiers = self.edition.handbook.dossiers
        return key_of(dossiers, *map(self._key, dossiers))

    def _shown_by(self, id_: str) -> set[str]:
        near = self._names[id_] | self._named_by.get(id_, set())
        return {id_} | near | {one for other in near for one in self._names[other]}

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Which documents each of them names, also by one of their rules."""
        dossiers = self.edition.handbook.dossiers
        owner = {id_: {id_} for id_ in dossiers}
        for id_, dossier in dossiers.items():
            for rule in dossier.rules():
                owner.setdefault(rule.id, set()).add(id_)
        return {
            id_: {one for name in self.kept.named.get(id_, ()) for one in owner.get(name, ())} - {id_}
            for id_ in dossiers
        }

    @cached_property
    def _named_by(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for id_, names in self._names.items():
            for one in names:
                found.setdefault(one, set()).add(id_)
        return found

    @cached_property
    def _settings(self) -> bytes:
        edition, settings = self.edition, self.settings
        return key_of(
            edition.on.isoformat(), str(edition.preview), edition.audience, repr(edition.handbook.settings),
            settings.site_url, settings.edit_base,
            *(part for folder in settings.overrides for path in sorted(folder.rglob("*")) if path.is_file()
              for part in (str(path.relative_to(folder)), path.read_bytes())),
        )  # fmt: skip

    @cached_property
    def _world(self) -> bytes:
        shown = (sorted(self.edition.shown), sorted(self.edition.coming))
        return key_of(self._settings, *shown, *self._around())

    def _around(self) -> Iterator[str | bytes]:
        """Yield the files of the handbook that are no document's; of pictures their names, for texts only link them."""
        folders = {one.working.folder for one in self.edition.handbook.dossiers.values()} - {""}
        for path in self.settings.files:
            if not path.endswith((".yml", ".md", ".csv", ".tsv")):
                yield path
            elif folders.isdisjoint(_folders_of(path)):
                yield path
                yield self.settings.files[path]


def _folders_of(path: str) -> Iterator[str]:
    """Yield the folders in which a file lies, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path
