"""
An edition in one language: every word, value and address that a page asks for, worked out once.

Pages read from it and change nothing. Texts are translated where they can be,
and their placeholders are filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from jinja2 import Environment

from ..archive.in_force import DocumentStatus
from ..history.edition import Edition, Shown
from ..history.past import Past
from ..history.words import Wording, wording
from ..model.documents import Clause, Commitment, Document, Item, Kind, Question, Rule, Step, clause_of
from ..model.fields import Strict
from ..model.handbook import Dossier, Version
from ..model.records import Evidence, Waiver
from ..model.registry import REGISTRIES, Entry
from ..model.translations import texts, translated
from ..model.values import Link
from .addresses import address
from .labels import label
from .placeholders import Words, fill, filled, finder, parts
from .settings import SiteSettings
from .values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document or clause to link to, in the words of one language."""

    link: Link
    address: str
    """From the site's root, with the clause as its anchor; empty if there is no such page."""
    title: str
    """The document's title, or its id if it isn't in this edition."""
    text: str
    """What the clause says; empty if the link is to a whole document."""
    kind: Kind | None
    retired: bool
    behind: bool = False
    """Whether the link was made for an earlier major than the one that is shown, and nobody looked at it since."""
    title_language: str = ""
    """Of the title; the source language where it isn't translated."""
    text_language: str = ""
    """Of the clause's text."""


Value = TypeVar("Value")


class WhenAsked(Mapping[str, Value]):
    """A value for each of *known*, in their order, made by *make* when it is first asked for: one page needs few."""

    def __init__(self, known: Mapping[str, object], make: Callable[[str], Value]) -> None:
        self._known = known
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._made:
            if key not in self._known:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


# One a language and build: known by itself, not by its contents.
@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """An edition in one language."""

    edition: Edition
    language: str
    settings: SiteSettings
    values: Values
    words: Words
    """How this language says values in sentences."""
    prevailing: Words
    """How the source language says them, for texts without a translation."""
    templates: Environment
    wordings: Mapping[str, Wording]
    """The words of every document of the edition, by id; placeholders filled."""
    registry: Mapping[str, Mapping[str, Entry]]
    """The entries of every registry by its name and their ids, translated."""
    evidence: Mapping[str, Evidence]
    waivers: Mapping[str, Waiver]
    past: Past
    """All versions that are known, the same for every language."""
    coming: Mapping[str, Wording]
    """The words of the documents that have never been in force yet, by id; placeholders filled."""

    @property
    def source_language(self) -> str:
        """The language that prevails."""
        return self.edition.handbook.settings.source_language

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of the handbook, the source language first."""
        return self.edition.handbook.settings.languages

    @property
    def name(self) -> str:
        """The handbook's name."""
        return self.edition.name_in(self.language)

    def label(self, name: str, n: int | None = None, **values: object) -> str:
        """A word of the interface: `label("document.owner")`."""
        return label(self.language, name, n, **values)

    def address(self, *segments: str) -> str:
        """The address of a page in this language, from the root: `address("email-reply", "card")`."""
        return address(self.language, self.source_language, *segments)

    def addresses(self, *segments: str) -> dict[str, str]:
        """The address of the same page in every language of the handbook."""
        return {one: address(one, self.source_language, *segments) for one in self.languages}

    def document(self, key: str) -> Document | None:
        """A document as it is shown, in this language; None if it isn't in this edition."""
        found = self.wordings.get(key)
        return found.document if found else None

    def title(self, collection: str, key: str) -> str:
        """The title of a document, role, service, … or piece of evidence; the id, *key*, itself if there is none."""
        shown = self.edition.shown.get(key) if collection == "documents" else None
        if shown and self.language == self.source_language and "{" not in shown.document.title:
            return shown.document.title  # many pages list titles: for these no document is put into words
        return str(getattr(self._titled(collection, key), "title", key))

    def entries(self, registry: str) -> Mapping[str, Entry]:
        """The entries of a registry in the order of its file."""
        return self.registry[registry]

    def wording_of(self, dossier: Dossier, version: Version) -> Wording:
        """The words of any version of a document, placeholders filled."""
        said = wording(self.edition.handbook, dossier, version, self.language)
        document = filled(said.document, version.document, self.documents, self.words, self.prevailing)
        return replace(said, document=document)

    def language_of(self, key: str, part: str | None = None) -> str:
        """The language in which a document's title and summary, or the texts of a part of it, are shown."""
        found = self.wordings.get(key)
        late = found is not None and part_is_late(found, part)
        return self.source_language if late else self.language

    def clause_address(self, document: str, clause: str | None = None) -> str:
        """The address of a document, or of a clause on its page."""
        return self.address(document) + (f"#{clause}" if clause else "")

    def reference(self, link: Link) -> Reference:
        """What is needed to link to a document or clause; an unknown one has no address."""
        document = self.document(link.document)
        shown = self.edition.shown.get(link.document)
        if document is None or shown is None:
            return Reference(
                link=link, address="", title=link.document, text=link.clause or "", kind=None, retired=False
            )
        clause = clause_of(document, link.clause) if link.clause else None
        return Reference(
            link=link,
            address=self.clause_address(link.document, clause.id if clause else None),
            title=document.title,
            text=clause_text(clause) if clause else "",
            kind=document.kind,
            retired=shown.status is DocumentStatus.RETIRED,
            behind=link.major is not None and shown.version.number.major > link.major,
            title_language=self.language_of(link.document),
            text_language=self.language_of(link.document, clause.id) if clause else "",
        )

    def fill(
        self, text: str, language: str, document: Document | None = None, part: Strict | None = None
    ) -> str:
        """Prose in *language* with its placeholders filled, as if it stood in *part* of *document*."""
        words = self.words if language == self.language else self.prevailing
        return fill(text, finder(document, self.documents, part), words, prose=True)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents of the edition in this language, by id."""
        return WhenAsked(self.wordings, lambda key: self.wordings[key].document)

    @cached_property
    def sources(self) -> dict[str, Document]:
        """The documents of the edition as they are written, in the source language, by id."""
        return {key: one.document for key, one in self.edition.shown.items()}

    def shown(self, key: str) -> Shown:
        """What the edition knows of a document."""
        return self.edition.shown[key]

    def _titled(self, collection: str, key: str) -> object:
        match collection:
            case "documents":
                found = self.wordings.get(key) or self.coming.get(key)
                return found and found.document
            case "evidence":
                return self.evidence.get(key)
            case "waivers":
                return self.waivers.get(key)
            case _:
                return self.registry[collection].get(key)


def book_of(
    edition: Edition, language: str, settings: SiteSettings, templates: Environment, past: Past | None = None
) -> Book:
    """The edition in *language*; *past* is what the books of all languages share."""
    handbook = edition.handbook
    values = Values(language)
    registry = {
        name: {
            key: _in(edition, language, name, entry) for key, entry in handbook.registry.entries(name).items()
        }
        for name in REGISTRIES
    }
    sources = {key: shown.document for key, shown in edition.shown.items()}
    words = Words(values, partial(_event, registry["events"]))
    source_language = handbook.settings.source_language
    prevailing = (
        words
        if language == source_language
        else Words(Values(source_language), partial(_event, handbook.registry.events))
    )

    def worded(shown: Shown) -> Wording:
        said = wording(handbook, shown.dossier, shown.version, language)
        return replace(said, document=filled(said.document, shown.document, sources, words, prevailing))

    return Book(
        edition=edition,
        language=language,
        settings=settings,
        values=values,
        words=words,
        prevailing=prevailing,
        templates=templates,
        wordings=WhenAsked(edition.shown, lambda key: worded(edition.shown[key])),
        registry=registry,
        evidence={key: _in(edition, language, "evidence", one) for key, one in handbook.evidence.items()},
        waivers={
            key: _filled_waiver(_in(edition, language, "waivers", one), one, sources, words, prevailing)
            for key, one in handbook.waivers.items()
        },
        past=past or Past(handbook, edition.on),
        coming=WhenAsked(edition.coming, lambda key: worded(edition.coming[key])),
    )


Model = TypeVar("Model", bound=Strict)


def _in(edition: Edition, language: str, collection: str, model: Model) -> Model:
    """A registry entry or record with its texts in *language*, as far as they are translated."""
    translation = edition.handbook.translations.get((language, collection, str(getattr(model, "id", ""))))
    return translated(model, translation.texts) if translation else model


def _event(events: Mapping[str, Entry], key: str) -> str:
    found = events.get(key)
    return found.title if found else key


def _filled_waiver(
    waiver: Waiver, source: Waiver, documents: Mapping[str, Document], words: Words, prevailing: Words
) -> Waiver:
    document = documents.get(waiver.on.document)
    own = parts(document).get(waiver.on.clause or "") if document else None
    find = finder(document, documents, own)
    untranslated = {path: text for path, text, _ in texts(source)}
    new = {
        path: fill(text, find, prevailing if untranslated.get(path) == text else words)
        for path, text, _ in texts(waiver)
        if "{" in text
    }
    return translated(waiver, new) if new else waiver


def part_is_late(words: Wording, part: str | None) -> bool:
    """Whether title and summary (None), or a part, are shown in the source language for want of a translation."""
    return words.header_behind if part is None else part in words.behind or part in words.missing


def clause_text(clause: Clause) -> str:
    """What a clause says, in one sentence."""
    match clause:
        case Commitment() | Rule():
            return clause.statement or ""
        case Step():
            return clause.do or ""
        case Item() | Question():
            return clause.ask or ""
