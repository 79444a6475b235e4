"""
The first text of a document or record: a draft that says what belongs where, its open ends marked TODO.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from ..model.documents import Kind
from ..model.handbook import Handbook
from ..today import today
from .format import formatted

AREAS = {"conduct": "conduct", "test": "tests", "training": "training"}
"""Where a document goes if no area is named; drafts of promises and procedures go to `drafts`."""


def scaffold(
    kind: str, id_: str, handbook: Handbook, area: str | None = None, on: date | None = None
) -> dict[str, str]:
    """
    The files of a new document or record by their path: *kind* is a name of `SCAFFOLDS`.

    For a review *id_* is that of the document; its file is named after *on*, by default today.
    """
    day = on or today(handbook.settings.time_zone)
    return SCAFFOLDS[kind](id_, handbook, area, day)


def _some(ids: Iterable[str], most: int = 8) -> str:
    there = list(ids)
    return (
        ", ".join(there[:most]) + (", …" if len(there) > most else "")
        if there
        else "add it to registry/ first"
    )


def _header(id_: str, handbook: Handbook) -> str:
    roles = _some(handbook.registry.roles)
    return f"""\
# A draft. Replace every TODO; `standards check` lists what is left.
id: {id_}
title: TODO
summary: TODO one or two sentences, in plain language
version: "0.1.0"
# Roles: {roles}
owner: TODO
# Someone other than the owner
approvers: [TODO]
# Who works by it
roles: [TODO]
"""


def _document(kind: Kind, body: Callable[[Handbook], str], prose: str) -> Callable[..., dict[str, str]]:
    def made(id_: str, handbook: Handbook, area: str | None, on: date) -> dict[str, str]:
        folder = f"{(area or AREAS.get(kind.value, 'drafts')).strip('/')}/{id_}"
        text = _header(id_, handbook) + body(handbook)
        return {f"{folder}/{kind}.yml": formatted(text, kind.value), f"{folder}/{kind}.md": prose}

    return made


def _standard(handbook: Handbook) -> str:
    registry = handbook.registry
    return f"""\
# Services: {_some(registry.services)}
service: TODO
# Channels: {_some(registry.channels)}
channels: [TODO]
commitments:
  # The id is what links and anchors use; it never changes.
  - id: first-promise
    # speed, courtesy, availability, personalisation, resolution or accuracy
    component: TODO
    # guaranteed (needs a remedy), target, or aspirational (not scored)
    strength: TODO
    # One plain sentence. Numbers stand in the fields below: {{limit}}, {{share}}
    statement: TODO We answer your e-mail within {{limit}}.
    # elapsed-time, waiting-time, opening-hours, rate, score, count or yes-no
    measure: TODO
    # One limit: 20 seconds, 12 hours, 1 business day, 10 calendar days
    at_most: TODO
    # When the clock starts and stops: {_some(registry.events, 5)}
    from: TODO
    to: TODO
    # How often the limit must hold, over which period
    target: {{share: TODO 90%, every: TODO month}}
    measured_by: {{source: TODO, owner: TODO}}
    if_not_met: TODO what the customer can do
"""


def _procedure(handbook: Handbook) -> str:
    registry = handbook.registry
    stage = next(iter(registry.stages), "TODO")
    return f"""\
# Channels: {_some(registry.channels)}
channels: [TODO]
# The promises that it keeps, with their major version: email-reply#answer@1
fulfils: [TODO]
# Calendars: {_some(registry.calendars)}
calendar: TODO
stages:
  # Stages: {_some(registry.stages, 12)}
  - stage: {stage}
    steps:
      - id: first-step
        # Begin with a verb
        do: TODO
        who: TODO
        # must, should, may or must not
        level: TODO
        within: TODO 2 business hours
        # How often the step is done in time
        met: TODO 99%
"""


def _conduct(handbook: Handbook) -> str:
    return """\
rules:
  - id: first-rule
    statement: TODO
    # must, should, may or must not
    level: TODO
    # Behaviour that someone else can see or hear
    shown_by: [TODO]
"""


def _test(handbook: Handbook) -> str:
    return """\
# functional, satisfaction, speed or usability
type: TODO
# mystery shop, side by side, recording review, survey, system log or self-assessment
method: TODO
sampling: {population: TODO, size: TODO 50, every: TODO month}
pass_at: TODO 90%
items:
  - id: first-question
    # The clause that it checks: email-reply#answer
    verifies: TODO
    ask: TODO
    # yes/no/na, time or scale; a timed question takes its number from the clause
    answer: TODO
"""


def _training(handbook: Handbook) -> str:
    return """\
# The documents that it teaches, with their major version: email-reply@1
covers: [TODO]
# guide, video, workshop, e-learning, on the job or coaching
format: TODO
duration: TODO 2 hours
questions:
  - id: first-question
    ask: TODO
    options: [TODO, TODO]
    # The number of the right option
    answer: TODO 1
    # The clause that it is about
    explains: TODO
"""


def _record(collection: str, body: Callable[[Handbook], str]) -> Callable[..., dict[str, str]]:
    def made(id_: str, handbook: Handbook, area: str | None, on: date) -> dict[str, str]:
        folder = "/".join(filter(None, (collection, (area or "").strip("/"))))
        return {f"{folder}/{id_}.yml": formatted(f"id: {id_}\ntitle: TODO\n{body(handbook)}", collection)}

    return made


def _waiver(handbook: Handbook) -> str:
    return f"""\
# The clause from which it is an exception: email-reply#answer
on: TODO
# Where and for whom it holds; never wider than the clause
scope: TODO
deviation: TODO what is done differently
reason: TODO
compensating_measure: TODO what makes up for it
# Roles: {_some(handbook.registry.roles)}
approved_by: TODO
from: TODO
# At most 12 months later
to: TODO
"""


def _evidence(handbook: Handbook) -> str:
    return """\
# research, benchmark, feedback, complaints, results, audit, staff suggestion or legal
type: TODO
on: TODO
source: TODO
finding: TODO
"""


def _review(id_: str, handbook: Handbook, area: str | None, on: date) -> dict[str, str]:
    dossier = handbook.dossiers[id_]
    version = dossier.releases[-1].number if dossier.releases else dossier.working.number
    folder = dossier.working.folder.partition("/releases/")[0]
    text = f"""\
version: "{version}"
on: {on.isoformat()}
# Roles: {_some(handbook.registry.roles)}
by: [TODO]
# confirmed, change or retire
outcome: TODO
# Evidence: {_some(handbook.evidence)}
evidence: [TODO]
summary: TODO what the review found
"""
    return {f"{folder}/reviews/{on.isoformat()}.yml": formatted(text, "review")}


SCAFFOLDS: Mapping[str, Callable[[str, Handbook, str | None, date], dict[str, str]]] = {
    "standard": _document(
        Kind.STANDARD,
        _standard,
        "TODO Why we promise this, what customers may expect, an example.\n",
    ),
    "procedure": _document(Kind.PROCEDURE, _procedure, "TODO What staff need to know beside the steps.\n"),
    "conduct": _document(Kind.CONDUCT, _conduct, "TODO Why we behave like this, with examples.\n"),
    "test": _document(Kind.TEST, _test, "TODO How the test is done, and what happens with its result.\n"),
    "training": _document(Kind.TRAINING, _training, "TODO The lesson.\n"),
    "waiver": _record("waivers", _waiver),
    "evidence": _record("evidence", _evidence),
    "review": _review,
}
"""What makes the files of each kind."""
