"""
Rows into draft standards: one document per group of rows, one commitment per row.

Every cell ends in a field, in a text, in a registry, or under a key `x_…` of
the document or commitment that its row became; what could not go where the
mapping sent it is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..model.documents import Standard
from .cells import (
    TITLE_LENGTH,
    Keys,
    columns_of,
    folder_name,
    joined_parts,
    one_line,
    parts,
    short_title,
    shown,
)
from .clues import Moment
from .commitments import Commitments, Draft
from .entries import Entries
from .filling import Form
from .joining import Joined
from .mapping import ImportMapping, Rule
from .prose import as_markdown
from .report import Report, Where
from .slugs import Taken, is_no_id, slug
from .tables import Row, Table

DRAFT_VERSION = "0.1.0"


@dataclass(slots=True, kw_only=True)
class Intake:
    """All that a table became."""

    drafts: list[Draft]
    registries: dict[str, dict[str, dict[str, Any]]]
    """Entries by registry and id; the texts of each by language under their field."""
    moments: dict[str, Moment]
    """The events that are proposed as starts."""
    report: Report


def take_in(table: Table, mapping: ImportMapping, joined: Joined | None = None) -> Iterator[int | Intake]:
    """
    Make drafts of the rows of *table*.

    Yields the number of rows taken now and then, for a progress bar, and at
    last the whole intake.
    """
    documents = _Documents(mapping, joined)
    for n, row in enumerate(table.rows):
        documents.take(row)
        if n % 50 == 0:
            yield n
    yield documents.finished(table)


class _Documents:
    """The state of one pass over the rows."""

    def __init__(self, mapping: ImportMapping, joined: Joined | None) -> None:
        self.mapping = mapping
        self.rules = mapping.document
        self.joined = joined
        self.language = mapping.handbook.source_language
        self.report = Report()
        self.keys = Keys(self.language)
        self.entries = Entries(mapping, self.keys)
        self.commitments = Commitments(mapping, self.keys, self.entries, self.report)
        self.columns = columns_of(mapping.document)
        prose = self.rules.prose.leaves() if self.rules.prose else ()
        self.of_prose = {leaf.column for leaf in prose if leaf.column}
        self.ids = Taken()
        self.drafts: dict[str, Draft] = {}
        """By the cell that groups the rows."""

    def take(self, row: Row) -> None:
        """Make *row* a commitment of its document."""
        column = self.rules.id.column or ""
        raw = row.cells.get(column, "")
        self.report.counts["rows"] += 1
        if not raw:
            where = Where(row=row.number, column=column)
            self.report.left_out("no-document", where, cells=shown(row.cells))
            return
        draft = self.drafts.get(raw)
        if draft is None:
            draft = self.drafts[raw] = self.begun(raw, row)
        self.entries.take(self.joined.cells_beside(row.cells) if self.joined else row.cells)
        self.commitments.add(draft, row, self.differing(draft, row))

    def begun(self, raw: str, row: Row) -> Draft:
        """The document of the rows whose id cell is *raw*, with what the second table says of it."""
        rule = self.rules.id
        wanted = "" if is_no_id(raw, rule.not_ids) else slug(raw, prefix=rule.prefix, language=self.language)
        has_id = bool(wanted)
        if not has_id:
            title = self.rules.fields.get("title", Rule(column="")).leaves()[0]
            wanted = slug(joined_parts(title, row.cells), language=self.language, longest=40) or "standard"
        made = self.ids.unique(wanted)
        draft = Draft(id=made, first_row=row.number)
        where = Where(row=row.number, document=made, column=rule.column or "")
        if not has_id:
            self.report.note("document-no-id", where, text=raw)
        elif made != wanted:
            self.report.note("document-id-twice", where, text=raw, other=wanted)
        if made.removeprefix(rule.prefix) != raw.casefold():
            draft.tree[self.keys.of(rule.column or "id")] = raw
        if self.joined:
            self.join(self.joined, draft, row, Where(row=row.number, document=made))
        return draft

    def join(self, joined: Joined, draft: Draft, row: Row, where: Where) -> None:
        """Add the cells of the second table to *draft*, of all its rows about it."""
        found = joined.rows_for(row.cells)
        if not found:
            self.report.note("not-joined", where)
        for again in found[1:]:
            self.report.note("joined-again", where, other=str(again.number))
        for one in found:
            for column, cell in joined.other_than(one, row.cells):
                known = draft.cells.setdefault(column, [])
                if cell not in known:
                    known.append(cell)

    def differing(self, draft: Draft, row: Row) -> set[str]:
        """Take what *row* says of its document; gives the columns in which it says otherwise than the first row."""
        found: set[str] = set()
        for column in row.cells:
            if column not in self.columns:
                continue
            cell = row.cells[column]
            known = draft.cells.setdefault(column, [])
            if not known or (column in self.of_prose and cell not in known):
                known.append(cell)
            elif cell not in known:
                found.add(column)
                where = Where(row=row.number, document=draft.id, column=column)
                self.report.note("differs-in-document", where, text=cell, first=known[0])
        return found

    def finish(self, draft: Draft) -> None:
        """Give *draft* the fields that its rows share, once all of them have been read."""
        cells = {column: values[0] for column, values in draft.cells.items()}
        where = Where(row=draft.first_row, document=draft.id)
        draft.tree = {"id": draft.id, "version": DRAFT_VERSION, **draft.tree}
        form = Form(
            model=Standard, tree=draft.tree, translations=draft.translations, path=(), where=where,
            language=self.language, keys=self.keys, report=self.report,
        )  # fmt: skip
        not_taken = form.fill(self.rules.fields, cells)
        self.settle_titles(draft, where)
        if self.rules.folder:
            draft.folder = "/".join(
                folder_name(part, self.language) for part in parts(self.rules.folder, cells)
            )
        for code, rule in self.rules.prose.by_language(self.language).items() if self.rules.prose else ():
            if text := as_markdown(rule, draft.cells, code):
                draft.prose["" if code == self.language else code] = text
        share_channels(draft)
        used = self.columns - not_taken
        for column, values in draft.cells.items():
            rest = [] if column in self.of_prose else values[1:] if column in used else values
            if rest and not (len(rest) == 1 and self.entries.hold(column, cells)):
                draft.tree[self.keys.of(column)] = rest[0] if len(rest) == 1 else rest

    def settle_titles(self, draft: Draft, where: Where) -> None:
        """
        Give every document a title within the limit.

        A longer one is cut at a word; the whole becomes the summary, in every
        language. One without a title is called by its id.
        """
        by_language = {self.language: draft.tree, **draft.translations}
        if not draft.tree.get("title"):
            draft.tree["title"] = short_title(draft.id)
            self.report.to_decide("no-title", where)
        titles = {code: texts["title"] for code, texts in by_language.items() if "title" in texts}
        long = any(len(one_line(title)) > TITLE_LENGTH for title in titles.values())
        for code, title in titles.items():
            texts, whole = by_language[code], one_line(title)
            texts["title"] = short_title(title)
            if not long:
                continue
            if "summary" not in texts:
                texts["summary"] = whole
            elif len(whole) > TITLE_LENGTH:
                draft.tree["x_title" if code == self.language else f"x_title_{code}"] = whole
            if len(whole) > TITLE_LENGTH:
                self.report.note("title-long", where, language=code, text=whole)

    def finished(self, table: Table) -> Intake:
        """Everything, once the last row has been taken."""
        for draft in self.drafts.values():
            self.finish(draft)
        if self.joined and self.joined.column == self.rules.id.column:
            for row in self.joined.unused(self.drafts):
                self.report.note("joined-unused", Where(), other=str(row.number), cells=shown(row.cells, 4))
        counts = self.report.counts
        counts["documents"] = len(self.drafts)
        counts["no_break_spaces"] = table.cleaned.no_break_spaces
        counts["invisible"] = table.cleaned.invisible
        counts["not_composed"] = table.cleaned.not_composed
        self.report.problems.sort(key=lambda one: one.sort_key())
        return Intake(
            drafts=list(self.drafts.values()),
            registries=self.entries.found,
            moments=self.commitments.moments,
            report=self.report,
        )


def share_channels(draft: Draft) -> None:
    """Say the channels once, on the document, where all commitments have the same; else on both."""
    lists = [tuple(one.get("channels", ())) for one in draft.commitments]
    settled = [one for channels in lists for one in channels if not one.startswith("TODO")]
    if settled:
        draft.tree["channels"] = list(dict.fromkeys([*draft.tree.get("channels", ()), *settled]))
    if len(set(lists)) == 1 and len(settled) == sum(map(len, lists)):
        for one in draft.commitments:
            one.pop("channels", None)
