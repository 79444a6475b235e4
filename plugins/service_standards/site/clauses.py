"""
Clauses as a page shows them: citation, language, what is coming, waivers, and who keeps, tests and teaches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..history.edition import Mention, Shown
from ..history.links import clause_at
from ..history.words import Wording
from ..model.documents import Clause, Commitment, Conduct, Document, Kind, Rule, Standard, Step, clause_of
from ..model.handbook import Release
from ..model.records import Waiver
from ..model.registry import WEEKDAYS, Calendar, Channel
from ..model.values import Duration, Link, OpenInterval, Unit
from .book import Book, Reference
from .clause_past import ClausePast, clause_past


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One clause on a page."""

    clause: Clause
    language: str
    """Of its text; the source language where a translation is behind or missing."""
    late: str
    """`behind` or `missing`, or empty if the text is in the page's language."""
    citation: str
    coming: dict[str, str]
    """What changes with the next release: the name of a value, and the sentence that announces it."""
    waivers: tuple[Waiver, ...] = ()
    kept_by: tuple[Reference, ...] = ()
    tested_by: tuple[Reference, ...] = ()
    taught_by: tuple[Reference, ...] = ()
    shown_in: tuple[Reference, ...] = ()
    """Steps of procedures that show a rule."""
    calendar: Calendar | None = None
    """When its clock runs."""
    hours: tuple[tuple[str, str], ...] = ()
    """That calendar's week in words, as rows of days and hours."""
    proposed: tuple[tuple[str, str], ...] = ()
    """What a draft proposes and nobody has decided yet: the field in words, and the proposal."""
    past: ClausePast | None = None
    """What it said before; None if it always said the same, and on the page of one version."""

    @property
    def id(self) -> str:
        """The clause's id, and its anchor."""
        return self.clause.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Who else speaks of a document, by what they do to it."""

    kept_by: tuple[Reference, ...] = ()
    tested_by: tuple[Reference, ...] = ()
    taught_by: tuple[Reference, ...] = ()
    replaced: tuple[Reference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kept_by or self.tested_by or self.taught_by or self.replaced)


def clause_views(
    book: Book, words: Wording, *, citation_form: str, since: str, coming: Release | None, current: bool
) -> dict[str, ClauseView]:
    """
    Every clause of a version by its id, in reading order.

    *citation_form* is the label of the citation, *since* the date in it. Links
    of others are only there if the version is the one shown (*current*).
    """
    document = words.document
    untranslated = is_untranslated(words)  # said once for the whole document
    shown = book.edition.shown.get(document.id)
    views = {}
    for clause in document.clauses:
        late = "behind" if clause.id in words.behind else "missing" if clause.id in words.missing else ""
        calendar = _calendar(book, document, clause)
        views[clause.id] = ClauseView(
            clause=clause,
            language=book.source_language if late else book.language,
            late="" if untranslated else late,
            citation=book.label(
                f"clause.{citation_form}",
                company=book.name,
                id=document.id,
                clause=clause.id,
                version=document.version,
                date=since,
            ),
            coming=_coming(book, clause, coming) if coming else {},
            waivers=_waivers(book, document, clause) if current else (),
            kept_by=_mentions(book, document, clause, "fulfils") if current else (),
            tested_by=_mentions(book, document, clause, "verifies") if current else (),
            taught_by=_mentions(book, document, clause, "covers") if current else (),
            shown_in=_shown_in(book, clause) if current and isinstance(clause, Rule) else (),
            calendar=calendar,
            hours=_hours(book, calendar, clause) if calendar else (),
            proposed=tuple(_proposed(book, shown, clause)) if current and shown else (),
            past=clause_past(book, shown, clause) if current and shown and shown.release else None,
        )
    return views


def _proposed(book: Book, shown: Shown, clause: Clause) -> Iterator[tuple[str, str]]:
    for path, text in shown.version.proposals.items():
        if clause_at(shown.document, path) == clause.id:
            yield (
                book.label(f"field_name.{next(step for step in reversed(path) if isinstance(step, str))}"),
                text,
            )


def is_untranslated(words: Wording) -> bool:
    """Whether a document has clauses, and not one of them has a translation."""
    clauses = {clause.id for clause in words.document.clauses}
    return bool(clauses) and clauses <= words.missing


def neighbours(book: Book, document: Document, clauses: Iterable[ClauseView]) -> Neighbours:
    """Everybody who links to *document*, each document once, without those that its clauses name already."""
    views = tuple(clauses) if isinstance(document, Standard) else ()
    named = {
        reference.link.document
        for view in views
        for reference in (*view.kept_by, *view.tested_by, *view.taught_by)
    }

    def others(field: str) -> tuple[Reference, ...]:
        ids = {mention.shown.id: None for mention in book.edition.links_to(document.id, field=field)}
        return tuple(book.reference(Link(one)) for one in ids if one not in named)

    return Neighbours(
        kept_by=others("fulfils"),
        tested_by=others("verifies"),
        taught_by=others("covers"),
        replaced=tuple(book.reference(link) for link in document.replaces),
    )


@lru_cache(maxsize=8)  # the books of a build
def rules_by_id(book: Book) -> dict[str, Reference]:
    """The conduct rules in use by their ids: what a step's `shows` names."""
    found = {}
    for shown in book.edition.of_kind(Kind.CONDUCT):
        document = book.wordings[shown.id].document
        assert isinstance(document, Conduct)
        for rule in document.rules:
            found[rule.id] = book.reference(Link(document.id, rule.id))
    return found


def _mentions(book: Book, document: Document, clause: Clause, field: str) -> tuple[Reference, ...]:
    found = {_from(mention): None for mention in book.edition.links_to(document.id, clause.id, field)}
    return tuple(book.reference(link) for link in found)


def _from(mention: Mention) -> Link:
    return Link(mention.shown.id, mention.by)


def _shown_in(book: Book, rule: Rule) -> tuple[Reference, ...]:
    return tuple(book.reference(link) for link in _steps_by_rule(book).get(rule.id, ()))


@lru_cache(maxsize=8)  # the books of a build
def _steps_by_rule(book: Book) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for shown in book.edition.of_kind(Kind.PROCEDURE):
        for step in shown.document.clauses:
            for rule in dict.fromkeys(step.shows) if isinstance(step, Step) else ():
                found.setdefault(rule, []).append(Link(shown.id, step.id))
    return found


def _waivers(book: Book, document: Document, clause: Clause) -> tuple[Waiver, ...]:
    return tuple(
        book.waivers[waiver.id]
        for waiver in book.edition.waivers_on(document.id)
        if waiver.on.clause in (clause.id, None)
    )


def _coming(book: Book, clause: Clause, coming: Release) -> dict[str, str]:
    then = clause_of(coming.version.document, clause.id)
    date = book.values.date(coming.record.effective_from)
    return {
        name: book.label("document.from_date", date=date, value=value)
        for name, value in _values_that_change(book, clause, then)
    }


def _values_that_change(book: Book, now: Clause, then: Clause | None) -> Iterator[tuple[str, str]]:
    say = book.values
    match now, then:
        case Commitment(), Commitment():
            if then.limit is not None and then.limit != now.limit:
                yield "limit", say.level(then.limit)
            share = then.target.share if then.target else None
            if share is not None and share != (now.target.share if now.target else None):
                yield "share", say.share(share)
            amount = then.remedy.amount if then.remedy else None
            if amount is not None and amount != (now.remedy.amount if now.remedy else None):
                yield "amount", say.money(amount)
        case Step(), Step():
            if then.within is not None and then.within != now.within:
                yield "limit", say.duration(then.within)
        case _:
            return


def _calendar(book: Book, document: Document, clause: Clause) -> Calendar | None:
    """The clause's calendar, else the document's, else that of its channels if it is one and the same."""
    own = getattr(clause, "calendar", None) or document.calendar
    if own is None:
        channels = getattr(clause, "channels", ()) or getattr(document, "channels", ())
        entries = [book.entries("channels").get(channel) for channel in channels]
        named = {one.calendar for one in entries if isinstance(one, Channel)}
        own = named.pop() if len(named) == 1 else None
    found = book.entries("calendars").get(own) if own else None
    return found if isinstance(found, Calendar) else None


_NEVER_STOPS = frozenset({Unit.HOUR, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH})


def _hours(book: Book, calendar: Calendar, clause: Clause) -> tuple[tuple[str, str], ...]:
    """When the clock of *clause* runs: hours and days that are no business hours and days pass while all is closed."""
    limit = clause.limit if isinstance(clause, Commitment) else None
    if isinstance(limit, Duration) and limit.unit in _NEVER_STOPS:
        return book.values.week(dict.fromkeys(WEEKDAYS, (OpenInterval(0, 24 * 60),)))
    held = [one for one in calendar.hours if one.from_ <= book.edition.on]
    latest = max(held, key=lambda one: one.from_, default=None)
    return book.values.week(latest.weekly) if latest else ()
