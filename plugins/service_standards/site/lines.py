"""
Documents and clauses as one line of a list: what to read at a glance, and where it leads.

Lines are in the words of one language and hold nothing that is still to be computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.documents import Clause, Commitment, Document, Kind, Rule, Step, Target
from ..model.values import AnyLevel, Link
from .book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What to say at a step, and what not."""

    text: str
    avoid: tuple[str, ...]
    channel: str
    """The title of the channel that it is for; empty: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """A clause in a list."""

    id: str
    address: str
    document: str
    """The title of its document."""
    text: str
    lang: str | None
    """The language of the text, if it isn't the page's."""
    figure: tuple[str, str] = ("", "")
    """Its limit: a number to show large, and the words after it."""
    target: str = ""
    """How often the limit must hold: `90% every month`."""
    badge: str = ""
    """Strength of a commitment or obligation of a step or rule, as the model names it."""
    who: str = ""
    own: bool = False
    """Whether the role of the page does it."""
    other: bool = False
    """Whether another role does it than the page's: shown small, without what to say."""
    where: str = ""
    """The channels that it is limited to."""
    shown_by: tuple[str, ...] = ()
    says: tuple[Said, ...] = ()
    component: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document in a list, with those of its clauses that the list is about."""

    id: str
    kind: Kind
    title: str
    summary: str
    lang: str | None
    address: str
    version: str
    clauses: tuple[ClauseLine, ...] = ()
    coming: str = ""
    """The day from which a newer version holds, in words."""
    waived: bool = False
    draft: bool = False
    retired: bool = False
    note: str = ""


def document_line(
    book: Book, shown: Shown, clauses: Iterable[ClauseLine] = (), *, note: str = ""
) -> DocumentLine:
    """*shown* as a line, with *clauses* below it."""
    words = book.wordings[shown.id]
    coming = shown.next.record.effective_from if shown.next else None
    return DocumentLine(
        id=shown.id,
        kind=shown.kind,
        title=words.document.title,
        summary=words.document.summary or "",
        lang=book.source_language if words.header_behind else None,
        address=book.address(shown.id),
        version=str(shown.version.number),
        clauses=tuple(clauses),
        coming=book.values.date(coming) if coming else "",
        waived=bool(book.edition.waivers_on(shown.id)),
        draft=shown.status is DocumentStatus.DRAFT,
        retired=shown.status is DocumentStatus.RETIRED,
        note=note,
    )


def promise(book: Book, shown: Shown, commitment: Commitment) -> ClauseLine:
    """A commitment: its limit large, its target beside it."""
    return ClauseLine(
        **_common(book, shown, commitment),
        text=commitment.statement or "",
        figure=figure(book, commitment.limit),
        target=target(book, commitment.target),
        badge=str(commitment.strength or ""),
        component=str(commitment.component or ""),
        where=titles(book, "channels", commitment.channels),
    )


def step_line(book: Book, shown: Shown, step: Step, *, role: str | None = None) -> ClauseLine:
    """A step: who does it by when, and what to say; *role* marks its own steps."""
    document = book.wordings[shown.id].document
    scripts = getattr(document, "scripts", ())
    return ClauseLine(
        **_common(book, shown, step),
        text=step.do or "",
        figure=figure(book, step.within),
        badge=str(step.level or ""),
        who=book.title("roles", step.who) if step.who else "",
        own=role is not None and step.who == role,
        other=role is not None and step.who != role,
        says=()
        if role is not None and step.who != role
        else tuple(
            Said(
                text=script.say,
                avoid=script.avoid,
                channel=book.title("channels", script.channel) if script.channel else "",
            )
            for script in scripts
            if script.step == step.id and script.say
        ),
    )


def rule_line(book: Book, shown: Shown, rule: Rule, *, channel: str | None = None) -> ClauseLine:
    """A rule of conduct and how one sees it, with its limit on *channel*."""
    limit = rule.within.get(channel) if channel else None
    return ClauseLine(
        **_common(book, shown, rule),
        text=rule.statement or "",
        figure=figure(book, limit),
        badge=str(rule.level or ""),
        shown_by=rule.shown_by,
        where=titles(book, "channels", rule.applies_to.channels),
    )


def clause_line(book: Book, shown: Shown, clause: Clause) -> ClauseLine:
    """Any clause as a line."""
    match clause:
        case Commitment():
            return promise(book, shown, clause)
        case Step():
            return step_line(book, shown, clause)
        case Rule():
            return rule_line(book, shown, clause)
        case _:
            return ClauseLine(**_common(book, shown, clause), text=clause.ask or "")


def figure(book: Book, level: AnyLevel | None) -> tuple[str, str]:
    """A level as a number to show large and the words after it; two empty texts if there is none."""
    return book.values.parts(level) if level is not None else ("", "")


def target(book: Book, aim: Target | None) -> str:
    """How often a limit must hold: `90% every month`; empty if that isn't said."""
    if aim is None or aim.share is None:
        return ""
    share = book.values.share(aim.share)
    return f"{share} {book.values.each(aim.every)}" if aim.every else share


def titles(book: Book, registry: str, ids: Iterable[str]) -> str:
    """The titles of registry entries, joined by commas."""
    return ", ".join(book.title(registry, id) for id in ids)


def by_title(book: Book, shown: Iterable[Shown]) -> list[Shown]:
    """Documents in the order of their titles in the book's language."""
    return sorted(shown, key=lambda one: (sort_key(book.title("documents", one.id)), one.id))


_ALPHABET = {
    letter: n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyzабвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя")
}


def sort_key(text: str) -> tuple[int, ...]:
    """How *text* sorts in a list for people: by the alphabets of the three languages, signs left out."""
    return tuple(_ALPHABET[letter] for letter in text.casefold() if letter in _ALPHABET)


def names(link: Link, document: Document, clause: str | None = None) -> bool:
    """Whether *link* names *document* as a whole, or the *clause* asked for."""
    return link.document == document.id and (link.clause is None or clause is None or link.clause == clause)


def source_text_language(book: Book, document: str, clause: str) -> str | None:
    """The source language if the clause is shown in it for want of a translation, else None."""
    language = book.language_of(document, clause)
    return language if language != book.language else None


class _Common(TypedDict):
    id: str
    address: str
    document: str
    lang: str | None


def _common(book: Book, shown: Shown, clause: Clause) -> _Common:
    return {
        "id": clause.id,
        "address": book.clause_address(shown.id, clause.id),
        "document": book.title("documents", shown.id),
        "lang": source_text_language(book, shown.id, clause.id),
    }
