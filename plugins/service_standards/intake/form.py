"""
Plain values as YAML text in the form of `standards fmt`.

Texts stand on lines of their own, so that an editor's change is one line;
lists of words and the small mapping of a target stand in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..source.format import formatted_tree
from ..source.nodes import Branch, Items, Leaf, Node
from ..source.structure import Source

IN_BRACKETS = frozenset({"target"})


class UnwritableError(Exception):
    """A value that YAML text cannot hold as it is: nothing that a table can bring in."""


def written(tree: Any, kind: str) -> str:
    """*tree* as the text of a file; *kind* is one that the formatter knows, for the order of the fields."""
    text = formatted_tree(_node(tree), Source("", [], []), kind)
    if text is None:
        raise UnwritableError(kind)
    return text


def _node(value: Any, key: str = "") -> Node:
    if isinstance(value, Mapping):
        values = {str(name): _node(inner, str(name)) for name, inner in value.items()}
        return Branch(0, 0, values, dict.fromkeys(values, (0, 0)), flow=key in IN_BRACKETS)
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [_node(inner) for inner in value]
        return Items(0, 0, items, flow=all(isinstance(item, Leaf) for item in items))
    if isinstance(value, bool):
        return Leaf(0, 0, 0, 0, str(value).lower(), value, bare=True, misread=True)
    if isinstance(value, int | float | date):
        return Leaf(0, 0, 0, 0, str(value), value, bare=True, misread=True)
    return Leaf(0, 0, 0, 0, value, value, bare=False)
