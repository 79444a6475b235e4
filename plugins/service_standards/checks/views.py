"""
Whole handbooks between whose documents checks look: *next*, and what is in force on a day.

*Next* is every working copy, as if all were released together. What is in
force is judged on the day asked for and on each later day on which a
scheduled release begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..archive.in_force import scheduled
from ..findings import Finding, Severity
from ..history.coverage import Ground, ground
from ..history.links import Links, Mention, links_between, mentions_of
from ..history.next_version import differs
from ..history.reviews import in_use
from ..model.documents import Clause, Document, Procedure, Standard, clause_of
from ..model.handbook import Dossier, Handbook, Place, Release, ValuePath, Version
from ..model.values import Link

__all__ = ["Mention", "View", "commitments", "each_once", "graded", "step_path", "views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One handbook: a version of each document."""

    handbook: Handbook
    on: date
    """The day that counts as today."""
    day: date | None
    """The day on which it is in force; None: *next*."""
    versions: Mapping[str, Version]
    releases: Mapping[str, Release]
    """The release of each version that is in force; empty in *next*."""
    links: Links
    keys: Mapping[str, bytes]
    """By id, what stands for all files of a document."""

    def key(self, id_: str) -> bytes:
        """Stands for a document as it is here: the same only where its text and its other versions are."""
        version = self.versions.get(id_)
        return self.keys.get(id_, b"") + version.folder.encode() if version else b""

    def mentions(self, document: str, clause: str | None, field: str) -> Iterator[Mention]:
        """Yield who links to that clause, or to its document as a whole, from *field*."""
        return mentions_of(self.links, document, clause, field)

    @property
    def ground(self) -> Ground:
        """What coverage is judged on."""
        documents = {id_: version.document for id_, version in self.versions.items()}
        return ground(documents, self.handbook.registry, self.links)

    def documents(self, kind: type[Document]) -> Iterator[tuple[str, Version]]:
        """Yield the documents of a kind, in the order of the handbook."""
        for id_, version in self.versions.items():
            if isinstance(version.document, kind):
                yield id_, version

    def clause(self, link: Link) -> Clause | None:
        """What a link leads to in this view."""
        version = self.versions.get(link.document)
        return clause_of(version.document, link.clause) if version and link.clause else None

    def place(self, id_: str, *path: str | int) -> Place:
        """Where an editor can mend it: in the working copy, if that says the same."""
        working, shown = self.handbook.dossiers[id_].working, self.versions[id_]
        return (shown if differs(shown, working) else working).places.of(*path)

    def is_draft(self, id_: str) -> bool:
        """Whether the document has no release."""
        return not self.handbook.dossiers[id_].releases


def views(handbook: Handbook, on: date, keys: Mapping[str, bytes] | None = None) -> Iterator[View]:
    """
    Yield *next*, what is in force on *on*, and what will be on each later day when a release begins.

    *keys*: by id, what stands for all files of a document; only who asks for a view's keys needs them.
    """
    keys = keys or {}
    working = {
        id_: one.working for id_, one in handbook.dossiers.items() if one.working.document.retired is None
    }
    links: dict[int, tuple[Mention, ...]] = {}  # most documents say the same in all views
    yield _view(handbook, on, None, working, {}, keys, links)
    days = {on} | {
        release.record.effective_from
        for dossier in handbook.dossiers.values()
        for release in scheduled(dossier.releases, on)
    }
    for day in sorted(days):
        holding = {
            id_: release
            for id_, dossier in handbook.dossiers.items()
            if (release := held(dossier, day, on)) is not None
        }
        versions = {id_: release.version for id_, release in holding.items()}
        yield _view(handbook, on, day, versions, holding, keys, links)


def held(dossier: Dossier, day: date, known_on: date) -> Release | None:
    """The release by which people work on *day*, as known on *known_on*; None if there is none."""
    return in_use(dossier, day, known_on)


def _view(
    handbook: Handbook,
    on: date,
    day: date | None,
    versions: Mapping[str, Version],
    releases: Mapping[str, Release],
    keys: Mapping[str, bytes],
    known_links: dict[int, tuple[Mention, ...]],
) -> View:
    return View(
        handbook=handbook,
        on=on,
        day=day,
        versions=versions,
        releases=releases,
        links=links_between({id_: version.document for id_, version in versions.items()}, known_links),
        keys=keys,
    )


def commitments(view: View) -> Iterator[tuple[str, Standard, int]]:
    """Yield every commitment as its document's id, the document, and its number there."""
    for id_, version in view.documents(Standard):
        document = version.document
        assert isinstance(document, Standard)
        yield from ((id_, document, n) for n in range(len(document.commitments)))


def step_path(procedure: Procedure, step: str) -> ValuePath:
    """Where a step stands in its file."""
    return next(
        ("stages", s, "steps", n)
        for s, stage in enumerate(procedure.stages)
        for n, one in enumerate(stage.steps)
        if one.id == step
    )


def graded(is_draft: bool) -> Severity:
    """An error; while a document has no release, a warning."""
    return Severity.WARNING if is_draft else Severity.ERROR


_OF_THE_DAY = frozenset({"day", "hours", "open", "cured"})
"""Values by which one fault differs from day to day: the first day on which it shows, and the line that mends it."""


def each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield *findings* without those that say of another view what was said before."""
    said: set[tuple[object, ...]] = set()
    for one in findings:
        key = (
            one.code,
            one.fault,
            *sorted(pair for pair in one.values.items() if pair[0] not in _OF_THE_DAY),
        )
        if key not in said:
            said.add(key)
            yield one
