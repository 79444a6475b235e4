"""When a document is to be looked at again: the one rule for checks, register, pages and calendar files."""

from __future__ import annotations

from datetime import date

from ..archive.in_force import DocumentStatus, document_status, in_force
from ..model.handbook import Dossier, Handbook, Release
from ..model.records import Review


def next_review(handbook: Handbook, dossier: Dossier, on: date, known_on: date | None = None) -> date | None:
    """
    The day by which a document is to be looked at again, as seen on *on*; None if it is not in force.

    The day that the last review names; else the span between two reviews after
    it, or after the first day of the version in force, whichever is later.
    """
    release = in_use(dossier, on, known_on)
    if release is None:
        return None
    last = last_review(dossier, on)
    if last is not None and last.next_due is not None:
        return last.next_due
    span = release.version.document.review_every or handbook.settings.review_every
    begun = release.record.effective_from
    return span.after(max(begun, last.on) if last else begun)


def last_review(dossier: Dossier, on: date) -> Review | None:
    """The newest review up to *on*; None if there was none."""
    held = (review for review in dossier.reviews if review.on <= on)
    return max(held, key=lambda review: review.on, default=None)


def in_use(dossier: Dossier, on: date, known_on: date | None = None) -> Release | None:
    """The release by which people work on *on*, as known on *known_on* (None: on *on*); None if there is none."""
    release = in_force(dossier.releases, on, known_on or on)
    if release is None or document_status([release], on, known_on or on) is not DocumentStatus.IN_FORCE:
        return None
    return release
