"""A small handbook for the tests of the site: one promise, its procedure, a rule, a test and a training."""

from __future__ import annotations

from datetime import date

from service_standards.history.edition import Edition, edition
from service_standards.model.handbook import Handbook
from service_standards.site.book import Book, book_of
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.source.handbook import read_handbook

TODAY = date(2026, 12, 1)

FILES = {
    "handbook.yml": """
name: Acme service handbook
languages: [en, uk, ru]
time_zone: Europe/Kyiv
suggest: mailto:handbook@acme.example
""",
    "registry/roles.yml": "- {id: agent, title: Agent}\n- {id: manager, title: Manager, contact: desk@acme.example}\n",
    "registry/roles.uk.yml": "agent: {title: Оператор}\nmanager: {title: Керівник}\n",
    "registry/roles.ru.yml": "agent: {title: Оператор}\nmanager: {title: Руководитель}\n",
    "registry/services.yml": "- {id: support, title: Support}\n",
    "registry/services.uk.yml": "support: {title: Підтримка}\n",
    "registry/services.ru.yml": "support: {title: Поддержка}\n",
    "registry/channels.yml": "- {id: email, title: E-mail, medium: text, calendar: office}\n",
    "registry/channels.uk.yml": "email: {title: Електронна пошта}\n",
    "registry/channels.ru.yml": "email: {title: Электронная почта}\n",
    "registry/stages.yml": "- {id: greeting, title: Greeting}\n",
    "registry/stages.uk.yml": "greeting: {title: Привітання}\n",
    "registry/stages.ru.yml": "greeting: {title: Приветствие}\n",
    "registry/events.yml": "- {id: asked, title: the message arrives}\n- {id: answered, title: a person answers, after: [asked]}\n",
    "registry/events.uk.yml": "asked: {title: надходить лист}\nanswered: {title: відповідає людина}\n",
    "registry/events.ru.yml": "asked: {title: приходит письмо}\nanswered: {title: отвечает человек}\n",
    "registry/calendars.yml": """
- id: office
  title: Office hours
  time_zone: Europe/Kyiv
  covers_until: 2028-12-31
  hours:
    - from: 2025-01-01
      weekly: {mon: ["09:00-18:00"], tue: ["09:00-18:00"], wed: ["09:00-18:00"], thu: ["09:00-18:00"], fri: ["09:00-18:00"]}
""",
    "registry/calendars.uk.yml": "office: {title: Години роботи}\n",
    "registry/calendars.ru.yml": "office: {title: Часы работы}\n",
    "support/email-reply/standard.yml": """
id: email-reply
title: Reply to an e-mail
summary: How soon a person answers.
version: "0.2.0"
owner: manager
roles: [agent]
service: support
channels: [email]
commitments:
  - id: answer
    component: speed
    strength: guaranteed
    statement: A person answers your e-mail within {limit}.
    measure: elapsed-time
    at_most: 24 hours
    from: asked
    to: answered
    target: {share: 90%, every: month, sample: 50}
    exemptions:
      - {id: spam, when: The message is advertising.}
    if_not_met: Call us <b>at once</b>; we answer within {email-reply#answer.limit}, not {nothing}.
    remedy: {offer: "We pay {amount}.", amount: 500 UAH, within: 5 business days}
""",
    "support/email-reply/standard.md": "## Why\n\nBecause [the procedure](standard:email-handling#triage) keeps it.\n",
    "support/email-reply/standard.uk.yml": """
translates: "0.2.0"
title: Відповідь на лист
summary: Як скоро відповідає людина.
clauses:
  answer:
    statement: Людина відповідає на ваш лист протягом {limit:genitive}.
    exemptions: {spam: {when: Лист рекламний.}}
    if_not_met: Зателефонуйте; відповімо за {email-reply#answer.limit:accusative}.
    remedy: {offer: "Виплачуємо {amount}."}
""",
    "support/email-handling/procedure.yml": """
id: email-handling
title: Handle an e-mail
version: "0.1.0"
owner: manager
roles: [agent]
channels: [email]
fulfils: [email-reply#answer]
stages:
  - stage: greeting
    steps:
      - {id: triage, do: Read the message., who: agent, level: must, within: 2 business hours, met: 99%, shows: [kind]}
scripts:
  - {id: hello, step: triage, say: Good afternoon., avoid: [Dear customer]}
escalations:
  - {id: stuck, when: Nobody knows the answer., after: 8 hours, to: manager, within: 1 hour}
authority:
  - {id: goodwill, role: agent, action: Refund the delivery., up_to: 200 UAH}
""",
    "conduct/rules/conduct.yml": """
id: rules
title: Rules
version: "0.1.0"
owner: manager
roles: [agent]
rules:
  - {id: kind, statement: Be kind., level: must, shown_by: [Greets first.]}
""",
    "tests/shop/test.yml": """
id: shop
title: Mystery shop
version: "0.1.0"
type: functional
method: mystery shop
sampling: {population: all, size: 10, every: quarter}
pass_at: 90%
items:
  - {id: timed, verifies: email-reply#answer, ask: "Was it within {limit}?", answer: time, critical: true}
""",
    "training/course/training.yml": """
id: course
title: Course
version: "0.1.0"
covers: [email-reply]
format: guide
questions:
  - {id: q1, ask: "How long?", options: [Long, Short], answer: 2, explains: email-reply#answer}
""",
    "training/course/training.md": "# Course\n\nRead on.\n",
    "index.md": "# Welcome\n\nThis is how we serve.\n\n## More\n\nSee [about](about.md).\n",
    "index.uk.md": "# Вітаємо\n\nОсь як ми обслуговуємо.\n",
    "about.md": "# About\n\nHow it works.\n",
}


def handbook(**changed: str) -> Handbook:
    """The handbook, some files of it changed (their dots and slashes as they are)."""
    files = {path: text.encode() for path, text in {**FILES, **changed}.items()}
    read = read_handbook(files).handbook
    assert read is not None
    return read


def preview(**changed: str) -> Edition:
    """Its working copies on TODAY."""
    return edition(handbook(**changed), TODAY, preview=True)


def book(language: str = "en", settings: SiteSettings | None = None, **changed: str) -> Book:
    """Its working copies in *language*."""
    return book_of(preview(**changed), language, settings or SiteSettings(), environment())
