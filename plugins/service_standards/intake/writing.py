"""
All files of an import onto the disk, or none.

They are written into a folder beside the handbook first and moved in when all
are there; what they replace is kept until the last one has moved. Files that
people have touched since the last import are never replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..model.documents import Kind
from .drafts import Intake
from .files import document_files, mkdocs_text, registry_trees, settings_text
from .form import written
from .mapping import ImportMapping

LEDGER = ".imports.json"
"""In the handbook's folder: what each import wrote, by the name of its mapping file, with a hash per file."""


class CannotWriteError(Exception):
    """The handbook's folder does not allow this import; *fault* names the message."""

    def __init__(self, fault: str, **values: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


def planned(intake: Intake, mapping: ImportMapping, into: Path, name: str) -> dict[Path, str]:
    """
    Every file that the import writes, by its path.

    *name* is that of the mapping file. Raises CannotWriteError if an existing
    document is in the way.
    """
    before = _ledger(into).get(name, {})
    documents: dict[str, str] = {}
    for draft in intake.drafts:
        documents.update(document_files(draft))
    _refuse_what_is_there(documents, {draft.id for draft in intake.drafts}, into, before)
    files = {into / path: text for path, text in documents.items()}
    registries, wholly = _registry_files(intake, mapping, into, before)
    files.update(registries)
    settings = into / "handbook.yml"
    if settings.exists():
        _check_languages(settings, mapping)
    else:
        files[settings] = settings_text(mapping)
        if not (into.parent / "mkdocs.yml").exists():
            files[into.parent / "mkdocs.yml"] = mkdocs_text(mapping, into.name)
    hashes = {path: _sha256(text) for path, text in sorted({**documents, **wholly}.items())}
    files[into / LEDGER] = json.dumps({**_ledger(into), name: hashes}, indent=1, sort_keys=True) + "\n"
    return files


def no_longer_in_table(files: Mapping[Path, str], into: Path, name: str) -> list[str]:
    """The files that an earlier import by the same mapping wrote and this one does not: they stay."""
    return sorted(
        path for path in _ledger(into).get(name, {}) if into / path not in files and (into / path).exists()
    )


def write(files: Mapping[Path, str], into: Path) -> None:
    """Put all of *files* in place, or leave everything as it was."""
    into.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{into.name}-import-", dir=into.parent))
    moved: list[tuple[Path, Path | None]] = []
    try:
        ready = _write_beside(files, beside)
        for number, (path, made) in enumerate(ready):
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = None
            if path.exists():
                kept = beside / f"kept-{number}"
                path.replace(kept)
            moved.append((path, kept))
            made.replace(path)
    except BaseException:
        for path, kept in reversed(moved):
            path.unlink(missing_ok=True)
            if kept:
                kept.replace(path)
        _remove_empty_folders({path.parent for path, _ in moved}, into.parent)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_beside(files: Mapping[Path, str], beside: Path) -> list[tuple[Path, Path]]:
    ready: list[tuple[Path, Path]] = []
    for number, (path, text) in enumerate(files.items()):
        made = beside / str(number)
        made.write_text(text, encoding="utf-8", newline="\n")
        ready.append((path, made))
    return ready


def _remove_empty_folders(folders: set[Path], above: Path) -> None:
    for folder in sorted(folders, key=lambda one: -len(one.parts)):
        while folder != above and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _ledger(into: Path) -> dict[str, dict[str, str]]:
    try:
        read = json.loads((into / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_what_is_there(
    documents: Mapping[str, str], ids: set[str], into: Path, before: Mapping[str, str]
) -> None:
    """Raise where a file was made or changed by people, or an id is another document's."""
    touched = [
        path
        for path, text in documents.items()
        if (into / path).exists()
        and (found := hashlib.sha256((into / path).read_bytes()).hexdigest()) != before.get(path)
        and found != _sha256(text)
    ]
    if touched:
        raise CannotWriteError("exists", count=str(len(touched)), files=_some(touched))
    elsewhere = [
        f"{known} ({path})" for path, known in _documents_in(into) if known in ids and path not in documents
    ]
    if elsewhere:
        raise CannotWriteError("id-elsewhere", count=str(len(elsewhere)), files=_some(elsewhere))


def _some(names: list[str]) -> str:
    shown = "".join(f"\n  {name}" for name in sorted(names)[:10])
    return f"{shown}\n  …" if len(names) > 10 else shown


def _documents_in(into: Path) -> Iterator[tuple[str, str]]:
    for kind in Kind:
        for path in sorted(into.rglob(f"{kind}.yml")):
            shown = path.relative_to(into).as_posix()
            if "releases" not in shown.split("/") and (
                found := re.search(r"(?m)^id: *\"?([a-z0-9-]+)", path.read_text("utf-8"))
            ):
                yield shown, found[1]


def _check_languages(settings: Path, mapping: ImportMapping) -> None:
    try:
        found = YAML(typ="safe").load(settings.read_text(encoding="utf-8"))
        languages = [str(code) for code in found["languages"]]
    except (YAMLError, KeyError, TypeError, OSError):
        return  # what is wrong with it, `standards check` says
    asked = list(mapping.handbook.languages)
    if languages[:1] != asked[:1] or not set(asked) <= set(languages):
        raise CannotWriteError("languages", handbook=", ".join(languages), mapping=", ".join(asked))


def _registry_files(
    intake: Intake, mapping: ImportMapping, into: Path, before: Mapping[str, str]
) -> tuple[dict[Path, str], dict[str, str]]:
    """
    The registries with the new entries, and those that are wholly this import's.

    Entries that are there stay as they are, the new ones come after. What
    people wrote into is never this import's own, so never replaced later.
    """
    files: dict[Path, str] = {}
    wholly: dict[str, str] = {}
    for name, entries, texts in registry_trees(intake, mapping):
        for code, tree in [("", entries), *sorted(texts.items())]:
            shown = f"registry/{name}{'.' + code if code else ''}.yml"
            path = into / shown
            if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != before.get(shown):
                files.update(_with_new_entries(path, shown, tree))
            elif tree:
                wholly[shown] = files[path] = written(tree, _kind(shown, tree))
    return files, wholly


def _kind(shown: str, tree: Any) -> str:
    return shown.removeprefix("registry/").removesuffix(".yml") if isinstance(tree, list) else "translation"


def _with_new_entries(path: Path, shown: str, tree: Any) -> dict[Path, str]:
    text = path.read_text(encoding="utf-8")
    try:
        known = YAML(typ="safe").load(text) or []
    except YAMLError:
        raise CannotWriteError("registry", file=shown) from None
    if isinstance(tree, list):
        ids = {entry.get("id") for entry in known if isinstance(entry, dict)}
        new: Any = [entry for entry in tree if entry["id"] not in ids]
    else:
        new = {key: fields for key, fields in tree.items() if key not in known}
    if not new:
        return {}
    if text.lstrip()[:1] in "[{":
        raise CannotWriteError("registry", file=shown)
    return {
        path: (text if text.endswith("\n") or not text else text + "\n") + written(new, _kind(shown, new))
    }
