"""
One row, one commitment: its id, its fields, what its text proposes, and every other cell beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model.documents import Commitment
from .cells import Keys, columns_of
from .clues import Moment
from .entries import Entries
from .filling import Form
from .limits import limit_in
from .mapping import ImportMapping, ResultRules
from .proposals import check_share, propose_channels, propose_limit
from .report import Report, Where
from .slugs import Taken, is_no_id, slug
from .tables import Row


@dataclass(slots=True, kw_only=True)
class Draft:
    """One document as its files will say it."""

    id: str
    first_row: int
    folder: str = ""
    tree: dict[str, Any] = field(default_factory=dict)
    commitments: list[dict[str, Any]] = field(default_factory=list)
    translations: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The texts by language, the source language left out."""
    prose: dict[str, str] = field(default_factory=dict)
    """Markdown by language, the source language as ``."""
    cells: dict[str, list[str]] = field(default_factory=dict)
    """What the columns of the document said, each value once."""
    taken: Taken = field(default_factory=Taken)
    """The ids of its commitments."""
    measured: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the cells say of results, by commitment: period, met, total, exempt."""


class Commitments:
    """Makes commitments of rows; remembers the ids of the table and the events that were proposed."""

    def __init__(self, mapping: ImportMapping, keys: Keys, entries: Entries, report: Report) -> None:
        self._mapping = mapping
        self._rules = mapping.commitment
        self._language = mapping.handbook.source_language
        self._keys = keys
        self._entries = entries
        self._report = report
        self._columns = columns_of(mapping.commitment) | columns_of(mapping.document)
        self._first: dict[str, str] = {}
        """The clause that each id of the table named first."""
        self.moments: dict[str, Moment] = {}

    def add(self, draft: Draft, row: Row, differing: set[str]) -> None:
        """Add the commitment of *row* to *draft*; *differing* are columns in which it contradicts the document."""
        cells = row.cells
        texts = self._statements(cells)
        tree: dict[str, Any] = {"id": ""}
        where = Where(row=row.number, document=draft.id, clause=self._id(draft, row, texts, tree))
        form = Form(
            model=Commitment, tree=tree, translations=draft.translations, path=("clauses", where.clause),
            where=where, language=self._language, keys=self._keys, report=self._report,
        )  # fmt: skip
        not_taken = form.fill(self._rules.fields, cells)
        if not tree.get("statement"):
            self._report.left_out("no-statement", where)
        if self._mapping.proposals:
            self._propose(tree, texts, cells, where)
        if self._has_share(not_taken):
            check_share(tree, texts.get(self._language, ""), self._report, where)
        used = self._columns - not_taken - differing
        if self._mapping.results:
            draft.measured[where.clause] = measured(self._mapping.results, cells)
            used |= columns_of(self._mapping.results)
        for column, cell in cells.items():
            if column not in used and not self._entries.hold(column, cells):
                tree[self._keys.of(column)] = cell
        draft.commitments.append(tree)
        self._report.counts["commitments"] += 1

    def _statements(self, cells: Mapping[str, str]) -> dict[str, str]:
        rule = self._rules.fields.get("statement")
        leaves = rule.by_language(self._language) if rule else {}
        found = {code: cells.get(leaf.leaves()[0].column or "", "") for code, leaf in leaves.items()}
        return {code: text for code, text in found.items() if text}

    def _id(self, draft: Draft, row: Row, texts: Mapping[str, str], tree: dict[str, Any]) -> str:
        """The id of a commitment, unique in its document; the cell as it was is kept where the id differs."""
        rule = self._rules.id
        raw = row.cells.get(rule.column or "", "") if rule else ""
        wanted = ""
        if rule and not is_no_id(raw, rule.not_ids):
            wanted = slug(raw, prefix=rule.prefix, language=self._language)
        from_text = not wanted
        if from_text:
            statement = texts.get(self._language) or next(iter(texts.values()), "")
            wanted = (
                slug(statement, prefix="commitment-", longest=40, language=self._language) or "commitment"
            )
        made = tree["id"] = draft.taken.unique(wanted)
        where = Where(
            row=row.number, document=draft.id, clause=made, column=rule.column or "" if rule else ""
        )
        if rule and from_text:
            self._report.note("clause-no-id", where, text=raw)
        elif not from_text:
            self._note_again(raw, wanted, where)
        if rule and raw and made.removeprefix(rule.prefix) != raw.casefold():
            tree[self._keys.of(where.column)] = raw
        return made

    def _note_again(self, raw: str, wanted: str, where: Where) -> None:
        here = f"{where.document}#{where.clause}"
        first = self._first.setdefault(raw, here)
        if where.clause != wanted:
            self._report.note("clause-id-twice", where, text=raw, other=wanted)
        elif first != here:
            self._report.note("clause-id-elsewhere", where, text=raw, other=first)

    def _propose(
        self, tree: dict[str, Any], texts: Mapping[str, str], cells: Mapping[str, str], where: Where
    ) -> None:
        more = [cells[column] for column in self._mapping.look_in if column in cells]
        together = {**texts}
        if more:
            together[self._language] = " ; ".join([texts.get(self._language, ""), *more])
        if not {"at_most", "at_least"} & tree.keys():
            told = texts if any(map(limit_in, texts.values())) else together
            started = propose_limit(tree, told, self._language, self._report, where)
            if started:
                self.moments.setdefault(started.id, started)
        if "channels" not in tree:
            propose_channels(tree, together, self._report)

    def _has_share(self, not_taken: set[str]) -> bool:
        rule = self._rules.fields.get("target.share")
        return rule is not None and not any(leaf.column in not_taken for leaf in rule.leaves())


def measured(rules: ResultRules, cells: Mapping[str, str]) -> dict[str, str]:
    """What *cells* say of results, by the names of the rules; blanks are left out."""
    found = {}
    for name, rule in rules.all_rules().items():
        said = str(rule.constant) if rule.constant is not None else cells.get(rule.column or "", "")
        if said:
            found[name] = str(rule.values.get(said, said))
    return found
