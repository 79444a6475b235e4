"""
An import of several dated states of one table: a history of releases.

Each state's day is the day on which its releases were made and hold. A
document is released anew only where the table says something else in a field
of the model; what is only kept (`x_…`) and what was measured makes no release.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..archive.freeze import LEDGER, Frozen, freeze, sha256
from ..changes.compare import Side, compare
from ..changes.context import Context, Vocabulary, vocabulary
from ..changes.kinds import Bump, Change, joined_class, least_bump, raised
from ..model.documents import ChangeClass, Kind, Retirement, Standard
from ..model.handbook import Handbook, Version
from ..model.records import ImportedFrom
from ..model.values import VersionNumber
from ..source.edit import with_fields
from ..source.format import yaml_text
from ..source.handbook import read_handbook
from .drafts import Intake
from .files import document_files, registry_trees, settings_text
from .form import written
from .importing import Ready, taken
from .mapping import ImportMapping
from .wording import LANGUAGES, say
from .writing import CannotWriteError, no_longer_in_table, planned

FIRST = VersionNumber(1, 0, 0)
RESULT_COLUMNS = ("clause", "period", "met", "total", "exempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A table as it was on a day."""

    on: date
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A release that a state led to."""

    id: str
    version: VersionNumber
    change_class: ChangeClass
    changes: tuple[Change, ...]
    """What changed since the release before; none for a first one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAccount:
    """What became of one state."""

    state: State
    sha256: str
    rows: int
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyStates:
    """An import of states that only has to be written."""

    ready: Ready
    """The newest state; its files include the releases, the ledger and the results."""
    accounts: tuple[StateAccount, ...]
    results: int
    results_left_out: int
    """Rows whose figures are not whole numbers, or say that more were met than counted."""


@dataclass(slots=True)
class _Document:
    """The newest release of a document so far."""

    number: VersionNumber
    side: Side
    files: Mapping[str, bytes]
    """By name, as they were released."""
    version: Version


@dataclass(slots=True)
class _History:
    """What the states so far became."""

    documents: dict[str, _Document] = field(default_factory=dict)
    frozen: list[Frozen] = field(default_factory=list)
    ledger: bytes = b""
    results: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)


def prepare_states(
    states: Iterable[State],
    mapping: Path,
    into: Path,
    *,
    join: Path | None = None,
    on: str | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> ReadyStates:
    """
    Read all states, the oldest first, and make all files of the import.

    Raises what `prepare` raises, and what `compare` does.
    """
    ordered = sorted(states, key=lambda one: one.on)
    history = _History(ledger=_ledger(into))
    intakes = [
        taken(one.file, mapping, join=join, on=on, proposals=False, results=True, progress=progress)
        for one in ordered
    ]
    said = intakes[-1][1]
    folders = {draft.id: draft for intake, _, _ in intakes for draft in intake.drafts}
    homes = {name: f"{one.folder}/{one.id}" if one.folder else one.id for name, one in folders.items()}
    _refuse_released(into, homes)
    accounts = tuple(
        _account(state, intake, said, history, homes)
        for state, (intake, _, _) in zip(ordered, intakes, strict=True)
    )
    newest, said, forms = taken(ordered[-1].file, mapping, join=join, on=on, results=True, progress=progress)
    for draft in newest.drafts:
        draft.tree["version"] = str(history.documents[draft.id].number)
    for intake, _, _ in intakes:
        for name, entries in intake.registries.items():
            known = newest.registries.setdefault(name, {})
            for entry, texts in entries.items():
                known.setdefault(entry, texts)
    files = planned(newest, said, into, mapping.name)
    files.update(_retired_copies(newest, history, homes, into))
    files.update(_released(history, into))
    rows, left_out = _results(history)
    if rows:
        files[into / "results" / f"{mapping.stem}.csv"] = rows
    ready = Ready(
        intake=newest, files=files, forms=forms, stale=no_longer_in_table(files, into, mapping.name)
    )
    count = rows.count("\n") - 1 if rows else 0
    return ReadyStates(ready=ready, accounts=accounts, results=count, results_left_out=left_out)


def _ledger(into: Path) -> bytes:
    path = into / LEDGER
    return path.read_bytes() if path.is_file() else b""


def _refuse_released(into: Path, homes: Mapping[str, str]) -> None:
    there = [home for home in homes.values() if (into / home / "releases").exists()]
    if there:
        names = "".join(f"\n  {name}" for name in sorted(there)[:10])
        raise CannotWriteError("released", count=str(len(there)), files=names)


def _account(
    state: State, intake: Intake, said: ImportMapping, history: _History, homes: Mapping[str, str]
) -> StateAccount:
    origin = ImportedFrom(file=state.file.name, sha256=sha256(state.file.read_bytes()))
    files = _files_of(intake, said)
    handbook = _read(files)
    copies = [dossier.working for dossier in handbook.dossiers.values()]
    context = Context(
        handbook.settings,
        handbook.registry,
        state.on,
        Vocabulary(lambda: vocabulary((one.document for one in copies), (one.prose for one in copies))),
    )
    made: list[Made] = []

    def release(new: _Document, found: Made) -> None:
        held = {f"{new.version.folder}/{name}": data for name, data in new.files.items()}
        one = freeze(
            handbook, new.version, {**held, LEDGER: history.ledger},
            released_on=state.on, effective_from=state.on, change_class=found.change_class,
            imported_from=origin, write_yaml=yaml_text,
        )  # fmt: skip
        history.ledger = one.ledger
        history.frozen.append(one)
        history.documents[found.id] = new
        made.append(found)

    for version in copies:
        name = version.document.id
        before = history.documents.get(name)
        side = Side(document=_without_extras(version), prose=version.prose, translations=version.translations)
        changes = tuple(compare(before.side, side, context)) if before else ()
        if before and not changes:
            continue
        number, change_class = _number(before, changes)
        release(
            _Document(number, side, _numbered(version, files, number), _at(version, number, homes[name])),
            Made(id=name, version=number, change_class=change_class, changes=changes),
        )
    for name in sorted(history.documents.keys() - handbook.dossiers.keys()):
        before = history.documents[name]
        if before.version.document.retired is None:
            release(*_retired(name, before, state, handbook, context))
    for draft in intake.drafts:
        for clause, cells in draft.measured.items():
            if cells.get("period"):
                history.results[f"{draft.id}#{clause}", cells["period"]] = cells
    rows = intake.report.counts["rows"]
    return StateAccount(state=state, sha256=origin.sha256, rows=rows, made=tuple(made))


def _files_of(intake: Intake, said: ImportMapping) -> dict[str, bytes]:
    """The handbook that one state alone makes."""
    texts: dict[str, str] = {"handbook.yml": settings_text(said)}
    for draft in intake.drafts:
        texts.update(document_files(draft))
    for name, entries, translated in registry_trees(intake, said):
        if entries:
            texts[f"registry/{name}.yml"] = written(entries, name)
        for code, tree in translated.items():
            texts[f"registry/{name}.{code}.yml"] = written(tree, "translation")
    return {path: text.encode() for path, text in texts.items()}


def _read(files: Mapping[str, bytes]) -> Handbook:
    handbook = read_handbook(files).handbook
    assert handbook is not None, "it has settings, made by us"
    return handbook


def _without_extras(version: Version) -> Standard:
    document = version.document
    assert isinstance(document, Standard)
    commitments = tuple(one.model_copy(update={"extras": {}}) for one in document.commitments)
    return document.model_copy(update={"extras": {}, "commitments": commitments})


def _number(before: _Document | None, changes: tuple[Change, ...]) -> tuple[VersionNumber, ChangeClass]:
    if before is None:
        return FIRST, ChangeClass.ADDED
    least = [least_bump(Kind.STANDARD, one) for one in changes]
    bump = max((*least, Bump.PATCH), key=lambda one: one.rank)
    return raised(before.number, bump), joined_class(one.change_class for one in changes)


def _numbered(version: Version, files: Mapping[str, bytes], number: VersionNumber) -> dict[str, bytes]:
    """The files of a document by name, with its number in them."""
    found = {}
    start = f"{version.folder}/"
    for path, data in files.items():
        if path.startswith(start) and "/" not in (name := path.removeprefix(start)):
            if name == "standard.yml":
                data = with_fields(data, Kind.STANDARD, {("version",): str(number)})
            elif name.endswith(".yml"):
                data = data.replace(b'translates: "0.1.0"\n', f'translates: "{number}"\n'.encode(), 1)
            found[name] = data
    return found


def _at(version: Version, number: VersionNumber, folder: str) -> Version:
    document = version.document.model_copy(update={"version": number})
    return replace(version, document=document, folder=folder)


def _retired(
    name: str, before: _Document, state: State, handbook: Handbook, context: Context
) -> tuple[_Document, Made]:
    """The release that retires a document which its table no longer has."""
    number = raised(before.number, Bump.MAJOR)
    language = handbook.settings.source_language
    reason = say(
        language if language in LANGUAGES else "en", "states", "retired", file=state.file.name, day=state.on
    )
    retirement = Retirement(on=state.on, reason=reason)
    side = replace(before.side, document=before.side.document.model_copy(update={"retired": retirement}))
    changes = tuple(compare(before.side, side, context))
    document = before.version.document.model_copy(update={"version": number, "retired": retirement})
    text = with_fields(
        before.files["standard.yml"],
        Kind.STANDARD,
        {("version",): str(number), ("retired",): {"on": state.on, "reason": reason}},
    )
    translations = {
        file: data.replace(
            f'translates: "{before.number}"\n'.encode(), f'translates: "{number}"\n'.encode(), 1
        )
        for file, data in before.files.items()
        if file.endswith(".yml") and file != "standard.yml"
    }
    new = _Document(
        number,
        side,
        {**before.files, **translations, "standard.yml": text},
        replace(before.version, document=document),
    )
    change_class = joined_class(one.change_class for one in changes)
    return new, Made(id=name, version=number, change_class=change_class, changes=changes)


def _retired_copies(
    newest: Intake, history: _History, homes: Mapping[str, str], into: Path
) -> Iterator[tuple[Path, str]]:
    """Yield the working copies of documents that the newest table no longer has: as they were retired."""
    for name in history.documents.keys() - {draft.id for draft in newest.drafts}:
        for file, data in history.documents[name].files.items():
            yield into / homes[name] / file, data.decode()


def _released(history: _History, into: Path) -> Iterator[tuple[Path, str]]:
    for one in history.frozen:
        for name, data in one.files.items():
            yield into / one.folder / name, data.decode()
    if history.frozen:
        yield into / LEDGER, history.ledger.decode()


def _results(history: _History) -> tuple[str, int]:
    """The results of all states as CSV, of two states about one period the later; and how many rows were left out."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(RESULT_COLUMNS)
    count = left_out = 0
    for (clause, period), cells in sorted(history.results.items()):
        met, total, exempt = (_whole(cells.get(name)) for name in ("met", "total", "exempt"))
        if met is None or total is None or met > total:
            left_out += 1
            continue
        table.writerow((clause, period, met, total, exempt or 0))
        count += 1
    return (out.getvalue() if count else ""), left_out


def _whole(text: str | None) -> int | None:
    """A number of contacts: *31283* or *31283.0*; None for anything else."""
    whole, _, rest = (text or "").partition(".")
    return int(whole) if whole.isdecimal() and not rest.strip("0") else None
