"""Whether staff are taught what they must do, and in time (TRN01, TRN02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Finding, Severity
from ..history.coverage import untaught_steps
from ..history.next_version import is_released, newest, release_before
from ..model.documents import Document, Procedure, Training
from ..model.handbook import Release, Version
from ..model.values import Link, Span
from .views import View, graded, step_path

# -- TRN01 -------------------------------------------------------------------


def faults_of_lessons(view: View) -> Iterator[Finding]:
    """
    Yield the procedures with binding steps that no training of their major covers; one finding a procedure.

    An error for what is yet to begin, so that it is not begun; a warning for
    drafts and for what is in force already.
    """
    begun = view.day is not None and view.day <= view.on
    ground = view.ground
    for id_, version in view.documents(Procedure):
        document = version.document
        assert isinstance(document, Procedure)
        major = version.number.major
        steps = untaught_steps(ground, id_, document)
        if steps:
            yield Finding(
                code="TRN01",
                fault="untaught",
                severity=Severity.WARNING if begun else graded(view.is_draft(id_)),
                place=view.place(id_, *step_path(document, steps[0])),
                values={
                    "document": id_,
                    "steps": ", ".join(steps[:8]) + (" …" if len(steps) > 8 else ""),
                    "cured": f"covers: [{id_}@{major}]",
                },
            )


def _fits(link: Link, major: int) -> bool:
    return link.major is None or link.major == major


# -- TRN02 -------------------------------------------------------------------


def faults_of_lead_time(view: View) -> Iterator[Finding]:
    """Yield what begins, as a first or a new major version, before its training can be over."""
    for id_, version in view.versions.items():
        begins = _begins(view, id_, version)
        if begins is None:
            continue
        released, effective = begins
        for by, lead, ready in trained_by(view, id_, version.number.major, released):
            if effective < ready and view.on < ready:
                yield Finding(
                    code="TRN02",
                    fault="too-soon",
                    severity=Severity.ERROR,
                    place=view.place(id_, "effective_from"),
                    values={
                        "document": id_,
                        "version": str(version.number),
                        "training": by,
                        "span_lead": str(lead),
                        "from": effective.isoformat(),
                        "cured": f"effective_from: {ready.isoformat()}",
                    },
                )


def trained_by(view: View, id_: str, major: int, released: date) -> Iterator[tuple[str, Span, date]]:
    """Yield the trainings of a major that take time, with that time, and the day by which they can be over."""
    for by, lead in _lead_times(view, id_, major):
        yield by, lead, lead.after(max(released, _released_on(view, by)))


def _begins(view: View, id_: str, version: Version) -> tuple[date, date] | None:
    """When a new major is released and when it begins; None if it is no new major, or nobody said when."""
    dossier = view.handbook.dossiers[id_]
    release = view.releases.get(id_)
    if release is not None:
        earlier = [one for one in dossier.releases if one.number < release.number]
        if earlier and earlier[-1].number.major == release.number.major:
            return None
        return release.record.released_on, release.record.effective_from
    wanted = version.document.effective_from
    if is_released(dossier) or wanted is None or version.document.retroactive is not None:
        return None
    before = release_before(dossier)
    if before is not None and before.number.major == version.number.major:
        return None
    # Nobody can be taught in the past: a release is made today at the earliest, and holds from then.
    return view.on, max(wanted, view.on)


def _lead_times(view: View, id_: str, major: int) -> Iterator[tuple[str, Span]]:
    """Yield the trainings that cover a document at that major, or a part of it, with the time that they need."""
    seen: set[str] = set()
    document: Document = view.versions[id_].document
    for clause in (None, *(one.id for one in document.clauses)):
        for mention in view.links.get((id_, clause), ()):
            training = view.versions[mention.by].document
            if mention.by in seen or mention.field != "covers" or not _fits(mention.link, major):
                continue
            seen.add(mention.by)
            if isinstance(training, Training) and training.before_effective is not None:
                yield mention.by, training.before_effective


def _released_on(view: View, id_: str) -> date:
    """When a training was first released; it can be followed from then on. Today, if it has no release."""
    last: Release | None = newest(view.handbook.dossiers[id_])
    return view.handbook.dossiers[id_].releases[0].record.released_on if last else view.on
