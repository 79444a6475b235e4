"""All that was, for pages that tell it: each document's versions taken apart, and when each held, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..memory import Memory
from ..model.documents import Document, Procedure
from ..model.handbook import Dossier, Handbook
from ..model.records import Result
from .any_two import AnyTwo, any_two
from .budget import Budget, Courses, budgets, courses_of
from .holdings import Holding, holdings
from .results import results_by_clause
from .timeline import Timelines


@dataclass(frozen=True)
class Past:
    """The releases of a handbook that are known on a date."""

    handbook: Handbook
    on: date
    memory: Memory = field(default_factory=Memory)
    _versions: dict[str, AnyTwo] = field(default_factory=dict, repr=False)
    _holdings: dict[str, tuple[Holding, ...]] = field(default_factory=dict, repr=False)
    _budgets: dict[str, tuple[Budget, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def timelines(self) -> Timelines:
        """The comparisons, each with the words of the whole handbook."""
        return Timelines(handbook=self.handbook, on=self.on)

    @cached_property
    def courses(self) -> Courses:
        """How limits run from the date on, each worked out once."""
        return courses_of(self.handbook, self.on, self.memory)

    @cached_property
    def results(self) -> Mapping[tuple[str, str | None], tuple[Result, ...]]:
        """What was measured, by document and clause."""
        return results_by_clause(self.handbook.results)

    def budgets(self, procedure: Procedure, documents: Mapping[str, Document]) -> tuple[Budget, ...]:
        """What a procedure's steps leave of the promises that it fulfils, as *documents*, always the same, say them."""
        if procedure.id not in self._budgets:
            found = budgets(procedure, documents, self.courses)
            self._budgets[procedure.id] = tuple(one for one in found if isinstance(one, Budget))
        return self._budgets[procedure.id]

    def versions(self, dossier: Dossier) -> AnyTwo:
        """The versions of a document that are known, by rising number."""
        if dossier.id not in self._versions:
            known = (one for one in dossier.releases if one.record.released_on <= self.on)
            self._versions[dossier.id] = any_two(known, self.timelines)
        return self._versions[dossier.id]

    def holdings(self, dossier: Dossier) -> tuple[Holding, ...]:
        """Which of them held when."""
        if dossier.id not in self._holdings:
            self._holdings[dossier.id] = holdings(dossier.releases, self.on)
        return self._holdings[dossier.id]
