"""Who links to whom among the documents of one handbook: an index by what is linked to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model.documents import Document, links_of
from ..model.handbook import ValuePath
from ..model.values import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A link that a document makes."""

    by: str
    clause: str | None
    """The clause of that document that makes it; None for its header."""
    path: ValuePath
    link: Link
    field: str
    """The field that holds it: `fulfils`, `verifies`, `covers`, `explains`, `pays`."""


Links = Mapping[tuple[str, str | None], tuple[Mention, ...]]
"""The mentions of a clause, by document and clause; of a document as a whole, by document and None."""


def links_between(
    documents: Mapping[str, Document], known: dict[int, tuple[Mention, ...]] | None = None
) -> Links:
    """
    The links that *documents* make, in their order; what one of them replaces is no such link.

    *known* holds what was found of the very same documents before, and what is found now.
    """
    known = {} if known is None else known
    found: dict[tuple[str, str | None], list[Mention]] = {}
    for id_, document in documents.items():
        mentions = known.get(id(document))
        if mentions is None:
            mentions = known[id(document)] = tuple(_mentions(id_, document))
        for one in mentions:
            found.setdefault((one.link.document, one.link.clause), []).append(one)
    return {target: tuple(mentions) for target, mentions in found.items()}


def _mentions(id_: str, document: Document) -> Iterator[Mention]:
    for path, link in links_of(document):
        if "replaces" not in path:
            field = next(part for part in reversed(path) if isinstance(part, str))
            yield Mention(by=id_, clause=clause_at(document, path), path=path, link=link, field=field)


def clause_at(document: Document, path: ValuePath) -> str | None:
    """The id of the innermost element with one around the value at *path*; None in the header."""
    here: object = document
    found = None
    for step in path[:-1]:
        here = here[step] if isinstance(step, int) else getattr(here, step)  # type: ignore[index]
        found = getattr(here, "id", found)
    return found


def mentions_of(links: Links, document: str, clause: str | None, field: str) -> Iterator[Mention]:
    """Yield who links from *field* to that clause, then who links to its document as a whole."""
    for target in (clause, None) if clause is not None else (None,):
        for mention in links.get((document, target), ()):
            if mention.field == field:
                yield mention
