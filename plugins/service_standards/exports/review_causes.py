"""One cause of a report in words: a document that changed, or an entry of the registry with all that it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_datetime

from ..changes.kinds import Direction
from ..model.documents import ChangeClass, clause_of
from ..model.fields import Strict
from ..review.coming import Coming
from ..review.others import Event
from ..review.pages import page_of
from ..review.report import Cause, DocumentReport, EntryReport, Judged
from ..review.risks import SMALL
from ..review.touched import Touched
from ..review.worst import AtWorst, Reached, Worse
from ..site.book import clause_text
from ..site.changed import label_of
from .comparison_text import NOTHING, Report, in_words, shape_of
from .review_words import Words, unlinked

PLACEHOLDER = re.compile(r"\{[a-z_]+\}\.?")
"""A place in a sentence where a field's value stands."""
EVENTS = ("added", "removed")
CALENDAR_FIELDS = ("time_zone", "hours", "holidays")
"""What a calendar's entry calls by words of its own."""
NAMED = 12
"""So many clauses that an entry reaches are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class CauseInWords:
    """A cause, as it is told."""

    words: Words
    cause: Cause

    def lines(self) -> Iterator[str]:
        """Yield the lines of its section."""
        yield self.words.heading(3, f"{self._shape()} {self._title()}")
        yield ""
        yield self._about()
        yield ""
        cause = self.cause
        large = [one for one in cause.changes if one.change.change_class not in SMALL]
        small = [one for one in cause.changes if one.change.change_class in SMALL]
        told: set[str | None] = set()
        for one in large:
            first, *others = self._change(one)
            yield first
            if one.change.clause not in told and (text := self._clause_text(one)):
                yield self.words.inner(self.words.say("clause", text=self.words.literal(text)))
            told.add(one.change.clause)
            yield from others
        if isinstance(cause, EntryReport):
            yield from self._reach(cause)
        else:
            yield from self._follows(cause)
        if small:
            lines = [line for one in small for line in self._change(one)]
            yield from self._apart(self.words.folded(self.words.say("small-too", len(small)), lines))
        touches = list(self._touches(cause.touches))
        if touches:
            yield from self._apart(self.words.folded(self.words.say("touches"), touches))

    def short(self) -> Iterator[str]:
        """Yield the lines of a cause that means nothing to customers and staff."""
        words = self.words
        yield words.item(f"{words.bold(self._title())} ({self._about()})")
        for one in self.cause.changes:
            yield words.inner(f"{self._what(one)}: {self._values(one)}")
        if isinstance(self.cause, DocumentReport):
            yield from (words.inner(line) for line in self._must_follow(self.cause))

    # -- what it is --------------------------------------------------------------

    def _shape(self) -> str:
        return shape_of(self.cause.change_class, self.words.form)

    def _title(self) -> str:
        return self.words.literal(self.cause.title)

    def _about(self) -> str:
        words, cause = self.words, self.cause
        said = [words.class_(cause.change_class)]
        if isinstance(cause, DocumentReport):
            address = page_of(words.report, cause.id)
            name = words.code(cause.id)
            link = words.link(name, address) if address is not None else name
            numbers = [str(one.number) for one in (cause.before, cause.after) if one]
            versions = " → ".join(dict.fromkeys(numbers))
            said = [words.bold(said[0]), words.label(f"kind.{cause.kind}"), link, versions]
        else:
            said = [words.bold(said[0]), words.say(f"registry-{cause.collection}"), words.code(cause.id)]
        if cause.event is not Event.CHANGED:
            said.insert(1, words.say(f"event-{cause.event}"))
        return " · ".join(said)

    # -- changes -----------------------------------------------------------------

    def _change(self, one: Judged) -> Iterator[str]:
        words, change = self.words, one.change
        shape = shape_of(change.change_class, words.form)
        yield words.item(f"{shape} {words.bold(self._what(one))}{self._clause(one)}: {self._values(one)}")
        if one.worse:
            yield words.inner(self._at_worst(one.worse))
        yield words.inner(self._meaning(one))

    def _clause(self, one: Judged) -> str:
        clause = one.change.clause
        if clause is None or isinstance(self.cause, EntryReport):
            return ""
        return f" ({self.words.code(clause)})"

    def _clause_text(self, one: Judged) -> str:
        """
        What the clause says that a change is in, for who does not know its id.

        Empty where the report shows the words themselves: of what came, went or was worded anew.
        """
        cause, id = self.cause, one.change.clause
        if not isinstance(cause, DocumentReport) or not (cause.before and cause.after) or id is None:
            return ""
        before, after = (clause_of(side.document, id) for side in (cause.before, cause.after))
        text = clause_text(after) if before and after else ""
        return PLACEHOLDER.sub("…", text) if before and clause_text(before) == text else ""

    def _what(self, one: Judged) -> str:
        words, change = self.words, one.change
        element, _, event = change.code.rpartition(".")
        element = element.partition(".")[0]
        if event in EVENTS and not isinstance(self.cause, EntryReport):
            return words.label(f"{'came' if event == 'added' else 'went'}.{element}")
        if event in EVENTS:
            return words.say(f"event-{event}")
        if event in ("moved", "order"):
            return words.label(f"changed.{event}")
        if event == "translation":
            return words.say("translation", spoken=words.values.language_name(change.language or ""))
        if isinstance(self.cause, EntryReport) and change.field in CALENDAR_FIELDS:
            return words.say(f"field-{change.field}")
        return label_of(words.language, change.code, change.field)

    def _values(self, one: Judged) -> str:
        words, change = self.words, one.change
        if isinstance(self.cause, EntryReport) and change.code.rpartition(".")[2] in EVENTS:
            return words.literal(self.cause.title)
        if isinstance(change.before, tuple) and isinstance(change.after, tuple):
            return self._sets(change.before, change.after)
        if change.code.endswith(".translation"):
            return words.say("translated")
        told = Report(comparison=words.report.comparison, language=words.language, form=words.form)
        said = told.what(change)
        return unlinked(said) if words.in_markdown else said

    def _sets(self, before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
        """Of two lists what went and what came; a list in another order is said so."""
        words = self.words
        gone = [one for one in before if one not in after]
        new = [one for one in after if one not in before]
        if not gone and not new:
            return words.label("changed.order")
        parts = [words.gone(self._value(one)) for one in gone] + [words.new(self._value(one)) for one in new]
        marked = parts if words.in_markdown else [f"− {it}" for it in parts[: len(gone)]] + [f"+ {it}" for it in parts[len(gone) :]]  # fmt: skip
        return ", ".join(marked)

    def _value(self, value: Any) -> str:
        if isinstance(value, Strict) and hasattr(value, "on") and hasattr(value, "title"):
            hours = getattr(value, "hours", ())
            said = f"{self.words.date(value.on)} {value.title}"
            text = f"{said} ({self.words.values.hours(hours)})" if hours else said
        elif isinstance(value, Strict) and hasattr(value, "weekly"):
            rows = self.words.values.week(value.weekly)
            week = "; ".join(" ".join(part for part in row if part) for row in rows)
            text = self.words.say("hours-from", day=self.words.date(value.from_), week=week)  # type: ignore[attr-defined]
        else:
            text = in_words(value, self.words.language)
        return self.words.literal(text) if text != NOTHING else text

    def _at_worst(self, worse: Worse) -> str:
        words = self.words
        before, after = (self._wait(one) for one in (worse.before, worse.after))
        said = words.say("at-worst", before=words.gone(before), after=words.new(after))
        if worse.after and worse.after.arrival:
            said += " " + words.say("arriving", when=self._arrival(worse.after.arrival))
        return said

    def _wait(self, one: AtWorst | None) -> str:
        return self.words.wait(one.seconds) if one else NOTHING

    def _arrival(self, arrival: str) -> str:
        locale = "en_GB" if self.words.language == "en" else self.words.language
        return str(format_datetime(datetime.fromisoformat(arrival), "EEEE, d MMMM y, HH:mm", locale=locale))

    def _meaning(self, one: Judged) -> str:
        words, change = self.words, one.change
        said = [words.class_(change.change_class).lower()]
        for of, direction in (("customer", change.customer), ("staff", change.staff)):
            is_said = of == "customer" or change.customer is Direction.NONE
            if direction is not Direction.NONE and is_said:
                said.append(words.label(f"meaning.{of}_{direction}"))
        if not change.judged:
            said.append(words.bold(words.say("not-judged")))
        return "; ".join(said)

    # -- what follows --------------------------------------------------------------

    def _follows(self, cause: DocumentReport) -> Iterator[str]:
        words = self.words
        lines = []
        if cause.risks:
            risks = "; ".join(words.say(f"risk-{risk}") for risk in cause.risks)
            lines.append(words.apart(f"! {words.bold(words.say('look-twice'))}: {risks}"))
        lines += [words.apart(line) for line in self._must_follow(cause)]
        if lines:
            yield ""
            yield from lines

    def _must_follow(self, cause: DocumentReport) -> Iterator[str]:
        words, to_come = self.words, cause.coming
        note = cause.after.document.change if cause.after else None
        if note and note.summary and cause.change_class not in SMALL:
            yield words.say("note", text=words.literal(note.summary))
        if to_come is None:
            return
        yield self._version(to_come)
        if to_come.override:
            yield words.say(
                "override",
                role=words.title("roles", to_come.override),
                what=words.class_(to_come.declared or ChangeClass.NONE).lower(),
                found=words.class_(to_come.found).lower(),
                reason=words.literal(to_come.override_reason or ""),
            )
        if cause.change_class not in SMALL:
            yield from self._days(to_come)

    def _version(self, to_come: Coming) -> str:
        words = self.words
        if to_come.least is None:
            return words.say("first-version", version=to_come.written)
        name = "version-enough" if to_come.enough else "version-short"
        said = words.say(name, version=to_come.written, least=to_come.least, released=to_come.released)
        return said if to_come.enough else words.bold(said)

    def _days(self, to_come: Coming) -> Iterator[str]:
        words = self.words
        if to_come.retroactive:
            yield words.say("retroactive", reason=words.literal(to_come.retroactive))
            return
        if to_come.earliest > words.report.on:
            yield words.say("earliest", day=words.date(to_come.earliest))
        for lead in to_come.leads:
            takes = words.values.span(lead.takes).replace("\N{NO-BREAK SPACE}", " ")
            yield words.say(
                "lead", training=words.code(lead.training), takes=takes, day=words.date(lead.ready)
            )
        if to_come.wanted and to_come.wanted > to_come.on:
            name = "wanted" if to_come.in_time else "wanted-too-soon"
            said = words.say(name, day=words.date(to_come.wanted))
            yield said if to_come.in_time else words.bold(said)

    def _reach(self, cause: EntryReport) -> Iterator[str]:
        words = self.words
        if not cause.reached:
            return
        yield words.item(words.say("reaches", len(cause.reached)))
        for one in cause.reached[:NAMED]:
            yield words.inner(self._reached(one))
        if len(cause.reached) > NAMED:
            yield words.inner(words.say("more", len(cause.reached) - NAMED))

    def _reached(self, one: Reached) -> str:
        said = self.words.code(one.link)
        if one.limit is not None:
            said += f": {self.words.literal(in_words(one.limit, self.words.language))}"
        if one.worse and one.worse.before and one.worse.after:
            before, after = one.worse.before.seconds, one.worse.after.seconds
            name = "at-worst-short" if before != after else "at-worst-same"
            said += ", " + self.words.say(name, before=self.words.wait(before), after=self.words.wait(after))
        return said

    # -- whom it touches -------------------------------------------------------------

    def _touches(self, touches: Touched) -> Iterator[str]:
        words = self.words
        public = [one.link for one in touches.promises if one.public]
        inner = [one.link for one in touches.promises if not one.public]
        rows = (
            ("roles", [words.title("roles", one) for one in touches.roles]),
            ("promises-public", [words.code(one) for one in public]),
            ("promises", [words.code(one) for one in inner]),
            ("procedures", [self._document(one) for one in touches.procedures]),
            ("tests", [self._document(one) for one in touches.tests]),
            ("trainings", [self._document(one) for one in touches.trainings]),
            ("quoted", [self._document(one) for one in touches.quoted_in]),
            ("waivers", [words.code(one) for one in touches.waivers]),
        )
        for name, said in rows:
            if said:
                yield words.item(f"{words.say(f'touches-{name}')}: {', '.join(said)}")

    def _document(self, name: str) -> str:
        address = page_of(self.words.report, name)
        code = self.words.code(name)
        return self.words.link(code, address) if address is not None else code

    def _apart(self, lines: Iterator[str]) -> Iterator[str]:
        if self.words.in_markdown:
            yield ""
        yield from lines
