"""Where in a document a comparison is, and what all changes found there have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model.documents import ChangeClass, Document, Kind
from ..model.fields import Strict
from ..model.registry import Registry
from .kinds import Change, Direction, class_of


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where in a document a comparison is: what its changes have in common."""

    document: str
    kind: Kind
    element: str
    clause: str | None = None
    prefix: str = ""
    touches_must: bool = False
    clock_changed: bool = False
    old_calendar: str | None = None
    new_calendar: str | None = None
    old_channels: tuple[str, ...] = ()
    new_channels: tuple[str, ...] = ()
    """The channels on which the clause holds if it names none itself: those of its document."""

    def change(
        self,
        field: str,
        before: Any,
        after: Any,
        change_class: ChangeClass,
        direction: Direction = Direction.NONE,
        **more: Any,
    ) -> Change:
        """A change of *field* here; in a standard it concerns the customer and staff, elsewhere staff alone."""
        return Change(
            code=f"{self.element}.{field}",
            document=self.document,
            clause=self.clause,
            field=f"{self.prefix}{field}",
            before=before,
            after=after,
            customer=direction if self.kind is Kind.STANDARD else Direction.NONE,
            staff=direction,
            change_class=change_class,
            touches_must=self.touches_must,
            **more,
        )

    def directed(self, field: str, before: Any, after: Any, direction: Direction, **more: Any) -> Change:
        """A change whose direction is its class; without one it only says the same in another way."""
        return self.change(
            field, before, after, class_of(direction, ChangeClass.EDITORIAL), direction, **more
        )


def channels_of(document: Document) -> tuple[str, ...]:
    """The channels of a document, for its clauses that name none; kinds without the field have none."""
    found: tuple[str, ...] = getattr(document, "channels", ())
    return found


def calendar_of(document: Document, element: Strict | None, registry: Registry) -> str | None:
    """The calendar by which a clause's clock runs: its own, the document's, or that of its channels if they agree."""
    own = getattr(element, "calendar", None) or document.calendar
    if own:
        return str(own)
    channels = getattr(element, "channels", ()) or channels_of(document)
    found = {registry.channels[name].calendar for name in channels if name in registry.channels}
    return found.pop() if len(found) == 1 else None
