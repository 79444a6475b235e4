"""The outcome of a comparison: its changes with all that every form of showing them needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..model.documents import ChangeClass, Document, Kind
from .compare import Side, compare
from .context import Context
from .handbooks import World, compare_handbooks
from .kinds import Bump, Change, joined_class, least_bump


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A document before and after; None on the side that does not have it."""

    before: Document | None
    after: Document | None

    @property
    def newest(self) -> Document:
        """The document after, or before if it went."""
        document = self.after or self.before
        assert document is not None
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two sides. It was made: without changes there are none."""

    changes: tuple[Change, ...]
    documents: Mapping[str, Pair] = field(default_factory=dict)
    """The documents that changes name, by id."""

    @property
    def change_class(self) -> ChangeClass:
        """All changes together."""
        return joined_class(one.change_class for one in self.changes)

    @property
    def bump(self) -> Bump:
        """The greatest of the least bumps."""
        return max((self.bump_of(one) for one in self.changes), key=lambda bump: bump.rank, default=Bump.NONE)

    def bump_of(self, change: Change) -> Bump:
        """The least bump of the document that *change* needs; none for the registry."""
        kind = self.kind_of(change)
        return least_bump(kind, change) if kind else Bump.NONE

    def kind_of(self, change: Change) -> Kind | None:
        """The kind of the document that changed; None for the registry."""
        pair = self.documents.get(change.document)
        return pair.newest.kind if pair else None

    def by_document(self) -> Iterator[tuple[str, tuple[Change, ...]]]:
        """Yield the documents (or registries) that changed with their changes, as they come first."""
        found: dict[str, list[Change]] = {}
        for one in self.changes:
            found.setdefault(one.document, []).append(one)
        for name, changes in found.items():
            yield name, tuple(changes)


def comparison_of_versions(old: Side, new: Side, context: Context) -> Comparison:
    """What changed between two versions of one document. Raises what `compare` raises."""
    changes = tuple(compare(old, new, context))
    return Comparison(
        changes=changes, documents={new.document.id: Pair(before=old.document, after=new.document)}
    )


def comparison_of_handbooks(old: World, new: World, context: Context) -> Comparison:
    """What changed between two whole handbooks. Raises what `compare` raises."""
    changes = tuple(compare_handbooks(old, new, context))
    named = {one.document for one in changes}
    before = {name: side.document for name, side in old.documents.items()}
    after = {name: side.document for name, side in new.documents.items()}
    return Comparison(
        changes=changes,
        documents={
            name: Pair(before=before.get(name), after=after.get(name))
            for name in sorted(named)
            if name in before or name in after
        },
    )
