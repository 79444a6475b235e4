"""Training by role with quizzes, and the four kinds of test with what each verifies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..history.edition import Shown
from ..model.documents import Kind, Test, TestType, Training, TrainingFormat
from ..model.values import Link
from .book import Book, Reference
from .lines import DocumentLine, by_title, document_line, source_text_language
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, one_line, places
from .roles import documents_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestion:
    """A question, as the quiz shows it. *answer* counts from 1."""

    id: str
    """Unique on a page: `calls-and-chat-hold-or-not`."""
    clause: str
    """Its id within its document."""
    ask: str
    options: tuple[str, ...]
    answer: int
    explains: Reference | None
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A training on the path of a role."""

    line: DocumentLine
    format: str
    duration: str
    covers: tuple[Reference, ...]
    questions: tuple[QuizQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestUnit:
    """A test and what it verifies."""

    line: DocumentLine
    method: str
    sampling: str
    pass_at: str
    items: tuple[tuple[str, str, Reference | None, bool], ...]
    """The item's address, its question, the clause that it verifies, whether it is critical."""
    __test__ = False


def quiz_questions(book: Book, shown: Shown) -> tuple[QuizQuestion, ...]:
    """The quiz of a training; questions without options or answer are left out."""
    document = book.wordings[shown.id].document
    if not isinstance(document, Training):
        return ()
    return tuple(
        QuizQuestion(
            id=f"{shown.id}-{one.id}",
            clause=one.id,
            ask=one.ask,
            options=one.options,
            answer=one.answer,
            explains=book.reference(one.explains) if one.explains else None,
            lang=source_text_language(book, shown.id, one.id),
        )
        for one in document.questions
        if one.ask and one.answer and one.answer <= len(one.options)
    )


def training_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/training/` and `/training/<role>/`, each with its parts if it is long."""
    trainings = _in_order(list(book.edition.of_kind(Kind.TRAINING)))
    paths = {
        id: _in_order([one for one in documents_of(book, id) if one.kind is Kind.TRAINING])
        for id in book.entries("roles")
    }
    ways = [
        (book.title("roles", id), book.address("training", id), len(units)) for id, units in paths.items()
    ]
    units = Section(
        anchor="units", title=book.label("learning.units"), counts={one.id: 1 for one in trainings}
    )
    for place in places(book, trainings, "training", sections=lambda: (units,), lines=one_line):
        yield list_page(
            book,
            "trainings",
            tab="training",
            title=book.label("learning.title"),
            lead=book.label("learning.lead"),
            headings=[
                Heading(anchor="paths", title=book.label("learning.paths")),
                Heading(anchor="units", title=units.title),
            ],
            place=place,
            paths=ways,
            units=tuple(_unit(book, one) for one in place.documents),
        )
    for id, path in paths.items():
        for place in places(book, path, "training", id, sections=lambda: (), lines=_lines_of_quiz):
            yield _path_page(book, id, place)


def _path_page(book: Book, id: str, place: Place) -> SitePage:
    made = tuple(_unit(book, one) for one in place.documents)
    role = book.title("roles", id)
    return list_page(
        book,
        "path",
        tab="training",
        title=book.label("learning.path_title", role=role),
        lead=book.label("learning.path_lead"),
        kind=book.label("learning.kind"),
        terms=(id,),
        headings=[Heading(anchor=one.line.id, title=one.line.title) for one in made],
        place=place,
        units=made,
        role=role,
        role_address=book.address("roles", id),
    )


def _lines_of_quiz(shown: Shown) -> int:
    """A question stands here with its options and the way to what explains it: five lines."""
    return 2 + 5 * len(shown.document.clauses)


def tests_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/tests/`, and its parts if it is long."""
    tests = book.edition.of_kind(Kind.TEST)

    def sections() -> Iterator[Section]:
        for type_ in TestType:
            yield Section(
                anchor=str(type_),
                title=book.label(f"test_type.{type_}"),
                lead=book.label(f"test_type_about.{type_}"),
                counts={one.id: 1 for one in tests if _of_type(one, type_)},
            )

    for place in places(book, tests, "tests", sections=sections):
        yield _tests_page(book, place)


def _tests_page(book: Book, place: Place) -> SitePage:
    found = by_title(book, place.documents)
    groups = tuple(
        (str(type_), tuple(_test(book, one) for one in found if _of_type(one, type_))) for type_ in TestType
    )
    return list_page(
        book,
        "tests",
        tab="background",
        title=book.label("tests.title"),
        lead=book.label("tests.lead"),
        headings=[Heading(anchor=type_, title=book.label(f"test_type.{type_}")) for type_, _ in groups],
        place=place,
        groups=groups,
    )


def _of_type(shown: Shown, type_: TestType) -> bool:
    return isinstance(shown.document, Test) and shown.document.type is type_


def _in_order(trainings: list[Shown]) -> list[Shown]:
    """First what most roles learn, then what is for few; coaching and practice at the end."""

    def order(one: Shown) -> tuple[bool, int, str]:
        document = one.document
        practice = isinstance(document, Training) and document.format in (
            TrainingFormat.COACHING,
            TrainingFormat.ON_THE_JOB,
        )
        return practice, -len(document.roles), one.id

    return sorted(trainings, key=order)


def _unit(book: Book, shown: Shown) -> Unit:
    document = book.wordings[shown.id].document
    assert isinstance(document, Training)
    return Unit(
        line=document_line(book, shown),
        format=book.label(f"training_format.{document.format}") if document.format else "",
        duration=book.values.duration(document.duration) if document.duration else "",
        covers=tuple(book.reference(Link(link.document, link.clause)) for link in document.covers),
        questions=quiz_questions(book, shown),
    )


def _test(book: Book, shown: Shown) -> TestUnit:
    document = book.wordings[shown.id].document
    assert isinstance(document, Test)
    sampling = document.sampling
    parts = []
    if sampling:
        if sampling.population:
            parts.append(sampling.population)
        if sampling.size and sampling.every:
            size = book.values.number(sampling.size)
            parts.append(book.label("tests.sample", size=size, every=book.values.each(sampling.every)))
    return TestUnit(
        line=document_line(book, shown),
        method=book.label(f"method.{document.method}") if document.method else "",
        sampling="; ".join(parts),
        pass_at=book.values.share(document.pass_at) if document.pass_at else "",
        items=tuple(
            (
                book.clause_address(shown.id, item.id),
                item.ask or "",
                book.reference(item.verifies) if item.verifies else None,
                item.critical,
            )
            for item in document.items
        ),
    )
