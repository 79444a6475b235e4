"""What waits for, follows or replaces itself (REF04)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from ..findings import Finding, Severity
from ..model.documents import Procedure
from ..model.handbook import Handbook, Place, Version
from .views import step_path


def faults_of_cycles(handbook: Handbook) -> Iterator[Finding]:
    """Yield one finding for each circle."""
    for dossier in handbook.dossiers.values():
        version = dossier.working
        if isinstance(version.document, Procedure):
            yield from _faults("steps", steps_before(version.document), partial(_place_of_step, version))
    replaced = {
        id_: [link.document for link in dossier.working.document.replaces if link.clause is None]
        for id_, dossier in handbook.dossiers.items()
    }
    yield from _faults(
        "documents", replaced, lambda id_: handbook.dossiers[id_].working.places.of("replaces")
    )
    registry = handbook.registry
    events = {id_: list(event.after) for id_, event in registry.events.items()}
    yield from _faults("events", events, lambda id_: handbook.places["events", id_].of("after"))
    norms = {id_: [norm.superseded_by] if norm.superseded_by else [] for id_, norm in registry.norms.items()}
    yield from _faults("norms", norms, lambda id_: handbook.places["norms", id_].of("superseded_by"))


def steps_before(procedure: Procedure) -> dict[str, list[str]]:
    """The steps that come directly before each step: those it names, else the one written before it."""
    before: dict[str, list[str]] = {}
    last: str | None = None
    for step in procedure.clauses:
        before[step.id] = list(step.after) if step.after is not None else [last] if last else []
        last = step.id
    return before


def _place_of_step(version: Version, step: str) -> Place:
    assert isinstance(version.document, Procedure)
    return version.places.of(*step_path(version.document, step), "after")


def _faults(
    fault: str, before: Mapping[str, Sequence[str]], place: Callable[[str], Place]
) -> Iterator[Finding]:
    for circle in circles(before):
        yield Finding(
            code="REF04",
            fault=fault,
            severity=Severity.ERROR,
            place=place(circle[0]),
            values={"circle": " → ".join([*circle, circle[0]])},
        )


def circles(before: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The circles of a graph, each once, from the first of its members; a node that leads into one is in none."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in before:
        if start in done:
            continue
        trail: list[str] = []
        ways = [iter([start])]
        while ways:
            node = next(ways[-1], None)
            if node is None:
                ways.pop()
                if trail:
                    done.add(trail.pop())
            elif node in trail:
                circle = trail[trail.index(node) :]
                first = min(range(len(circle)), key=lambda n: list(before).index(circle[n]))
                found.append(circle[first:] + circle[:first])
            elif node not in done and node in before:
                trail.append(node)
                ways.append(iter(before[node]))
    return found
