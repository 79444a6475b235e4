"""
Read a release folder: the frozen copy, its record, the registry entries of its day.

A released file is never told how it should have been written. Here it only
counts whether it can be read; whether it is still what was released is for
`archive.verify` to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ..findings import Finding, Severity
from ..model.documents import KINDS, Kind
from ..model.handbook import Place, Release, Version
from ..model.records import ReleaseRecord
from ..model.registry import REGISTRIES, Entry, Registry
from ..model.translations import Translation
from ..model.values import SLUG
from .layout import working_files
from .nodes import Branch, Items, Leaf
from .read import Read, read, read_node
from .structure import Source, read_tree
from .translating import translation_of


def release_of(
    folder: str,
    names: Sequence[str],
    kind: Kind,
    files: Mapping[str, bytes],
    working: Read[Any] | None = None,
) -> tuple[Release | None, list[Finding]]:
    """
    The release in *folder*, whose files have these *names*, and what is wrong with it.

    *working*: what was read of the working copy; a release that says the same
    to the letter, as the newest mostly does, is not read again.
    """
    file = f"{folder}/{kind}.yml"
    number = folder.rpartition("/")[2]
    findings: list[Finding] = []

    def broken(fault: str, path: str, **values: str) -> None:
        findings.append(
            Finding(code="LIF06", fault=fault, severity=Severity.ERROR, place=Place(path), values=values)
        )

    for needed in (f"{kind}.yml", "release.yml"):
        if needed not in names:
            broken("gone", f"{folder}/{needed}", version=number)
    if findings:
        return None, findings
    document = _as_before(file, files, working) or read(file, files[file], KINDS[kind])
    record = record_of(files[f"{folder}/release.yml"])
    if document.value is None:
        broken("unreadable", file, version=number)
    if record is None:
        broken("unreadable", f"{folder}/release.yml", version=number)
    if document.value is None or record is None:
        return None, findings

    prose = _prose(f"{folder}/{kind}.md", files)
    version = Version(
        document=document.value,
        folder=folder,
        places=document.places,
        prose=prose,
        translations=_translations(folder, names, kind, files, document.value),
        translated_prose={
            language: _prose(f"{folder}/{kind}.{language}.md", files)
            for name in names
            if (language := _language_of(name, kind, "md"))
        },
    )
    return Release(
        record=record, version=version, registry=registry_of(files.get(f"{folder}/registry.yml", b""))
    ), findings


def _as_before(file: str, files: Mapping[str, bytes], working: Read[Any] | None) -> Read[Any] | None:
    if working is None or working.findings or files.get(working.places.file) != files[file]:
        return None
    return replace(working, places=replace(working.places, file=file))


@lru_cache(maxsize=16384)
def record_of(data: bytes) -> ReleaseRecord | None:
    """What a `release.yml` says, or None if it cannot be read."""
    return read("release.yml", data, ReleaseRecord).value


def ids_by_folder(files: Mapping[str, bytes], known: Mapping[str, str] | None = None) -> dict[str, set[str]]:
    """The ids of the working copies in each folder; *known*: those that were read already, by file."""
    found: dict[str, set[str]] = {}
    for one in working_files(files):
        id_ = (known or {}).get(one.file) or _id_of(files[one.file])
        if id_ is not None:
            found.setdefault(one.folder, set()).add(id_)
    return found


@lru_cache(maxsize=16384)
def _id_of(data: bytes) -> str | None:
    root, _ = read_tree("", data)
    leaf = root.values.get("id") if isinstance(root, Branch) else None
    return leaf.text if isinstance(leaf, Leaf) and re.fullmatch(SLUG, leaf.text) else None


def _prose(path: str, files: Mapping[str, bytes]) -> str:
    return files[path].decode("utf-8-sig", "replace").replace("\r\n", "\n") if path in files else ""


def _language_of(name: str, kind: Kind, ending: str) -> str:
    return (
        name[len(kind) + 1 : -len(ending) - 1]
        if name.startswith(f"{kind}.") and name.endswith(f".{ending}")
        else ""
    )


def _translations(
    folder: str, names: Sequence[str], kind: Kind, files: Mapping[str, bytes], document: object
) -> dict[str, Translation]:
    found: dict[str, Translation] = {}
    for name in names:
        language = _language_of(name, kind, "yml")
        if not language:
            continue
        root, source = read_tree(f"{folder}/{name}", files[f"{folder}/{name}"])
        translation = translation_of(root, source, language, [document], versioned=True)  # type: ignore[list-item]
        if translation:
            found[language] = translation
    return found


@lru_cache(maxsize=4096)
def registry_of(data: bytes) -> Registry:
    """The entries kept with a release; many releases keep the same ones."""
    root, source = read_tree("registry.yml", data)
    entries: dict[str, dict[str, Entry]] = {}
    for collection, listed in root.values.items() if isinstance(root, Branch) else ():
        if collection in REGISTRIES and isinstance(listed, Items):
            found = entries.setdefault(collection, {})
            for node in listed.items:
                entry = read_node(node, Source(source.file, source.lines, []), REGISTRIES[collection]).value
                if entry is not None:
                    found[entry.id] = entry
    return Registry.model_validate(entries)
