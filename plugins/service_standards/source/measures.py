"""Which fields go with which measure of a commitment (SCH04)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..model.documents import Commitment, Document, Measure, Standard
from ..model.handbook import Places
from ..model.values import AnyLevel, Count, Duration, Score, Share

CLOCK = ("from", "to", "pauses")

LEVELS: dict[Measure, dict[str, type[AnyLevel]]] = {
    Measure.ELAPSED_TIME: {"at_most": Duration},
    Measure.WAITING_TIME: {"at_most": Duration},
    Measure.OPENING_HOURS: {"at_least": Share},
    Measure.RATE: {"at_least": Share, "at_most": Share},
    Measure.SCORE: {"at_least": Score},
    Measure.COUNT: {"at_most": Count, "at_least": Count},
    Measure.YES_NO: {},
}
"""The levels that each measure can have, and of what kind; a clock runs only where time is measured."""


def faults_of_measures(document: Document, places: Places) -> Iterator[Finding]:
    """Yield a finding for every field of *document* that does not go with its commitment's measure."""
    if not isinstance(document, Standard):
        return
    for n, commitment in enumerate(document.commitments):
        for field, fault, example in _faults(commitment):
            yield Finding(
                code="SCH04",
                fault=fault,
                severity=Severity.ERROR,
                place=places.of("commitments", n, field),
                values={
                    "name": field,
                    "measure": str(commitment.measure),
                    "clause": commitment.id,
                    "cured": f"{field}: {example}" if example else "",
                },
            )


def _faults(commitment: Commitment) -> Iterator[tuple[str, str, str]]:
    measure = commitment.measure
    if measure is None:
        return
    levels = LEVELS[measure]
    for field in ("at_most", "at_least"):
        level = getattr(commitment, field)
        if level is None:
            continue
        if field not in levels:
            yield field, "no-level" if not levels else "other-level", ""
        elif not isinstance(level, levels[field]):
            # A bare number where a share belongs lacks its sign; of anything else the meaning is anyone's guess.
            meant = f"{level}%" if isinstance(level, Count) and levels[field] is Share else None
            yield field, "level-type", meant or levels[field].examples[0]
    if not measure.is_time:
        for field in CLOCK:
            if getattr(commitment, "from_" if field == "from" else field):
                yield field, "no-clock", ""
