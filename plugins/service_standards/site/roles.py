"""Pages by role: every document by which a role works, by stage of the journey, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.documents import Conduct, Kind, Standard
from ..model.registry import Role
from .book import Book
from .journey import StageBlock, rules_everywhere, stage_blocks
from .lines import DocumentLine, by_title, document_line, promise
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, lines_of, places


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCard:
    """A role in the list of all."""

    title: str
    summary: str
    address: str
    contact: str
    documents: int


def documents_of(book: Book, role: str) -> tuple[Shown, ...]:
    """The documents in force by which *role* works (in the preview: the working copies)."""
    return tuple(
        one
        for one in book.edition.in_use()
        if role in one.document.roles and (book.edition.preview or one.status is DocumentStatus.IN_FORCE)
    )


def role_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/roles/` and `/roles/<role>/`."""
    cards = tuple(
        RoleCard(
            title=role.title,
            summary=role.summary or "",
            address=book.address("roles", id),
            contact=role.contact or "",
            documents=len(documents_of(book, id)),
        )
        for id, role in _roles(book)
    )
    yield list_page(
        book,
        "roles",
        "roles",
        tab="roles",
        title=book.label("roles.title"),
        lead=book.label("roles.lead"),
        source="registry/roles.yml",
        cards=cards,
    )
    for id, role in _roles(book):
        documents = documents_of(book, id)
        sections = partial(_sections, book, documents)
        for place in places(book, documents, "roles", id, sections=sections, lines=_lines):
            yield _role_page(book, id, role, documents, place)


def _role_page(book: Book, id: str, role: Role, everything: tuple[Shown, ...], place: Place) -> SitePage:
    documents = place.documents
    stages = tuple(block for block in stage_blocks(book, documents, role=id) if not block.empty)
    kinds = {kind: by_title(book, (one for one in documents if one.kind is kind)) for kind in Kind}
    whole = rules_everywhere(book, documents)
    return list_page(
        book,
        "role",
        tab="roles",
        title=role.title,
        lead=role.summary or book.label("roles.one_lead", len(everything)),
        kind=book.label("roles.kind"),
        headings=list(_headings(book, kinds, stages)),
        terms=(id,),
        text=" ".join(book.title("documents", one.id) for one in everything),
        weight=0.6,
        place=place,
        role=role,
        contact=contact(role),
        count=len(everything),
        standards=tuple(_with_promises(book, one) for one in kinds[Kind.STANDARD]),
        conduct=tuple(document_line(book, one, note=_rule_count(book, one)) for one in kinds[Kind.CONDUCT]),
        whole=whole,
        stages=stages,
        # A procedure that has no steps yet is at no stage, but still hers.
        others=tuple(document_line(book, one) for one in kinds[Kind.PROCEDURE] if not one.document.clauses),
        tests=tuple(document_line(book, one) for one in kinds[Kind.TEST]),
        trainings=tuple(document_line(book, one) for one in kinds[Kind.TRAINING]),
        trainings_count=sum(one.kind is Kind.TRAINING for one in everything),
        training_address=book.address("training", id)
        if any(one.kind is Kind.TRAINING for one in everything)
        else "",
    )


def contact(role: Role) -> tuple[str, str]:
    """A role's desk and the link to it: a mailbox or a telephone; no link for anything else."""
    desk = role.contact or ""
    if "@" in desk and " " not in desk:
        return desk, f"mailto:{desk}"
    number = "".join(sign for sign in desk if sign in "+0123456789")
    plain = desk and not any(letter.isalpha() for letter in desk)
    return desk, f"tel:{number}" if plain and len(number) >= 3 else ""


def _roles(book: Book) -> Iterator[tuple[str, Role]]:
    for id, entry in book.entries("roles").items():
        if isinstance(entry, Role):
            yield id, entry


def _with_promises(book: Book, shown: Shown) -> DocumentLine:
    document = book.wordings[shown.id].document
    commitments = document.commitments if isinstance(document, Standard) else ()
    return document_line(book, shown, [promise(book, shown, one) for one in commitments])


def _rule_count(book: Book, shown: Shown) -> str:
    document = shown.document
    return book.label("roles.rules", len(document.rules)) if isinstance(document, Conduct) else ""


def _headings(
    book: Book, kinds: dict[Kind, list[Shown]], stages: tuple[StageBlock, ...]
) -> Iterator[Heading]:
    if kinds[Kind.STANDARD]:
        yield Heading(anchor="promises", title=book.label("roles.promises"))
    if kinds[Kind.CONDUCT]:
        yield Heading(anchor="conduct", title=book.label("roles.conduct"))
    if stages:
        yield Heading(anchor="stages", title=book.label("roles.stages"))
        yield from (Heading(anchor=block.id, title=block.title, level=3) for block in stages)
    if kinds[Kind.TEST]:
        yield Heading(anchor="tests", title=book.label("roles.tests"))
    if kinds[Kind.TRAINING]:
        yield Heading(anchor="training", title=book.label("roles.training"))


def _lines(shown: Shown) -> int:
    """Tests and trainings stand here without their clauses."""
    return 1 if shown.kind in (Kind.TEST, Kind.TRAINING) else lines_of(shown)


def _sections(book: Book, documents: tuple[Shown, ...]) -> Iterator[Section]:
    for kind, anchor, title in (
        (Kind.STANDARD, "promises", "roles.promises"),
        (Kind.CONDUCT, "conduct", "roles.conduct"),
        (Kind.PROCEDURE, "stages", "roles.stages"),
        (Kind.TEST, "tests", "roles.tests"),
        (Kind.TRAINING, "training", "roles.training"),
    ):
        counts = {one.id: 1 for one in documents if one.kind is kind}
        if counts:
            yield Section(anchor=anchor, title=book.label(title), counts=counts)
