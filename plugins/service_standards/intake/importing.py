"""
An import from end to end, up to the files ready to be written.

The steps in their order, for the command and for tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..model.handbook import Places
from .checking import MappingFault, fitting_faults, read_mapping
from .drafts import Intake, take_in
from .joining import Joined, read_joined
from .mapping import ImportMapping
from .tables import Table, UnreadableTableError, open_table
from .writing import no_longer_in_table, planned


class MappingFaultsError(Exception):
    """The mapping file cannot be used; *faults* say why."""

    def __init__(self, faults: list[MappingFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An import that only has to be written."""

    intake: Intake
    files: dict[Path, str]
    forms: tuple[str, ...]
    """How each table was read: *ss.csv: CSV, utf-8, comma*."""
    stale: list[str]
    """What an earlier import wrote and this one has no rows for."""


def prepare(
    table: Path,
    mapping: Path,
    into: Path,
    *,
    join: Path | None = None,
    on: str | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Ready:
    """
    Read the tables and make all files of the import.

    *progress* is told the number of rows now and then. Raises
    UnreadableTableError, MappingFaultsError, CannotWriteError.
    """
    intake, said, forms = taken(table, mapping, join=join, on=on, progress=progress)
    files = planned(intake, said, into, mapping.name)
    return Ready(intake=intake, files=files, forms=forms, stale=no_longer_in_table(files, into, mapping.name))


def taken(
    table: Path,
    mapping: Path,
    *,
    join: Path | None = None,
    on: str | None = None,
    proposals: bool = True,
    results: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
) -> tuple[Intake, ImportMapping, tuple[str, ...]]:
    """
    What a table became, the mapping, and how each table was read.

    *proposals*: as the mapping says, or none. *results*: figures of what was
    measured are taken apart, as the mapping says, or kept as `x_…`.
    """
    said, places = _mapping(mapping)
    if not proposals:
        said = said.model_copy(update={"proposals": False})
    with open_table(table, said.table) as first:
        forms = [f"{first.name}: {first.form}"]
        joined, columns = _joined(join, on, said, first)
        if joined:
            forms.append(columns.pop())
        if faults := list(fitting_faults(said, places, first.columns, columns)):
            raise MappingFaultsError(faults)
        if not results:
            said = said.model_copy(update={"results": None})
        for step in take_in(first, said, joined):
            if isinstance(step, Intake):
                intake = step
            else:
                progress(step)
    return intake, said, tuple(forms)


def _mapping(path: Path) -> tuple[ImportMapping, Places]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTableError("mapping-encoding", file=path.name) from None
    said, places, faults = read_mapping(str(path), text)
    if said is None:
        raise MappingFaultsError(faults)
    return said, places


def _joined(
    join: Path | None, on: str | None, said: ImportMapping, first: Table
) -> tuple[Joined | None, list[str]]:
    """The second table and the names of its columns, at the end how it was read."""
    if join is None or on is None:
        return None, []
    with open_table(join, said.join) as second:
        for table in (first, second):
            if on not in table.columns:
                raise UnreadableTableError(
                    "no-join-column", file=table.name, column=on, columns=", ".join(table.columns)
                )
        joined = read_joined(second, on, first.columns)
        return joined, [*joined.names.values(), f"{second.name}: {second.form}"]
