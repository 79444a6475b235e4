"""Whether a promise can be measured and kept: limit, clock, target, guarantee (TGT01 to TGT03, TGT06 to TGT11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from ..findings import Finding, Severity
from ..history.results import follow, goal_of, is_reached, results_by_clause, series, under_its_limit
from ..model.documents import Commitment, Component, Measure, Standard, Strength
from ..model.handbook import Dossier, Handbook, Place, Version
from ..model.records import Result
from ..model.values import AnyLevel, Count, Duration, Score, Share, Unit
from .texts import phrase_pattern
from .views import View, commitments, graded

FEW = Decimal(50)
"""A share below this is most often a slip, such as 0.1 for 1.0."""
REACHED = Decimal(95)
PERIODS = 4
"""A target that was reached at this share in so many periods running can be raised."""


def faults_of_targets(handbook: Handbook) -> Iterator[Finding]:
    """Yield what is wrong with the promises of the working copies."""
    results = results_by_clause(handbook.results)
    language = handbook.settings.source_language
    for dossier in handbook.dossiers.values():
        document = dossier.working.document
        if not isinstance(document, Standard) or document.retired:
            continue
        for n, commitment in enumerate(document.commitments):
            yield from _limit_and_clock(dossier, commitment, n)
            yield from _share(dossier.working, commitment, n)
            yield from _average(dossier.working, commitment, n, language)
            yield from _stricter_without_how(dossier.working, commitment, n)
            yield from _guarantee(dossier.working, commitment, n)
            measured = results.get((dossier.id, commitment.id), ())
            yield from _could_be_raised(
                dossier.working, commitment, n, under_its_limit(measured, dossier.releases, commitment)
            )


def _finding(code: str, fault: str, severity: Severity, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=severity, place=place, values=values)


def _is_written(version: Version, *path: str | int) -> bool:
    """Whether the field is in the file: then whatever is wrong with its value was said by the reader."""
    return path in version.places.lines


# -- TGT01, TGT02, TGT03 -----------------------------------------------------


def _limit_and_clock(dossier: Dossier, one: Commitment, n: int) -> Iterator[Finding]:
    version, severity = dossier.working, graded(not dossier.releases)
    place = partial(version.places.of, "commitments", n, "measure")
    if one.measure is not None and one.measure.is_time:
        if one.limit is None and not _is_written(version, "commitments", n, "at_most"):
            yield _finding("TGT01", "no-limit", severity, place(), clause=one.id, cured="at_most: 12 hours")
        for field, event in (("from", one.from_), ("to", one.to)):
            if event is None and not _is_written(version, "commitments", n, field):
                fault = "no-start" if field == "from" else "no-stop"
                yield _finding("TGT02", fault, severity, place(), clause=one.id)
    if one.at_most is not None and one.at_least is not None:
        yield _finding(
            "TGT03",
            "two-limits",
            Severity.ERROR,
            version.places.of("commitments", n, "at_least"),
            clause=one.id,
            most=str(one.at_most),
            least=str(one.at_least),
        )


# -- TGT06 -------------------------------------------------------------------


def _share(version: Version, one: Commitment, n: int) -> Iterator[Finding]:
    shares: list[tuple[Share, Sequence[str]]] = []
    if one.target is not None and one.target.share is not None:
        shares.append((one.target.share, ("target", "share")))
    if isinstance(one.at_least, Share):
        shares.append((one.at_least, ("at_least",)))
    for share, path in shares:
        place = partial(version.places.of, "commitments", n, *path)
        if share.percent == 100 and one.strength is not Strength.GUARANTEED:
            yield _finding("TGT06", "all", Severity.WARNING, place(), clause=one.id)
        elif share.percent < FEW:
            yield _finding("TGT06", "few", Severity.WARNING, place(), clause=one.id, share=str(share))


# -- TGT07 -------------------------------------------------------------------


def _average(version: Version, one: Commitment, n: int, language: str) -> Iterator[Finding]:
    """Yield a finding where a time, whose tail is what hurts, is measured or promised by its average."""
    pattern = phrase_pattern(language, "average")
    if pattern is None or one.measure is None or not one.measure.is_time:
        return
    report = one.measured_by.report if one.measured_by else None
    for path, text in ((("statement",), one.statement), (("measured_by", "report"), report)):
        if text and (found := pattern.search(text)):
            place = version.places.of("commitments", n, *path)
            yield _finding("TGT07", "average", Severity.WARNING, place, clause=one.id, words=found[0])


# -- TGT08 -------------------------------------------------------------------


def _stricter_without_how(version: Version, one: Commitment, n: int) -> Iterator[Finding]:
    was = one.baseline
    if was is None or one.how is not None:
        return
    pairs: list[tuple[str, AnyLevel | None, AnyLevel | None]] = [
        ("at_most", was.at_most, one.at_most),
        ("at_least", was.at_least, one.at_least),
        ("share", was.share, one.target.share if one.target else None),
    ]
    for field, before, now in pairs:
        if before is None or now is None:
            continue
        old, new = amount_of(before), amount_of(now)
        if old is None or new is None or old[0] != new[0]:
            continue
        is_stricter = (new[1] < old[1]) if field == "at_most" else (new[1] > old[1])
        if is_stricter and not _is_written(version, "commitments", n, "how"):
            path = ("target", "share") if field == "share" else (field,)
            yield _finding(
                "TGT08",
                "no-how",
                Severity.WARNING,
                version.places.of("commitments", n, *path),
                clause=one.id,
                now=str(now),
                before=str(before),
                period=str(was.period),
            )
            return


SECONDS = {
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.CALENDAR_DAY: 86_400,
    Unit.WEEK: 604_800,
}


def amount_of(level: AnyLevel) -> tuple[str, Decimal] | None:
    """A level as a number, with the name of what it counts: levels of one name can be compared."""
    match level:
        case Duration(amount, unit):
            seconds = SECONDS.get(unit)
            return ("seconds", Decimal(amount * seconds)) if seconds else (unit.value, Decimal(amount))
        case Share(percent):
            return "per cent", percent
        case Score(mark, scale):
            return f"of {scale}", mark
        case Count(number):
            return "count", Decimal(number)


# -- TGT09 -------------------------------------------------------------------


def _could_be_raised(
    version: Version, one: Commitment, n: int, results: Sequence[Result]
) -> Iterator[Finding]:
    last = series(results)[-PERIODS:]
    goal = goal_of(one)
    if len(last) < PERIODS or not follow(last) or one.strength is Strength.ASPIRATIONAL or goal is None:
        return
    wanted = Share(max(REACHED, goal.percent))
    if goal.percent < 100 and all(is_reached(one, wanted) for one in last):
        path = ("target", "share") if one.target and one.target.share else ("at_least",)
        yield _finding(
            "TGT09",
            "raise",
            Severity.INFO,
            version.places.of("commitments", n, *path),
            clause=one.id,
            share=str(goal),
            first=str(last[0].period),
            last=str(last[-1].period),
        )


# -- TGT10 -------------------------------------------------------------------


def _guarantee(version: Version, one: Commitment, n: int) -> Iterator[Finding]:
    if one.strength is not Strength.GUARANTEED:
        return
    there: Mapping[str, object] = {
        "remedy": one.remedy,
        "exemptions": one.exemptions,
        "if_not_met": one.if_not_met,
    }
    missing = [
        field
        for field, value in there.items()
        if not value and not _is_written(version, "commitments", n, field)
    ]
    if missing:
        yield _finding(
            "TGT10",
            "bare",
            Severity.ERROR,
            version.places.of("commitments", n, "strength"),
            clause=one.id,
            missing=", ".join(f"`{field}`" for field in missing),
        )


# -- TGT11 -------------------------------------------------------------------


def faults_of_observation(view: View) -> Iterator[Finding]:
    """Yield the promises of courtesy and personal service of which nothing can be seen or counted."""
    for id_, document, n in commitments(view):
        one = document.commitments[n]
        if one.component not in (Component.COURTESY, Component.PERSONALISATION):
            continue
        if one.measure is None:
            continue  # SCH02
        counted = one.limit is not None and one.measured_by is not None
        if not counted and not any(view.mentions(id_, one.id, "verifies")):
            yield _finding(
                "TGT11",
                "unseen",
                Severity.WARNING,
                view.place(id_, "commitments", n, "component"),
                document=id_,
                clause=one.id,
            )


def is_timed(one: object) -> bool:
    """Whether *one* is a commitment on time."""
    return isinstance(one, Commitment) and isinstance(one.measure, Measure) and one.measure.is_time
