"""What a clause said before, and from when: the short form that stands beside it on its document's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..history.edition import Shown
from ..model.documents import Clause, Commitment, Rule, Step
from .book import Book
from .values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a clause said from a version on."""

    number: str
    since: date
    address: str
    """The clause in that version."""
    value: str
    """Its limit and target; empty if it has none, or was not there."""
    gone: bool
    """Whether the clause was removed with this version."""
    coming: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePast:
    """Everything that a clause said, newest first."""

    stages: tuple[Stage, ...]
    summary: str
    """In one line: since when it says what it says, and what it said before."""


def clause_past(book: Book, shown: Shown, clause: Clause) -> ClausePast | None:
    """The past of a clause as it is shown; None if it has said the same since the document's first version."""
    if sum(one.record.released_on <= book.edition.on for one in shown.dossier.releases) < 2:
        return None  # a single version has no past: nothing need be taken apart
    versions = book.past.versions(shown.dossier)
    stages = []
    for state in versions.clause_states(clause.id):
        record = state.version.record
        address = f"{book.address(shown.id, str(record.version))}#{clause.id}" if state.clause else ""
        stages.append(
            Stage(
                number=str(record.version),
                since=record.effective_from,
                address=address,
                value=short_value(book.values, state.clause) if state.clause else "",
                gone=state.clause is None,
                coming=record.effective_from > book.edition.on,
            )
        )
    if not stages or (len(stages) == 1 and stages[0].number == str(versions.releases[0].number)):
        return None
    return ClausePast(stages=tuple(stages), summary=_summary(book, stages))


def short_value(say: Values, clause: Clause) -> str:
    """The limit of a clause and how often it must hold: `24 hours, 85%`; empty if it has no figure."""
    match clause:
        case Commitment():
            share = clause.target.share if clause.target else None
            said = [say.level(clause.limit)] if clause.limit is not None else []
            return ", ".join(said + ([say.share(share)] if share else []))
        case Step():
            said = [say.duration(clause.within)] if clause.within else []
            return ", ".join(said + ([say.share(clause.met)] if clause.met else []))
        case Rule():
            return ", ".join(dict.fromkeys(say.duration(one) for one in clause.within.values()))
        case _:
            return ""


def _summary(book: Book, stages: list[Stage]) -> str:
    held = [one for one in stages if not one.coming]
    if not held:
        return book.label(
            "history.clause_coming", version=stages[0].number, date=book.values.date(stages[0].since)
        )
    now = held[0]
    # What a reader wants to know is the figure: since when it is this one, and what it was before.
    same = next((n for n, one in enumerate(held) if one.value != now.value or one.gone), len(held))
    if same < len(held) and held[same].value:
        return _since(book, "clause_value", held[same - 1], before=held[same].value)
    if len(held) == 1:
        return _since(book, "clause_new", now)
    return _since(book, "clause_again" if held[1].gone else "clause_words", now)


def _since(book: Book, form: str, stage: Stage, **values: str) -> str:
    date_in_words = book.values.date(stage.since)
    return book.label(f"history.{form}", None, version=stage.number, date=date_in_words, **values)
