"""
A handbook of any size for measuring: the sample handbook, copied with other ids, with versions made up.

The same size gives the same bytes. Each copy of the sample's documents links
within itself; every version changes a limit, a share or a text of the one
before, so that comparing is real work. The rules of conduct are not copied: a
company has one set of them, and procedures name them by their bare ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from pathlib import Path, PurePath

from service_standards.archive.freeze import LEDGER, LEDGER_HEAD, NO_LINE_BEFORE, freeze, sha256
from service_standards.model.documents import ChangeClass, Kind
from service_standards.model.handbook import Handbook, Version
from service_standards.source.files import files_of_folder
from service_standards.source.format import yaml_text
from service_standards.source.handbook import read_handbook
from service_standards.source.parts import working_copies

SAMPLE = Path(__file__).parents[2] / "standards"
TODAY = date(2026, 12, 1)
"""The day on which the handbook is measured."""
COPIES_IN_AREA = 10
BETWEEN = timedelta(days=120)
"""From one version of a document to the next."""

_LIMIT = re.compile(r"(?m)^( *(?:- )?(?:at_most|within): )([1-9][0-9]*)( .*)$")
_SHARE = re.compile(r"(share: )([1-9][0-9])(%)")
_SERVICE = re.compile(r"(?m)(?<=^service: )[a-z-]+$")
_UNPINNED = re.compile(r"(?<=[a-z])@[0-9]+(?:\.[0-9]+)*\b")
"""The version that a link names: the copies have others."""
_SENTENCE = re.compile(r"(?m)^( *(?:statement|do|ask): .*[^.\s\"])(\.?\"?)$")


@dataclass(frozen=True, slots=True)
class _Template:
    """A document of the sample: its files by name, its folder."""

    version: Version
    folder: str
    files: Mapping[str, bytes]


SERVED = 300
"""So many copies have services of their own; more would not fit into one file of the registry (YML10)."""


def make(folder: Path, documents: int, versions: int, languages: Sequence[str] = ("en", "uk", "ru")) -> int:
    """
    Write a handbook of so many documents with so many released versions each into *folder*.

    *languages*: which of the sample's, its source language first. The newest version is
    some weeks old on `TODAY`. The sample is copied whole, so there may be a few
    documents more; gives how many.
    """
    left_out = {f".{one}" for one in ("uk", "ru") if one not in languages}
    sample = {
        path: _in_languages(data, languages) if path == "handbook.yml" else data
        for path, data in working_copies(files_of_folder(SAMPLE)).items()
        if PurePath(path).stem[-3:] not in left_out and f".{PurePath(path).parent.name}" not in left_out
    }
    handbook = read_handbook(sample).handbook
    assert handbook
    templates = list(_templates(handbook, sample))
    for path, data in sample.items():
        if "/" not in path or path.startswith(("registry/", "evidence/")):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    shared = [one for one in templates if one.version.document.kind is Kind.CONDUCT]
    copied = [one for one in templates if one not in shared]
    copies = ceil((documents - len(shared)) / len(copied))
    for path, data in sample.items():  # a large company has many services, each with promises of its own
        if re.fullmatch(r"registry/services(\.[a-z]+)?\.yml", path):
            (folder / path).write_bytes(b"".join(_of_copy(data, copy) for copy in range(min(copies, SERVED))))
    lines = [LEDGER_HEAD]
    released: list[tuple[date, int, int, str]] = []
    written = [(one, 0) for one in shared] + [(one, copy) for copy in range(copies) for one in copied]
    for n, (template, copy) in enumerate(written):
        for day, text in _write(folder, handbook, template, copy, versions, copied):
            released.append((day, n, len(released), text))
    lines += _chained(released)
    (folder / LEDGER).write_text("".join(lines), encoding="utf-8")
    return len(written)


def _templates(handbook: Handbook, files: Mapping[str, bytes]) -> Iterator[_Template]:
    for dossier in handbook.dossiers.values():
        document = dossier.working.document
        if document.version.major and document.retired is None:
            start = f"{dossier.working.folder}/"
            names = {path.removeprefix(start): path for path in files if path.startswith(start)}
            own = {name: files[path] for name, path in names.items() if "/" not in name}
            own = {name: _UNPINNED.sub("", data.decode()).encode() for name, data in own.items()}
            yield _Template(dossier.working, dossier.working.folder, own)


def _write(
    folder: Path, handbook: Handbook, template: _Template, copy: int, versions: int, all_: list[_Template]
) -> Iterator[tuple[date, str]]:
    """Write one document with its releases; yield the day and the text of each line of the ledger."""
    document = template.version.document
    new_id = _named(document.id, copy)
    area = _named(template.folder.partition("/")[0], copy // COPIES_IN_AREA)
    home = f"{area}/{new_id}"
    files = {
        name: _SERVICE.sub(
            lambda found: _named(found[0], copy % SERVED), _renamed(data, copy, all_).decode()
        ).encode()
        for name, data in template.files.items()
    }
    main = f"{document.kind}.yml"
    if (
        document.kind is Kind.STANDARD
    ):  # a promise of more time is one that the steps of the sample still keep
        files[main] = _LIMIT.sub(lambda found: _longer(found, copy), files[main].decode()).encode()
    approvers = [role for role in document.approvers if role != document.owner]
    start = TODAY - versions * BETWEEN + timedelta(days=(copy * 7 + len(new_id)) % 60)
    for n in range(versions):
        number = f"{n + 1}.0.0"
        files = {name: _edited(name, data, main, n, number) for name, data in files.items()}
        day = start + n * BETWEEN
        held = {f"{home}/{name}": data for name, data in files.items()}
        reading = read_handbook({"handbook.yml": (SAMPLE / "handbook.yml").read_bytes(), **held})
        assert reading.handbook
        version = replace(next(iter(reading.handbook.dossiers.values())).working, folder=home)
        frozen = freeze(
            handbook, version, held,
            released_on=day, effective_from=day + timedelta(days=30),
            change_class=ChangeClass.MIXED if n else ChangeClass.ADDED,
            authors=["@author"], approvals=[{"role": role, "by": f"@{role}", "on": day} for role in approvers],
            write_yaml=yaml_text,
        )  # fmt: skip
        _put(folder / frozen.folder, frozen.files)
        yield day, frozen.ledger.decode().splitlines()[-1]
    _put(folder / home, files)


def _named(id: str, copy: int) -> str:
    return f"{id}-{copy:03}" if copy else id


def _renamed(data: bytes, copy: int, all_: list[_Template]) -> bytes:
    """*data* with the ids of all documents of the sample turned into those of the copy."""
    if not copy:
        return data
    ids = "|".join(sorted((re.escape(one.version.document.id) for one in all_), key=len, reverse=True))
    text = data.decode("utf-8")
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])", lambda found: _named(found[1], copy), text).encode()


def _edited(name: str, data: bytes, main: str, n: int, number: str) -> bytes:
    """The next version of a file: each changes a limit, a share or a sentence, and its number."""
    text = data.decode("utf-8")
    if name == main:
        if n:
            pattern = (_LIMIT if main == "standard.yml" else _SENTENCE, _SHARE, _SENTENCE)[n % 3]
            text = pattern.sub(lambda found: _next(found, n), text, count=1)
        text = re.sub(r'(?m)^version: ".*"$', f'version: "{number}"', text)
        text = re.sub(r"(?m)^effective_from: .*\n", "", text)
        return text.encode()
    if name.endswith(".yml"):
        return re.sub(r'(?m)^translates: ".*"$', f'translates: "{number}"', text).encode()
    return (text + f"\nA remark of version {number}.\n").encode() if name == main[:-3] + "md" else data


def _next(found: re.Match[str], n: int) -> str:
    if found.re is _LIMIT:
        plural = "" if found[3].endswith("s") or " of " in found[3] else "s"
        return f"{found[1]}{int(found[2]) + (1 if n % 2 else 2)}{found[3]}{plural}"
    if found.re is _SHARE:
        return f"{found[1]}{min(99, int(found[2]) + 1)}{found[3]}"
    return f"{found[1]} now{found[2]}"


def _of_copy(services: bytes, copy: int) -> bytes:
    """The registry of services, or a translation of it, with the ids of the copy."""
    text = re.sub(r"(?m)(?<=^- id: )[a-z-]+$", lambda found: _named(found[0], copy), services.decode())
    return re.sub(r"(?m)^[a-z-]+(?=:$)", lambda found: _named(found[0], copy), text).encode()


def _longer(found: re.Match[str], copy: int) -> str:
    """The limit of the copy: seldom the same as that of the copy before, so that little is worked out once for all."""
    amount = int(found[2]) + copy % 17
    plural = "" if amount == 1 or found[3].endswith("s") or " of " in found[3] else "s"
    return f"{found[1]}{amount}{found[3]}{plural}"


def _in_languages(settings: bytes, languages: Sequence[str]) -> bytes:
    return re.sub(rb"(?m)^languages: .*$", f"languages: [{', '.join(languages)}]".encode(), settings)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _chained(released: list[tuple[date, int, int, str]]) -> Iterator[str]:
    """Yield the ledger's lines in the order of their days, each with the hash of the one before."""
    before = NO_LINE_BEFORE
    for _, _, _, text in sorted(released):
        line = "\t".join((*text.split("\t")[:4], before)) + "\n"
        before = sha256(line.encode())
        yield line
