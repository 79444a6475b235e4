"""
Prove that nothing released was changed since: every hash, and the ledger's chain.

Works on bytes alone, so that it can speak where nothing else can be read.
What cannot be found from within, a handbook whose releases and ledger were
all rewritten together, is found by comparing the ledger's last hash with one
noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import partial

from ..model.handbook import LedgerLine
from ..model.records import ReleaseRecord
from .freeze import (
    LEDGER,
    LEDGER_HEAD,
    NEXT_LEDGER,
    NO_LINE_BEFORE,
    RECORD,
    REGISTRY,
    content_sha256,
    pictures,
    sha256,
)

RecordReader = Callable[[bytes], ReleaseRecord | None]
"""Gives what a `release.yml` says, or None if it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something that is no longer as it was released."""

    fault: str
    """Its name in the catalogue of messages."""
    file: str
    line: int = 1
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the ledger comes to."""

    lines: int
    last_sha256: str
    noted_at: int | None = None
    """How many lines the ledger had when the hash asked for was its last; None if it never was."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What the folder of one release comes to, as it lies there."""

    folder: str
    owner: str
    number: str
    record: ReleaseRecord | None
    record_sha256: str | None
    """Of the file of the record; None if there is none."""
    breaches: tuple[Breach, ...]
    """What of it is not as it was released, told by its own files alone."""


Keeper = Callable[[Iterable[tuple[str, Callable[[], Copy]]]], Iterable[Copy]]
"""Gives what the release in each folder comes to: worked out by the function, or before from the same files."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files of one release, by their names in it."""

    path: str
    number: str
    files: Mapping[str, bytes]


def proof(ledger: bytes, expected: str | None = None) -> Proof:
    """The last hash of *ledger*, and how long it was when *expected* was its last hash."""
    hashes = [NO_LINE_BEFORE, *(sha256(line) for line in ledger.splitlines(keepends=True)[1:])]
    at = hashes.index(expected) if expected in hashes else None
    return Proof(lines=len(hashes) - 1, last_sha256=hashes[-1], noted_at=at)


def breaches(
    files: Mapping[str, bytes],
    read_record: RecordReader,
    ids: Mapping[str, Set[str]] | None = None,
    keep: Keeper | None = None,
) -> Iterator[Breach]:
    """
    Yield everything in *files* that is not as it was released.

    *ids*: the ids of the working copies in each folder; where they are known,
    a release of another document in that folder is found. *keep* may know of a
    release what was worked out from the same files before.
    """
    copies = tuple(_copies(files, read_record, keep))
    for copy in copies:
        known = (ids or {}).get(copy.owner, frozenset())
        if copy.record and known and copy.record.id not in known:
            values = {"version": copy.number, "id": ", ".join(sorted(known)), "recorded": copy.record.id}
            yield Breach(fault="other-id", file=f"{copy.folder}/{RECORD}", values=values)
        yield from copy.breaches
    for path in _strays(files):
        yield Breach(fault="added", file=path, values={"version": ""})
    yield from _faults_of_ledger(files, copies, ids or {})


# -- one release -------------------------------------------------------------


def _copies(files: Mapping[str, bytes], read_record: RecordReader, keep: Keeper | None) -> Iterator[Copy]:
    found: dict[str, dict[str, str]] = {}
    for path in files:
        parts = path.split("/")
        if "releases" in parts[:-2]:
            at = parts.index("releases") + 2
            found.setdefault("/".join(parts[:at]), {})["/".join(parts[at:])] = path
    to_judge = (
        (folder, partial(_judged, folder, names, files, read_record)) for folder, names in found.items()
    )
    yield from keep(to_judge) if keep else (judge() for _, judge in to_judge)


def _judged(
    path: str, names: Mapping[str, str], files: Mapping[str, bytes], read_record: RecordReader
) -> Copy:
    *owner, _, number = path.split("/")
    folder = _Folder(path, number, {name: files[path] for name, path in names.items()})
    data = folder.files.get(RECORD)
    record = read_record(data) if data is not None else None
    return Copy(
        folder=path,
        owner="/".join(owner),
        number=number,
        record=record,
        record_sha256=sha256(data) if data is not None else None,
        breaches=tuple(_faults_of_copy(folder, record)),
    )


def _strays(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield files that lie between the folders of releases."""
    for path in files:
        parts = path.split("/")
        if "releases" in parts and parts.index("releases") == len(parts) - 2:
            yield path


def _faults_of_copy(copy: _Folder, record: ReleaseRecord | None) -> Iterator[Breach]:
    def breach(fault: str, name: str, **values: str) -> Breach:
        return Breach(fault=fault, file=f"{copy.path}/{name}", values={"version": copy.number, **values})

    if record is None:
        yield breach("unreadable" if RECORD in copy.files else "gone", RECORD)
        return
    if str(record.version) != copy.number:
        yield breach("other-version", RECORD, found=str(record.version))
    if record.files:
        yield from _files_by_name(copy, record, breach)
    else:
        yield from _files_together(copy, record, breach)


def _files_by_name(copy: _Folder, record: ReleaseRecord, breach: Callable[..., Breach]) -> Iterator[Breach]:
    """Yield the files that the record lists and that are gone or changed, and those that it does not list."""
    whole = True
    for name, digest in record.files.items():
        if name not in copy.files:
            yield breach("gone", name)
        elif sha256(copy.files[name]) != digest:
            yield breach("changed", name)
        else:
            continue
        whole = False
    for name in copy.files:
        if name not in record.files and name != RECORD:
            yield breach("added", name)
    texts = set(_translated(copy, record))
    content = {
        name: copy.files[name]
        for name in record.files
        if name in copy.files and name != REGISTRY and name not in texts
    }
    if whole and content_sha256(content) != record.content_sha256:
        yield breach("record-contradicts", RECORD)


def _files_together(copy: _Folder, record: ReleaseRecord, breach: Callable[..., Breach]) -> Iterator[Breach]:
    """As above, for a record that only has the hashes of several files together: the first of them is named."""
    main = next((name for name in sorted(copy.files) if _is_document(name)), None)
    if main is None:
        return  # reading says that the document is gone
    prose = main.removesuffix(".yml") + ".md"
    shown = pictures(copy.files.get(prose, b"").decode("utf-8", "replace"))
    content = {name: copy.files[name] for name in (main, prose, *shown) if name in copy.files}
    if content_sha256(content) != record.content_sha256:
        yield breach(_which(content), main, names=", ".join(content))
    registry = copy.files.get(REGISTRY)
    if record.registry_sha256 and registry is None:
        yield breach("gone", REGISTRY)
    elif record.registry_sha256 and sha256(registry or b"") != record.registry_sha256:
        yield breach("changed", REGISTRY)
    translations = _translated(copy, record)
    for language, digest in record.translations.items():
        texts = {name: copy.files[name] for name, of in translations.items() if of == language}
        if content_sha256(texts) != digest:
            yield breach(_which(texts), f"{main[:-4]}.{language}.yml", names=", ".join(texts))
    for name in copy.files:
        if name not in {*content, *translations, RECORD, REGISTRY}:
            yield breach("added", name)


def _which(files: Mapping[str, bytes]) -> str:
    return "changed" if len(files) == 1 else "content-changed"


def _is_document(name: str) -> bool:
    return name.endswith(".yml") and name.count(".") == 1 and name not in (RECORD, REGISTRY)


def _translated(copy: _Folder, record: ReleaseRecord) -> dict[str, str]:
    """The files of the record's translations, by name, with their language."""
    return {
        name: parts[1]
        for name in copy.files
        if len(parts := name.split(".")) == 3
        and parts[1] in record.translations
        and parts[2] in ("md", "yml")
    }


# -- the ledger --------------------------------------------------------------


def _faults_of_ledger(
    files: Mapping[str, bytes], copies: tuple[Copy, ...], ids: Mapping[str, Set[str]]
) -> Iterator[Breach]:
    if NEXT_LEDGER in files:
        yield Breach(fault="interrupted", file=NEXT_LEDGER)
    written = _releases_in(files.get(NEXT_LEDGER, b""))
    if LEDGER not in files:
        if any((copy.record.id, copy.number) not in written for copy in copies if copy.record):
            yield Breach(fault="ledger-gone", file=LEDGER)
        return
    listed: dict[tuple[str, str], LedgerLine] = {}
    by_name = {(copy.record.id, str(copy.record.version)): copy for copy in copies if copy.record}
    unread = {(id_, copy.number) for copy in copies if copy.record is None for id_ in ids.get(copy.owner, ())}
    before = NO_LINE_BEFORE
    for n, raw in enumerate(files[LEDGER].splitlines(keepends=True), 1):
        if n == 1 and raw == LEDGER_HEAD.encode():
            continue
        line = ledger_line(raw)
        if line is None:
            yield _at(n, "ledger-line", shown=raw.decode("utf-8", "replace").strip()[:80])
            before = sha256(raw)
            continue
        name = {"id": line.id, "version": line.version}
        if line.previous_sha256 != before:
            yield _at(n, "ledger-chain", **name)
        before = sha256(raw)
        if (line.id, line.version) in listed:
            yield _at(n, "ledger-twice", **name)
            continue
        listed[line.id, line.version] = line
        copy = by_name.get((line.id, line.version))
        if copy is not None:
            yield from _line_and_copy(n, line, copy, name)
        elif (line.id, line.version) not in unread:
            yield _at(n, "release-gone", **name)
    for key, copy in by_name.items():
        if key not in listed and key not in written:
            yield Breach(
                fault="ledger-missing",
                file=f"{copy.folder}/{RECORD}",
                values={"id": key[0], "version": key[1]},
            )


def _line_and_copy(n: int, line: LedgerLine, copy: Copy, name: Mapping[str, str]) -> Iterator[Breach]:
    record = copy.record
    assert record is not None
    if copy.record_sha256 != line.release_sha256:
        yield Breach(fault="ledger-release", file=f"{copy.folder}/{RECORD}", values={**name, "line": str(n)})
    elif line.released_on != record.released_on.isoformat():
        yield _at(n, "ledger-date", **name, found=line.released_on, recorded=record.released_on.isoformat())


def _at(n: int, fault: str, **values: str) -> Breach:
    return Breach(fault=fault, file=LEDGER, line=n, values=values)


def ledger_line(raw: bytes) -> LedgerLine | None:
    """The line of the ledger that *raw* is, its end included; None if it is none."""
    text = raw.decode("utf-8", "replace")
    cells = text[:-1].split("\t")
    if not text.endswith("\n") or text.endswith("\r\n") or len(cells) != 5 or not all(cells):
        return None
    return LedgerLine(**dict(zip(LedgerLine.__slots__, cells, strict=True)))


def ledger_lines(ledger: bytes) -> tuple[LedgerLine, ...]:
    """The lines of *ledger* that can be read, in their order."""
    lines = (ledger_line(raw) for raw in ledger.splitlines(keepends=True) if raw != LEDGER_HEAD.encode())
    return tuple(line for line in lines if line is not None)


def _releases_in(ledger: bytes) -> set[tuple[str, str]]:
    return {(line.id, line.version) for line in ledger_lines(ledger)}
