"""
What is judged of one document alone, and with the documents that it names.

Most of a check. So what was found in a document is remembered until it, a
document that it names, or the world around them all changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from ..findings import Finding
from ..memory import Job, Memory, key_of
from ..model.handbook import Dossier
from ..source.handbook import Reading
from ..source.parts import in_release
from .known import Known
from .languages import faults_of_languages, forbidden_words
from .privacy import faults_of_leaks, faults_of_privacy, known_contacts
from .promise_words import faults_of_promise_words
from .prose_links import faults_of_prose
from .references import faults_of_links, linked_to
from .texts import texts_of


def faults_of_documents(
    reading: Reading, known: Known, on: date, world: bytes, memory: Memory, *, to_build: bool
) -> Iterator[Finding]:
    """
    Yield what is wrong with the working copies on *on*, document by document.

    *world* stands for the registry and the settings in the keys of *memory*;
    *to_build*: without what is wrong with the words, which stops no build.
    """
    handbook, files = known.handbook, known.files
    forbidden, contacts, referred = forbidden_words(handbook), known_contacts(handbook), linked_to(handbook)

    def found(dossier: Dossier) -> Iterator[Finding]:
        yield from faults_of_links(dossier, known, on, referred)
        yield from faults_of_prose(dossier, known)
        said = tuple(texts_of(handbook, dossier))
        if not to_build:
            yield from faults_of_promise_words(handbook, dossier, said, files)
            yield from faults_of_languages(handbook, dossier, said, files, forbidden)
        yield from faults_of_privacy(handbook, dossier, said, files, contacts)
        yield from faults_of_leaks(handbook, dossier, said, files)

    around = key_of("document", world, on.isoformat(), str(to_build), _around(known))
    ids = set(handbook.dossiers)

    def jobs() -> Iterator[Job[Finding]]:
        for id_, dossier in handbook.dossiers.items():
            named = sorted((reading.named.get(id_, frozenset()) & ids) - {id_})
            keys = (reading.keys.get(one, b"") for one in (id_, *named))
            yield key_of(around, str(id_ in referred), *keys), partial(found, dossier)

    yield from memory.recall_chain(jobs())


def _around(known: Known) -> bytes:
    """Stands for all that a document may be held against beside the registry: which ids, pages and files there are."""
    handbook = known.handbook
    working = (path for path in known.files if not in_release(path) and "/reviews/" not in path)
    return key_of(
        sorted(handbook.dossiers), sorted(known.unread), sorted(handbook.evidence), sorted(handbook.waivers),
        known.rules, known.pages, known.pages.values(), working,
    )  # fmt: skip
