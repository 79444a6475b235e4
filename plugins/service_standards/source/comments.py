"""Where the comments and blank lines of a YAML file belong, so that they can move with what they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter

from .nodes import Branch, Items, Leaf, Node


@dataclass(slots=True)
class About:
    """What stands around one field or element."""

    before: list[str] = field(default_factory=list)
    beside: str = ""
    after: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Comments:
    """The comments of a file by the mapping or list, and the key or position, that they belong to."""

    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    by_entry: dict[tuple[int, str | int], About] = field(default_factory=dict)
    blanks: set[tuple[int, str | int]] = field(default_factory=set)
    """The mapping or list, and the key or position, of what has a blank line before it."""

    def has_blank_before(self, node: Branch | Items, key: str | int) -> bool:
        """Whether a blank line stands before the field or element of *node*."""
        return (id(node), key) in self.blanks

    def at(self, node: Branch | Items, key: str | int) -> About:
        """What stands around the field or element of *node*."""
        return self.by_entry.get((id(node), key), _NOTHING)

    def inside(self, node: Node) -> bool:
        """Whether there is any comment within *node*."""
        if not self.by_entry or isinstance(node, Leaf):
            return False
        parts = node.values.items() if isinstance(node, Branch) else enumerate(node.items)
        return any(
            (about := self.at(node, key)).before or about.beside or about.after or self.inside(value)
            for key, value in parts
        )


_NOTHING = About()


@dataclass(slots=True)
class _Entry:
    line: int
    column: int
    owner: Branch | Items
    key: str | int
    value: Node


def comments_of(root: Node, lines: Sequence[str]) -> Comments:
    """Sort the comments of *lines*, of which *root* was read."""
    found = Comments()
    with_sign = {n for n, line in enumerate(lines, 1) if "#" in line and _MAY_BEGIN.search(line)}
    if with_sign or not all(map(str.strip, lines)):  # else there is nothing to sort
        entries = sorted(_entries(root, lines), key=attrgetter("line", "column"))
        if with_sign:
            _sort_comments(root, lines, with_sign, entries, found)
        _note_blanks(entries, lines, found)
    return found


_MAY_BEGIN = re.compile(r"(?:^|[ \t])#")
"""Where a comment may begin: a sign within a word begins none."""


def _sort_comments(
    root: Node, lines: Sequence[str], with_sign: Set[int], entries: Sequence[_Entry], found: Comments
) -> None:
    masks: dict[int, list[tuple[int, int]]] = {}
    for leaf in _leaves(root, lines):
        if not with_sign.isdisjoint(range(leaf.line, leaf.end_line + 1)):
            _mask(leaf, lines, masks)
    waiting: list[tuple[int, int, str]] = []
    first_line = entries[0].line if entries else len(lines) + 1
    marker = next((n for n, line in enumerate(lines[: first_line - 1], 1) if line.startswith("---")), 0)
    at = 0
    for n in sorted(with_sign):
        line = lines[n - 1]
        column = _comment_column(line, masks.get(n, ()))
        if column is None:
            continue
        text = line[column:].rstrip()
        while at < len(entries) and entries[at].line <= n:
            at += 1
        if line[:column].strip() and n != marker:
            if at:
                about = _about(found, entries[at - 1])
                about.beside = f"{about.beside} {text}".strip()
            else:
                found.head.append(text)
        elif n < first_line:
            found.head.append(text)
        else:
            waiting.append((n, column + 1, text))
    if found.head:
        last = max(n for n, line in enumerate(lines[: first_line - 1], 1) if line.strip())
        if last < first_line - 1:
            found.head.append("")
    _attach(waiting, entries, found)


def _attach(waiting: Sequence[tuple[int, int, str]], entries: Sequence[_Entry], found: Comments) -> None:
    """Give each comment on a line of its own to the entry below it, or, if it stands deeper, to the one above."""
    for n, column, text in waiting:
        below = next((entry for entry in entries if entry.line > n), None)
        above = next(
            (entry for entry in reversed(entries) if entry.line <= n and entry.column == column), None
        )
        if below is not None and (column <= below.column or above is None):
            _about(found, below).before.append(text)
        elif above is not None and (below is not None or column > 1):
            _about(found, above).after.append(text)
        else:
            found.foot.append(text)


def _note_blanks(entries: Sequence[_Entry], lines: Sequence[str], found: Comments) -> None:
    for entry in entries[1:]:
        n = entry.line - 2
        while n >= 0 and lines[n].lstrip().startswith("#"):
            n -= 1
        if n >= 0 and not lines[n].strip():
            found.blanks.add((id(entry.owner), entry.key))


def _about(found: Comments, entry: _Entry) -> About:
    return found.by_entry.setdefault((id(entry.owner), entry.key), About())


def _entries(node: Node, lines: Sequence[str]) -> Iterator[_Entry]:
    if isinstance(node, Branch):
        for key, value in node.values.items():
            yield _Entry(*node.keys[key], node, key, value)
            yield from _entries(value, lines)
    elif isinstance(node, Items):
        for n, item in enumerate(node.items):
            line, column = item.line, item.column
            if not node.flow and 0 < line <= len(lines):
                dash = lines[line - 1].rfind("- ", 0, column)
                column = dash + 1 if dash >= 0 else column
            yield _Entry(line, column, node, n, item)
            yield from _entries(item, lines)


def _leaves(node: Node, lines: Sequence[str]) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        if isinstance(node, Branch):
            for key, (line, column) in node.keys.items():
                end = column + _written(key, lines, line, column)
                yield Leaf(line, column, line, end, key, key, bare=True)
        for value in node.values.values() if isinstance(node, Branch) else node.items:
            yield from _leaves(value, lines)


_QUOTED = re.compile(r"""["](?:[^"\\]|\\.)*["]|'(?:[^']|'')*'""")


def _written(key: str, lines: Sequence[str], line: int, column: int) -> int:
    """How many signs a key takes in its line: within quotes, more than it has."""
    quoted = _QUOTED.match(lines[line - 1], column - 1) if 0 < line <= len(lines) else None
    return quoted.end() - quoted.start() if quoted else len(key)


def _mask(leaf: Leaf, lines: Sequence[str], masks: dict[int, list[tuple[int, int]]]) -> None:
    """Mark the columns (from 0) that a value takes on each of its lines."""
    if not 0 < leaf.line <= len(lines):
        return
    if lines[leaf.line - 1][leaf.column - 1 : leaf.column] in ("|", ">") and not leaf.bare:
        header = re.match(r"[|>][-+0-9]*", lines[leaf.line - 1][leaf.column - 1 :])
        assert header is not None
        start = leaf.column - 1
        masks.setdefault(leaf.line, []).append((start, start + header.end()))
        last = leaf.end_line if leaf.end_column > 1 else leaf.end_line - 1
        for n in range(leaf.line + 1, last + 1):
            masks.setdefault(n, []).append((0, len(lines[n - 1]) if n <= len(lines) else 0))
        return
    for n in range(leaf.line, leaf.end_line + 1):
        start = leaf.column - 1 if n == leaf.line else 0
        end = leaf.end_column - 1 if n == leaf.end_line else 10**9
        masks.setdefault(n, []).append((start, end))


def _comment_column(line: str, masked: Sequence[tuple[int, int]]) -> int | None:
    """Where the comment of a line begins (from 0), or None."""
    at = line.find("#")
    while at >= 0:
        if (at == 0 or line[at - 1] in " \t") and not any(start <= at < end for start, end in masked):
            return at
        at = line.find("#", at + 1)
    return None
