"""What must not be in a handbook: persons, what is internal in what is public, markup that runs (SEC01 to SEC03)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..findings import Finding, Severity
from ..model.documents import Audience, Document
from ..model.fields import Text
from ..model.handbook import Dossier, Handbook, Place
from .texts import Said, lines_outside_code, pages_of, prose_of

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\w#/.:-])(?:\+\d|\(?0\d)[\d() \u00a0-]{7,}\d(?!\w)")
CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
RESERVED = re.compile(r"(?:\.|^)(?:example|test|invalid|localhost|example\.(?:com|net|org))$", re.I)
"""Domains that belong to nobody (RFC 2606)."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)#[^{}]*\}")
LINK = re.compile(r"\(standard:([a-z][a-z0-9-]*)")
TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>?")
"""An opening tag. A web address or a mail address between the signs is a link of Markdown."""
_DIGIT = re.compile(r"\d")
_TARGET = re.compile(
    r"\]\(\s*<?\s*(javascript|vbscript|data):|^\s*\[[^\]]+\]:\s*<?(javascript|vbscript|data):", re.I
)


def faults_of_privacy(
    handbook: Handbook,
    dossier: Dossier,
    texts: Iterable[Said],
    files: Mapping[str, bytes],
    known: frozenset[str],
) -> Iterator[Finding]:
    """Yield what should not be in a working copy; *texts*: `texts_of` it; *known*: `known_contacts`."""
    yield from _in_texts(texts, files, known)
    for _, file, markdown in prose_of(handbook, dossier):
        yield from _in_markdown(file, markdown, known)


def faults_of_pages(handbook: Handbook) -> Iterator[Finding]:
    """Yield what should not be in the hand-written pages."""
    known = known_contacts(handbook)
    for _, file, markdown in pages_of(handbook):
        yield from _in_markdown(file, markdown, known)


def known_contacts(handbook: Handbook) -> frozenset[str]:
    """The desks of the company: contacts of roles, and where suggestions go. They are no persons."""
    contacts = [role.contact or "" for role in handbook.registry.roles.values()]
    return frozenset(
        found.casefold() for text in (*contacts, handbook.settings.suggest or "") for found in _all_in(text)
    )


def _all_in(text: str) -> Iterator[str]:
    yield from EMAIL.findall(text)
    yield from (_digits(one) for one in TELEPHONE.findall(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# -- SEC01 and SEC03 ---------------------------------------------------------


def _in_texts(texts: Iterable[Said], files: Mapping[str, bytes], known: frozenset[str]) -> Iterator[Finding]:
    for said in texts:
        for fault, text in personal(said.text, known):
            # Where a customer is told whom to write to, the address of a desk is what the text is for.
            if fault == "card" or said.kind is Text.INFORMATIVE:
                yield _error("SEC01", fault, said.place(files), text=text)
        for fault, text in markup(said.text):
            yield _error("SEC03", fault, said.place(files), text=text)


def _in_markdown(file: str, markdown: str, known: frozenset[str]) -> Iterator[Finding]:
    for n, line in lines_outside_code(markdown):
        for fault, text in personal(line, known):
            yield _error("SEC01", fault, Place(file, n, line.find(text) + 1), text=text)
        for fault, text in markup(line):
            yield _error("SEC03", fault, Place(file, n, line.find(text) + 1), text=text)


def personal(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield the addresses and numbers in *text* by which a person can be reached or charged."""
    for found in EMAIL.findall(text) if "@" in text else ():
        domain = found.rpartition("@")[2]
        if not RESERVED.search(domain) and found.casefold() not in known:
            yield "email", found
    if not _DIGIT.search(text):
        return
    cards = [found for found in CARD.findall(text) if is_card(_digits(found))]
    yield from (("card", found) for found in cards)
    for found in TELEPHONE.findall(text):
        digits = _digits(found)
        if (
            9 <= len(digits) <= 15
            and digits not in known
            and not any(digits in _digits(one) for one in cards)
        ):
            yield "telephone", found.strip()


def is_card(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812, Luhn)."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [int(one) * 2 for one in digits[-2::-2]]
    return (sum(int(one) for one in digits[-1::-2]) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def markup(text: str) -> Iterator[tuple[str, str]]:
    """Yield the HTML tags and the links that run something in *text*."""
    for found in TAG.finditer(text) if "<" in text else ():
        name = found[1].casefold()
        fault = "frame" if name in ("iframe", "frame", "object", "embed") else "html"
        yield "script" if name == "script" else fault, found[0][:60]
    if "]" in text and (target := _TARGET.search(text)):
        yield "link", (target[1] or target[2]) + ":"


# -- SEC02 -------------------------------------------------------------------


def faults_of_leaks(
    handbook: Handbook, dossier: Dossier, texts: Iterable[Said], files: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Yield what a public document shows of internal ones: values in its *texts*, `texts_of` it, links in its prose."""
    document: Document = dossier.working.document
    if document.audience is not Audience.PUBLIC:
        return
    for said in texts:
        for id_ in PLACEHOLDER.findall(said.text):
            if _is_internal(handbook, id_):
                yield _error("SEC02", "value", said.place(files), document=dossier.id, other=id_)
    for _, file, markdown in prose_of(handbook, dossier):
        for n, line in lines_outside_code(markdown):
            for found in LINK.finditer(line):
                if _is_internal(handbook, found[1]):
                    place = Place(file, n, found.start(1) + 1)
                    yield _error("SEC02", "link", place, document=dossier.id, other=found[1])
    replaced_by = document.retired.replaced_by if document.retired else None
    if replaced_by and _is_internal(handbook, replaced_by):
        place = dossier.working.places.of("retired", "replaced_by")
        yield _error("SEC02", "replacement", place, document=dossier.id, other=replaced_by)


def _is_internal(handbook: Handbook, id_: str) -> bool:
    other = handbook.dossiers.get(id_)
    return other is not None and other.working.document.audience is Audience.INTERNAL


def _error(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
