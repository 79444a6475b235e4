"""What is risky about a change: why it wants a second look."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from ..changes.kinds import RANKS, Change, Direction
from ..model.documents import Audience, ChangeClass, Commitment, Document, Kind, Strength, clause_of
from ..model.handbook import Version
from .coming import Coming

SMALL = (ChangeClass.NONE, ChangeClass.EDITORIAL, ChangeClass.TRANSLATION, ChangeClass.ADMINISTRATIVE)
"""Classes that mean nothing to customers, nor to those who work by a document."""


class Risk(StrEnum):
    """Why a change wants a second look."""

    PUBLIC = "public"
    """A published promise gets worse for customers."""
    GUARANTEE = "guarantee"
    """A guaranteed commitment is concerned."""
    NORM = "norm"
    """A norm stands behind the document."""
    NOT_JUDGED = "not-judged"
    """Words changed whose meaning no rule can tell."""
    OVERRIDE = "override"
    """It counts as less than it shows."""
    RETROACTIVE = "retroactive"
    """It holds from a day before its release."""
    SILENCED = "silenced"
    """The document silences a finding that it did not silence before."""


def risks(
    before: Version | None, after: Version | None, changes: tuple[Change, ...], to_come: Coming | None
) -> Iterator[Risk]:
    """Yield why what happens to a document wants a second look; *before* and *after*: its working copies."""
    documents = [one.document for one in (before, after) if one is not None]
    weighty = any(RANKS[one.change_class] > RANKS[ChangeClass.ADDED] for one in changes)
    worse = any(
        one.customer in (Direction.RELAXED, Direction.MIXED) or one.change_class is ChangeClass.REMOVED
        for one in changes
        if one.change_class not in SMALL
    )
    if worse and any(one.audience is Audience.PUBLIC and one.kind is Kind.STANDARD for one in documents):
        yield Risk.PUBLIC
    if weighty and any(_is_guaranteed(document, one) for document in documents for one in changes):
        yield Risk.GUARANTEE
    if weighty and any(one.norms for one in documents):
        yield Risk.NORM
    if any(not one.judged for one in changes):
        yield Risk.NOT_JUDGED
    if to_come and to_come.override:
        yield Risk.OVERRIDE
    was, now = (one.document if one else None for one in (before, after))
    if now and now.retroactive and (was is None or was.retroactive != now.retroactive):
        yield Risk.RETROACTIVE
    if now and any(one not in (was.ignore if was else ()) for one in now.ignore):
        yield Risk.SILENCED


def _is_guaranteed(document: Document, change: Change) -> bool:
    if change.change_class in SMALL:
        return False
    clauses = [clause_of(document, change.clause)] if change.clause else document.clauses
    return any(isinstance(one, Commitment) and one.strength is Strength.GUARANTEED for one in clauses)
