"""Releases and the ledger: that they are what was released (LIF06), and that they follow each other (LIF07, LIF08, LIF09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ..archive.freeze import LEDGER, RECORD
from ..archive.in_force import in_force
from ..archive.verify import Breach, Copy, breaches
from ..findings import Finding, Severity
from ..memory import Memory, key_of
from ..model.handbook import Dossier, Handbook, Place, Release
from ..model.records import ReleaseRecord
from ..model.registry import Calendar, Holiday, Hours
from ..source.read import read
from ..source.released import ids_by_folder, record_of


def faults_of_releases(
    handbook: Handbook, files: Mapping[str, bytes], keys: Mapping[str, bytes], memory: Memory
) -> Iterator[Finding]:
    """
    Yield what is wrong with what was released, in the order of the codes.

    *keys*: by id, what stands for all files of a document in the keys of *memory*.
    """
    known = {one.working.file: one.id for one in handbook.dossiers.values()}
    by_folder = {
        release.version.folder: keys.get(one.id)
        for one in handbook.dossiers.values()
        for release in one.releases
    }

    def kept(to_judge: Iterable[tuple[str, Callable[[], Copy]]]) -> Iterator[Copy]:
        keys_of_copies = (
            (key_of("copy", key, folder) if (key := by_folder.get(folder)) else None, judge)
            for folder, judge in to_judge
        )
        return memory.recall_each(keys_of_copies)

    yield from (finding_of(one) for one in breaches(files, record_of, ids_by_folder(files, known), kept))
    yield from _order_of_ledger(handbook)
    for dossier in handbook.dossiers.values():
        yield from _order_of_releases(dossier, handbook, files)
        yield from _approvals(dossier, files)
    yield from _past_of_calendars(handbook)


def finding_of(breach: Breach) -> Finding:
    """The breach as a finding; a release that was only interrupted is a warning."""
    return Finding(
        code="LIF06",
        fault=breach.fault,
        severity=Severity.WARNING if breach.fault == "interrupted" else Severity.ERROR,
        place=Place(breach.file, breach.line),
        values=breach.values,
    )


def one_cause_a_release(findings: Iterable[Finding]) -> Iterator[Finding]:
    """
    Yield *findings*, each cause once.

    That a release cannot be read is left out where it is told what was done
    to it; that it is another document's, where the document changed its id.
    """
    every = list(findings)
    changed_id = {_folder(one) for one in every if one.code == "SCH05" and one.fault == "changed"}
    told = {_folder(one) for one in every if one.code == "LIF06" and one.fault not in _UNREAD}
    named = set()
    for one in every:
        if one.code == "LIF06" and one.fault in _UNREAD:
            if _folder(one) in told or one.place in named:
                continue
            named.add(one.place)
        if one.fault == "other-id" and _folder(one).rpartition("/releases/")[0] in changed_id:
            continue
        yield one


_UNREAD = ("unreadable", "gone")


def _folder(finding: Finding) -> str:
    return finding.place.file.rpartition("/")[0]


def record_place(release: Release, files: Mapping[str, bytes], *path: str | int) -> Place:
    """Where a value of the release's record stands."""
    file = f"{release.version.folder}/{RECORD}"
    return read(file, files.get(file, b""), ReleaseRecord).places.of(*path)


# -- LIF07 -------------------------------------------------------------------


def _order_of_ledger(handbook: Handbook) -> Iterator[Finding]:
    latest = ""
    for n, line in enumerate(handbook.ledger, 2):
        if line.released_on < latest:
            yield Finding(
                code="LIF07",
                fault="falls",
                severity=Severity.ERROR,
                place=Place(LEDGER, n),
                values={
                    "id": line.id,
                    "version": line.version,
                    "on": line.released_on,
                    "before": latest,
                },
            )
        latest = max(latest, line.released_on)


def _order_of_releases(dossier: Dossier, handbook: Handbook, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield releases that follow a retirement, and those that could never hold on the day they were released."""
    if len(dossier.releases) < 2:
        return
    order = {(line.id, line.version): n for n, line in enumerate(handbook.ledger)}
    in_order = sorted(dossier.releases, key=lambda one: order.get((one.record.id, str(one.number)), 0))
    for n, release in enumerate(in_order):
        earlier, record = in_order[:n], release.record
        retired = _retired_before(release, earlier)
        if retired is not None:
            yield Finding(
                code="LIF07",
                fault="after-retirement",
                severity=Severity.ERROR,
                place=record_place(release, files, "effective_from"),
                values={"id": dossier.id, "version": str(release.number), "retired": str(retired)},
            )
        masked = in_force(earlier, record.effective_from)
        if retired is None and masked is not None and masked.number > release.number:
            yield Finding(
                code="LIF07",
                fault="never-holds",
                severity=Severity.WARNING,
                place=record_place(release, files, "effective_from"),
                values={
                    "id": dossier.id,
                    "version": str(release.number),
                    "greater": str(masked.number),
                    "since": masked.record.effective_from.isoformat(),
                },
            )


def _retired_before(release: Release, earlier: list[Release]) -> date | None:
    """
    The day from which the document was retired when *release* was made, or is by the day that it wants to hold.

    A retirement whose day has not come may be called off by a greater version from the same day.
    """
    record = release.record
    if record.retired:
        return None
    for day in (record.released_on, record.effective_from):
        held = in_force(earlier, day)
        if held and held.record.retired and held.record.retired.on <= day:
            on = held.record.retired.on
            if on < record.effective_from or on <= record.released_on:
                return on
    return None


# -- LIF08 -------------------------------------------------------------------


def _approvals(dossier: Dossier, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for release in dossier.releases:
        for n, approval in enumerate(release.record.approvals):
            if approval.content_sha256 != release.record.content_sha256:
                yield Finding(
                    code="LIF08",
                    fault="other-content",
                    severity=Severity.ERROR,
                    place=record_place(release, files, "approvals", n, "content_sha256"),
                    values={
                        "version": str(release.number),
                        "role": approval.role,
                        "by": approval.by,
                        "approved": approval.content_sha256[:12],
                        "released": release.record.content_sha256[:12],
                    },
                )


# -- LIF09 -------------------------------------------------------------------


def _past_of_calendars(handbook: Handbook) -> Iterator[Finding]:
    """
    Yield entries of calendars whose day had passed when a release kept them, and that are different now.

    What counts is the first copy that was kept after an entry's day: until
    then it could still be changed.
    """
    for name, copies in _kept_calendars(handbook).items():
        now = handbook.registry.calendars.get(name)
        if now is None:
            continue  # a calendar that nothing uses any more may go; REF01 names what still uses it
        places = handbook.places["calendars", name]
        for collection, dated, key in _DATED:
            present = {entry_day(one): (n, one) for n, one in enumerate(dated(now))}
            judged: set[date] = set()
            for kept_on, release, kept in copies:
                then = {entry_day(one): one for one in dated(kept)}
                for day in sorted({*then, *present}):
                    if day >= kept_on or day in judged:
                        continue
                    judged.add(day)
                    n, entry = present.get(day, (None, None))
                    if entry == then.get(day):
                        continue
                    fault = "gone" if entry is None else "changed" if day in then else "added"
                    yield Finding(
                        code="LIF09",
                        fault=f"{key}-{fault}",
                        severity=Severity.ERROR,
                        place=places.of(collection) if n is None else places.of(collection, n),
                        values={
                            "calendar": name,
                            "day": day.isoformat(),
                            "id": release.record.id,
                            "version": str(release.number),
                            "kept_on": kept_on.isoformat(),
                            "file": f"{release.version.folder}/registry.yml",
                        },
                    )


def entry_day(entry: Hours | Holiday) -> date:
    """The day from which, or on which, the entry holds."""
    return entry.from_ if isinstance(entry, Hours) else entry.on


def _hours(calendar: Calendar) -> tuple[Hours | Holiday, ...]:
    return calendar.hours


def _holidays(calendar: Calendar) -> tuple[Hours | Holiday, ...]:
    return calendar.holidays


_DATED: tuple[tuple[str, Callable[[Calendar], tuple[Hours | Holiday, ...]], str], ...] = (
    ("hours", _hours, "hours"),
    ("holidays", _holidays, "holiday"),
)


def _kept_calendars(handbook: Handbook) -> dict[str, list[tuple[date, Release, Calendar]]]:
    """By calendar, the copies that releases kept, oldest first, one a day: those of one day are the same."""
    found: dict[str, dict[date, tuple[Release, Calendar]]] = defaultdict(dict)
    for dossier in handbook.dossiers.values():
        for release in dossier.releases:
            for name, calendar in release.registry.calendars.items():
                found[name].setdefault(release.record.released_on, (release, calendar))
    return {
        name: [
            (day, release, calendar)
            for day, (release, calendar) in sorted(days.items(), key=lambda one: one[0])
        ]
        for name, days in found.items()
    }
