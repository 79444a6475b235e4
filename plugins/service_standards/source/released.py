"""
Read a release folder: the frozen copy, its record, the registry entries of its day.

A released file is never told how it should have been written. What counts is
whether it can be read and is still what was released (LIF06).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..archive.freeze import content_sha256, pictures, sha256
from ..findings import Finding, Severity
from ..model.documents import KINDS, Kind
from ..model.handbook import LedgerLine, Place, Release, Version
from ..model.records import ReleaseRecord
from ..model.registry import REGISTRIES, Entry, Registry
from ..model.translations import Translation
from .nodes import Branch, Items
from .read import read, read_node
from .structure import Source, read_tree
from .translating import translation_of


def release_of(
    folder: str, names: Sequence[str], kind: Kind, files: Mapping[str, bytes]
) -> tuple[Release | None, list[Finding]]:
    """The release in *folder*, whose files have these *names*, and what is wrong with it."""
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
    document = read(file, files[file], KINDS[kind])
    record = read(f"{folder}/release.yml", files[f"{folder}/release.yml"], ReleaseRecord)
    if document.value is None:
        broken("unreadable", file, version=number)
    if record.value is None:
        broken("unreadable", f"{folder}/release.yml", version=number)
    if document.value is None or record.value is None:
        return None, findings

    if str(record.value.version) != number or str(document.value.version) != number:
        broken("other-version", file, version=number, found=str(document.value.version))
    if record.value.id != document.value.id:
        broken("other-id", file, version=number, id=document.value.id, recorded=record.value.id)
    prose = _prose(f"{folder}/{kind}.md", files)
    content = {
        name: files[f"{folder}/{name}"]
        for name in (f"{kind}.yml", f"{kind}.md", *pictures(prose))
        if f"{folder}/{name}" in files
    }
    if content_sha256(content) != record.value.content_sha256:
        broken("changed", file, version=number)
    if record.value.registry_sha256 and (
        "registry.yml" not in names or sha256(files[f"{folder}/registry.yml"]) != record.value.registry_sha256
    ):
        broken("registry-changed", f"{folder}/registry.yml", version=number)
    for language, digest in record.value.translations.items():
        texts = {
            name: files[f"{folder}/{name}"]
            for name in (f"{kind}.{language}.md", f"{kind}.{language}.yml")
            if name in names
        }
        if content_sha256(texts) != digest:
            broken(
                "translation-changed", f"{folder}/{kind}.{language}.yml", version=number, language=language
            )

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
        record=record.value, version=version, registry=_registry(files.get(f"{folder}/registry.yml", b""))
    ), findings


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
def _registry(data: bytes) -> Registry:
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


def ledger_of(file: str, text: str) -> tuple[tuple[LedgerLine, ...], list[Finding]]:
    """The lines of the ledger, and a finding for each that is none."""
    lines: list[LedgerLine] = []
    findings: list[Finding] = []
    for n, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if not line or (n == 1 and cells[0] == "released_on"):
            continue
        if len(cells) == 5 and all(cells):
            lines.append(LedgerLine(**dict(zip(LedgerLine.__slots__, cells, strict=True))))
        else:
            findings.append(
                Finding(
                    code="LIF06",
                    fault="ledger-line",
                    severity=Severity.ERROR,
                    place=Place(file, n),
                    values={"shown": line[:80]},
                )
            )
    return tuple(lines), findings
