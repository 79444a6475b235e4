"""Whom a change touches: who works by it, what promises hang on it, what serves, tests and teaches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..history.edition import Edition, Mention
from ..model.documents import Audience, Conduct, Document, Procedure, Standard, Test, Training, clause_of
from ..model.translations import texts
from ..model.values import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment to customers."""

    link: str
    public: bool
    """Whether it is published to everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Ids of roles and documents, links to clauses: all that hangs on what changed."""

    roles: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    procedures: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    quoted_in: tuple[str, ...] = ()
    """Documents whose texts quote a value of it."""
    waivers: tuple[str, ...] = ()


def touched(editions: Iterable[Edition], document: str, clauses: frozenset[str | None]) -> Touched:
    """
    What hangs on *clauses* of *document* (None among them: on all of it) in any of *editions*, the newer one first.

    Both sides are asked, so that what a pull request cuts off is still named.
    """
    found = [_of_edition(one, document, clauses) for one in editions if document in one.shown]
    promises = {one.link: one for part in reversed(found) for one in part.promises}
    return Touched(
        roles=_all(part.roles for part in found),
        promises=tuple(promises[link] for link in sorted(promises)),
        procedures=_all(part.procedures for part in found),
        tests=_all(part.tests for part in found),
        trainings=_all(part.trainings for part in found),
        quoted_in=_all(part.quoted_in for part in found),
        waivers=_all(part.waivers for part in found),
    )


def together(parts: Iterable[Touched]) -> Touched:
    """Several as one."""
    found = list(parts)
    promises = {one.link: one for part in found for one in part.promises}
    return Touched(
        roles=_all(part.roles for part in found),
        promises=tuple(promises[link] for link in sorted(promises)),
        procedures=_all(part.procedures for part in found),
        tests=_all(part.tests for part in found),
        trainings=_all(part.trainings for part in found),
        quoted_in=_all(part.quoted_in for part in found),
        waivers=_all(part.waivers for part in found),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({one for part in parts for one in part}))


def _of_edition(edition: Edition, name: str, clauses: frozenset[str | None]) -> Touched:
    document = edition.shown[name].document
    about = [one for one in edition.links_to(name) if _concerns(one.link, clauses)]
    procedures = {one.shown.id for one in about if one.field in ("fulfils", "pays")}
    if isinstance(document, Conduct):
        procedures |= _showing(edition, document, clauses)
    keeping = {name} | (procedures if isinstance(document, Standard) else set())
    return Touched(
        roles=tuple({role for one in keeping for role in edition.shown[one].document.roles}),
        promises=tuple(_promises(edition, document, clauses)),
        procedures=tuple(procedures),
        tests=_by(about, "verifies"),
        trainings=_by(about, "covers", "explains"),
        quoted_in=tuple(_quoting(edition, name, clauses)),
        waivers=tuple(
            one.id for one in edition.handbook.waivers.values() if one.on.document == name and _concerns(one.on, clauses)
        ),
    )  # fmt: skip


def _concerns(link: Link, clauses: frozenset[str | None]) -> bool:
    return None in clauses or link.clause is None or link.clause in clauses


def _by(mentions: Iterable[Mention], *fields: str) -> tuple[str, ...]:
    return tuple({one.shown.id for one in mentions if one.field in fields})


def _showing(edition: Edition, conduct: Conduct, clauses: frozenset[str | None]) -> set[str]:
    """The procedures whose steps show a rule that is concerned."""
    rules = {rule.id for rule in conduct.rules if None in clauses or rule.id in clauses}
    return {
        one.id
        for one in edition.in_use()
        if isinstance(one.document, Procedure)
        and any(rules & set(step.shows) for step in one.document.clauses)
    }


def _promises(edition: Edition, document: Document, clauses: frozenset[str | None]) -> Iterator[Promise]:
    """Yield the commitments that are changed themselves, or that the document serves, tests or teaches."""
    match document:
        case Standard():
            links = [
                Link(document.id, one.id)
                for one in document.commitments
                if None in clauses or one.id in clauses
            ]
        case Procedure():
            links = [*document.fulfils, *(step.pays for step in document.clauses if step.pays)]
        case Test():
            links = [
                it.verifies for it in document.items if it.verifies and (None in clauses or it.id in clauses)
            ]
        case Training():
            links = list(document.covers)
        case _:
            links = []
    for link in links:
        shown = edition.shown.get(link.document)
        if shown is None or not isinstance(shown.document, Standard):
            continue
        public = shown.document.audience is Audience.PUBLIC
        for commitment in shown.document.commitments:
            if link.clause in (None, commitment.id):
                yield Promise(link=f"{link.document}#{commitment.id}", public=public)


def _quoting(edition: Edition, name: str, clauses: frozenset[str | None]) -> Iterator[str]:
    """Yield the documents whose texts hold a placeholder for a value of it: `{id#clause.limit}`."""
    document = edition.shown[name].document
    ids = [
        one.id
        for one in document.clauses
        if None in clauses or (clause_of(document, one.id) and one.id in clauses)
    ]
    marks = tuple(f"{{{name}#{one}." for one in ids)
    for shown in edition.in_use():
        said = [text for _, text, _ in texts(shown.document)] if shown.id != name else []
        if shown.id != name and any(mark in text for text in (*said, shown.version.prose) for mark in marks):
            yield shown.id
