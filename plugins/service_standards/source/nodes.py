"""
YAML text as a tree of values, each with its place.

Built from the events of libyaml, so that no alias is ever expanded and no
depth is reached before it is counted. Types are those of YAML 1.2 with dates:
`no` stays text. Knows nothing of what a file should say.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..findings import Finding, Severity
from ..model.handbook import Place, ValuePath

__all__ = ["Branch", "Items", "Leaf", "MarkedYAMLError", "Node", "Plain", "YAMLError", "compose", "plain"]

DEEPEST = 32
"""How deep values may nest."""


@dataclass(slots=True)
class Leaf:
    """A single value, with the text as written and where it ends."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    value: Any
    bare: bool
    """Written without quotes, on its own."""
    misread: bool = False
    """Bare, and some reader of YAML 1.1 or 1.2 would not take it for this text."""
    faulty: bool = False
    """What is wrong with it was said; it can't stay."""


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    column: int
    items: list[Node]
    proposals: dict[int, str] = field(default_factory=dict)
    faulty: bool = False
    """Whether something in it could not be read, so that it is not called empty."""
    flow: bool = False
    """Written in brackets."""
    end_line: int = 0


@dataclass(slots=True)
class Branch:
    """A mapping: values by key, and the place of each key."""

    line: int
    column: int
    values: dict[str, Node]
    keys: dict[str, tuple[int, int]]
    proposals: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    """The keys whose values could not be read, so that they are not called missing."""
    flow: bool = False
    """Written in braces."""
    end_line: int = 0


Node: TypeAlias = Leaf | Items | Branch


@dataclass(slots=True)
class Plain:
    """A tree as plain values, the place of each, and what stands behind a TODO."""

    value: Any
    lines: dict[ValuePath, tuple[int, int]]
    proposals: dict[ValuePath, str]


def plain(root: Node) -> Plain:
    """The values of *root* and everything below it."""
    read = Plain(None, {}, {})
    read.value = _plain(root, (), read)
    return read


def _plain(node: Node, path: ValuePath, read: Plain) -> Any:
    read.lines[path] = (node.line, node.column)
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Items):
        for n, proposal in node.proposals.items():
            read.proposals[(*path, n)] = proposal
        return [_plain(item, (*path, n), read) for n, item in enumerate(node.items)]
    for key, proposal in node.proposals.items():
        read.proposals[(*path, key)] = proposal
        read.lines[(*path, key)] = node.keys[key]
    return {key: _plain(value, (*path, key), read) for key, value in node.values.items()}


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SWITCH = frozenset(
    form for word in ("yes", "no", "on", "off", "y", "n") for form in (word, word.title(), word.upper())
)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)")
_SPECIAL_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHERWISE = re.compile(  # numbers, times and stamps that only some readers know
    r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[-+]?0[xob][0-9A-Fa-f_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?|=|<<"
)


def typed(text: str) -> tuple[Any, bool]:
    """
    What *text*, written without quotes, means, and whether another reader may take it for something else.

    A date that does not exist stays text.
    """
    first = text[:1]
    if first.isalpha() and first not in "nNtTfFyYoO":
        return text, False
    if text in _NULL:
        return None, True
    if text in _BOOL:
        return _BOOL[text], True
    if text in _SWITCH:
        return text, True
    if first.isalpha():
        return text, False
    if _INT.fullmatch(text):
        return int(text), True
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text), True
        except ValueError:
            return text, True
    if _FLOAT.fullmatch(text):
        return float(text), True
    if _SPECIAL_FLOAT.fullmatch(text):
        return (math.nan if "n" in text.lower()[-1:] else math.inf), True
    return text, bool(_OTHERWISE.fullmatch(text))


def compose(file: str, text: str) -> tuple[Node | None, list[Finding]]:
    """
    The tree of *text* and the faults of its form that do not keep it from being read.

    None for a file without a value, or one that nests too deep.
    Raises YAMLError where the text is no YAML.
    """
    return _Composer(file, text).compose()


_Key: TypeAlias = tuple[str, Any, bool]
"""A key that waits for its value: its text, where it stands, whether it is bare."""


class _Composer:
    """The state of one pass over the events of a file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.parser = CParser(text)
        self.findings: list[Finding] = []

    def fault(self, code: str, fault: str, mark: Any, **values: str) -> None:
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.findings.append(
            Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
        )

    def compose(self) -> tuple[Node | None, list[Finding]]:
        parser = self.parser
        root: Node | None = None
        above: list[tuple[Items | Branch, _Key | None]] = []
        open_node: Items | Branch | None = None
        key: _Key | None = None
        documents = 0
        aliases: set[tuple[str, int]] = set()
        for event in iter(parser.get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marks_of(event)
                if key is None and type(open_node) is Branch:
                    key = event.value, event.start_mark, not event.style
                    continue
                node: Node = _leaf(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marks_of(event)
                if len(above) + (open_node is not None) >= DEEPEST:
                    self.fault("YML10", "depth", event.start_mark, limit=str(DEEPEST))
                    return None, self.findings
                line, column = event.start_mark.line + 1, event.start_mark.column + 1
                begun: Items | Branch = (
                    Branch(line, column, {}, {}) if kind is MappingStartEvent else Items(line, column, [])
                )
                begun.flow = bool(event.flow_style)
                if isinstance(open_node, Branch) and key is None:
                    self.fault("YML01", "braces-as-name", event.start_mark)
                    return None, self.findings
                if open_node is not None:
                    above.append((open_node, key))
                open_node, key = begun, None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                assert open_node is not None
                node = open_node
                node.end_line = event.end_mark.line + 1
                open_node, key = above.pop() if above else (None, None)
            elif kind is AliasEvent:
                line, column = event.start_mark.line + 1, event.start_mark.column + 1
                if (event.anchor, line) not in aliases:
                    self.fault("YML08", "alias", event.start_mark, name=event.anchor)
                aliases.add((event.anchor, line))
                node = Leaf(line, column, line, event.end_mark.column + 1, "", None, bare=True, faulty=True)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.fault("YML01", "two-documents", event.start_mark)
                    return root, self.findings
                continue
            else:
                continue

            if open_node is None:
                root = node
            elif isinstance(open_node, Items):
                open_node.items.append(node)
            elif key is None:  # an alias: what else has no value was refused
                key = "", event.start_mark, True
            else:
                self._enter(open_node, key, node)
                key = None
        return root, self.findings

    def _enter(self, branch: Branch, key: _Key, node: Node) -> None:
        name, place, bare = key
        if name == "<<" and bare:
            self.fault("YML08", "merge", place)
        elif name in branch.values:
            first = branch.keys[name][0]
            self.fault("YML02", "twice", place, name=name, first=str(first))
        else:
            branch.values[name] = node
            branch.keys[name] = (place.line + 1, place.column + 1)

    def _refuse_marks_of(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault("YML08", "anchor", event.start_mark, name=event.anchor)
        if event.tag is not None:
            self.fault("YML08", "tag", event.start_mark, name=str(event.tag))


def _leaf(event: Any) -> Leaf:
    start, end = event.start_mark, event.end_mark
    text: str = event.value
    bare = not event.style
    value, misread = typed(text) if bare else (text, False)
    return Leaf(start.line + 1, start.column + 1, end.line + 1, end.column + 1, text, value, bare, misread)
