"""
Cells and trees: the parts of a cell that a rule asks for, and values by their path in nested mappings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .mapping import Rule, Rules
from .slugs import key_slug, slug

TITLE_LENGTH = 80
NOT_A_FOLDER = frozenset({"registry", "releases", "reviews", "results", "evidence", "waivers"})
"""Folders of a handbook that hold no documents."""


class Keys:
    """The keys `x_…` under which columns are kept: one per column, the same in every document."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._keys: dict[str, str] = {}

    def of(self, column: str) -> str:
        """The key of *column*."""
        if column not in self._keys:
            wanted = f"x_{key_slug(column, self._language)}"
            made, n = wanted, 1
            while made in self._keys.values():
                n += 1
                made = f"{wanted}_{n}"
            self._keys[column] = made
        return self._keys[column]


def columns_of(rules: Rules) -> set[str]:
    """The columns that *rules* name."""
    return {leaf.column for rule in rules.all_rules().values() for leaf in rule.leaves() if leaf.column}


def parts(rule: Rule, cells: Mapping[str, str]) -> list[str]:
    """The pieces of *cells* that *rule* asks for; a blank cell is one blank piece."""
    if rule.constant is not None:
        return [str(rule.constant)]
    if rule.columns:
        return [part for inner in rule.columns for part in parts(inner, cells)]
    cell = cells.get(rule.column or "", "")
    if rule.split is None:
        return [cell]
    pieces = [piece.strip() for piece in cell.split(rule.split)]
    return pieces[rule.part - 1 : rule.part] if rule.part else pieces


def joined_parts(rule: Rule, cells: Mapping[str, str]) -> str:
    """The pieces that *rule* asks for as one text."""
    return " ".join(part for part in parts(rule, cells) if part)


def partly_used(rules: Mapping[str, Rule], cells: Mapping[str, str]) -> set[str]:
    """The columns of which *rules* take parts, but not all of them."""
    taken: dict[str, list[str]] = {}
    for rule in rules.values():
        for leaf in rule.leaves():
            if leaf.part and leaf.column:
                taken.setdefault(leaf.column, []).extend(parts(leaf, cells))
    return {column for column, said in taken.items() if not says_all(said, cells.get(column, ""))}


def says_all(said: Iterable[str], cell: str) -> bool:
    """Whether every word of *cell* stands in *said*."""
    words = set(re.findall(r"\w+", " ".join(said).casefold()))
    return words.issuperset(re.findall(r"\w+", cell.casefold()))


def one_line(text: str) -> str:
    """*text* on one line."""
    return " ".join(text.split())


def short_title(text: str) -> str:
    """*text* on one line and within the length of a title, cut at a word."""
    line = one_line(text)
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-(") + "…"


_LINE_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>")


def handbook_text(text: str) -> str:
    """
    *text* as a handbook's field may say it.

    Brackets for braces: those are placeholders there, and none in a table. HTML
    tags go, which no text of a handbook holds; a line break becomes one.
    """
    return _TAG.sub("", _LINE_BREAK.sub("\n", text)).replace("{", "(").replace("}", ")")


def has_html(text: str) -> bool:
    """Whether there are tags that `handbook_text` takes out."""
    return _TAG.search(text) is not None


def folder_name(text: str, language: str) -> str:
    """The folder that *text* names; never one that a handbook uses for other things."""
    made = slug(text, language=language) or "other"
    return f"{made}-documents" if made in NOT_A_FOLDER else made


def shown(cells: Mapping[str, str], most: int | None = None) -> str:
    """*cells* as a report shows a row."""
    return "; ".join(f"{column}: {cell}" for column, cell in list(cells.items())[:most])


def put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set *value* at *path* in *tree*, making the mappings on the way."""
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value


def got(tree: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at *path* in *tree*, or None."""
    for part in path:
        if not isinstance(tree, Mapping) or part not in tree:
            return None
        tree = tree[part]
    return tree
