"""
One document with all its versions, from its own files and nothing else.

So what was read of a document holds until one of its files changes, however
the rest of the handbook does.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from string import ascii_lowercase, digits
from typing import Any

from ..archive.freeze import REGISTRY
from ..findings import Finding, Severity
from ..memory import Memory, key_of
from ..model.documents import KINDS, Kind
from ..model.fields import Strict
from ..model.handbook import Dossier, Place, Release, Version
from ..model.records import Review
from ..model.registry import Registry
from ..model.translations import Translation
from .files import stamp_of
from .format import note_form
from .guesses import ids_in, is_id
from .ids import clauses_renamed, clauses_twice
from .layout import DocumentFiles
from .measures import faults_of_measures
from .read import Read, read
from .released import registry_of, release_of
from .structure import read_tree, text_of
from .translating import translation_of

MOST_CLAUSES = 10_000

_NO_PART_OF_AN_ID = bytes(
    sign if chr(sign) in ascii_lowercase + digits + "-" else ord(" ") for sign in range(256)
)
"""Turns everything but the signs of ids into spaces."""

_QUOTED = re.compile(rb"\{([a-z0-9-]+)#")
"""The id of a document in a placeholder that quotes a value of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Which files belong to a document."""

    kind: Kind | None
    """None where releases alone are left, and none of them tells."""
    working: DocumentFiles | None
    """The working copy; None where only releases are left."""
    folder: str
    releases: Mapping[str, Sequence[str]]
    """The names of the files of each release, by the name of its folder."""
    alone: bool = True
    """Whether no other document lies in the same folder."""

    def release(self, name: str) -> str:
        """The folder of one release, by its path from the handbook's folder."""
        return f"{self.folder}/releases/{name}" if self.folder else f"releases/{name}"

    def paths(self) -> list[str]:
        """All files of the document, by their path from the handbook's folder."""
        found = [f"{self.release(one)}/{name}" for one, names in self.releases.items() for name in names]
        if self.working:
            found += [self.working.file, *self.working.texts.values(), *self.working.prose.values()]
            found += self.working.reviews
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRead:
    """What came of reading a document."""

    dossier: Dossier | None
    key: bytes
    """Stands for all that was read: the same only where its files are."""
    findings: tuple[Finding, ...] = ()
    unread: frozenset[str] = frozenset()
    """Ids of what is there but could not be read."""
    words: str = ""
    """Every word of its versions that could be an id, with spaces between: one text is read faster than many."""
    quoted: frozenset[str] = frozenset()
    """The ids of the documents of which it quotes values."""


@dataclass
class _Desk:
    """What has been read of it so far."""

    files: Mapping[str, bytes]
    listed: frozenset[tuple[str, str]]
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def fault(self, code: str, fault: str, place: Place, **values: str) -> None:
        self.findings.append(
            Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
        )


def read_dossiers(
    papers: Iterable[Papers], files: Mapping[str, bytes], listed: Mapping[str, frozenset[str]], memory: Memory
) -> Iterator[DossierRead]:
    """
    Yield the document of each of *papers* from *files*, and all that is wrong with its form.

    *listed*: the versions that the ledger lists, by id; the folder of any
    other is no release, for it was never completed.
    """
    every = [(one, sorted(one.paths())) for one in papers]
    looks = (partial(_seen, paths, files) for _, paths in every)
    stamps = [stamp_of(files, paths) for _, paths in every]
    # What has no stamp now is looked at, and not remembered by it.
    keys = (key_of("stamp", stamp) if stamp else None for stamp in stamps)
    seen = tuple(memory.recall_each(zip(keys, looks, strict=True)))

    def jobs() -> Iterator[tuple[bytes, Callable[[], DossierRead]]]:
        for (one, paths), found in zip(every, seen, strict=True):
            of_these = frozenset((id_, version) for id_ in found.ids for version in listed.get(id_, ()))
            key = key_of("dossier", repr((one, sorted(of_these))), found.digest)
            yield key, partial(_bare, key, one, paths, files, of_these, found.digest)

    for read_one, found in zip(memory.recall_each(jobs()), seen, strict=True):
        yield _with_registries(read_one, found.registries, files, memory)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What must be known of a document's files to know what was read of them before."""

    digest: bytes
    ids: frozenset[str]
    """The ids in the records of its releases."""
    registries: Mapping[str, bytes]
    """What stands for the registry that each release keeps, by its path."""


def _seen(paths: Sequence[str], files: Mapping[str, bytes]) -> _Seen:
    found = {path: files[path] for path in paths}
    records = (data for path, data in found.items() if path.endswith("/release.yml"))
    return _Seen(
        digest=_digest(found),
        ids=frozenset[str]().union(*map(ids_in, records)),
        registries={
            path: key_of("kept registry", data)
            for path, data in found.items()
            if path.endswith(f"/{REGISTRY}")
        },
    )


def _digest(files: Mapping[str, bytes]) -> bytes:
    return key_of(*(part for path, data in files.items() for part in (path, data)))


def _bare(
    key: bytes,
    papers: Papers,
    paths: Sequence[str],
    files: Mapping[str, bytes],
    listed: frozenset[tuple[str, str]],
    digest: bytes,
) -> DossierRead:
    mine = {path: files[path] for path in paths}
    if _digest(mine) != digest:  # or it would be remembered as what it no longer is
        raise OSError(errno.EAGAIN, "changed while it was being read; try again", papers.folder)
    return _without_registries(_read(key, papers, mine, listed))


def _without_registries(found: DossierRead) -> DossierRead:
    """As *found*, but for the entries kept with releases: many documents keep the same ones."""
    return _with_releases(found, lambda release: replace(release, registry=Registry()))


def _with_registries(
    found: DossierRead, keys: Mapping[str, bytes], files: Mapping[str, bytes], memory: Memory
) -> DossierRead:
    def whole(release: Release) -> Release:
        path = f"{release.version.folder}/{REGISTRY}"
        key = keys.get(path)
        return (
            replace(release, registry=memory.share(key, lambda: registry_of(files[path]))) if key else release
        )

    return _with_releases(found, whole)


def _with_releases(found: DossierRead, change: Callable[[Release], Release]) -> DossierRead:
    if found.dossier is None or not found.dossier.releases:
        return found
    releases = tuple(map(change, found.dossier.releases))
    return replace(found, dossier=replace(found.dossier, releases=releases))


def _read(
    key: bytes, papers: Papers, files: Mapping[str, bytes], listed: frozenset[tuple[str, str]]
) -> DossierRead:
    desk = _Desk(files, listed)
    dossier = _dossier(desk, papers, papers.working) if papers.working else _left(desk, papers)
    if dossier:
        desk.findings += clauses_twice(dossier.working)
        desk.findings += clauses_renamed(dossier)
    words = _words_like_ids(data for path, data in files.items() if not path.endswith(f"/{REGISTRY}"))
    return DossierRead(
        dossier=dossier,
        key=key,
        findings=tuple(desk.findings),
        unread=frozenset(desk.unread),
        words=" ".join(sorted(words)),
        quoted=frozenset(id_.decode() for data in files.values() for id_ in _QUOTED.findall(data)),
    )


def _words_like_ids(texts: Iterable[bytes]) -> set[str]:
    """Every word of *texts* that could be an id; a working copy and its release mostly say the same."""
    found: set[bytes] = set()
    for text in set(texts):
        found.update(text.translate(_NO_PART_OF_AN_ID).replace(b"--", b" ").split())
    return {word for one in found if (word := one.strip(b"-").decode())}


def _left(desk: _Desk, papers: Papers) -> Dossier | None:
    """What is left of a document whose working copy is gone: its last release stands in."""
    releases = _releases(desk, papers) if papers.kind else ()
    if not releases:
        return None
    return Dossier(id=releases[-1].record.id, working=releases[-1].version, releases=releases)


def _dossier(desk: _Desk, papers: Papers, files: DocumentFiles) -> Dossier | None:
    # The releases of a folder that two documents share belong to their own kind.
    is_draft = not any(papers.alone or f"{files.kind}.yml" in names for names in papers.releases.values())
    name = files.folder.rpartition("/")[2]
    instead = {"title": name or "…", "version": "0.0.0"} | ({"id": name} if is_id(name) else {})
    model = KINDS[files.kind]
    result = read(
        files.file, desk.files[files.file], model, form=files.kind.value, draft=is_draft, instead=instead
    )
    releases = () if is_draft else _releases(desk, papers, result)
    desk.findings += result.findings
    if result.value is None:
        desk.unread |= {name} | ids_in(desk.files[files.file], first_only=True)
        if not releases:
            return None
        # The last release stands in, so that what is in force can still be checked and shown.
        newest = releases[-1]
        return Dossier(
            id=newest.record.id, working=newest.version, releases=releases, reviews=_reviews(desk, files)
        )
    document = result.value
    if len(document.clauses) > MOST_CLAUSES:
        found = str(len(document.clauses))
        desk.fault("YML10", "clauses", Place(files.file), found=found, limit=str(MOST_CLAUSES))
    desk.findings += faults_of_measures(document, result.places)
    sources: list[Strict] = [document, *(release.version.document for release in releases)]
    translations: dict[str, Translation] = {}
    for language, path in files.texts.items():
        root, source = read_tree(path, desk.files[path])
        note_form(root, source, desk.files[path], "translation")
        translation = translation_of(root, source, language, sources, versioned=True)
        desk.findings += source.findings
        if translation:
            translations[language] = translation
    released_as = releases[0].record.id if releases else document.id
    if released_as != document.id:
        place = result.places.of("id")
        number = str(releases[0].number)
        desk.fault("SCH05", "changed", place, id=document.id, was=released_as, version=number)
        # It keeps the id under which everybody knows it, so that no link to it is called broken.
        document = document.model_copy(update={"id": released_as})
    working = Version(
        document=document,
        folder=files.folder,
        places=result.places,
        prose=_prose(desk, files, "", is_draft),
        translations=translations,
        translated_prose={
            language: _prose(desk, files, language, is_draft) for language in files.prose if language
        },
        proposals=result.proposals,
    )
    return Dossier(id=document.id, working=working, releases=releases, reviews=_reviews(desk, files))


def _prose(desk: _Desk, files: DocumentFiles, language: str, is_draft: bool) -> str:
    path = files.prose.get(language)
    if path is None:
        return ""
    text, findings = text_of(path, desk.files[path])
    desk.findings += findings
    text = (text or "").replace("\r\n", "\n")
    for n, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(?:[-*>#]+\s*)?TODO\b", line):
            desk.findings.append(
                Finding(
                    code="SCH06",
                    fault="todo-prose",
                    severity=Severity.WARNING if is_draft or language else Severity.ERROR,
                    place=Place(path, n, line.index("TODO") + 1),
                    values={"shown": line.strip()[:80]},
                )
            )
    return text


def _releases(desk: _Desk, papers: Papers, working: Read[Any] | None = None) -> tuple[Release, ...]:
    """The releases of a document, *working* being what was read of its working copy."""
    found: list[Release] = []
    assert papers.kind
    for number, names in papers.releases.items():
        folder = papers.release(number)
        release, findings = release_of(folder, names, papers.kind, desk.files, working)
        desk.findings += findings
        if release and (release.record.id, str(release.number)) in desk.listed:
            found.append(release)
        elif release is None:
            desk.unread.add(papers.folder.rpartition("/")[2])
    return tuple(sorted(found, key=lambda release: release.number))


def _reviews(desk: _Desk, files: DocumentFiles) -> tuple[Review, ...]:
    found: list[Review] = []
    for path in files.reviews:
        result = read(path, desk.files[path], Review, form="review")
        desk.findings += result.findings
        if result.value:
            found.append(result.value)
    return tuple(sorted(found, key=lambda review: review.on))
