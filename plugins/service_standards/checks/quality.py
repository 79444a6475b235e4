"""
The quality of promises and of what surrounds them, in one pass over a handbook.

Form and wording are judged on the working copies; what lies between documents
on two whole handbooks: *next*, and what is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Finding
from ..memory import Memory
from ..model.handbook import Handbook
from ..source.handbook import Reading
from .budget import faults_of_time
from .calendars import faults_of_calendars, faults_of_opening_hours
from .coverage import faults_of_coverage
from .keeping import faults_of_conflicts, faults_of_first_contact, faults_of_remedies
from .targets import faults_of_observation, faults_of_targets
from .tests_and_training import faults_of_lead_time, faults_of_lessons
from .views import View, each_once, views
from .waivers import faults_of_norms, faults_of_reviews


def faults_of_quality(
    reading: Reading, handbook: Handbook, on: date, world: bytes, memory: Memory
) -> Iterator[Finding]:
    """
    Yield the findings of all families on *on*; what *memory* knows is not worked out again.

    *world* stands for the registry and the settings in its keys.
    """
    yield from faults_of_targets(handbook)
    yield from faults_of_calendars(handbook, on)
    yield from faults_of_norms(handbook, on)
    yield from faults_of_reviews(handbook, on)
    both = tuple(views(handbook, on, reading.keys))
    yield from each_once(one for view in both for one in _between_documents(view, whole=reading.whole))
    yield from faults_of_time(both, world, memory)


def _between_documents(view: View, *, whole: bool) -> Iterator[Finding]:
    yield from faults_of_opening_hours(view)
    yield from faults_of_conflicts(view)
    yield from faults_of_first_contact(view)
    yield from faults_of_lead_time(view)
    if whole:
        yield from faults_of_observation(view)
        yield from faults_of_coverage(view)
        yield from faults_of_lessons(view)
        yield from faults_of_remedies(view)
