"""What waits for, follows or replaces itself (REF04)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..findings import Finding, Severity
from ..model.documents import Procedure
from ..model.handbook import Handbook, Place


def faults_of_cycles(handbook: Handbook) -> Iterator[Finding]:
    """Yield one finding for each circle."""
    for dossier in handbook.dossiers.values():
        version = dossier.working
        if isinstance(version.document, Procedure):
            places = {
                step.id: version.places.of("stages", s, "steps", n, "after")
                for s, stage in enumerate(version.document.stages)
                for n, step in enumerate(stage.steps)
            }
            yield from _faults("steps", steps_before(version.document), places)
    replaced = {
        id_: [link.document for link in dossier.working.document.replaces if link.clause is None]
        for id_, dossier in handbook.dossiers.items()
    }
    yield from _faults(
        "documents",
        replaced,
        {id_: one.working.places.of("replaces") for id_, one in handbook.dossiers.items()},
    )
    registry = handbook.registry
    events = {id_: list(event.after) for id_, event in registry.events.items()}
    yield from _faults("events", events, _entries(handbook, "events", "after"))
    norms = {id_: [norm.superseded_by] if norm.superseded_by else [] for id_, norm in registry.norms.items()}
    yield from _faults("norms", norms, _entries(handbook, "norms", "superseded_by"))


def steps_before(procedure: Procedure) -> dict[str, list[str]]:
    """The steps that come directly before each step: those it names, else the one written before it."""
    before: dict[str, list[str]] = {}
    last: str | None = None
    for step in procedure.clauses:
        before[step.id] = list(step.after) if step.after is not None else [last] if last else []
        last = step.id
    return before


def _entries(handbook: Handbook, collection: str, field: str) -> dict[str, Place]:
    return {id_: places.of(field) for (name, id_), places in handbook.places.items() if name == collection}


def _faults(
    fault: str, before: Mapping[str, Sequence[str]], places: Mapping[str, Place]
) -> Iterator[Finding]:
    for circle in circles(before):
        yield Finding(
            code="REF04",
            fault=fault,
            severity=Severity.ERROR,
            place=places.get(circle[0], Place("handbook.yml")),
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
