"""
A whole handbook as one side of a comparison: what was in force on a day, or its working copies.

The registry of a day is put together from the entries that its releases kept:
of two copies of an entry, that of the release made last holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from ..archive.in_force import One, in_force
from ..changes.handbooks import World
from ..model.handbook import Handbook, Release
from ..model.registry import REGISTRIES, Entry, Registry
from .timeline import side


def world_of_releases(releases: Iterable[Release]) -> World:
    """The handbook that consists of these releases, each document once, by its id."""
    chosen = sorted(releases, key=lambda one: one.record.id)
    return World(
        documents={one.record.id: side(one.version, one.record.effective_from) for one in chosen},
        registry=kept_registry(chosen),
    )


def kept_registry(releases: Iterable[Release]) -> Registry:
    """The registry entries that the releases kept; of two copies of one, the later release's."""
    entries: dict[str, dict[str, Entry]] = {name: {} for name in REGISTRIES}
    for release in sorted(releases, key=lambda one: (one.record.released_on, one.record.id, one.number)):
        for name in REGISTRIES:
            entries[name].update(release.registry.entries(name))
    return Registry.model_validate({name: dict(sorted(found.items())) for name, found in entries.items()})


def world_of_working_copies(handbook: Handbook) -> World:
    """The handbook as its working copies say it."""
    return World(
        documents={name: side(dossier.working) for name, dossier in sorted(handbook.dossiers.items())},
        registry=handbook.registry,
    )


def held_on(releases: Mapping[str, Iterable[One]], on: date, known_on: date) -> Iterator[One]:
    """Yield the release of each document that holds on *on*, as known on *known_on*; retired ones are left out."""
    for found in releases.values():
        one = in_force(found, on, known_on)
        if one is not None and not (one.record.retired and one.record.retired.on <= on):
            yield one


def with_common_entries(old: World, new: World) -> tuple[World, World]:
    """
    Both worlds with the registry entries that each of them has.

    A registry put together from releases lacks what no release used: that an
    entry came into use, or went out of it, is no change of the registry.
    """
    common = {
        name: old.registry.entries(name).keys() & new.registry.entries(name).keys() for name in REGISTRIES
    }
    return _with_entries(old, common), _with_entries(new, common)


def _with_entries(world: World, ids: Mapping[str, Collection[str]]) -> World:
    kept = {
        name: {id: entry for id, entry in world.registry.entries(name).items() if id in ids[name]}
        for name in REGISTRIES
    }
    return World(documents=world.documents, registry=Registry.model_validate(kept))
