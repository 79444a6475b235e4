"""A handbook small enough to know by heart, and its pages, for the tests of the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from service_standards.history.edition import Edition, edition
from service_standards.model.handbook import Handbook, Release
from service_standards.model.records import ReleaseRecord
from service_standards.site.book import Book, book_of
from service_standards.site.help import help_pages
from service_standards.site.lists import LISTS
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.source.handbook import read_handbook

TODAY = date(2026, 12, 1)

HEADER = """\
id: {id}
title: {title}
version: "{version}"
owner: manager
approvers: [manager]
roles: [{roles}]
"""

REGISTRY = {
    "roles": """\
- {id: clerk, title: Clerk, contact: desk@shop.example}
- {id: agent, title: Agent}
- {id: manager, title: Manager}
""",
    "roles.uk": "clerk: {title: Касир}\n",
    "services": "- {id: sale, title: Sale}\n- {id: advice, title: Advice}\n",
    "channels": "- {id: counter, title: At the counter, medium: in person, live: true}\n- {id: email, title: E-mail}\n",
    "stages": "- {id: greeting, title: Greeting}\n- {id: solution, title: Solution}\n- {id: farewell, title: Farewell}\n",
    "events": "- {id: came, title: the customer comes}\n- {id: greeted, title: the clerk greets, after: [came]}\n",
    "norms": """\
- id: norm
  title: A norm
  edition: "2020"
  clauses:
    - {clause: "7.10", about: ten}
    - {clause: "7.2", about: two}
- {id: old-norm, title: An old norm, edition: "1999", status: withdrawn, superseded_by: norm}
""",
    "terms": """\
- {id: queue, title: queue, meaning: People who wait., synonyms: [line], forbidden: [crowd]}
- {id: bell, title: bell, meaning: It rings.}
""",
}

WAITING = """\
norms: [{norm: norm, clause: "7.2", coverage: partial}, {norm: norm, clause: "9"}]
aspects: [timeliness]
service: sale
channels: [counter]
commitments:
  - id: wait
    component: speed
    strength: target
    statement: A clerk greets you within {limit}.
    measure: waiting-time
    at_most: 5 minutes
    from: came
    to: greeted
    target: {share: 90%, every: month}
    baseline: {share: 80%, at_most: 5 minutes, period: 2026-Q1, evidence: survey}
  - id: smile
    component: courtesy
    strength: target
    statement: "=SUM(A1) is what we never say."
    measure: score
    at_least: 4.5 of 5
change: {class: clarified, summary: Clearer words., evidence: [survey]}
"""

SERVE = """\
channels: [counter]
fulfils: [waiting#wait]
stages:
  - stage: greeting
    steps: [{id: hello, do: Greet the customer., who: clerk, level: must, within: 2 minutes}]
  - stage: farewell
    steps: [{id: bye, do: Say goodbye., who: agent, level: should}]
scripts: [{id: hi, step: hello, channel: counter, say: Good morning!, avoid: [Next!]}]
"""

GOOD = """\
rules:
  - {id: listen, statement: Listen., level: must, shown_by: [Nods.], aspects: [responsiveness]}
  - {id: thank, statement: Say thanks., level: must, applies_to: {stages: [farewell], channels: [counter]}, shown_by: [Thanks.]}
  - {id: smile, statement: Smile., level: should, applies_to: {stages: [greeting]}, within: {counter: 1 minute}, shown_by: [Smiles.]}
"""

COURSE = """\
covers: [waiting, serve]
format: workshop
duration: 2 hours
questions:
  - {id: how-long, ask: "How long?", options: [Short, Five minutes], answer: 2, explains: waiting#wait}
  - {id: broken, ask: "Nothing to choose?", options: [Only this], answer: 3}
"""

SHOP = """\
type: speed
method: mystery shop
pass_at: 90%
sampling: {population: All visits, size: 1200, every: quarter}
items: [{id: timed, verifies: waiting#wait, ask: "How long?", answer: time, critical: true}]
"""

DOCUMENTS = {
    # file: (title, version, roles, body)
    "counter/waiting/standard": ("Waiting", "1.1.0", "clerk", WAITING),
    "counter/serve/procedure": ("Serve", "1.0.0", "clerk, agent", SERVE),
    "conduct/good/conduct": ("Good service", "1.0.0", "clerk", GOOD),
    "training/course/training": ("Course", "1.0.0", "clerk", COURSE),
    "tests/shop/test": ("Mystery shop", "1.0.0", "manager", SHOP),
    "counter/draft/standard": ("A draft", "0.1.0", "clerk", "service: sale\ncommitments: []\n"),
    "counter/gone/standard": (
        "Gone",
        "1.0.1",
        "clerk",
        "service: sale\ncommitments: []\nretired: {on: 2026-06-01, reason: Nobody asks.}\n",
    ),
    "mail/answer/standard": (
        "Answer mail",
        "2.0.0",
        "agent",
        "service: advice\nchannels: [email]\ncommitments:\n"
        "  - {id: soon, component: speed, strength: target, statement: Soon. <script>alert(1)</script>, measure: elapsed-time, at_most: 1 business day}\n",
    ),
}

RECORDS = {
    "evidence/survey.yml": "id: survey\ntitle: A survey\ntype: feedback\non: 2026-02-01\nsource: Customers\nfinding: Faster, please.\n",
    "waivers/now.yml": "id: now\ntitle: Now\non: waiting#wait\nscope: One branch\nfrom: 2026-12-01\nto: 2026-12-31\n",
    "waivers/later.yml": "id: later\ntitle: Later\non: waiting#wait\nfrom: 2027-01-01\nto: 2027-02-01\n",
    "waivers/before.yml": "id: before\ntitle: Before\non: waiting#wait\nfrom: 2026-01-01\nto: 2026-11-30\n",
    "counter/waiting/reviews/2026-10-01.yml": 'version: "1.0.0"\non: 2026-10-01\nby: [manager]\noutcome: confirmed\nevidence: [survey]\n',
}


def files() -> dict[str, bytes]:
    """The handbook's files."""
    found = {
        "handbook.yml": "name: The shop\nlanguages: [en, uk, ru]\ntime_zone: Europe/Kyiv\nsuggest: mailto:book@shop.example\n",
        **{f"registry/{name}.yml": text for name, text in REGISTRY.items()},
        **RECORDS,
    }
    for path, (title, version, roles, body) in DOCUMENTS.items():
        document = path.split("/")[1]
        found[f"{path}.yml"] = HEADER.format(id=document, title=title, version=version, roles=roles) + body
    return {path: text.encode() for path, text in found.items()}


@cache
def handbook() -> Handbook:
    """The handbook, everything but the drafts released on 1 May 2026, `answer` for next year."""
    read = read_handbook(files()).handbook
    assert read is not None
    dossiers = {}
    for name, dossier in read.dossiers.items():
        number = dossier.working.number
        released = date(2026, 5, 1)
        releases = []
        if number.major:
            releases.append(
                Release(
                    record=ReleaseRecord(
                        id=name,
                        version=number,
                        released_on=released,
                        effective_from=released,
                        retired=dossier.working.document.retired,
                        content_sha256="0" * 64,
                    ),
                    version=dossier.working,
                    registry=read.registry,
                )
            )
        if name == "serve":
            coming = dossier.working.document.model_copy(update={"version": number.parse("2.0.0")})
            releases.append(
                Release(
                    record=ReleaseRecord(
                        id=name,
                        version=coming.version,
                        released_on=TODAY - timedelta(days=5),
                        effective_from=date(2027, 1, 1),
                        content_sha256="0" * 64,
                    ),
                    version=replace(dossier.working, document=coming),
                    registry=read.registry,
                )
            )
        dossiers[name] = replace(dossier, releases=tuple(releases))
    return replace(read, dossiers=dossiers)


@cache
def edition_today() -> Edition:
    """What is in force today."""
    return edition(handbook(), TODAY)


@cache
def book(language: str = "en") -> Book:
    """The edition of today in a language."""
    return book_of(edition_today(), language, SiteSettings(), environment())


@cache
def pages(language: str = "en") -> dict[str, SitePage]:
    """Every list by its address."""
    return {page.address: page for make in (*LISTS, help_pages) for page in make(book(language))}
