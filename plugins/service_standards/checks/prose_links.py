"""Links, anchors and pictures in prose and hand-written pages (REF06)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import join, normpath
from urllib.parse import unquote

from ..findings import Finding, Severity
from ..model.handbook import Dossier, Handbook, Place, Version
from ..source.ids import SITE_WORDS
from .known import Known
from .wording import line_with, parts_of

_INLINE = re.compile(r"(?P<picture>!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^)\s>]*)>?[^)]*\)")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s+<?(?P<target>\S+?)>?(?:\s|$)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class _Text:
    """A Markdown text and where it stands."""

    file: str
    markdown: str
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Target:
    """A link or picture in a text."""

    line: int
    column: int
    target: str
    picture: bool


def faults_of_prose(dossier: Dossier, known: Known) -> Iterator[Finding]:
    """Yield a finding for every link and picture in the prose of a working copy that leads nowhere."""
    version = dossier.working
    for language, markdown in {"": version.prose, **version.translated_prose}.items():
        if markdown:
            text = _Text(_prose_file(version, language), markdown, _anchors_of(version, markdown))
            yield from _faults_of_text(text, known)


def faults_of_page_links(known: Known) -> Iterator[Finding]:
    """Yield a finding for every link and picture of the hand-written pages that leads nowhere."""
    for name, page in known.handbook.pages.items():
        for language, markdown in page.markdown.items():
            file = f"{name}.{language}.md" if language else f"{name}.md"
            yield from _faults_of_text(_Text(file, markdown, frozenset(headings(markdown))), known)


def _faults_of_text(text: _Text, known: Known) -> Iterator[Finding]:
    for found in targets(text.markdown):
        fault = _fault(found, text, known)
        if fault:
            name, values = fault
            place = Place(text.file, found.line, found.column)
            if was := values.get("was"):
                values["cured"] = line_with(known.files, place, was, values["near"])
            yield Finding(
                code="REF06",
                fault=name,
                severity=Severity.ERROR,
                place=place,
                values={"target": found.target, **values},
            )


def _prose_file(version: Version, language: str) -> str:
    ending = f".{language}.md" if language else ".md"
    return version.file.removesuffix(".yml") + ending


def _anchors_of(version: Version, markdown: str) -> frozenset[str]:
    return frozenset(parts_of(version.document)) | frozenset(headings(markdown))


def headings(markdown: str) -> Iterator[str]:
    """Yield the anchors of the headings of a text, as the site makes them."""
    taken: set[str] = set()
    for _, line in _lines(markdown):
        if found := re.match(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$", line):
            title = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", found[1])
            slug = "-".join(re.findall(r"[^\W_]+", title.lower())) or "section"
            anchor, n = slug, 2
            while anchor in taken:
                anchor, n = f"{slug}-{n}", n + 1
            taken.add(anchor)
            yield anchor


def targets(markdown: str) -> Iterator[_Target]:
    """Yield every link and picture of a Markdown text; what stands in code is left out."""
    for n, line in _lines(markdown):
        if definition := _DEFINITION.match(line):
            yield _Target(n, definition.start("target") + 1, definition["target"], picture=False)
            continue
        if "](" not in line:
            continue
        shown = _CODE.sub(lambda code: " " * len(code[0]), line)
        for found in _INLINE.finditer(shown):
            yield _Target(n, found.start("target") + 1, found["target"], picture=bool(found["picture"]))


def _lines(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the lines outside fenced code, counted from 1."""
    fence = ""
    for n, line in enumerate(markdown.splitlines(), 1):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1]
        else:
            yield n, line


Fault = tuple[str, dict[str, str]]


def _fault(found: _Target, text: _Text, known: Known) -> Fault | None:
    target = found.target
    if target.startswith("standard:"):
        return _fault_of_document(target.removeprefix("standard:"), known.handbook, known.unread)
    if _SCHEME.match(target) or target.startswith("//") or not target:
        return None  # web addresses; whether a scheme is allowed is a matter of security
    path, _, anchor = target.partition("#")
    anchor = unquote(anchor)
    if not path:
        there = text.anchors
        return None if anchor in there else ("anchor", {"anchor": anchor, "known": _listed(sorted(there))})
    return _fault_of_path(unquote(path), anchor, found, text, known)


def _fault_of_document(link: str, handbook: Handbook, unread: Set[str]) -> Fault | None:
    id_, _, clause = link.partition("#")
    clause = clause.partition("@")[0]
    id_ = id_.partition("@")[0]
    dossier = handbook.dossiers.get(id_)
    if dossier is None:
        near = next(iter(get_close_matches(id_, handbook.dossiers, 1, 0.6)), "")
        if id_ in unread:
            return None
        return "document-near" if near else "document", {"id": id_, "near": near, "was": id_ if near else ""}
    parts = parts_of(dossier.working.document)
    if clause and clause not in parts:
        return "clause", {"document": id_, "id": clause, "known": _listed(parts)}
    return None


def _fault_of_path(
    path: str,
    anchor: str,
    found: _Target,
    text: _Text,
    known: Known,
) -> Fault | None:
    handbook, files, pages = known.handbook, known.files, known.pages
    folder = text.file.rpartition("/")[0]
    whole = normpath(join(folder, path)) if not path.startswith("/") else normpath(path.lstrip("/"))
    if whole == ".." or whole.startswith("../"):
        return "outside", {}
    if found.picture:
        return None if whole in files else ("picture", {})
    if path.endswith("/") or path.startswith("/"):
        first = whole.split("/")[0]
        if first in handbook.dossiers:
            return "address", {"id": first}
        return None if first in SITE_WORDS or whole in pages else _no_file(path, whole, pages)
    if not whole.endswith(".md") or whole not in files:
        return _no_file(path, whole, pages) if whole not in files else None
    page = pages.get(whole.removesuffix(".md"))
    if page is None:
        owner = next((one for one in handbook.dossiers.values() if one.working.file[:-4] == whole[:-3]), None)
        return ("address", {"id": owner.id}) if owner else None
    there = list(headings(page))
    if anchor and anchor not in there:
        return "anchor", {"anchor": anchor, "known": _listed(there)}
    return None


def _no_file(written: str, path: str, pages: Iterable[str]) -> Fault:
    near = get_close_matches(path.removesuffix(".md"), list(pages), 1, 0.6)
    if not near:
        return "file", {}
    folder = written.rpartition("/")[0]
    better = f"{near[0].rpartition('/')[2]}.md"
    return "file-near", {"near": f"{folder}/{better}" if folder else better, "was": written}


def _listed(ids: Iterable[str]) -> str:
    there = list(ids)
    return ", ".join(there[:30]) + (" …" if len(there) > 30 else "") or "–"
