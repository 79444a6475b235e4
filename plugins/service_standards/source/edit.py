"""
Set single fields of a document's file: only the lines of these fields change.

Comments, quotes, line breaks and the order of everything else stay as they
were written. The result is read again; where it would not say exactly what
was meant, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ..model.documents import KINDS, Kind
from .format import field_order, yaml_text
from .nodes import Branch, Leaf, Node, plain
from .structure import read_tree


class CannotEditError(Exception):
    """The file is written in a way in which a field can't be set without touching the rest."""


def with_fields(data: bytes, kind: Kind, fields: Mapping[tuple[str, ...], Any]) -> bytes:
    """
    *data*, a document's file, with *fields* set: by `(field,)` or `(field, field inside)`, to plain values.

    Raises CannotEditError.
    """
    root = _tree(data)
    wanted: dict[str, Any] = deepcopy(plain(root).value)
    for path, value in fields.items():
        data = _with_field(data, kind, path, value)
        inside = wanted
        for key in path[:-1]:
            inside = inside.setdefault(key, {})
        inside[path[-1]] = value
    if plain(_tree(data)).value != wanted:
        raise CannotEditError
    return data


def _tree(data: bytes) -> Branch:
    root, source = read_tree("", data)
    if not isinstance(root, Branch) or root.flow or source.findings:
        raise CannotEditError
    return root


def _with_field(data: bytes, kind: Kind, path: tuple[str, ...], value: Any) -> bytes:
    text = data.decode("utf-8")
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    root = _tree(data)
    inside = root.values.get(path[0]) if len(path) > 1 else root
    if inside is None:
        path, value, inside = path[:1], {path[1]: value}, root
    if not isinstance(inside, Branch):
        raise CannotEditError
    key = path[-1]
    there = inside.values.get(key)
    if _is_short(there) and not isinstance(value, Mapping):
        _replace(lines, there, _scalar(key, value))
    elif inside.flow:
        if there is not None:
            raise CannotEditError
        _insert_in_braces(lines, inside, f"{key}: {_scalar(key, value)}")
    else:
        end = len(lines) + 1 if inside is root else _end(lines, root, path[0], len(lines) + 1)
        indent = " " * (inside.column - 1)
        written = [indent + line for line in yaml_text({key: value}).splitlines()]
        if there is not None:
            start, stop = inside.keys[key][0], _end(lines, inside, key, end)
            lines[start - 1 : stop - 1] = written
        else:
            at = _place_for(lines, inside, key, _order(kind, path), end)
            lines[at - 1 : at - 1] = written
    return ending.join(lines).encode()


def _is_short(node: Node | None) -> bool:
    return isinstance(node, Leaf) and node.line == node.end_line


def _scalar(key: str, value: Any) -> str:
    return yaml_text({key: value}).rstrip("\n").partition(": ")[2]


def _replace(lines: list[str], leaf: Node | None, written: str) -> None:
    assert isinstance(leaf, Leaf)
    line = lines[leaf.line - 1]
    lines[leaf.line - 1] = line[: leaf.column - 1] + written + line[leaf.end_column - 1 :]


def _insert_in_braces(lines: list[str], node: Branch, written: str) -> None:
    line = lines[node.line - 1]
    at = node.column
    comma = ", " if node.values else ""
    lines[node.line - 1] = line[:at] + written + comma + line[at:]


def _end(lines: list[str], inside: Branch, key: str, end: int) -> int:
    """The line behind the value of *key*; blank lines and comments before the next field belong to that one."""
    start = inside.keys[key][0]
    stop = min((line for line, _ in inside.keys.values() if line > start), default=end)
    return _above_comments(lines, stop, start)


def _above_comments(lines: list[str], stop: int, start: int) -> int:
    while stop - 1 > start and (not lines[stop - 2].strip() or lines[stop - 2].lstrip().startswith("#")):
        stop -= 1
    return stop


def _place_for(lines: list[str], inside: Branch, key: str, order: tuple[str, ...], end: int) -> int:
    """The line before which a new field is written: before the first field that comes after it, else at the end."""
    later = order[order.index(key) + 1 :] if key in order else ()
    after = [inside.keys[name][0] for name in later if name in inside.keys]
    if after:
        return _above_comments(lines, min(after), 0)
    last = max(inside.keys, key=lambda name: inside.keys[name][0])
    return _end(lines, inside, last, end)


def _order(kind: Kind, path: tuple[str, ...]) -> tuple[str, ...]:
    """The order of the fields around the last one of *path*, as the canonical form has it."""
    model = KINDS[kind]
    if len(path) == 1:
        return field_order(model)
    return ("class", "summary", "reason", "evidence", "override") if path[0] == "change" else ()
