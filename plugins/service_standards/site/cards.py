"""
Counter cards: a document on a phone, for while the customer is there.

The limit, the first steps, what to say and not to say, whom to call; nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.documents import (
    Commitment,
    Conduct,
    Document,
    Kind,
    Obligation,
    Procedure,
    Script,
    Standard,
    Test,
    Training,
)
from ..model.registry import Role
from ..model.values import Link
from .book import Book, Reference
from .page import SitePage
from .shell import Control, page

MOST_STEPS = 7
MOST_SCRIPTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A promise in its shortest form."""

    number: str
    unit: str
    says: str
    coming: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: what to do or look at, and by when."""

    text: str
    language: str
    within: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whom to call, when, and at which desk."""

    role: str
    when: str
    contact: str
    language: str
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card, ready for its template."""

    document: Document
    status: str
    since: str
    limits: tuple[Limit, ...]
    steps: tuple[Line, ...]
    rules: tuple[Line, ...]
    scripts: tuple[tuple[Script, str], ...]
    """What to say, and in which language it is written here."""
    calls: tuple[Call, ...]
    avoided: tuple[tuple[str, str], ...]
    """What not to say, and in which language it is written here."""
    more: tuple[Reference, ...]
    """Cards to go on to, where a promise is kept by several procedures, or a training covers documents."""


def card_page(book: Book, shown: Shown) -> SitePage:
    """The card of a document, at `/<id>/card/`."""
    document = book.wordings[shown.id].document
    release = shown.release
    return page(
        book,
        shown.id,
        "card",
        template="card.html",
        title=document.title,
        tab="handbook",
        description=document.summary or "",
        alone=True,
        control=Control(
            about=f"{shown.id} {document.version}",
            since=book.values.date(release.record.effective_from) if release else "",
            address=book.address(shown.id, str(document.version)) if release else book.address(shown.id),
        ),
        source=shown.dossier.working.file,
        about=f"{shown.id} {document.version}",
        indexed=False,
        card=_card(book, shown, document),
    )


def _card(book: Book, shown: Shown, document: Document) -> CardView:
    procedures = tuple(_procedures(book, document))
    one = procedures[0] if len(procedures) == 1 else None
    status = shown.text_status
    scripts = (
        tuple((script, book.language_of(one.id, script.id)) for script in one.scripts[:MOST_SCRIPTS])
        if one
        else ()
    )
    return CardView(
        document=document,
        status=status.value,
        since=book.values.date(shown.since) if shown.since and status is not DocumentStatus.RETIRED else "",
        limits=tuple(_limits(book, shown, document)),
        steps=tuple(_steps(book, one))[:MOST_STEPS] if one else (),
        rules=tuple(_rules(book, document)),
        scripts=scripts,
        avoided=tuple((words, language) for script, language in scripts for words in script.avoid),
        calls=tuple(_calls(book, document, one)),
        more=tuple(_more(book, document, procedures)),
    )


def _procedures(book: Book, document: Document) -> Iterator[Procedure]:
    """The document itself, or the procedures by which a promise is kept."""
    if isinstance(document, Procedure):
        yield document
    elif isinstance(document, Standard):
        for found in {
            mention.shown.id: None for mention in book.edition.links_to(document.id, field="fulfils")
        }:
            procedure = book.wordings[found].document
            if isinstance(procedure, Procedure):
                yield procedure


def _limits(book: Book, shown: Shown, document: Document) -> Iterator[Limit]:
    for owner, commitment, coming in _commitments(book, shown, document):
        number, unit = book.values.parts(commitment.limit) if commitment.limit is not None else ("", "")
        yield Limit(
            number=number,
            unit=unit,
            says=commitment.statement or "",
            coming=coming,
            language=book.language_of(owner, commitment.id),
        )


def _commitments(book: Book, shown: Shown, document: Document) -> Iterator[tuple[str, Commitment, str]]:
    if isinstance(document, Standard):
        for commitment in document.commitments:
            yield document.id, commitment, _announced(book, shown, commitment)
    elif isinstance(document, Procedure):
        for link in document.fulfils:
            standard = book.document(link.document)
            if isinstance(standard, Standard):
                for commitment in standard.commitments:
                    if commitment.id == link.clause and commitment.measure and commitment.measure.is_time:
                        yield (
                            link.document,
                            commitment,
                            _announced(book, book.shown(link.document), commitment),
                        )


def _announced(book: Book, shown: Shown, commitment: Commitment) -> str:
    release = shown.next if shown.release else None
    then = (
        next((one for one in release.version.document.clauses if one.id == commitment.id), None)
        if release
        else None
    )
    if release is None or not isinstance(then, Commitment) or then.limit in (None, commitment.limit):
        return ""
    assert then.limit is not None
    return book.label(
        "document.from_date",
        date=book.values.date(release.record.effective_from),
        value=book.values.level(then.limit),
    )


def _steps(book: Book, procedure: Procedure) -> Iterator[Line]:
    for step in procedure.clauses:
        if step.level in (Obligation.MUST, Obligation.MUST_NOT):
            yield Line(
                text=step.do or "",
                language=book.language_of(procedure.id, step.id),
                within=book.values.duration(step.within) if step.within else "",
            )


def _rules(book: Book, document: Document) -> Iterator[Line]:
    match document:
        case Conduct():
            for rule in document.rules:
                yield Line(
                    text=rule.statement or "",
                    language=book.language_of(document.id, rule.id),
                    details=rule.shown_by,
                )
        case Test():
            for item in document.items:
                yield Line(text=item.ask or "", language=book.language_of(document.id, item.id))
        case _:
            return


def _calls(book: Book, document: Document, procedure: Procedure | None) -> Iterator[Call]:
    for escalation in procedure.escalations if procedure else ():
        if escalation.to:
            yield Call(
                role=book.title("roles", escalation.to),
                when=escalation.when or "",
                language=book.language_of(procedure.id, escalation.id) if procedure else book.language,
                contact=_contact(book, escalation.to),
                after=book.values.duration(escalation.after) if escalation.after else "",
            )
    if procedure is None and document.owner:
        yield Call(
            role=book.title("roles", document.owner),
            when=book.label("card.questions"),
            language=book.language,
            contact=_contact(book, document.owner),
        )


def _contact(book: Book, role: str) -> str:
    found = book.entries("roles").get(role)
    return (found.contact or "") if isinstance(found, Role) else ""


def _more(book: Book, document: Document, procedures: tuple[Procedure, ...]) -> Iterator[Reference]:
    if isinstance(document, Training):
        yield from (book.reference(Link(one)) for one in {link.document: None for link in document.covers})
    elif document.kind is Kind.STANDARD and len(procedures) > 1:
        yield from (book.reference(Link(one.id)) for one in procedures)
