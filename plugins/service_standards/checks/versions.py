"""Whether the working copy's version and class say what its changes are (VER01 to VER04)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..changes.context import IncomparableError
from ..changes.kinds import Bump, least_bump, raised
from ..changes.rules import NoRuleError
from ..findings import Finding, Severity
from ..history.next_version import NextVersion, differs, is_released, newest, next_version
from ..history.timeline import Timelines
from ..model.documents import ChangeClass
from ..model.handbook import Dossier, Handbook, Release

SHOWN = 60
"""How much of a value a message quotes."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A comparison that could not be made: never the same as no change."""

    fault: str
    values: Mapping[str, str]


Next = Mapping[str, NextVersion | Failed]
"""The working copies that are to be the next version of a released document, by id."""


def next_versions(handbook: Handbook, on: date) -> Next:
    """Every working copy whose version is not released yet, beside the release that it follows."""
    timelines = Timelines(handbook, on)
    return {
        dossier.id: compared(timelines, dossier)
        for dossier in handbook.dossiers.values()
        if dossier.releases and not is_released(dossier)
    }


def compared(timelines: Timelines, dossier: Dossier, base: Release | None = None) -> NextVersion | Failed:
    """The working copy beside *base*, without it the release before it; or why they cannot be compared."""
    try:
        return next_version(timelines, dossier, base)
    except NoRuleError as fault:
        return Failed("no-rule", {"field": fault.field, "model": fault.model.__name__})
    except IncomparableError:
        return Failed("incomparable", {})


def faults_of_versions(handbook: Handbook, coming: Next, on: date) -> Iterator[Finding]:
    """Yield what is wrong with the version and the class of each working copy."""
    for dossier in handbook.dossiers.values():
        found = coming.get(dossier.id)
        if found is None:
            yield from _not_raised(handbook, dossier, on)
        elif isinstance(found, Failed):
            yield _finding(dossier, "VER03", found.fault, "version", **found.values)
        elif _is_behind(dossier):
            yield _behind(Timelines(handbook, on), dossier)
        else:
            yield from faults_of_next(dossier, found)


def faults_of_next(dossier: Dossier, coming: NextVersion) -> Iterator[Finding]:
    """Yield what is wrong with a version and a class that are still to be released."""
    yield from _bump(dossier, coming)
    yield from _class(dossier, coming)


def _is_behind(dossier: Dossier) -> bool:
    last = newest(dossier)
    return last is not None and dossier.working.number < last.number


def _not_raised(handbook: Handbook, dossier: Dossier, on: date) -> Iterator[Finding]:
    """VER04: the version is released, and the working copy is not what was released. The cure names the next one."""
    released = next((one for one in dossier.releases if one.number == dossier.working.number), None)
    if released is None:
        return
    if _is_behind(dossier):
        yield _behind(Timelines(handbook, on), dossier)
    elif differs(released.version, dossier.working):
        found = compared(Timelines(handbook, on), dossier, released)
        if isinstance(found, Failed):
            yield _finding(dossier, "VER03", found.fault, "version", **found.values)
            return
        yield _finding(
            dossier, "VER04", "not-raised", "version",
            version=str(released.number), cured="\n".join(_next_lines(dossier, released, found)),
        )  # fmt: skip


def _behind(timelines: Timelines, dossier: Dossier) -> Finding:
    """VER04: the version is lower than the newest release. The cure names the next one."""
    last = dossier.releases[-1]
    found = compared(timelines, dossier, last)
    lines = [] if isinstance(found, Failed) else list(_next_lines(dossier, last, found))[:1]
    return _finding(
        dossier, "VER04", "behind", "version", version=str(dossier.working.number),
        newest=str(last.number), cured=lines[0] if lines else f'version: "{raised(last.number, Bump.MAJOR)}"',
    )  # fmt: skip


def _next_lines(dossier: Dossier, released: Release, found: NextVersion) -> Iterator[str]:
    """
    Yield the lines that make the working copy the next version.

    What its note says is about the version that is released: only the changes count.
    """
    needed = (least_bump(dossier.working.document.kind, one) for one in found.changes)
    bump = max(needed, key=lambda one: one.rank, default=Bump.PATCH)
    yield f'version: "{raised(released.number, bump)}"'
    yield "change:"
    yield f"  class: {found.found if found.changes else ChangeClass.EDITORIAL}"
    yield "  summary: …"
    yield "  reason: …"
    if bump is Bump.MAJOR:
        yield "  evidence: […]"


def _bump(dossier: Dossier, coming: NextVersion) -> Iterator[Finding]:
    """VER01: the version does not rise by what the changes need."""
    if coming.base is None or dossier.working.number >= coming.least:
        return
    yield _finding(
        dossier, "VER01", "too-small", "version",
        version=str(dossier.working.number),
        before=str(coming.base.number),
        shows=coming.change_class.value,
        bump=coming.bump.value,
        cured=f'version: "{coming.least}"',
        **_decisive(coming),
    )  # fmt: skip


def _class(dossier: Dossier, coming: NextVersion) -> Iterator[Finding]:
    """VER02: the class says less than the comparison shows, or more."""
    if coming.base is None or coming.declared is None:
        return
    values = {
        "declared": coming.declared.value,
        "shows": coming.found.value,
        "before": str(coming.base.number),
        "cured": f"class: {coming.found.value}",
        **_decisive(coming),
    }
    note = dossier.working.document.change
    if coming.is_too_weak:
        override = note.override if note else None
        if override is None:
            yield _finding(dossier, "VER02", "too-weak", "change", "class", **values)
        elif override.approved_by == dossier.working.document.owner:
            yield _finding(
                dossier, "VER02", "own-override", "change", "override", role=override.approved_by, **values
            )
    elif coming.is_stronger:
        fault = "stronger" if coming.changes else "no-change"
        found = _finding(dossier, "VER02", fault, "change", "class", **values)
        yield replace(found, severity=Severity.WARNING)


def _decisive(coming: NextVersion) -> dict[str, str]:
    """The change that weighs most, for a message."""
    change = coming.weightiest
    if change is None:
        return {"where": "", "was": "", "now": ""}
    return {
        "where": f"{change.document}#{change.clause} {change.field}" if change.clause else change.field,
        "was": _shown(change.before),
        "now": _shown(change.after),
    }


def _shown(value: object) -> str:
    if value is None or value == () or value == "":
        return "–"
    text = getattr(value, "id", None) or (
        ", ".join(map(_shown, value)) if isinstance(value, tuple) else " ".join(str(value).split())
    )
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _finding(dossier: Dossier, code: str, fault: str, *path: str, **values: str) -> Finding:
    return Finding(
        code=code,
        fault=fault,
        severity=Severity.ERROR,
        place=dossier.working.places.of(*path),
        values={"id": dossier.id, **values},
    )
