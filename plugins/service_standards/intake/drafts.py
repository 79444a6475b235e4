"""
Rows into draft standards: one document per group of rows, one commitment per row.

Every cell ends in a field, in a text, in a registry, or under a key `x_…` of
the document or commitment that its row became; what could not go where the
mapping sent it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model.documents import Commitment, Standard
from ..source.shapes import keys_of
from .clues import Moment
from .fields import DoesNotFitError, Target, target_of, value
from .mapping import ImportMapping, Rule, Rules
from .proposals import check_share, propose_at_most, propose_channels, propose_limit
from .limits import limit_in
from .prose import as_markdown
from .report import Report, Weight
from .slugs import Taken, is_no_id, key_slug, slug
from .tables import Row, Table

TITLE_LENGTH = 80
DRAFT_VERSION = "0.1.0"


@dataclass(slots=True, kw_only=True)
class Draft:
    """One document as its files will say it."""

    id: str
    folder: str
    tree: dict[str, Any] = field(default_factory=dict)
    commitments: list[dict[str, Any]] = field(default_factory=list)
    translations: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The texts by language, the source language left out."""
    prose: dict[str, str] = field(default_factory=dict)
    """Markdown by language, the source language as ``."""
    cells: dict[str, list[str]] = field(default_factory=dict)
    """What the columns of the document said, each value once."""
    taken: Taken = field(default_factory=Taken)
    first_row: int = 0


@dataclass(slots=True, kw_only=True)
class Intake:
    """All that a table became."""

    drafts: list[Draft]
    registries: dict[str, dict[str, dict[str, Any]]]
    """Entries by registry and id; the texts of each by language under their field."""
    moments: dict[str, Moment]
    """The events that are proposed as starts."""
    report: Report


@dataclass(frozen=True, slots=True)
class Joined:
    """The second table, by the cells of the column on which it is joined."""

    column: str
    rows: Mapping[str, list[Row]]
    names: Mapping[str, str]
    """What a column of it is called beside those of the first table."""


def read_joined(table: Table, column: str, columns: Iterable[str]) -> Joined:
    """Read the second table whole; one of its names that *columns* has too is marked."""
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        if key := row.cells.get(column):
            rows.setdefault(key, []).append(row)
    own = set(columns)
    names = {name: f"{name} (joined)" if name in own else name for name in table.columns if name != column}
    return Joined(column, rows, names)


class _Reader:
    """The state of one pass over the rows."""

    def __init__(self, mapping: ImportMapping, joined: Joined | None) -> None:
        self.mapping = mapping
        self.joined = joined
        self.language = mapping.handbook.source_language
        self.report = Report()
        self.drafts: dict[str, Draft] = {}
        self.ids = Taken()
        self.registries: dict[str, dict[str, dict[str, Any]]] = {}
        self.entry_cells: dict[tuple[str, str], dict[str, str]] = {}
        self.moments: dict[str, Moment] = {}
        self.clause_ids: dict[str, str] = {}
        self.of_document = _columns(mapping.document)
        self.of_commitment = _columns(mapping.commitment)
        self.of_registries = {
            name: _columns(rules) for name, rules in mapping.registries.items() if isinstance(rules, Rules)
        }
        self.keys: dict[str, str] = {}

    def key(self, column: str) -> str:
        """The key `x_…` under which *column* is kept."""
        if column not in self.keys:
            made = "x_" + key_slug(column, self.language)
            others = set(self.keys.values())
            n = 1
            while made in others:
                n += 1
                made = f"x_{key_slug(column, self.language)}_{n}"
            self.keys[column] = made
        return self.keys[column]

    # --- rows ----------------------------------------------------------------------------------------------

    def take(self, row: Row) -> None:
        """Make *row* a commitment of its document."""
        rule = self.mapping.document.id
        raw = row.cells.get(rule.column or "", "")
        self.report.counts["rows"] += 1
        if not raw:
            shown = "; ".join(f"{column}: {cell}" for column, cell in row.cells.items())
            self.report.add("no-document", Weight.LEFT_OUT, row.number, column=rule.column or "", cells=shown)
            return
        draft = self.drafts.get(raw) or self.begin(raw, row)
        cells = dict(row.cells)
        self.take_entries(cells, row)
        differing = self.take_document_cells(draft, cells, row)
        self.commit(draft, cells, differing, row)

    def begin(self, raw: str, row: Row) -> Draft:
        """Begin the document of the rows whose id cell is *raw*."""
        rule = self.mapping.document.id
        wanted = "" if is_no_id(raw, rule.not_ids) else slug(raw, prefix=rule.prefix, language=self.language)
        if not wanted:
            title = self.mapping.document.fields.get("title", Rule(column="")).leaves()[0]
            wanted = (
                slug(row.cells.get(title.column or "", ""), language=self.language, longest=40) or "standard"
            )
            self.report.add("document-no-id", Weight.NOTE, row.number, document=wanted, text=raw)
        made = self.ids.unique(wanted)
        if made != wanted:
            self.report.add(
                "document-id-twice", Weight.NOTE, row.number, document=made, text=raw, other=wanted
            )
        draft = Draft(id=made, folder="", first_row=row.number)
        if _without_prefix(made, rule) != raw.casefold():
            draft.tree[self.key(rule.column or "id")] = raw
        self.drafts[raw] = draft
        if self.joined:
            self.join(draft, row)
        return draft

    def join(self, draft: Draft, row: Row) -> None:
        """Add the cells of the second table to the document."""
        assert self.joined
        found = self.joined.rows.get(row.cells.get(self.joined.column, ""), [])
        if not found:
            self.report.add("not-joined", Weight.NOTE, row.number, document=draft.id)
            return
        for column, cell in found[0].cells.items():
            if (
                column != self.joined.column and row.cells.get(column) != cell
            ):  # what both tables say is said once
                draft.cells.setdefault(self.joined.names.get(column, column), []).append(cell)
        for again in found[1:]:
            self.report.add(
                "joined-again", Weight.NOTE, row.number, document=draft.id, other=str(again.number)
            )
            for column, cell in again.cells.items():
                known = [row.cells.get(column), *draft.cells.get(self.joined.names.get(column, column), ())]
                if column != self.joined.column and cell not in known:
                    draft.cells.setdefault(self.joined.names.get(column, column), []).append(cell)

    def take_document_cells(self, draft: Draft, cells: dict[str, str], row: Row) -> set[str]:
        """Take what *cells* says of the document; gives the columns in which it says otherwise than its first row."""
        differing: set[str] = set()
        prose = (
            {leaf.column for leaf in self.mapping.document.prose.leaves()}
            if self.mapping.document.prose
            else set()
        )
        for column in self.of_document:
            cell = cells.get(column)
            if cell is None:
                continue
            known = draft.cells.setdefault(column, [])
            if not known or (column in prose and cell not in known):
                known.append(cell)
            elif cell not in known:
                differing.add(column)
                self.report.add(
                    "differs-in-document",
                    Weight.NOTE,
                    row.number,
                    document=draft.id,
                    column=column,
                    text=cell,
                    first=known[0],
                )
        return differing

    def take_entries(self, cells: dict[str, str], row: Row) -> None:
        """Add the registry entries that *cells* names."""
        for name, rules in self.mapping.registries.items():
            if not isinstance(rules, Rules) or rules.id is None:
                continue
            everything = self.with_joined(cells)
            raw = everything.get(rules.id.column or "", "")
            made = slug(raw, prefix=rules.id.prefix, language=self.language) if raw else ""
            if made and (name, made) not in self.entry_cells:
                entry: dict[str, Any] = {"id": made}
                for path, rule in rules.fields.items():
                    texts = {
                        code: _cut(leaf, everything) for code, leaf in rule.by_language(self.language).items()
                    }
                    entry[path] = {
                        code: _short(text) if path == "title" else text
                        for code, text in texts.items()
                        if text
                    }
                own = {
                    column: everything[column] for column in self.of_registries[name] if column in everything
                }
                said = [text for path in rules.fields for text in entry[path].values()] + [made]
                entry |= {self.key(column): cell for column, cell in own.items() if not _says_all(said, cell)}
                self.registries.setdefault(name, {})[made] = entry
                self.entry_cells[name, made] = own

    def with_joined(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """*cells* and those of the second table."""
        if not self.joined:
            return cells
        found = self.joined.rows.get(cells.get(self.joined.column, ""), [])
        more = (
            {self.joined.names.get(column, column): cell for column, cell in found[0].cells.items()}
            if found
            else {}
        )
        return {**more, **cells}

    def kept_in_registry(self, column: str, cells: Mapping[str, str]) -> bool:
        """Whether the cell of *column* stands in a registry entry as it is here."""
        for name, columns in self.of_registries.items():
            rules = self.mapping.registries[name]
            if column in columns and isinstance(rules, Rules) and rules.id:
                raw = cells.get(rules.id.column or "", "")
                made = slug(raw, prefix=rules.id.prefix, language=self.language)
                if self.entry_cells.get((name, made), {}).get(column) == cells.get(column):
                    return True
        return False

    # --- commitments ---------------------------------------------------------------------------------------

    def commit(self, draft: Draft, cells: dict[str, str], differing: set[str], row: Row) -> None:
        """Add the commitment of a row to its document."""
        rules = self.mapping.commitment
        tree: dict[str, Any] = {"id": ""}
        texts = {
            code: cells.get(leaf.column or "", "") for code, leaf in _statement(rules, self.language).items()
        }
        texts = {code: text for code, text in texts.items() if text}
        made = self.clause_id(draft, cells, texts, tree, row)
        where = {"row": row.number, "document": draft.id, "clause": made}
        not_taken = self.fill(Commitment, tree, draft, rules.fields, cells, where, ("clauses", made))
        if not tree.get("statement"):
            self.report.add("no-statement", Weight.LEFT_OUT, **where)
        if self.mapping.proposals:
            more = [cells[column] for column in self.mapping.look_in if column in cells]
            self.propose(tree, texts, more, where)
        if "target.share" in rules.fields and not _refused("target.share", rules, not_taken):
            check_share(tree, texts.get(self.language, ""), self.report, where)
        used = (self.of_commitment | self.of_document) - not_taken - differing
        for column, cell in cells.items():
            if column not in used and not self.kept_in_registry(column, cells):
                tree[self.key(column)] = cell
        draft.commitments.append(tree)
        self.report.counts["commitments"] += 1

    def clause_id(
        self, draft: Draft, cells: Mapping[str, str], texts: Mapping[str, str], tree: dict[str, Any], row: Row
    ) -> str:
        """The id of a commitment, unique in its document; the cell as it was is kept where the id differs."""
        rule = self.mapping.commitment.id
        raw = cells.get(rule.column or "", "") if rule else ""
        wanted = (
            slug(raw, prefix=rule.prefix, language=self.language)
            if rule and not is_no_id(raw, rule.not_ids)
            else ""
        )
        from_text = not wanted
        if from_text:
            statement = texts.get(self.language) or next(iter(texts.values()), "")
            wanted = slug(statement, prefix="commitment-", longest=40, language=self.language) or "commitment"
        made = draft.taken.unique(wanted)
        tree["id"] = made
        column = rule.column or "" if rule else ""
        where: dict[str, Any] = {"row": row.number, "document": draft.id, "clause": made, "column": column}
        if rule and from_text:
            self.report.add("clause-no-id", Weight.NOTE, **where, text=raw)
        elif not from_text:
            first = self.clause_ids.setdefault(raw, f"{draft.id}#{made}")
            if made != wanted:
                self.report.add("clause-id-twice", Weight.NOTE, **where, text=raw, other=wanted)
            elif first != f"{draft.id}#{made}":
                self.report.add("clause-id-elsewhere", Weight.NOTE, **where, text=raw, other=first)
        if rule and raw and _without_prefix(made, rule) != raw.casefold():
            tree[self.key(column)] = raw
        return made

    def propose(
        self, tree: dict[str, Any], texts: Mapping[str, str], more: list[str], where: Mapping[str, Any]
    ) -> None:
        """Put what the texts of a commitment propose into it."""
        together = {**texts}
        if more:
            together[self.language] = " ; ".join([texts.get(self.language, ""), *more])
        if not {"at_most", "at_least"} & tree.keys():
            told = texts if any(map(limit_in, texts.values())) else together
            started = propose_limit(tree, told, self.language, self.report, where)
            if started:
                self.moments.setdefault(started.id, started)
        if "channels" not in tree:
            propose_channels(tree, together, self.report)

    # --- fields --------------------------------------------------------------------------------------------

    def fill(
        self,
        model: type[Standard | Commitment],
        tree: dict[str, Any],
        draft: Draft,
        rules: Mapping[str, Rule],
        cells: Mapping[str, str],
        where: Mapping[str, Any],
        text_path: tuple[str, ...],
    ) -> set[str]:
        """Set the fields that *rules* take from *cells*; gives the columns that are not wholly in their field."""
        not_taken: set[str] = set()
        for path, rule in rules.items():
            target = target_of(model, path)
            assert target, path  # the mapping has been checked
            for code, leaf in rule.by_language(self.language).items():
                try:
                    found = self.found(target, leaf, cells)
                except DoesNotFitError as error:
                    not_taken.add(leaf.column or "")
                    self.refuse(tree, target, leaf, error, where)
                    continue
                if found is None:
                    continue
                if target.is_text and code != self.language:
                    self.translate(draft, code, text_path, target, found, tree, leaf, where)
                else:
                    _set(tree, target.path, found)
            column = rule.column or ""
            if rule.part and not _says_all(_mapped_parts(rules, cells, column), cells.get(column, "")):
                not_taken.add(column)
        return not_taken

    def found(self, target: Target, rule: Rule, cells: Mapping[str, str]) -> Any:
        """What *cells* gives *target*: a value, a list of them, or None for nothing."""
        if rule.constant is not None:
            return rule.constant
        parts = [part for part in _parts(rule, cells) if part]
        if not parts:
            return None
        made = [self.one(target, rule, part) for part in parts]
        if target.is_exemptions:
            lines = [line for part in parts for line in part.splitlines() if line.strip()]
            return [{"id": f"exemption-{n}", "when": _no_braces(line)} for n, line in enumerate(lines, 1)]
        if target.is_list:
            return list(
                dict.fromkeys(one for item in made for one in (item if isinstance(item, list) else [item]))
            )
        return made[0] if len(made) == 1 else "\n".join(map(str, made))

    def one(self, target: Target, rule: Rule, text: str) -> Any:
        """The value of one cell, or of one part of it."""
        if rule.values:
            known = {word.casefold(): meaning for word, meaning in rule.values.items()}
            if text.casefold() not in known:
                raise DoesNotFitError("not-in-values", text=text)
            return known[text.casefold()]
        if target.is_exemptions:
            return text
        made = value(target, rule, text, self.language)
        return _no_braces(made) if target.is_text and isinstance(made, str) else made

    def refuse(
        self,
        tree: dict[str, Any],
        target: Target,
        rule: Rule,
        error: DoesNotFitError,
        where: Mapping[str, Any],
    ) -> None:
        """Report a cell that does not fit its field; a time in words is proposed all the same."""
        place = {name: where[name] for name in ("row", "document", "clause") if name in where}
        named = {"field": ".".join(target.path), "column": rule.column or ""}
        text = error.values.get("text", "")
        if target.path[-1] in ("at_most", "at_least") and (limit := limit_in(text)):
            if limit.doubt:
                propose_at_most(tree, limit, self.language, self.report, {**place, **named})
            else:
                tree[target.path[-1]] = f"TODO {limit.proposal}"
                self.report.add(error.fault, Weight.TO_DECIDE, **place, **{**error.values, **named})
            return
        self.report.add(error.fault, Weight.LEFT_OUT, **place, **{**error.values, **named})

    def translate(
        self,
        draft: Draft,
        code: str,
        path: tuple[str, ...],
        target: Target,
        found: Any,
        tree: dict[str, Any],
        rule: Rule,
        where: Mapping[str, Any],
    ) -> None:
        """Put a text into the translation; one without a source text is kept beside the source."""
        if _get(tree, target.path) is None:
            tree[self.key(rule.column or "")] = found
            self.report.add(
                "translation-without-source",
                Weight.LEFT_OUT,
                **where,
                column=rule.column or "",
                language=code,
            )
            return
        texts = draft.translations.setdefault(code, {})
        if target.is_exemptions:
            found = {one["id"]: {"when": one["when"]} for one in found}
        _set(texts, (*path, *target.path), found)

    # --- documents -----------------------------------------------------------------------------------------

    def finish(self, draft: Draft) -> Draft:
        """Give a document the fields that its rows share, once all of them have been read."""
        rules = self.mapping.document
        cells = {column: values[0] for column, values in draft.cells.items()}
        where = {"row": draft.first_row, "document": draft.id}
        own = {name: rule for name, rule in draft.tree.items() if name.startswith("x_")}
        draft.tree = {"id": draft.id, "version": DRAFT_VERSION, **own}
        not_taken = self.fill(Standard, draft.tree, draft, rules.fields, cells, where, ())
        self.shorten_titles(draft, where)
        if rules.folder:
            draft.folder = "/".join(_folder(part, self.language) for part in _parts(rules.folder, cells))
        if rules.prose:
            for code, rule in rules.prose.by_language(self.language).items():
                if text := as_markdown(rule, draft.cells, code):
                    draft.prose["" if code == self.language else code] = text
        self.share_channels(draft)
        used = self.of_document - not_taken
        for column, values in draft.cells.items():
            rest = values if column not in used else values[1:] if column not in self.prose_columns() else []
            if rest and not (len(rest) == 1 and self.kept_in_registry(column, cells)):
                draft.tree[self.key(column)] = rest[0] if len(rest) == 1 else rest
        return draft

    def prose_columns(self) -> set[str]:
        prose = self.mapping.document.prose
        return {leaf.column or "" for leaf in prose.leaves()} if prose else set()

    def shorten_titles(self, draft: Draft, where: Mapping[str, Any]) -> None:
        """Cut titles over the limit at a word; the whole title becomes the summary, in every language."""
        titles = {self.language: draft.tree, **draft.translations}
        if not any(len(texts.get("title", "")) > TITLE_LENGTH for texts in titles.values()):
            return
        for code, texts in titles.items():
            whole = texts.get("title")
            if not whole:
                continue
            if "summary" in texts:
                if len(whole) > TITLE_LENGTH:
                    draft.tree["x_title" if code == self.language else f"x_title_{code}"] = whole
            else:
                texts["summary"] = whole
            if len(whole) > TITLE_LENGTH:
                texts["title"] = _short(whole)
                self.report.add("title-long", Weight.NOTE, **where, language=code, text=whole)

    def share_channels(self, draft: Draft) -> None:
        """Say the channels once, on the document, where all commitments have the same; else on both."""
        lists = [tuple(one.get("channels", ())) for one in draft.commitments]
        settled = [one for channels in lists for one in channels if not one.startswith("TODO")]
        if settled:
            draft.tree["channels"] = list(dict.fromkeys([*draft.tree.get("channels", ()), *settled]))
        if len(set(lists)) == 1 and len(settled) == sum(map(len, lists)):
            for one in draft.commitments:
                one.pop("channels", None)


def take_in(table: Table, mapping: ImportMapping, joined: Joined | None = None) -> Iterator[int | Intake]:
    """
    Make drafts of the rows of *table*.

    Yields the number of rows taken now and then, for a progress bar, and at
    last the whole intake.
    """
    reader = _Reader(mapping, joined)
    for n, row in enumerate(table.rows):
        reader.take(row)
        if n % 50 == 0:
            yield n
    drafts = [reader.finish(draft) for draft in reader.drafts.values()]
    if joined:
        used = {key for key in reader.drafts} if joined.column == mapping.document.id.column else set()
        left = [row for key, rows in joined.rows.items() if used and key not in used for row in rows]
        reader.report.counts["joined-unused"] += len(left)
        for row in left:
            shown = "; ".join(f"{column}: {cell}" for column, cell in list(row.cells.items())[:4])
            reader.report.add("joined-unused", Weight.NOTE, None, other=str(row.number), cells=shown)
    reader.report.counts["documents"] = len(drafts)
    for name in ("no_break_spaces", "invisible", "not_composed"):
        reader.report.counts[name] = getattr(table.cleaned, name)
    reader.report.problems.sort(key=lambda one: one.sort_key())
    yield Intake(drafts=drafts, registries=reader.registries, moments=reader.moments, report=reader.report)


def _columns(rules: Rules) -> set[str]:
    return {leaf.column for rule in rules.all_rules().values() for leaf in rule.leaves() if leaf.column}


def _statement(rules: Rules, language: str) -> dict[str, Rule]:
    rule = rules.fields.get("statement")
    return {code: leaf.leaves()[0] for code, leaf in rule.by_language(language).items()} if rule else {}


def _refused(path: str, rules: Rules, not_taken: set[str]) -> bool:
    return any(leaf.column in not_taken for leaf in rules.fields[path].leaves())


def _parts(rule: Rule, cells: Mapping[str, str]) -> list[str]:
    if rule.constant is not None:
        return [str(rule.constant)]
    if rule.columns:
        return [part for inner in rule.columns for part in _parts(inner, cells)]
    cell = cells.get(rule.column or "", "")
    if rule.split is None:
        return [cell]
    parts = [part.strip() for part in cell.split(rule.split)]
    return parts[rule.part - 1 : rule.part] if rule.part else parts


def _cut(rule: Rule, cells: Mapping[str, str]) -> str:
    return " ".join(part for part in _parts(rule, cells) if part)


def _mapped_parts(rules: Mapping[str, Rule], cells: Mapping[str, str], column: str) -> list[str]:
    leaves = [leaf for rule in rules.values() for leaf in rule.leaves() if leaf.column == column]
    return [part for leaf in leaves for part in _parts(leaf, cells)]


def _says_all(said: Iterable[str], cell: str) -> bool:
    """Whether every word of *cell* stands in *said*."""
    words = set(re.findall(r"\w+", " ".join(said).casefold()))
    return words.issuperset(re.findall(r"\w+", cell.casefold()))


_NOT_A_FOLDER = frozenset({"registry", "releases", "reviews", "results", "evidence", "waivers"})


def _folder(text: str, language: str) -> str:
    made = slug(text, language=language) or "other"
    return f"{made}-documents" if made in _NOT_A_FOLDER else made


def _short(text: str) -> str:
    """*text* on one line and within the length of a title, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-(") + "…"


def _without_prefix(made: str, rule: Rule) -> str:
    return made.removeprefix(rule.prefix)


def _no_braces(text: str) -> str:
    """Braces are placeholders in a text of the handbook; what a table has are not."""
    return text.replace("{", "(").replace("}", ")")


def _set(tree: dict[str, Any], path: tuple[str, ...], found: Any) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = found


def _get(tree: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for part in path:
        if not isinstance(tree, Mapping) or part not in tree:
            return None
        tree = tree[part]
    return tree


def in_order(model: type[Standard | Commitment], tree: Mapping[str, Any]) -> dict[str, Any]:
    """*tree* with its fields in the order of the model, a company's own keys last."""
    order = {name: n for n, name in enumerate(keys_of(model))}
    return dict(sorted(tree.items(), key=lambda pair: order.get(pair[0], len(order))))
