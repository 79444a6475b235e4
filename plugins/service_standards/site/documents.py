"""
The pages of documents: what is shown today, and every version for ever.

Everything that a template needs is worked out here; the templates only lay it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..archive.in_force import DocumentStatus, VersionStatus, holds_until, version_status
from ..history.edition import Shown
from ..history.words import Wording
from ..model.documents import Commitment, Document, Kind, Procedure, Script, Test, Training, clause_of
from ..model.handbook import Release
from ..model.values import Link
from .book import Book, Reference, clause_text
from .budget import Picture, pictures_of
from .cards import card_page
from .clauses import ClauseView, Neighbours, clause_views, is_untranslated, neighbours, rules_by_id
from .learning import QuizQuestion, quiz_questions
from .page import Heading, SitePage
from .prose import Prose, prose
from .results import Chart, charts_of
from .search import SearchEntry
from .shell import Control, page
from .text import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version in the list of versions."""

    number: str
    status: str
    since: date
    until: date | None
    address: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment as a procedure quotes it."""

    reference: Reference
    number: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A version of a document, ready for its template."""

    document: Document
    shown: Shown
    release: Release | None
    """The release that the page shows; None for a working copy."""
    status: str
    """Of the document, or on a version's own page of that version."""
    current: bool
    """Whether this is the document's page; False on the page of one version."""
    title_language: str
    clauses: dict[str, ClauseView]
    late: frozenset[str]
    """The parts, by id, whose texts are shown in the source language."""
    untranslated: bool
    """Whether no clause has a translation."""
    prose: Prose
    prose_language: str
    neighbours: Neighbours
    own_links: tuple[Reference, ...]
    """What a procedure fulfils, or a training covers."""
    promises: tuple[Promise, ...]
    """What a procedure fulfils, with the limits."""
    rules: dict[str, Reference]
    scripts: dict[str, list[Script]]
    """What to say, by step."""
    limits: dict[str, str]
    """The limits of timed test items in words, by item."""
    budgets: dict[str, tuple[Picture, ...]]
    """Whether time suffices: of a standard by promise, of a procedure under the empty name; today's alone."""
    results: dict[str, Chart]
    """What was measured, by promise; on a version's own page nothing."""
    quiz: tuple[QuizQuestion, ...]
    """The questions of a training as they are shown today; on a version's own page none."""
    replaced_by: Reference | None
    next_summary: str
    """What the scheduled release changes, in its author's words."""
    versions: tuple[VersionLine, ...]
    until: date | None
    """On a version's own page: the first day on which it no longer holds."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id


def document_pages(book: Book, shown: Shown) -> Iterator[SitePage]:
    """Yield the page, the card and the version pages of a document; of one to come, no card."""
    known = known_releases(book, shown)
    versions = tuple(_version_lines(book, shown, known))
    if shown.id in book.edition.shown:
        yield document_page(book, shown, versions)
        yield card_page(book, shown)
    else:
        yield coming_page(book, shown, versions)
    for release in known:
        yield version_page(book, shown, release, versions)


def known_releases(book: Book, shown: Shown) -> tuple[Release, ...]:
    """The releases that the handbook had by the edition's date."""
    return tuple(one for one in shown.dossier.releases if one.record.released_on <= book.edition.on)


def document_page(book: Book, shown: Shown, versions: tuple[VersionLine, ...]) -> SitePage:
    """What is in force; in the preview, the working copy."""
    words = book.wordings[shown.id]
    here = book.address(shown.id)
    view = _view(book, shown, words, here, release=shown.release, current=True, versions=versions)
    return page(
        book,
        shown.id,
        template=f"{shown.kind}.html",
        title=words.document.title,
        tab="training" if shown.kind is Kind.TRAINING else "handbook",
        description=words.document.summary or "",
        headings=_headings(book, view),
        source=shown.dossier.working.file,
        about=f"{shown.id} {words.document.version}",
        control=_control(book, view),
        search=_search_entry(book, view, here),
        indexed=shown.status is not DocumentStatus.DRAFT,
        doc=view,
    )


def coming_page(book: Book, shown: Shown, versions: tuple[VersionLine, ...]) -> SitePage:
    """The address of a document that has never been in force: from when it will be, and where to read it."""
    words = book.coming[shown.id]
    release = shown.release
    assert release is not None
    return page(
        book,
        shown.id,
        template="coming.html",
        title=words.document.title,
        tab="training" if shown.kind is Kind.TRAINING else "handbook",
        description=words.document.summary or "",
        source=shown.dossier.working.file,
        about=shown.id,
        control=Control(about=shown.id, address=book.address(shown.id)),
        indexed=False,
        document=words.document,
        title_language=book.source_language if words.header_behind else book.language,
        release=release,
        versions=versions,
    )


def version_page(book: Book, shown: Shown, release: Release, versions: tuple[VersionLine, ...]) -> SitePage:
    """One version, for ever: it says whether it holds, held, or will hold."""
    words = book.wording_of(shown.dossier, release.version)
    here = book.address(shown.id, str(release.number))
    view = _view(book, shown, words, here, release=release, current=False, versions=versions)
    return page(
        book,
        shown.id,
        str(release.number),
        template=f"{words.document.kind}.html",
        title=f"{words.document.title} {release.number}",
        tab="training" if shown.kind is Kind.TRAINING else "handbook",
        description=words.document.summary or "",
        headings=_headings(book, view),
        source=shown.dossier.working.file,
        about=f"{shown.id} {release.number}",
        control=_control(book, view),
        indexed=False,
        doc=view,
    )


def _view(
    book: Book,
    shown: Shown,
    words: Wording,
    here: str,
    *,
    release: Release | None,
    current: bool,
    versions: tuple[VersionLine, ...],
) -> DocumentView:
    document = words.document
    known = known_releases(book, shown)
    status: str = shown.text_status.value
    if not current and release:
        status = version_status(release, known, book.edition.on).value
    form, since = "citation_draft", ""
    if release:
        form = "citation_scheduled" if status == VersionStatus.SCHEDULED else "citation"
        since = book.values.date(release.record.effective_from)
    ids = {clause.id for clause in document.clauses} | RESERVED_ANCHORS
    coming = str(shown.next.number) if shown.next else None
    clauses = clause_views(
        book,
        words,
        citation_form=form,
        since=since,
        coming=shown.next if current and release else None,
        current=current,
    )
    return DocumentView(
        document=document,
        shown=shown,
        release=release,
        status=status,
        current=current,
        title_language=book.source_language if words.header_behind else book.language,
        clauses=clauses,
        late=words.behind | words.missing,
        untranslated=is_untranslated(words),
        prose=prose(
            book,
            book.fill(words.prose, words.prose_language, document),
            here,
            folder=shown.version.folder,
            taken=ids,
        ),
        prose_language=words.prose_language,
        neighbours=neighbours(book, document, clauses.values()) if current else Neighbours(),
        own_links=tuple(_own_links(book, document)),
        promises=tuple(_promises(book, document)),
        rules=rules_by_id(book) if isinstance(document, Procedure) else {},
        scripts=_scripts(document),
        limits=_limits(book, document),
        budgets=pictures_of(book, document) if current else {},
        results=charts_of(book, shown) if current else {},
        quiz=quiz_questions(book, shown) if current and isinstance(document, Training) else (),
        replaced_by=(
            book.reference(Link(document.retired.replaced_by))
            if document.retired and document.retired.replaced_by
            else None
        ),
        next_summary=next((one.summary for one in versions if current and one.number == coming), ""),
        versions=versions,
        until=holds_until(release, known, book.edition.on) if release and not current else None,
    )


RESERVED_ANCHORS = {
    "promise",
    "linked",
    "about",
    "versions",
    "say",
    "escalations",
    "authority",
    "quiz",
    "checklist",
    "time",
}


def _version_lines(book: Book, shown: Shown, known: tuple[Release, ...]) -> Iterator[VersionLine]:
    for release in sorted(known, key=lambda one: one.number, reverse=True):
        yield VersionLine(
            number=str(release.number),
            status=version_status(release, known, book.edition.on).value,
            since=release.record.effective_from,
            until=holds_until(release, known, book.edition.on),
            address=book.address(shown.id, str(release.number)),
            summary=_change_summary(book, shown, release),
        )


def _change_summary(book: Book, shown: Shown, release: Release) -> str:
    change = book.wording_of(shown.dossier, release.version).document.change
    return (change.summary or "") if change else ""


def _own_links(book: Book, document: Document) -> Iterator[Reference]:
    match document:
        case Procedure():
            yield from (book.reference(link) for link in document.fulfils)
        case Training():
            yield from (book.reference(link) for link in document.covers)
        case _:
            return


def _promises(book: Book, document: Document) -> Iterator[Promise]:
    for reference in _own_links(book, document) if isinstance(document, Procedure) else ():
        commitment = _commitment(book, reference.link)
        limit = commitment.limit if commitment else None
        number, unit = book.values.parts(limit) if limit is not None else ("", "")
        yield Promise(reference=reference, number=number, unit=unit)


def _commitment(book: Book, link: Link) -> Commitment | None:
    standard = book.document(link.document)
    found = clause_of(standard, link.clause) if standard and link.clause else None
    return found if isinstance(found, Commitment) else None


def _scripts(document: Document) -> dict[str, list[Script]]:
    found: dict[str, list[Script]] = {}
    for script in document.scripts if isinstance(document, Procedure) else ():
        found.setdefault(script.step, []).append(script)
    return found


def _limits(book: Book, document: Document) -> dict[str, str]:
    found = {}
    for item in document.items if isinstance(document, Test) else ():
        commitment = _commitment(book, item.verifies) if item.verifies else None
        if commitment and commitment.limit is not None:
            found[item.id] = book.values.level(commitment.limit)
    return found


def _headings(book: Book, view: DocumentView) -> Iterator[Heading]:
    document = view.document
    match document:
        case Procedure():
            if view.budgets:
                yield Heading(anchor="time", title=book.label("budget.title"))
            for stage in document.stages:
                yield Heading(anchor=f"stage-{stage.stage}", title=book.title("stages", stage.stage))
            if document.escalations:
                yield Heading(anchor="escalations", title=book.label("document.escalations"))
            if document.authority:
                yield Heading(anchor="authority", title=book.label("document.authority"))
        case Test():
            yield Heading(anchor="checklist", title=book.label("document.checklist"))
        case Training():
            pass
        case _:
            for clause in document.clauses:
                yield Heading(anchor=clause.id, title=clause_text(clause) or clause.id)
    yield from view.prose.headings
    if isinstance(document, Training) and document.questions:
        yield Heading(anchor="quiz", title=book.label("document.quiz"))
    if view.neighbours:
        yield Heading(anchor="linked", title=book.label("document.linked"))
    yield Heading(anchor="about", title=book.label("document.about"))


def _control(book: Book, view: DocumentView) -> Control:
    release = view.release
    return Control(
        about=f"{view.id} {view.document.version}",
        since=book.values.date(release.record.effective_from) if release else "",
        address=book.address(view.id, str(view.document.version)) if release else book.address(view.id),
    )


def _search_entry(book: Book, view: DocumentView, here: str) -> SearchEntry:
    document = view.document
    texts = [(clause.id, clause_text(clause)) for clause in document.clauses]
    translations = (view.shown.version.translations, view.shown.dossier.working.translations)
    terms = next((one[book.language].search_terms for one in translations if book.language in one), ())
    return SearchEntry(
        url=here,
        language=book.language,
        title=document.title,
        kind=book.label(f"kind.{document.kind}"),
        summary=document.summary or "",
        body=plain_text(view.prose.html),
        clauses=tuple((anchor, text) for anchor, text in texts if text),
        terms=(*document.search_terms, *terms, document.id, str(document.version)),
        weight=0.3 if view.status == DocumentStatus.RETIRED else 1.0,
    )
