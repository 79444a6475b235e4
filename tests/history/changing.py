"""
A handbook with a past: a clause moves to another document, a document gets another id, the registry changes.

Made in steps, each a day on which the handbook's files were edited and some documents released.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from service_standards.archive.freeze import LEDGER, freeze
from service_standards.model.handbook import Handbook
from service_standards.source.format import yaml_text
from service_standards.source.handbook import read_handbook

HEAD = """\
id: {id}
title: {title}
version: "{version}"
owner: desk
approvers: [chief]
roles: [desk]
audience: public
"""
REPLIES = """\
service: help
channels: [email]
calendar: office
commitments:
"""
CLAUSE = """\
  - id: {id}
    {replaces}component: speed
    strength: target
    statement: {statement}
    measure: elapsed-time
    at_most: {limit}
    from: asked
    to: answered
    target: {{share: 90%, every: month}}
    measured_by: {{source: helpdesk, owner: desk}}
    if_not_met: Write again.
"""
CALENDAR = """\
- id: office
  title: Office hours
  time_zone: Europe/Kyiv
  covers_until: 2029-12-31
  hours:
    - from: 2024-01-01
      weekly:
        mon: ["09:00-18:00"]
        tue: ["09:00-18:00"]
        wed: ["09:00-18:00"]
        thu: ["09:00-18:00"]
        fri: ["09:00-18:00"]
"""
HOLIDAY = "  holidays:\n    - {on: 2026-03-09, title: Day of the town}\n"
ANOTHER = "    - {on: 2026-10-14, title: Day of the river}\n"
LATER = """\
    - from: 2026-09-01
      weekly:
        mon: ["08:00-20:00"]
        tue: ["08:00-20:00"]
        wed: ["08:00-20:00"]
        thu: ["08:00-20:00"]
        fri: ["08:00-20:00"]
"""
GROUND = {
    "handbook.yml": "name: Changing\nlanguages: [en]\ntime_zone: Europe/Kyiv\nreview_every: P2Y\nsuggest: mailto:a@example.org\n",
    "index.md": "# Changing\n\nA handbook with a past.\n",
    "registry/roles.yml": (
        '- {id: chief, title: Chief, held_by: ["@example/chiefs"], contact: chief@example.org}\n'
        '- {id: desk, title: Desk, held_by: ["@example/desk"], contact: desk@example.org}\n'
    ),
    "registry/services.yml": "- {id: help, title: Help}\n",
    "registry/channels.yml": "- {id: email, title: E-mail, medium: text, calendar: office}\n- {id: counter, title: Counter, medium: in person, live: true}\n",
    "registry/events.yml": "- {id: asked, title: the customer asks}\n- {id: answered, title: we answer, after: [asked]}\n",
    "registry/calendars.yml": CALENDAR,
}


def clause(id: str, statement: str, limit: str, replaces: str = "") -> str:
    """A commitment on time."""
    line = f"replaces: [{replaces}]\n    " if replaces else ""
    return CLAUSE.format(id=id, statement=statement, limit=limit, replaces=line)


def document(id: str, title: str, version: str, *clauses: str, header: str = "") -> str:
    """A promise by e-mail."""
    return HEAD.format(id=id, title=title, version=version) + header + REPLIES + "".join(clauses)


ANSWER = clause("answer", "We answer within {limit}.", "4 business hours")
SOLVE = clause("solve", "We solve it within {limit}.", "2 business days")
VISIT = clause("visit", "We come to you within {limit}.", "3 business days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was edited, and which documents were released on the day from which it holds."""

    day: date
    files: dict[str, str] = field(default_factory=dict)
    released: tuple[str, ...] = ()
    effective: date | None = None
    """The day from which these hold, if not the same."""


STEPS = (
    Change(
        day=date(2025, 1, 1),
        files={
            "help/replies/standard.yml": document("replies", "Replies", "1.0.0", ANSWER, SOLVE),
            "help/visits/standard.yml": document("visits", "Visits", "1.0.0", VISIT),
        },
        released=("replies", "visits"),
    ),
    Change(  # a clause moves to a document of its own, and is tightened on the way
        day=date(2025, 6, 1),
        files={
            "help/replies/standard.yml": document("replies", "Replies", "2.0.0", ANSWER),
            "help/solutions/standard.yml": document(
                "solutions",
                "Solutions",
                "1.0.0",
                clause("solve", "We solve it within {limit}.", "1 business day", "replies#solve"),
            ),
        },
        released=("replies", "solutions"),
    ),
    Change(  # a holiday and another contact: both are kept with the next release, whatever that is about
        day=date(2025, 7, 1),
        files={
            "registry/calendars.yml": CALENDAR + HOLIDAY,
            "registry/roles.yml": GROUND["registry/roles.yml"].replace("desk@", "help@"),
            "help/visits/standard.yml": document(
                "visits", "Visits", "1.0.1", VISIT, header="search_terms: [house call]\n"
            ),
        },
        released=("visits",),
    ),
    Change(  # a document goes on under another id
        day=date(2026, 1, 1),
        files={
            "help/visits/standard.yml": document(
                "visits", "Visits", "2.0.0", VISIT,
                header="retired: {on: 2026-01-01, reason: It has another name., replaced_by: counter}\n",
            ),
            "help/counter/standard.yml": document("counter", "House calls", "1.0.0", VISIT, header="replaces: [visits]\n"),
        },
        released=("visits", "counter"),
    ),
    Change(  # longer hours and a holiday, written in advance
        day=date(2026, 5, 4),
        files={
            "registry/calendars.yml": CALENDAR + LATER + HOLIDAY + ANOTHER,
            "help/solutions/standard.yml": document(
                "solutions", "Solutions", "1.0.1",
                clause("solve", "We solve it within {limit}.", "1 business day", "replies#solve"),
                header="search_terms: [cure]\n",
            ),
        },
        released=("solutions",),
    ),
    Change(  # a document that waits for its day
        day=date(2026, 6, 1),
        files={
            "help/lockers/standard.yml": document(
                "lockers", "Lockers", "1.0.0", clause("ready", "Your locker is ready within {limit}.", "2 business hours")
            ),
        },
        released=("lockers",),
        effective=date(2026, 9, 1),
    ),
)  # fmt: skip
DAYS = tuple(one.effective or one.day for one in STEPS)


def changing_files(steps: int = len(STEPS)) -> dict[str, bytes]:
    """The handbook's files after so many steps."""
    files = {path: text.encode() for path, text in GROUND.items()}
    for step in STEPS[:steps]:
        files |= {path: text.encode() for path, text in step.files.items()}
        for id in step.released:
            handbook = read_handbook(files).handbook
            assert handbook
            one = freeze(
                handbook, handbook.dossiers[id].working, files,
                released_on=step.day, effective_from=step.effective or step.day, authors=["@anna-k"],
                approvals=[{"role": "chief", "by": "@olena-m", "on": step.day}], write_yaml=yaml_text,
            )  # fmt: skip
            files |= {f"{one.folder}/{name}": data for name, data in one.files.items()}
            files[LEDGER] = one.ledger
    return files


@cache
def changing_handbook(steps: int = len(STEPS)) -> Handbook:
    """The handbook after so many steps."""
    handbook = read_handbook(changing_files(steps)).handbook
    assert handbook
    return handbook
