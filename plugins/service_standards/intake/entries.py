"""
Registry entries from rows: roles, services and other words that documents use, one per id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .cells import Keys, columns_of, joined_parts, says_all, short_title
from .mapping import ImportMapping, RegistryRules
from .slugs import slug


class Entries:
    """The entries found so far, and the cells of which each was made."""

    def __init__(self, mapping: ImportMapping, keys: Keys) -> None:
        self._language = mapping.handbook.source_language
        self._keys = keys
        self._rules = {
            name: rules for name, rules in mapping.registries.items() if isinstance(rules, RegistryRules)
        }
        self._columns = {name: columns_of(rules) for name, rules in self._rules.items()}
        self._cells: dict[tuple[str, str], dict[str, str]] = {}
        self.found: dict[str, dict[str, dict[str, Any]]] = {}
        """By registry and id; texts by language under their field."""

    def take(self, cells: Mapping[str, str]) -> None:
        """Add the entries that *cells* name for the first time."""
        for name, rules in self._rules.items():
            made = self._id(rules, cells)
            if made and (name, made) not in self._cells:
                self.found.setdefault(name, {})[made] = self._entry(name, rules, made, cells)
                self._cells[name, made] = {
                    column: cells[column] for column in self._columns[name] if column in cells
                }

    def hold(self, column: str, cells: Mapping[str, str]) -> bool:
        """Whether the cell of *column* stands in an entry, as it stands here."""
        return any(
            column in self._columns[name]
            and self._cells.get((name, self._id(rules, cells)), {}).get(column) == cells.get(column)
            for name, rules in self._rules.items()
        )

    def _id(self, rules: RegistryRules, cells: Mapping[str, str]) -> str:
        return slug(joined_parts(rules.id, cells), prefix=rules.id.prefix, language=self._language)

    def _entry(self, name: str, rules: RegistryRules, made: str, cells: Mapping[str, str]) -> dict[str, Any]:
        entry: dict[str, Any] = {"id": made}
        said = [made]
        for path, rule in rules.fields.items():
            by_language = rule.by_language(self._language).items()
            texts = {code: text for code, leaf in by_language if (text := joined_parts(leaf, cells))}
            entry[path] = {
                code: short_title(text) if path == "title" else text for code, text in texts.items()
            }
            said += entry[path].values()
        own = {column: cells[column] for column in sorted(self._columns[name]) if column in cells}
        return entry | {
            self._keys.of(column): cell for column, cell in own.items() if not says_all(said, cell)
        }
