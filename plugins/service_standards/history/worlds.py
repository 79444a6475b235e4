"""
A whole handbook as one side of a comparison: what was in force on a day, or its working copies.

The registry of a day is put together from the entries that its releases kept:
of two copies of an entry, that of the release made last holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ..archive.in_force import One, Recorded, in_force
from ..changes.context import Context, Vocabulary, vocabulary
from ..changes.handbooks import World
from ..changes.result import Comparison, comparison_of_handbooks
from ..model.handbook import Handbook, Release
from ..model.registry import REGISTRIES, Entry, Registry
from ..model.values import VersionNumber
from .timeline import side


def world_of_releases(releases: Iterable[Release], registry: Registry) -> World:
    """The handbook that consists of these releases, each document once, by its id."""
    chosen = sorted(releases, key=lambda one: one.record.id)
    return World(
        documents={one.record.id: side(one.version, one.record.effective_from) for one in chosen},
        registry=registry,
    )


def made(one: Recorded) -> tuple[date, str, VersionNumber]:
    """The order in which releases were made, by which the last one's copy of an entry holds."""
    return one.record.released_on, one.record.id, one.number


def kept_registry(kept: Iterable[tuple[Recorded, Registry]]) -> Registry:
    """The registry entries that releases kept; of two copies of one, that of the release made last."""
    entries: dict[str, dict[str, Entry]] = {name: {} for name in REGISTRIES}
    for _, registry in sorted(kept, key=lambda one: made(one[0])):
        for name in REGISTRIES:
            entries[name].update(registry.entries(name))
    return Registry.model_validate({name: dict(sorted(found.items())) for name, found in entries.items()})


def world_of_working_copies(handbook: Handbook) -> World:
    """The handbook as its working copies say it."""
    return World(
        documents={name: side(dossier.working) for name, dossier in sorted(handbook.dossiers.items())},
        registry=handbook.registry,
    )


def comparison_of_working_copies(old: Handbook, new: Handbook, on: date) -> Comparison:
    """
    What changed between the working copies of two handbooks, judged in the world of *new* on the day *on*.

    Raises what `compare` raises.
    """
    copies = [dossier.working for dossier in new.dossiers.values()]
    words = Vocabulary(lambda: vocabulary((one.document for one in copies), (one.prose for one in copies)))
    context = Context(new.settings, new.registry, on, words)
    return comparison_of_handbooks(world_of_working_copies(old), world_of_working_copies(new), context)


def held_on(releases: Mapping[str, Iterable[One]], on: date, known_on: date) -> Iterator[One]:
    """Yield the release of each document that holds on *on*, as known on *known_on*; retired ones are left out."""
    for found in releases.values():
        one = in_force(found, on, known_on)
        if one is not None and not (one.record.retired and one.record.retired.on <= on):
            yield one


def common_entries(old: Registry, new: Registry) -> tuple[Registry, Registry]:
    """
    Both registries with the entries that each of them has.

    A registry put together from releases lacks what no release used: that an
    entry came into use, or went out of it, is no change of the registry.
    """
    return _only(old, new), _only(new, old)


def _only(registry: Registry, other: Registry) -> Registry:
    return Registry.model_validate(
        {
            name: {id: entry for id, entry in registry.entries(name).items() if id in other.entries(name)}
            for name in REGISTRIES
        }
    )
