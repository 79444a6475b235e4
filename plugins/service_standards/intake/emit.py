"""
Canonical YAML text from plain values.

The same form as `standards fmt` gives, written directly: laying out a tree
with the round-trip writer and formatting it takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from ..source.nodes import typed

Tree: TypeAlias = "str | int | bool | date | Sequence[Tree] | Mapping[str, Tree]"

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^\n#:]|:(?=\S)|(?<=\S)#)*|-(?=[^\s\-])(?:[^\n#:]|:(?=\S)|(?<=\S)#)*")
_IN_FLOW = re.compile(r"[,\[\]{}]")
_ALWAYS_QUOTED = frozenset({"version", "translates"})
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def yaml_text(tree: Tree) -> str:
    """*tree* as the text of a file."""
    return "\n".join(_lines(tree, "")) + "\n"


def _lines(tree: Tree, indent: str) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _entry(f"{indent}{scalar(key)}:", value, indent, key)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for item in tree:
            if isinstance(item, Mapping) and item:
                inner = list(_lines(item, indent + "  "))
                yield f"{indent}- {inner[0][len(indent) + 2 :]}"
                yield from inner[1:]
            else:
                yield f"{indent}- {_inline(item)}"
    else:
        yield f"{indent}{_inline(tree)}"


def _entry(head: str, value: Tree, indent: str, key: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from _lines(value, indent + "  ")
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield head
        yield from _lines(value, indent + "  ")
    else:
        yield f"{head} {_inline(value, quoted=key in _ALWAYS_QUOTED)}"


def _inline(value: Tree, *, quoted: bool = False) -> str:
    if isinstance(value, str):
        return _double_quoted(value) if quoted else scalar(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def scalar(text: str) -> str:
    """*text* as YAML writes it on one line: without quotes where every reader takes it for this text."""
    if _PLAIN.fullmatch(text) and text[-1] not in " :" and not typed(text)[1] and text.isprintable():
        return text
    return _double_quoted(text)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _double_quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter) or _printable(letter) for letter in text) + '"'


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    number = ord(letter)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"
