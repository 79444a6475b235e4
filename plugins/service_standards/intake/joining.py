"""
A second table, joined to the first: more about each document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .tables import Row, Table


@dataclass(frozen=True, slots=True)
class Joined:
    """The second table, by the cells of the column on which it is joined."""

    column: str
    rows: Mapping[str, list[Row]]
    names: Mapping[str, str]
    """What a column of it is called beside those of the first table."""

    def rows_for(self, cells: Mapping[str, str]) -> list[Row]:
        """The rows about what *cells* of the first table are about."""
        return self.rows.get(cells.get(self.column, ""), [])

    def cells_beside(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """*cells* of the first table and those of the second."""
        found = self.rows_for(cells)[:1]
        more = {self.names.get(column, column): cell for row in found for column, cell in row.cells.items()}
        return {**more, **cells}

    def other_than(self, row: Row, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the cells of *row* by the name of their column; what *cells* say too is said once."""
        for column, cell in row.cells.items():
            if column != self.column and cells.get(column) != cell:
                yield self.names.get(column, column), cell

    def unused(self, used: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of no document; *used* are the cells on which some were found."""
        known = set(used)
        yield from (row for key, rows in self.rows.items() if key not in known for row in rows)


def read_joined(table: Table, column: str, columns: Iterable[str]) -> Joined:
    """Read the second table whole; one of its names that *columns* has too is marked."""
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        if key := row.cells.get(column):
            rows.setdefault(key, []).append(row)
    own = set(columns)
    names = {name: f"{name} (joined)" if name in own else name for name in table.columns if name != column}
    return Joined(column, rows, names)
