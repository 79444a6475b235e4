"""
The quality of promises and of what surrounds them, in one pass over a handbook.

Form and wording are judged on the working copies; what lies between documents
on two whole handbooks: *next*, and what is in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from functools import partial

from ..findings import Finding
from ..memory import Memory, key_of
from ..model.documents import links_of
from ..model.handbook import Dossier, Handbook
from ..source.handbook import Reading
from ..source.parts import ground
from .budget import faults_of_time
from .calendars import faults_of_calendars, faults_of_opening_hours
from .coverage import faults_of_coverage
from .keeping import faults_of_conflicts, faults_of_first_contact, faults_of_remedies
from .languages import faults_of_languages, forbidden_words
from .privacy import faults_of_leaks, faults_of_pages, faults_of_privacy, known_contacts
from .promise_words import faults_of_promise_words
from .targets import faults_of_observation, faults_of_targets
from .tests_and_training import faults_of_lead_time, faults_of_lessons
from .views import View, each_once, views
from .waivers import faults_of_norms, faults_of_reviews, faults_of_waivers


def faults_of_quality(
    reading: Reading, files: Mapping[str, bytes], on: date, memory: Memory
) -> Iterator[Finding]:
    """Yield the findings of all families on *on*; what *memory* knows is not worked out again."""
    handbook, unread = reading.handbook, reading.unread
    assert handbook
    yield from faults_of_targets(handbook)
    world = key_of(*(part for path, data in sorted(ground(files).items()) for part in (path, data)))
    yield from _of_wording(handbook, reading.keys, files, world, memory)
    yield from faults_of_calendars(handbook, on)
    yield from faults_of_waivers(handbook, on)
    yield from faults_of_norms(handbook, on)
    yield from faults_of_reviews(handbook, on)
    yield from faults_of_pages(handbook)
    both = tuple(views(handbook, on, reading.keys))
    yield from each_once(one for view in both for one in _between_documents(view, unread))
    yield from faults_of_time(both, world, memory)


def _of_wording(
    handbook: Handbook, keys: Mapping[str, bytes], files: Mapping[str, bytes], world: bytes, memory: Memory
) -> Iterator[Finding]:
    """Yield what is wrong with the words of the working copies, each judged with the documents that it links to."""
    forbidden, contacts = forbidden_words(handbook), known_contacts(handbook)

    def found(dossier: Dossier) -> Iterator[Finding]:
        yield from faults_of_promise_words(handbook, dossier, files)
        yield from faults_of_languages(handbook, dossier, files, forbidden)
        yield from faults_of_privacy(handbook, dossier, files, contacts)

    for dossier in handbook.dossiers.values():
        linked = sorted({link.document for _, link in links_of(dossier.working.document)})
        key = key_of("wording", world, *(keys.get(one, b"") for one in (dossier.id, *linked)))
        yield from memory.recall_all(key, partial(found, dossier))
        yield from faults_of_leaks(handbook, dossier, files)


def _between_documents(view: View, unread: Set[str]) -> Iterator[Finding]:
    yield from faults_of_opening_hours(view)
    yield from faults_of_conflicts(view)
    yield from faults_of_first_contact(view)
    yield from faults_of_lead_time(view)
    if not unread:
        yield from faults_of_observation(view)
        yield from faults_of_coverage(view)
        yield from faults_of_lessons(view)
        yield from faults_of_remedies(view)
