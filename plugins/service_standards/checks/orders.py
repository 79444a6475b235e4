"""
Whether times stand in the right order (ORD01, ORD02, ESC01).

A time is not later than another if it is not for any arrival: each runs in its
own calendar, so only the deadlines tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise

from ..changes.place import calendar_of
from ..findings import Finding, Severity
from ..history.budget import Courses, UntoldError, grain_of, is_timed
from ..memory import Job, key_of
from ..model.documents import Audience, Commitment, Document, Escalation, Procedure, Standard, clause_of
from ..model.handbook import Place
from ..model.registry import Marks
from ..model.values import Duration, Link
from .views import View, commitments

RANK = {Marks.ACKNOWLEDGE: 0, Marks.FIRST_RESPONSE: 1, Marks.RESOLVE: 2}
"""In what order a customer may expect them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A commitment on time, as its orders need it."""

    link: Link
    standard: Standard
    commitment: Commitment
    limit: Duration
    calendar: str | None
    place: Callable[[], Place]

    @property
    def channels(self) -> frozenset[str]:
        """The channels on which it holds."""
        return frozenset(self.commitment.channels or self.standard.channels)

    def meets(self, other: Timed) -> bool:
        """Whether one contact can fall under both: same service, start, channel, place and customers."""
        mine, its = self.commitment, other.commitment
        return (
            self.standard.service == other.standard.service
            and mine.from_ == its.from_
            and _overlap(self.channels, other.channels)
            and _overlap(frozenset(mine.locations), frozenset(its.locations))
            and _overlap(frozenset(mine.segments), frozenset(its.segments))
        )


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two scopes have something in common; an empty one is everywhere."""
    return not one or not other or bool(one & other)


def orders_to_judge(views: Iterable[tuple[View, Courses]], world: bytes) -> Iterator[Job[Finding]]:
    """Yield how to find the times that stand in the wrong order; what is in several views is told for each."""
    judged: dict[str, list[list[Document | None]]] = {}
    for view, courses in views:
        days = str(courses.days)
        for group in _groups(view):
            key = key_of("order", world, days, *(view.key(one.link.document) for one in group))
            yield key, partial(_promises_in_order, group, view, courses)
        for id_, version in view.documents(Procedure):
            procedure = version.document
            assert isinstance(procedure, Procedure)
            linked = [link.document for link in procedure.fulfils]
            promises = (view.versions.get(one) for one in linked)
            texts = [procedure, *(one.document if one else None for one in promises)]
            if procedure.escalations and texts not in judged.setdefault(id_, []):
                judged[id_].append(texts)
                key = key_of("escalations", world, days, *(view.key(one) for one in (id_, *linked)))
                yield key, partial(_escalations, id_, procedure, view, courses)


def _groups(view: View) -> Iterable[list[Timed]]:
    """The commitments on time, those together that one contact may fall under."""
    groups: dict[tuple[str | None, str | None], list[Timed]] = {}
    for id_, standard, n in commitments(view):
        one = _timed(view, id_, standard, n)
        if one is not None:
            groups.setdefault((standard.service, one.commitment.from_), []).append(one)
    return groups.values()


def _promises_in_order(group: Iterable[Timed], view: View, courses: Courses) -> Iterator[Finding]:
    for one, other in combinations(group, 2):
        if one.meets(other):
            yield from _journey(one, other, view, courses)
            yield from _internal(one, other, courses)


def _timed(view: View, id_: str, standard: Standard, n: int) -> Timed | None:
    one = standard.commitments[n]
    if not is_timed(one) or not isinstance(one.at_most, Duration):
        return None
    return Timed(
        link=Link(id_, one.id),
        standard=standard,
        commitment=one,
        limit=one.at_most,
        calendar=calendar_of(standard, one, view.handbook.registry),
        place=partial(view.place, id_, "commitments", n, "at_most"),
    )


# -- ORD01 and ORD02 ---------------------------------------------------------


def _journey(one: Timed, other: Timed, view: View, courses: Courses) -> Iterator[Finding]:
    """Yield a finding if what comes first for the customer may be due after what comes later."""
    ranks = [_rank(each, view) for each in (one, other)]
    if None in ranks or ranks[0] == ranks[1]:
        return
    first, later = (one, other) if (ranks[0] or 0) < (ranks[1] or 0) else (other, one)
    yield from _compared("ORD01", "order", first, later, courses)


def _rank(one: Timed, view: View) -> int | None:
    event = view.handbook.registry.events.get(one.commitment.to or "")
    return RANK[event.marks] if event is not None and event.marks is not None else None


def _internal(one: Timed, other: Timed, courses: Courses) -> Iterator[Finding]:
    """Yield a finding if a limit for staff alone may end after the public promise of the same thing."""
    public, inside = (one, other) if one.standard.audience is Audience.PUBLIC else (other, one)
    audiences = (public.standard.audience, inside.standard.audience)
    if audiences != (Audience.PUBLIC, Audience.INTERNAL) or one.commitment.to != other.commitment.to:
        return
    yield from _compared("ORD02", "looser", inside, public, courses)


def _compared(code: str, fault: str, one: Timed, other: Timed, courses: Courses) -> Iterator[Finding]:
    """Yield a finding on *one* if it ends after *other* for some arrival."""
    try:
        worst = courses.later(
            courses.of(one.limit, one.calendar),
            courses.of(other.limit, other.calendar),
            grain_of((one.limit, other.limit)),
        )
    except UntoldError:
        return  # a limit without hours is a matter of its calendar
    if worst is not None:
        yield Finding(
            code=code,
            fault=fault,
            severity=Severity.ERROR,
            place=one.place(),
            values={
                "one": str(one.link),
                "limit": str(one.limit),
                "other": str(other.link),
                "promised": str(other.limit),
                "lasting_over": str(worst.seconds),
                "arrival_worst": courses.local_time(worst.when, one.calendar),
            },
        )


# -- ESC01 -------------------------------------------------------------------


def _escalations(id_: str, procedure: Procedure, view: View, courses: Courses) -> Iterator[Finding]:
    calendar = calendar_of(procedure, None, view.handbook.registry)
    timed = [(n, one) for n, one in enumerate(procedure.escalations) if one.after is not None]
    try:
        for (_, one), (n, following) in pairwise(timed):
            yield from _rises(one, following, view.place(id_, "escalations", n, "after"), calendar, courses)
        if timed:
            n, last = timed[-1]
            yield from _in_time(procedure, last, view.place(id_, "escalations", n), calendar, view, courses)
    except UntoldError:
        return  # a limit without hours is a matter of its calendar


def _rises(
    one: Escalation, following: Escalation, place: Place, calendar: str | None, courses: Courses
) -> Iterator[Finding]:
    assert one.after and following.after
    earlier, later = courses.of(one.after, calendar), courses.of(following.after, calendar)
    if earlier == later or courses.later(earlier, later, grain_of((one.after, following.after))) is not None:
        yield Finding(
            code="ESC01",
            fault="order",
            severity=Severity.ERROR,
            place=place,
            values={
                "one": one.id,
                "after": str(one.after),
                "following": following.id,
                "then": str(following.after),
            },
        )


def _in_time(
    procedure: Procedure,
    last: Escalation,
    place: Place,
    calendar: str | None,
    view: View,
    courses: Courses,
) -> Iterator[Finding]:
    """Yield a finding if the last escalation may end after the limit of every promise that the procedure keeps."""
    assert last.after
    taken = [last.after, *([last.within] if last.within else [])]
    end = courses.of(last.after, calendar)
    if last.within is not None:
        end = courses.after(end, last.within, calendar)
    late = []
    for link, commitment, standard in _promises(procedure, view):
        assert isinstance(commitment.at_most, Duration)
        due = courses.of(commitment.at_most, calendar_of(standard, commitment, view.handbook.registry))
        worst = courses.later(end, due, grain_of((*taken, commitment.at_most)))
        if worst is None:
            return  # a procedure may keep several promises, and an escalation is there for one of them
        late.append((worst, link, commitment.at_most))
    if late:
        worst, link, limit = min(late, key=lambda one: one[0].seconds)
        yield Finding(
            code="ESC01",
            fault="late",
            severity=Severity.ERROR,
            place=place,
            values={
                "one": last.id,
                "after": str(last.after) + (f" + {last.within}" if last.within else ""),
                "link": str(link),
                "limit": str(limit),
                "lasting_over": str(worst.seconds),
                "arrival_worst": courses.local_time(worst.when, calendar),
            },
        )


def _promises(procedure: Procedure, view: View) -> Iterator[tuple[Link, Commitment, Standard]]:
    for link in procedure.fulfils:
        version = view.versions.get(link.document)
        if version is None or not isinstance(version.document, Standard):
            continue
        standard = version.document
        named = clause_of(standard, link.clause) if link.clause else None
        for one in standard.commitments if link.clause is None else (named,):
            if isinstance(one, Commitment) and is_timed(one):
                yield Link(link.document, one.id, link.major), one, standard
