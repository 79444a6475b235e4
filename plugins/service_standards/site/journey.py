"""
The customer's journey: what is promised, done and said at each stage, across all procedures.

Role and channel pages show the same stages, for one role or one channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ..history.edition import Shown
from ..model.documents import Commitment, Component, Conduct, Procedure, Rule, Standard
from ..model.registry import Stage
from .book import Book
from .lines import ClauseLine, DocumentLine, by_title, document_line, promise, rule_line, step_line, titles
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, places


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBlock:
    """A stage of the journey: the procedures that act there, with their steps, and the rules of conduct."""

    id: str
    title: str
    summary: str
    procedures: tuple[DocumentLine, ...]
    rules: tuple[ClauseLine, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing happens here."""
        return not self.procedures and not self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A procedure, the times that it keeps, and where on the way its own times lie."""

    procedure: DocumentLine
    promises: tuple[ClauseLine, ...]
    """The promises on time that it fulfils."""
    spans: tuple[tuple[str, ...] | None, ...]
    """For each stage of the journey the times of its steps, in words; empty: steps without; None: no steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentBlock:
    """A component of service and the promises made for it."""

    id: str
    promises: tuple[ClauseLine, ...]


def stage_blocks(
    book: Book, documents: Iterable[Shown], *, role: str | None = None, channel: str | None = None
) -> tuple[StageBlock, ...]:
    """
    The stages in the order of the registry, with what *documents* ask at each.

    *role* marks its own steps; *channel* leaves out scripts and rules of other
    channels. Rules that name no stage hold at all of them and are not among these.
    """
    chosen = by_title(book, documents)
    return tuple(
        StageBlock(
            id=id,
            title=stage.title,
            summary=_summary(stage),
            procedures=tuple(_procedures_at(book, chosen, id, role)),
            rules=tuple(_rules_at(book, chosen, id, channel)),
        )
        for id, stage in book.entries("stages").items()
    )


def rules_everywhere(
    book: Book, documents: Iterable[Shown], channel: str | None = None
) -> tuple[ClauseLine, ...]:
    """The rules of conduct among *documents* that name no stage: they hold from greeting to farewell."""
    return tuple(
        rule_line(book, shown, rule, channel=channel)
        for shown, rule in _rules(book, by_title(book, documents))
        if not rule.applies_to.stages and _holds_on(rule, channel)
    )


def promises(book: Book, documents: Iterable[Shown]) -> Iterator[tuple[Shown, Commitment]]:
    """Yield the commitments of the standards among *documents*, in the book's words."""
    for shown in documents:
        document = book.wordings[shown.id].document
        if isinstance(document, Standard):
            for commitment in document.commitments:
                yield shown, commitment


def journey_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/journey/`, and its parts if it is long."""
    documents = tuple(book.edition.in_use())
    used = {channel for one in documents for channel in getattr(one.document, "channels", ())}
    channels = [
        (entry.title, book.address("channels", id))
        for id, entry in book.entries("channels").items()
        if id in used
    ]
    acting = [one for one in documents if isinstance(one.document, Standard | Procedure | Conduct)]
    sections = partial(journey_sections, book, documents)
    for place in places(book, acting, "journey", sections=sections):
        yield _journey(book, place, channels)


def _journey(book: Book, place: Place, channels: Iterable[tuple[str, str]]) -> SitePage:
    documents = place.documents
    blocks = stage_blocks(book, documents)
    return list_page(
        book,
        "journey",
        tab="journey",
        title=book.label("journey.title"),
        lead=book.label("journey.lead"),
        headings=[
            Heading(anchor="clocks", title=book.label("journey.clocks")),
            *(Heading(anchor=block.id, title=block.title) for block in blocks),
            Heading(anchor="always", title=book.label("journey.always")),
            Heading(anchor="components", title=book.label("journey.components")),
        ],
        clauses=[(block.id, block.title) for block in blocks],
        place=place,
        stages=blocks,
        clocks=tuple(_clocks(book, documents)),
        always=rules_everywhere(book, documents),
        components=tuple(_components(book, documents)),
        channels=channels,
    )


def _procedures_at(
    book: Book, documents: Iterable[Shown], stage: str, role: str | None
) -> Iterator[DocumentLine]:
    for shown in documents:
        document = book.wordings[shown.id].document
        if not isinstance(document, Procedure):
            continue
        steps = [
            step_line(book, shown, step, role=role)
            for part in document.stages
            if part.stage == stage
            for step in part.steps
        ]
        if steps:
            yield document_line(book, shown, steps, note=titles(book, "channels", document.channels))


def _rules_at(
    book: Book, documents: Iterable[Shown], stage: str, channel: str | None
) -> Iterator[ClauseLine]:
    for shown, rule in _rules(book, documents):
        if stage in rule.applies_to.stages and _holds_on(rule, channel):
            yield rule_line(book, shown, rule, channel=channel)


def _rules(book: Book, documents: Iterable[Shown]) -> Iterator[tuple[Shown, Rule]]:
    for shown in documents:
        document = book.wordings[shown.id].document
        if isinstance(document, Conduct):
            for rule in document.rules:
                yield shown, rule


def _holds_on(rule: Rule, channel: str | None) -> bool:
    return channel is None or not rule.applies_to.channels or channel in rule.applies_to.channels


def _clocks(book: Book, documents: Iterable[Shown]) -> Iterator[Clock]:
    """Yield the procedures that keep promises on time, with the times of their steps by stage."""
    for shown in by_title(book, documents):
        document = book.wordings[shown.id].document
        if not isinstance(document, Procedure):
            continue
        kept = tuple(
            promise(book, other, commitment)
            for other, commitment in promises(book, _fulfilled(book, document))
            if commitment.measure is not None
            and commitment.measure.is_time
            and any(
                link.document == other.id and link.clause in (commitment.id, None)
                for link in document.fulfils
            )
        )
        by_stage = {part.stage: part.steps for part in document.stages if part.steps}
        if kept:
            yield Clock(
                procedure=document_line(book, shown, note=titles(book, "channels", document.channels)),
                promises=kept,
                spans=tuple(
                    tuple(book.values.duration(step.within) for step in by_stage[stage] if step.within)
                    if stage in by_stage
                    else None
                    for stage in book.entries("stages")
                ),
            )


def _fulfilled(book: Book, procedure: Procedure) -> Iterator[Shown]:
    """Yield the standards in use of which *procedure* keeps a promise, in the order of the folders."""
    named = {link.document for link in procedure.fulfils}
    return (one for one in book.edition.in_use() if one.id in named)


def _components(book: Book, documents: Iterable[Shown]) -> Iterator[ComponentBlock]:
    made = [(str(one.component), promise(book, shown, one)) for shown, one in promises(book, documents)]
    for component in Component:
        lines = tuple(line for name, line in made if name == component)
        # Accuracy is counted beside the five: it shows only where it is promised.
        if lines or component is not Component.ACCURACY:
            yield ComponentBlock(id=str(component), promises=lines)


def _summary(stage: object) -> str:
    return (stage.summary or "") if isinstance(stage, Stage) else ""


def stage_sections(book: Book, documents: Iterable[Shown], *, level: int = 2) -> Iterator[Section]:
    """Yield the stages as sections of an overview: which of *documents* act there, or have a rule for it."""
    chosen = tuple(documents)
    for id, stage in book.entries("stages").items():
        yield Section(
            anchor=id,
            title=stage.title,
            lead=_summary(stage),
            level=level,
            counts={one.id: 1 for one in chosen if id in _stages_of(one)},
        )


def journey_sections(book: Book, documents: Iterable[Shown]) -> Iterator[Section]:
    """Yield the sections of the journey's overview, in the order of the page."""
    chosen = tuple(documents)
    yield Section(
        anchor="clocks",
        title=book.label("journey.clocks"),
        lead=book.label("journey.clocks_lead"),
        counts={one.id: 1 for one in chosen if isinstance(one.document, Procedure)},
    )
    yield from stage_sections(book, chosen)
    yield always_section(book, chosen)
    yield Section(
        anchor="components",
        title=book.label("journey.components"),
        lead=book.label("journey.components_lead"),
        counts={one.id: len(one.document.clauses) for one in chosen if isinstance(one.document, Standard)},
        counted="matrix.promises",
    )
    for component in Component:
        counts = {
            shown.id: sum(one.component == component for one in shown.document.commitments)
            for shown in chosen
            if isinstance(shown.document, Standard)
        }
        if any(counts.values()):
            yield Section(
                anchor=f"component-{component}",
                title=book.label(f"component.{component}"),
                lead=book.label(f"component_about.{component}"),
                level=3,
                counts=counts,
                counted="matrix.promises",
            )


def always_section(book: Book, documents: Iterable[Shown]) -> Section:
    """The rules that hold at every stage, as a section of an overview."""
    return Section(
        anchor="always",
        title=book.label("journey.always"),
        counts={
            shown.id: 1
            for shown in documents
            if isinstance(shown.document, Conduct)
            and any(not rule.applies_to.stages for rule in shown.document.rules)
        },
    )


def _stages_of(shown: Shown) -> set[str]:
    document = shown.document
    if isinstance(document, Procedure):
        return {part.stage for part in document.stages if part.steps and part.stage}
    if isinstance(document, Conduct):
        return {stage for rule in document.rules for stage in rule.applies_to.stages}
    return set()
