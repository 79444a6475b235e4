"""The glossary: what words mean here, what else people call it, what it must not be called."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.registry import Term
from .book import Book
from .lines import sort_key
from .listing import list_page
from .page import SitePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the alphabet and the terms that begin with it."""

    letter: str
    terms: tuple[Term, ...]


def glossary_page(book: Book) -> SitePage:
    """`/glossary/`: terms by the alphabet of the language, each with its id as anchor."""
    terms = [one for one in book.entries("terms").values() if isinstance(one, Term)]
    terms.sort(key=lambda term: (sort_key(term.title), term.id))
    letters: dict[str, list[Term]] = {}
    for term in terms:
        letters.setdefault(term.title[:1].upper(), []).append(term)
    return list_page(
        book,
        "glossary",
        "glossary",
        tab="background",
        title=book.label("glossary.title"),
        lead=book.label("glossary.lead"),
        source="registry/terms.yml",
        terms=[word for term in terms for word in term.synonyms],
        clauses=[(term.id, f"{term.title}: {term.meaning}") for term in terms],
        letters=tuple(Letter(letter=letter, terms=tuple(found)) for letter, found in letters.items()),
    )
