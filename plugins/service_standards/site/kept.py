"""
What the pages of a document are made from: a key that is the same only where they would be.

Beside its own files a page shows what its document names and who names it, and
of these the values that they quote. Of the documents quoted there nothing
else matters: a few that many others quote would make all pages new. What is not a document's (registry,
records, settings, the day, a company's templates) every page may show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..history.edition import Edition
from ..memory import Memory, key_of
from ..model.documents import Test
from .placeholders import quotable
from .settings import SiteSettings


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is remembered of pages, and by what; without keys nothing is remembered longer than a build."""

    memory: Memory = field(default_factory=Memory)
    keys: Mapping[str, bytes] = field(default_factory=dict)
    """By id, what stands for all files of a document."""
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id, the ids of documents and rules that stand in them."""
    quoted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id, the ids of documents of which they quote values by name."""


@dataclass(frozen=True)
class PageKeys:
    """The keys of all pages of an edition."""

    kept: Kept
    edition: Edition
    settings: SiteSettings

    def of_document(self, language: str, id_: str) -> bytes:
        """Of the pages of a document."""
        near = sorted({id_} | self._near(id_))
        quoted = sorted({one for other in near for one in self._quotes[other]}.difference(near))
        versions = self.edition.handbook.dossiers[id_].releases
        # Whether a change of words is a mere slip is judged by the words of the whole handbook.
        whole = self._all if len(versions) > 1 else b""
        return key_of(
            "pages", self._world, language, id_, near, *(self._key(one) for one in near),
            quoted, *(self._values(one) for one in quoted), whole,
        )  # fmt: skip

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

    def _near(self, id_: str) -> set[str]:
        """The documents that a document names, and those that name it."""
        return self._names[id_] | self._named_by.get(id_, set())

    def _values(self, id_: str) -> bytes:
        """What stands for all that may be quoted of a document."""
        found = self._known_values.get(id_)
        if found is None:
            shown = self.edition.shown.get(id_) or self.edition.coming.get(id_)
            found = self._known_values[id_] = key_of(repr(quotable(shown.document)) if shown else "")
        return found

    @cached_property
    def _known_values(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def _quotes(self) -> dict[str, set[str]]:
        """Of which documents each of them quotes values: by their names in braces, or since it verifies their clauses."""
        found = {}
        for id_, dossier in self.edition.handbook.dossiers.items():
            verified = {
                item.verifies.document
                for version in dossier.versions()
                if isinstance(version.document, Test)
                for item in version.document.items
                if item.verifies
            }
            found[id_] = (self._names[id_] & self.kept.quoted.get(id_, frozenset())) | verified
        return found

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
