"""
Say what changed between two whole handbooks: every document, what moved between them, and the registry.

A change of the registry is one entry with its reach, whatever the number of
documents that it touches; no document changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..deadlines.stricter import window
from ..model.documents import ChangeClass, Clause, Commitment, Document, Measure, clause_of
from ..model.fields import references
from ..model.registry import REGISTRIES, Calendar, Entry, Registry
from ..model.values import Duration, Link
from .calendars import causes
from .compare import Side, compare, fields
from .context import Context
from .kinds import Change, Direction, class_of
from .place import At, calendar_of, channels_of
from .rules import NoRuleError, Rule
from .wording import judge, judge_informative


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One side of the comparison of two handbooks."""

    documents: Mapping[str, Side]
    registry: Registry = field(default_factory=Registry)


def compare_handbooks(old: World, new: World, context: Context) -> Iterator[Change]:
    """
    Yield the changes from *old* to *new*: documents in the order of *new*, those that went, the registry.

    Raises what `compare` raises.
    """
    clauses = dict(_successors(old, new))
    renamed = dict(_renamed(old, new))
    before = {successor: name for name, successor in renamed.items()}
    taken = {target: source for source, target in clauses.items()}
    for name, side in new.documents.items():
        earlier = old.documents.get(name) or old.documents.get(before.get(name, ""))
        if earlier is None or earlier.document.kind is not side.document.kind:
            if not _all_taken(side.document, taken):
                yield _document("added", side.document)
        else:
            if earlier.document.id != name:
                yield replace(_document("moved", side.document), before=earlier.document.id, after=name)
            for change in compare(earlier, side, context.at(side.on)):
                yield from _linked(change, earlier.document, clauses, taken)
        yield from _edits_of_taken(side.document, old, taken, context.at(side.on))
    for name, side in old.documents.items():
        if name not in new.documents and name not in renamed:
            yield from _gone(side.document, clauses)
    yield from compare_registries(old.registry, new, context)


def moves_between(old: World, new: World) -> bool:
    """Whether anything of *old* lives on in another document of *new*: only then two documents say what one cannot."""
    return any(_successors(old, new)) or any(_renamed(old, new))


def _renamed(old: World, new: World) -> Iterator[tuple[str, str]]:
    """Yield documents of *old* that are gone, and the documents of *new* that declare to replace them."""
    for one in new.documents.values():
        for link in one.document.replaces:
            if link.clause is None and link.document in old.documents and link.document not in new.documents:
                yield link.document, one.document.id


def _successors(old: World, new: World) -> Iterator[tuple[Link, Link]]:
    """Yield clauses of *old* and the clauses of other documents of *new* that declare to replace them."""
    for side in new.documents.values():
        for clause in side.document.clauses:
            for link in getattr(clause, "replaces", ()):
                was = old.documents.get(link.document)
                if was is None or not link.clause or link.document == side.document.id:
                    continue
                now = new.documents.get(link.document)
                still_there = now is not None and clause_of(now.document, link.clause) is not None
                if clause_of(was.document, link.clause) is not None and not still_there:
                    yield Link(link.document, link.clause), Link(side.document.id, clause.id)


def _all_taken(document: Document, taken: Mapping[Link, Link]) -> bool:
    return bool(document.clauses) and all(Link(document.id, one.id) in taken for one in document.clauses)


def _document(event: str, document: Document) -> Change:
    kinds = {"added": ChangeClass.ADDED, "removed": ChangeClass.REMOVED, "moved": ChangeClass.MOVED}
    directions = {"added": Direction.TIGHTENED, "removed": Direction.RELAXED, "moved": Direction.NONE}
    at = At(document=document.id, kind=document.kind, element="document")
    before, after = (None, document) if event == "added" else (document, None)
    return at.change(event, before, after, kinds[event], directions[event])


def _linked(
    change: Change, earlier: Document, clauses: Mapping[Link, Link], taken: Mapping[Link, Link]
) -> Iterator[Change]:
    """A clause that lives on elsewhere was not removed, and where it lives on it was not added."""
    here = Link(change.document, change.clause)
    if change.code.endswith(".removed") and (target := clauses.get(Link(earlier.id, change.clause))):
        moved = change.code.replace(".removed", ".moved")
        yield replace(
            change, code=moved, change_class=ChangeClass.MOVED, customer=Direction.NONE,
            staff=Direction.NONE, moved_to=str(target),
        )  # fmt: skip
    elif not (change.code.endswith(".added") and here in taken):
        yield change


def _edits_of_taken(
    document: Document, old: World, taken: Mapping[Link, Link], context: Context
) -> Iterator[Change]:
    """What changed in a clause on its way from another document."""
    for clause in document.clauses:
        source = taken.get(Link(document.id, clause.id))
        if source is None:
            continue
        was = old.documents[source.document].document
        earlier: Clause | None = clause_of(was, source.clause or "")
        if earlier is None or type(earlier) is not type(clause):
            continue
        at = At(
            document=document.id,
            kind=document.kind,
            element=type(clause).__name__.lower(),
            clause=clause.id,
            old_calendar=calendar_of(was, earlier, context.registry),
            new_calendar=calendar_of(document, clause, context.registry),
            old_channels=channels_of(was),
            new_channels=channels_of(document),
        )
        yield from fields(earlier, clause, at, context)


def _gone(document: Document, clauses: Mapping[Link, Link]) -> Iterator[Change]:
    targets = [clauses.get(Link(document.id, clause.id)) for clause in document.clauses]
    if targets and all(targets):
        at = At(document=document.id, kind=document.kind, element="document")
        yield at.change(
            "moved", document, None, ChangeClass.MOVED, moved_to=", ".join(str(one) for one in targets)
        )
    else:
        yield _document("removed", document)


REGISTRY_RULES: dict[str, dict[str, Rule]] = {
    "roles": {"held_by": Rule.ADMINISTRATIVE, "contact": Rule.ADMINISTRATIVE, "summary": Rule.INFORMATIVE},
    "services": {"summary": Rule.INFORMATIVE, "not_applicable": Rule.ADMINISTRATIVE},
    "channels": {
        "medium": Rule.ADMINISTRATIVE,
        "live": Rule.CHOICE,
        "calendar": Rule.CHOICE,
        "summary": Rule.INFORMATIVE,
    },
    "stages": {"summary": Rule.INFORMATIVE},
    "events": {"after": Rule.CHOICE, "marks": Rule.CHOICE, "summary": Rule.NORMATIVE},
    "calendars": {
        "time_zone": Rule.CALENDAR,
        "hours": Rule.CALENDAR,
        "holidays": Rule.CALENDAR,
        "covers_until": Rule.ADMINISTRATIVE,
    },
    "locations": {"summary": Rule.INFORMATIVE, "calendar": Rule.CHOICE},
    "norms": dict.fromkeys(
        ("edition", "status", "superseded_by", "checked_on", "url", "summary", "clauses"), Rule.ADMINISTRATIVE
    ),
    "terms": {"meaning": Rule.NORMATIVE, "synonyms": Rule.ADMINISTRATIVE, "forbidden": Rule.ADMINISTRATIVE},
}
_EVERY_ENTRY = {"extras": Rule.ADMINISTRATIVE, "id": Rule.IDENTITY, "title": Rule.INFORMATIVE}


def compare_registries(old: Registry, new: World, context: Context) -> Iterator[Change]:
    """Yield one change for every field of an entry that differs, with the clauses that it reaches."""
    for collection in REGISTRIES:
        was, now = old.entries(collection), new.registry.entries(collection)
        for name in {**was, **now}:
            before, after = was.get(name), now.get(name)
            if before == after:
                continue
            reached = tuple(
                one
                for side in new.documents.values()
                for one in reached_in(collection, name, side.document, context)
            )
            if before is None or after is None:
                event = "added" if after else "removed"
                yield _entry(
                    collection,
                    name,
                    event,
                    before,
                    after,
                    Direction.NONE,
                    ChangeClass.ADMINISTRATIVE,
                    reached,
                )
            else:
                yield from _entry_fields(collection, before, after, context, reached)


def _entry_fields(
    collection: str, before: Entry, after: Entry, context: Context, reached: tuple[str, ...]
) -> Iterator[Change]:
    if isinstance(before, Calendar) and isinstance(after, Calendar):
        for cause in causes(before, after):
            way = cause.direction(context.settings.time_zone, *window(context.on))
            yield _entry(
                collection, after.id, cause.field, cause.before, cause.after,
                way, class_of(way, ChangeClass.ADMINISTRATIVE), reached,
            )  # fmt: skip
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        try:
            how = {**_EVERY_ENTRY, **REGISTRY_RULES[collection]}[name]
        except KeyError:
            raise NoRuleError(type(after), name) from None
        if old == new or how in (Rule.IDENTITY, Rule.CALENDAR):
            continue  # a calendar's hours and holidays are told above, cause by cause
        direction, otherwise = Direction.NONE, ChangeClass.ADMINISTRATIVE
        if how is Rule.CHOICE:
            direction = Direction.MIXED
        elif how is Rule.NORMATIVE:
            found = judge(old or "", new or "", context.language)
            direction, otherwise = found.direction, found.change_class
        elif how is Rule.INFORMATIVE:
            otherwise = judge_informative(old or "", new or "", context.language).change_class
        yield _entry(collection, after.id, name, old, new, direction, class_of(direction, otherwise), reached)


def _entry(
    collection: str, name: str, what: str, before: Any, after: Any,
    direction: Direction, change_class: ChangeClass, reached: tuple[str, ...],
) -> Change:  # fmt: skip
    return Change(
        code=f"{collection.removesuffix('s')}.{what}",
        document=f"registry/{collection}",
        clause=name,
        field=what,
        before=before,
        after=after,
        customer=direction,
        staff=direction,
        change_class=change_class,
        reach=reached,
    )


def reached_in(collection: str, name: str, document: Document, context: Context) -> Iterator[str]:
    """Yield the clauses of *document* (or the document) that an entry of the registry reaches."""
    for clause in document.clauses:
        if collection == "calendars":
            limit = clause.limit if isinstance(clause, Commitment) else getattr(clause, "within", None)
            runs_by_it = (isinstance(limit, Duration) and limit.in_business_time) or (
                isinstance(clause, Commitment) and clause.measure is Measure.OPENING_HOURS
            )
            if runs_by_it and calendar_of(document, clause, context.registry) == name:
                yield f"{document.id}#{clause.id}"
        elif any((kind, one) == (collection, name) for _, kind, one in references(clause)):
            yield f"{document.id}#{clause.id}"
    if collection != "calendars" and any(
        (kind, one) == (collection, name)
        and path[0] not in ("commitments", "stages", "rules", "items", "questions")
        for path, kind, one in references(document)
    ):
        yield document.id
