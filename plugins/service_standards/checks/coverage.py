"""Whether every promise has what it needs, every service its promises, every rule its test (COV01 to COV03)."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..model.documents import Component, Conduct, Standard, Strength, Test, TestType
from ..model.handbook import Place
from .views import View, commitments, graded

FIVE = (
    Component.SPEED,
    Component.COURTESY,
    Component.AVAILABILITY,
    Component.PERSONALISATION,
    Component.RESOLUTION,
)
"""The five components of a service standard; accuracy is counted beside them."""

NEEDED = {"procedure": "fulfils", "test": "verifies", "training": "covers"}
"""What a commitment needs besides its measure, and the field by which that links to it."""


def faults_of_coverage(view: View) -> Iterator[Finding]:
    """Yield the gaps of one handbook."""
    yield from _commitments(view)
    yield from _components(view)
    yield from _rules(view)
    yield from _test_types(view)


# -- COV01 -------------------------------------------------------------------


def _commitments(view: View) -> Iterator[Finding]:
    for id_, document, n in commitments(view):
        missing = missing_for(view, id_, document, n)
        if missing:
            yield Finding(
                code="COV01",
                fault="gaps",
                severity=graded(view.is_draft(id_)),
                place=view.place(id_, "commitments", n, "id"),
                values={"clause": f"{id_}#{document.commitments[n].id}", "missing": ", ".join(missing)},
            )


def missing_for(view: View, id_: str, document: Standard, n: int) -> list[str]:
    """
    What a commitment lacks: `procedure`, `measure`, `test`, `training`.

    An aspiration is never scored. What is not yet worded (SCH06) is no promise yet.
    """
    one = document.commitments[n]
    if one.statement is None:
        return []
    scored = one.strength is not Strength.ASPIRATIONAL
    missing = []
    if not any(view.mentions(id_, one.id, "fulfils")):
        missing.append("procedure")
    if scored and one.measured_by is None:
        missing.append("measure")
    if scored and not any(view.mentions(id_, one.id, "verifies")):
        missing.append("test")
    if not _is_taught(view, id_, one.id):
        missing.append("training")
    return missing


def _is_taught(view: View, id_: str, clause: str) -> bool:
    """Whether a training covers the promise, or a procedure by which staff keep it."""
    if any(view.mentions(id_, clause, "covers")):
        return True
    procedures = {mention.by for mention in view.mentions(id_, clause, "fulfils")}
    return any(True for by in procedures for _ in view.mentions(by, None, "covers"))


# -- COV02 -------------------------------------------------------------------


def _components(view: View) -> Iterator[Finding]:
    promised: dict[tuple[str, str], set[Component]] = {}
    for _, document, n in commitments(view):
        one = document.commitments[n]
        if document.service is not None:
            for channel in one.channels or document.channels:
                found = promised.setdefault((document.service, channel), set())
                if one.component is not None:
                    found.add(one.component)
    for (service, channel), found in promised.items():
        entry = view.handbook.registry.services.get(service)
        if entry is None:
            continue
        excused = {one.component for one in entry.not_applicable if one.channel in (None, channel)}
        missing = [component for component in FIVE if component not in found | excused]
        if missing:
            yield Finding(
                code="COV02",
                fault="components",
                severity=Severity.WARNING,
                place=view.handbook.places["services", service].of("id"),
                values={"service": service, "channel": channel, "missing": ", ".join(missing)},
            )


# -- COV03 -------------------------------------------------------------------


def _rules(view: View) -> Iterator[Finding]:
    for id_, version in view.documents(Conduct):
        document = version.document
        assert isinstance(document, Conduct)
        for n, rule in enumerate(document.rules):
            if rule.statement is not None and not any(view.mentions(id_, rule.id, "verifies")):
                yield Finding(
                    code="COV03",
                    fault="rule",
                    severity=Severity.INFO,
                    place=view.place(id_, "rules", n, "id"),
                    values={"rule": f"{id_}#{rule.id}"},
                )


def _test_types(view: View) -> Iterator[Finding]:
    """Yield a finding at the first test if one of the four types is not used; a handbook without tests has COV01."""
    tests = {
        id_: version.document.type
        for id_, version in view.documents(Test)
        if isinstance(version.document, Test)
    }
    unused = [kind for kind in TestType if kind not in tests.values()]
    if tests and unused:
        place: Place = view.place(next(iter(tests)), "type")
        yield Finding(
            code="COV03",
            fault="type",
            severity=Severity.INFO,
            place=place,
            values={"unused": ", ".join(unused)},
        )
