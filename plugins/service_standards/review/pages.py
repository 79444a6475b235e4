"""The pages of the handbook's site that a pull request changes, as the preview shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.registry import Term
from ..site.addresses import address
from .others import Event, What
from .report import DocumentReport, EntryReport, Report

WITH_PAGES = ("roles", "services", "channels", "norms")
"""The registries whose entries have pages of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that looks different after the change."""

    address: str
    """From the site's root; empty for the home page."""
    title: str
    language: str


def changed_pages(report: Report) -> tuple[Page, ...]:
    """The pages, those of the weightiest changes first, each once."""
    found = {page.address: page for page in _pages(report)}
    return tuple(found.values())


def page_of(report: Report, document: str) -> str | None:
    """The address of a document's page; None if it has none any more."""
    return address(_source(report), _source(report), document) if _is_there(report, document) else None


def _source(report: Report) -> str:
    return report.head.handbook.settings.source_language


def _is_there(report: Report, document: str) -> bool:
    return document in report.head.handbook.dossiers


def _pages(report: Report) -> Iterator[Page]:
    for cause in report.causes:
        if isinstance(cause, DocumentReport):
            yield from _of_document(report, cause)
        else:
            yield from _of_entry(report, cause)
    yield from _hand_written(report)


def _of_document(report: Report, part: DocumentReport) -> Iterator[Page]:
    if part.event is Event.REMOVED:
        return
    source = _source(report)
    yield Page(address=address(source, source, part.id), title=part.title, language=source)
    for one in part.changes:
        if language := one.change.language:
            translation = part.after.translations.get(language) if part.after else None
            title = translation.texts.get(("title",), part.title) if translation else part.title
            yield Page(address=address(language, source, part.id), title=title, language=language)


def _of_entry(report: Report, part: EntryReport) -> Iterator[Page]:
    source = _source(report)
    if part.collection in WITH_PAGES and part.event is not Event.REMOVED:
        yield Page(
            address=address(source, source, part.collection, part.id), title=part.title, language=source
        )
    if isinstance(part.after or part.before, Term):
        yield Page(address=address(source, source, "glossary"), title=part.title, language=source)
    for name in dict.fromkeys(one.link.partition("#")[0] for one in part.reached):
        if _is_there(report, name):
            title = report.head.handbook.dossiers[name].working.document.title
            yield Page(address=address(source, source, name), title=title, language=source)


def _hand_written(report: Report) -> Iterator[Page]:
    source = _source(report)
    for one in report.files:
        if one.what is What.PAGE and one.id and one.event is not Event.REMOVED:
            stem = one.path.removesuffix(".md")
            language = stem.removeprefix(one.id).removeprefix(".") or source
            name = "" if one.id == "index" else one.id.removesuffix("/index")
            yield Page(address=address(language, source, *name.split("/")), title=one.path, language=language)
