"""
The handbook as it stands on a date: which version of every document is shown, and who depends on whom.

The published edition shows what is in force; the preview shows the working copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..archive.in_force import DocumentStatus, document_status, in_force, scheduled
from ..model.documents import Audience, Document, Kind, links_of
from ..model.handbook import Dossier, Handbook, Release, Version
from ..model.records import Waiver
from ..model.values import Link
from .links import clause_at
from .next_version import differs
from .reviews import next_review


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One document as an edition shows it."""

    dossier: Dossier
    version: Version
    """The content that is shown, in the source language."""
    release: Release | None
    """The release that is shown; None for a working copy."""
    status: DocumentStatus
    next: Release | None
    """The next release that is scheduled."""
    changed: bool
    """Whether the working copy says anything else than the newest release."""
    next_review: date | None
    """The day by which it is to be looked at again; None if it is not in force."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.dossier.id

    @property
    def document(self) -> Document:
        """What is shown, in the source language."""
        return self.version.document

    @property
    def kind(self) -> Kind:
        """The kind of document."""
        return self.document.kind

    @property
    def text_status(self) -> DocumentStatus:
        """The status of the very text that is shown: in the preview, a change of what is in force is a draft."""
        return self.status if self.release or self.status is DocumentStatus.RETIRED else DocumentStatus.DRAFT

    @property
    def since(self) -> date | None:
        """The day from which what is shown holds."""
        return self.release.record.effective_from if self.release else None

    @property
    def area(self) -> str:
        """The folder that groups it in the navigation; empty at the top."""
        return self.version.folder.split("/")[0] if "/" in self.version.folder else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A link seen from the other end: *shown* names the clause (None: the document) that was asked for."""

    shown: Shown
    by: str | None
    """The clause of *shown* that names it; None for its header."""
    field: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A handbook on a date."""

    handbook: Handbook
    on: date
    preview: bool
    shown: Mapping[str, Shown]
    """By id, in the order of the folders."""
    mentions: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)
    """Who links to a document, by its id; links to one of its clauses are among them."""
    audience: Audience = Audience.INTERNAL
    """Who may read it; for the public, internal documents are not there at all."""
    coming: Mapping[str, Shown] = field(default_factory=dict)
    """Documents that have never been in force, each as its first release will be; none of them is among *shown*."""

    def name_in(self, language: str) -> str:
        """The handbook's name in *language*."""
        translation = self.handbook.translations.get((language, "handbook", ""))
        return (
            translation.texts.get(("name",), self.handbook.settings.name)
            if translation
            else self.handbook.settings.name
        )

    def in_use(self) -> Iterator[Shown]:
        """Yield the documents by which people work: in force, or in the preview all that are not retired."""
        for one in self.shown.values():
            if one.status is not DocumentStatus.RETIRED:
                yield one

    def of_kind(self, kind: Kind) -> tuple[Shown, ...]:
        """The documents of *kind* in use."""
        return tuple(one for one in self.in_use() if one.kind is kind)

    def links_to(
        self, document: str, clause: str | None = None, field: str | None = None
    ) -> tuple[Mention, ...]:
        """Who in use links to *document*, or to its *clause*, from the field named *field*."""
        return tuple(
            mention
            for mention in self.mentions.get(document, ())
            if (clause is None or mention.link.clause in (clause, None))
            and (field is None or mention.field == field)
        )

    def waivers_on(self, document: str) -> tuple[Waiver, ...]:
        """The waivers that hold on the edition's date for clauses of *document*."""
        return tuple(
            waiver
            for waiver in self.handbook.waivers.values()
            if waiver.on.document == document
            and (waiver.from_ is None or waiver.from_ <= self.on)
            and (waiver.to is None or waiver.to >= self.on)
        )


def edition(
    handbook: Handbook,
    on: date,
    *,
    preview: bool = False,
    audience: Audience = Audience.INTERNAL,
    known_on: date | None = None,
) -> Edition:
    """
    The handbook on *on*: what is in force, or the working copies if *preview*, as far as *audience* may read.

    *known_on*: only releases made by that day count; None: by *on*.
    """
    shown = {
        dossier.id: one
        for dossier in handbook.dossiers.values()
        if (one := _shown(handbook, dossier, on, preview, known_on or on)) is not None
        and (audience is Audience.INTERNAL or one.document.audience is Audience.PUBLIC)
    }
    coming = {
        id: one
        for id, dossier in handbook.dossiers.items()
        if id not in shown
        and (one := _coming(dossier, on, known_on or on)) is not None
        and (audience is Audience.INTERNAL or one.document.audience is Audience.PUBLIC)
    }
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for one in shown.values():
        if one.status is DocumentStatus.RETIRED:
            continue
        for path, link in links_of(one.document):
            mentions[link.document].append(
                Mention(shown=one, by=clause_at(one.document, path), field=str(_field(path)), link=link)
            )
    return Edition(
        handbook=handbook,
        on=on,
        preview=preview,
        shown=shown,
        mentions={target: tuple(found) for target, found in mentions.items()},
        audience=audience,
        coming=coming,
    )


def _coming(dossier: Dossier, on: date, known_on: date) -> Shown | None:
    """A document that nothing of it has held yet, as it will be; None if nothing of it is to come, or something held."""
    known = tuple(one for one in dossier.releases if one.record.released_on <= known_on)
    first = next(iter(scheduled(known, on, known_on)), None)
    if first is None or in_force(known, on) is not None:
        return None
    return Shown(
        dossier=dossier,
        version=first.version,
        release=first,
        status=DocumentStatus.DRAFT,
        next=first,
        changed=differs(max(known, key=lambda one: one.number).version, dossier.working),
        next_review=None,
    )


def _shown(handbook: Handbook, dossier: Dossier, on: date, preview: bool, known_on: date) -> Shown | None:
    known = tuple(one for one in dossier.releases if one.record.released_on <= known_on)
    status = document_status(known, on, known_on)
    held = in_force(known, on)
    newest = max(known, key=lambda one: one.number, default=None)
    changed = newest is None or differs(newest.version, dossier.working)
    release = held if not preview or (not changed and held is newest) else None
    if release is None and not preview:
        return None
    coming = scheduled(known, on, known_on)
    return Shown(
        dossier=dossier,
        version=release.version if release else dossier.working,
        release=release,
        status=status,
        next=coming[0] if coming else None,
        changed=changed,
        next_review=next_review(handbook, dossier, on, known_on),
    )


def _field(path: tuple[str | int, ...]) -> str | int:
    return next(step for step in reversed(path) if isinstance(step, str))
