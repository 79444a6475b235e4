"""What a comparison must know beside the two versions: words, events, calendars, the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..deadlines.stricter import Strictness, reach, strictness, window
from ..deadlines.working_time import OutOfCalendarError, WorkingTime, working_time
from ..model.fields import Strict
from ..model.registry import Registry, Settings
from ..model.translations import texts
from ..model.values import Duration
from .kinds import Direction
from .wording import Language, words_of


class IncomparableError(Exception):
    """A comparison that could not be made: never to be read as "no changes"."""


@dataclass(frozen=True)
class Context:
    """The newer side's world, in which both versions are judged."""

    settings: Settings
    registry: Registry
    on: date
    """The day from which the newer version is in force; for a working copy, the day that counts as today."""
    vocabulary: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def language(self) -> Language:
        """The source language with its glossary."""
        phrases = {
            " ".join(words_of(phrase)): term.id
            for term in self.registry.terms.values()
            for phrase in (term.title, *term.synonyms)
        }
        return Language(code=self.settings.source_language, phrases=phrases, vocabulary=self.vocabulary)

    def at(self, on: date | None) -> Context:
        """The same world for a version that holds from *on*; days of one week share what was worked out."""
        if on is None or window(on) == window(self.on):
            return self
        return self._weeks.setdefault(
            window(on)[0], Context(self.settings, self.registry, on, self.vocabulary)
        )

    @cached_property
    def _weeks(self) -> dict[date, Context]:
        return {}

    @cached_property
    def _known(self) -> dict[object, Strictness]:
        return {}

    def strictness(
        self, old: Duration, old_calendar: str | None, new: Duration, new_calendar: str | None
    ) -> Strictness:
        """
        Which of two limits is stricter over the 53 weeks of the day; each pair is worked out once.

        Raises IncomparableError if business time has no calendar, or one that does not reach far enough.
        """
        key = (old, old_calendar, new, new_calendar)
        found = self._known.get(key)
        if found is None:
            first, last = window(self.on)
            try:
                found = strictness(
                    old, self._time(old_calendar, old), new, self._time(new_calendar, new), first, last
                )
            except OutOfCalendarError as fault:
                raise IncomparableError(f"the calendar has no open hours as far as {fault}") from fault
            self._known[key] = found
        return found

    def _time(self, calendar: str | None, limit: Duration) -> WorkingTime:
        first, last = window(self.on)
        entry = self.registry.calendars.get(calendar) if calendar else None
        if limit.in_business_time and entry is None:
            raise IncomparableError(f"{limit} needs a calendar, and none is known ({calendar})")
        key = (entry.id if entry else None, reach(limit))
        times = self._times
        if key not in times:
            times[key] = working_time(entry, self.settings.time_zone, first, last + reach(limit))
        return times[key]

    @cached_property
    def _times(self) -> dict[object, WorkingTime]:
        return {}

    def later(self, old: str | None, new: str | None) -> Direction:
        """How an event moves on the way of a contact: TIGHTENED stands for earlier, RELAXED for later."""
        if old is None or new is None:
            return Direction.MIXED
        if old in self._before(new):
            return Direction.RELAXED
        if new in self._before(old):
            return Direction.TIGHTENED
        return Direction.MIXED

    def _before(self, event: str) -> set[str]:
        """The events that the registry puts before *event*, directly or not."""
        found: set[str] = set()
        open_ends = [event]
        while open_ends:
            entry = self.registry.events.get(open_ends.pop())
            for earlier in entry.after if entry else ():
                if earlier not in found:
                    found.add(earlier)
                    open_ends.append(earlier)
        return found


class Vocabulary(Mapping[str, int]):
    """How often each word stands in a handbook: counted when it is first asked for."""

    def __init__(self, count: Callable[[], Mapping[str, int]]) -> None:
        self._count = count
        self._counted: Mapping[str, int] | None = None

    @property
    def _words(self) -> Mapping[str, int]:
        if self._counted is None:
            self._counted = self._count()
        return self._counted

    def __getitem__(self, word: str) -> int:
        return self._words[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def vocabulary(models: Iterable[Strict], prose: Iterable[str] = ()) -> Counter[str]:
    """How often each word stands in the texts of *models* and in *prose*."""
    found: Counter[str] = Counter()
    for model in models:
        for _, text, _ in texts(model):
            found.update(words_of(text))
    for text in prose:
        found.update(words_of(text))
    return found
