"""Whether promises agree with each other and with the procedures that keep them (CON01, RMD01, FCR01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..findings import Finding, Severity
from ..model.documents import Commitment, Conduct, Procedure, Remedy
from ..model.values import Duration, Money, Unit
from .cycles import circles, steps_before
from .views import View, commitments

# -- CON01 -------------------------------------------------------------------


def faults_of_conflicts(view: View) -> Iterator[Finding]:
    """Yield the commitments that promise another limit than an earlier document does for the very same."""
    first: dict[tuple[object, ...], tuple[str, Commitment]] = {}
    # What is released was there first; who drafts another promise is told of it.
    for id_, document, n in sorted(commitments(view), key=lambda one: view.is_draft(one[0])):
        one = document.commitments[n]
        if one.at_most is None or one.from_ is None or one.to is None or document.service is None:
            continue
        told: set[str] = set()
        for channel in one.channels or document.channels:
            # What is promised to some only is another promise; what staff aim at inside is none (ORD02).
            scope = (document.audience, one.locations, one.segments)
            key = (document.service, channel, one.component, one.from_, one.to, *scope)
            other, before = first.setdefault(key, (id_, one))
            if other != id_ and before.at_most != one.at_most and other not in told:
                told.add(other)
                yield Finding(
                    code="CON01",
                    fault="two-limits",
                    severity=Severity.ERROR,
                    place=view.place(id_, "commitments", n, "at_most"),
                    values={
                        "clause": f"{id_}#{one.id}",
                        "limit": str(one.at_most),
                        "other": f"{other}#{before.id}",
                        "before": str(before.at_most),
                        "service": document.service,
                        "channel": channel,
                    },
                )


# -- RMD01 -------------------------------------------------------------------


def faults_of_remedies(view: View) -> Iterator[Finding]:
    """Yield the remedies that nobody in the procedure may grant, or that no step pays."""
    for id_, document, n in commitments(view):
        one = document.commitments[n]
        procedures = [
            (mention.by, view.versions[mention.by].document)
            for mention in view.mentions(id_, one.id, "fulfils")
        ]
        if one.remedy is None or not procedures:
            continue  # that no procedure keeps it is COV01
        values = {"clause": f"{id_}#{one.id}", "procedure": ", ".join(by for by, _ in procedures)}
        place = view.place(id_, "commitments", n, "remedy")
        if not any(view.mentions(id_, one.id, "pays")):
            yield _error("unpaid", place, **values, cured=f"pays: {id_}#{one.id}")
        highest = [
            authority.up_to
            for _, procedure in procedures
            if isinstance(procedure, Procedure)
            for authority in procedure.authority
            if authority.up_to is not None
        ]
        if not _may_grant(one.remedy, highest):
            most = ", ".join(sorted({str(one) for one in highest})) or "–"
            yield _error("above", place, **values, amount=str(one.remedy.amount), most=most)


def _may_grant(remedy: Remedy, highest: list[Money]) -> bool:
    amount = remedy.amount
    if amount is None:
        return True
    return any(one.currency == amount.currency and one.amount >= amount.amount for one in highest)


def _error(fault: str, place: object, **values: str) -> Finding:
    return Finding(code="RMD01", fault=fault, severity=Severity.ERROR, place=place, values=values)  # type: ignore[arg-type]


# -- FCR01 -------------------------------------------------------------------


def faults_of_first_contact(view: View) -> Iterator[Finding]:
    """Yield the procedures in which what must show in the first minutes may show later than that."""
    limits = {
        rule.id: rule.within
        for _, version in view.documents(Conduct)
        if isinstance(version.document, Conduct)
        for rule in version.document.rules
        if rule.within
    }
    if not limits:
        return
    for id_, version in view.documents(Procedure):
        document = version.document
        assert isinstance(document, Procedure)
        first = _first_shown(document, limits)
        for rule, (step, seconds) in first.items():
            late = [
                channel
                for channel in document.channels
                if channel in limits[rule] and seconds > _seconds(limits[rule][channel])
            ]
            if late:
                s, k = _position(document, step)
                yield Finding(
                    code="FCR01",
                    fault="late",
                    severity=Severity.WARNING,
                    place=view.place(id_, "stages", s, "steps", k, "shows"),
                    values={
                        "document": id_,
                        "rule": rule,
                        "step": step,
                        "channel": ", ".join(late),
                        "limit": str(limits[rule][late[0]]),
                        "lasting_late": str(seconds),
                    },
                )


def _first_shown(
    document: Procedure, limits: Mapping[str, Mapping[str, Duration]]
) -> dict[str, tuple[str, int]]:
    """Of each rule the step that shows it first, and the second after the greeting by which that step has ended."""
    ends = ends_after_greeting(document)
    first: dict[str, tuple[str, int]] = {}
    for step in document.clauses:
        for rule in step.shows:
            if rule in limits and (rule not in first or ends.get(step.id, 0) < first[rule][1]):
                first[rule] = (step.id, ends.get(step.id, 0))
    return first


def ends_after_greeting(document: Procedure) -> dict[str, int]:
    """
    The second by which each step has ended at the latest, counted from the greeting.

    What is prepared before the customer is there takes none of the customer's
    time; nor does a step without a limit.
    """
    before = steps_before(document)
    if circles(before):
        return {}  # REF04
    takes = {
        step.id: 0 if stage.stage == "preparation" or step.within is None else _seconds(step.within)
        for stage in document.stages
        for step in stage.steps
    }
    ends: dict[str, int] = {}
    waiting = list(takes)
    while waiting:
        later = []
        for step in waiting:
            earlier = [one for one in before[step] if one in takes]
            if all(one in ends for one in earlier):
                ends[step] = takes[step] + max((ends[one] for one in earlier), default=0)
            else:
                later.append(step)
        waiting = later
    return ends


_SECONDS = {
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.BUSINESS_HOUR: 3600,
    Unit.BUSINESS_DAY: 8 * 3600,
    Unit.CALENDAR_DAY: 86_400,
    Unit.WEEK: 7 * 86_400,
    Unit.MONTH: 30 * 86_400,
}
"""How long a step lasts at least; a contact happens while the place is open."""


def _seconds(duration: Duration) -> int:
    return duration.amount * _SECONDS[duration.unit]


def _position(document: Procedure, step: str) -> tuple[int, int]:
    return next(
        (s, k)
        for s, stage in enumerate(document.stages)
        for k, one in enumerate(stage.steps)
        if one.id == step
    )
