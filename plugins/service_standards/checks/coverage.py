"""Whether every promise has what it needs, every service its promises, every rule its test (COV01 to COV03)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..history.coverage import Ground, State, promise_rows, rule_rows, service_rows, type_rows
from ..model.documents import Test
from .views import View, graded


def faults_of_coverage(view: View) -> Iterator[Finding]:
    """Yield the gaps of one handbook."""
    ground = view.ground
    yield from _commitments(view, ground)
    yield from _components(view, ground)
    yield from _rules(view, ground)
    yield from _test_types(view, ground)


def _commitments(view: View, ground: Ground) -> Iterator[Finding]:
    for row in promise_rows(ground):
        if row.missing:
            yield Finding(
                code="COV01",
                fault="gaps",
                severity=graded(view.is_draft(row.document)),
                place=view.place(row.document, "commitments", row.n, "id"),
                values={"clause": f"{row.document}#{row.commitment.id}", "needs": ", ".join(row.missing)},
            )


def _components(view: View, ground: Ground) -> Iterator[Finding]:
    for row in service_rows(ground):
        if row.missing:
            yield Finding(
                code="COV02",
                fault="components",
                severity=Severity.WARNING,
                place=view.handbook.places["services", row.service].of("id"),
                values={"service": row.service, "channel": row.channel, "components": ", ".join(row.missing)},
            )


def _rules(view: View, ground: Ground) -> Iterator[Finding]:
    for row in rule_rows(ground):
        if row.tested.state is State.MISSING:
            yield Finding(
                code="COV03",
                fault="rule",
                severity=Severity.INFO,
                place=view.place(row.document, "rules", row.n, "id"),
                values={"rule": f"{row.document}#{row.rule.id}"},
            )


def _test_types(view: View, ground: Ground) -> Iterator[Finding]:
    """Yield a finding at the first test if one of the four types is not used; a handbook without tests has COV01."""
    first = next((id_ for id_, _ in view.documents(Test)), None)
    unused = [row.type for row in type_rows(ground) if row.state is State.MISSING]
    if first is not None and unused:
        yield Finding(
            code="COV03",
            fault="type",
            severity=Severity.INFO,
            place=view.place(first, "type"),
            values={"types": ", ".join(unused)},
        )
