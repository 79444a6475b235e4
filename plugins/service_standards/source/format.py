"""
The canonical form of the YAML files: one order of fields, one indentation, quotes only where they are needed.

Comments move with what they stand at. The second run changes nothing, and
what the file says is the same before and after; where that could not be
kept, the text is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from ..findings import Finding, Severity
from ..model.documents import KINDS, AppliesTo, Baseline, Header, MeasuredBy, NormReference, Target
from ..model.fields import Strict
from ..model.handbook import Place
from ..model.records import Evidence, ReleaseRecord, Review, Waiver
from ..model.registry import REGISTRIES, Holiday, Notice, Settings
from .comments import Comments, comments_of
from .layout import Layout, layout
from .nodes import Branch, Items, Leaf, Node, YAMLError, compose, plain, typed
from .shapes import Fields, ListOf, MapOf, Shape, Single, Wants, keys_of
from .structure import Source, read_tree

WIDTH = 140
"""Up to this column a list or mapping in brackets stays on one line; texts are never wrapped."""

SHAPES: dict[str, Shape | None] = {
    **{kind.value: Fields(model) for kind, model in KINDS.items()},
    **{name: ListOf(Fields(model)) for name, model in REGISTRIES.items()},
    "evidence": Fields(Evidence),
    "waivers": Fields(Waiver),
    "review": Fields(Review),
    "handbook": Fields(Settings),
    "release": Fields(ReleaseRecord),
    "translation": None,
}
"""What a file of each kind holds; it decides the order of the fields."""

IN_BRACKETS: frozenset[type[Strict]] = frozenset(
    {AppliesTo, Baseline, Holiday, MeasuredBy, NormReference, Notice, Target}
)
"""
The parts that stand in brackets on one line where they fit, as lists of single values do.

Decided by what a part is: a form editor writes everything in lines, and what
nobody touched must come back as it was.
"""

ALWAYS_QUOTED = frozenset({"version", "translates"})
FIRST = frozenset({"translates"})
AT_THE_END = ("change", "retired", "ignore")
"""What a document says of itself behind its clauses."""


def formatted(text: str, kind: str) -> str:
    """
    *text* in its canonical form; *kind* is a name of `SHAPES`.

    A text that can't be read, or that would not say the same afterwards, comes back unchanged.
    """
    root, source = read_tree("", text.encode("utf-8", "surrogatepass"))
    if root is None or source.findings:
        return text
    return formatted_tree(root, source, kind) or text


def formatted_tree(root: Node, source: Source, kind: str, written: str = "") -> str | None:
    """The canonical form of a tree as it was read from *source*; None if it would not say the same."""
    comments = comments_of(root, source.lines)
    text = _Writer(comments).document(root, SHAPES.get(kind))
    if text == written:
        return text
    try:
        again, findings = compose("", text)
    except YAMLError:
        return None
    if findings or again is None or not _same(plain(root).value, plain(again).value):
        return None
    return text


def formatted_files(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield every YAML file that is not in its canonical form, released ones left out, with that form."""
    for path, kind in kinds_of_files(layout(files)):
        root, source = read_tree(path, files[path])
        if root is None or source.findings:
            continue
        text = formatted_tree(root, source, kind)
        if text is not None and text.encode() != files[path]:
            yield path, text


def kinds_of_files(found: Layout) -> Iterator[tuple[str, str]]:
    """Yield every YAML file of a handbook that people write, with its kind."""
    if found.settings:
        yield found.settings, "handbook"
    yield from ((path, name) for name, path in found.registry.items())
    for collection, records in found.records.items():
        yield from ((path, collection) for path in records.values())
    yield from ((path, "translation") for path in found.translations.values())
    for document in found.documents.values():
        yield document.file, document.kind.value
        yield from ((path, "translation") for path in document.texts.values())
        yield from ((path, "review") for path in document.reviews)


def yaml_text(data: Any) -> str:
    """Plain data as YAML in the canonical form: lists of single values in brackets, the rest in lines."""
    return _Writer(Comments()).document(_node(data, 0), None)


def _node(data: Any, depth: int) -> Node:
    if isinstance(data, Mapping):
        values = {str(key): _node(value, depth + 1) for key, value in data.items()}
        simple = all(isinstance(value, Leaf) for value in values.values())
        return Branch(
            0, 0, values, dict.fromkeys(values, (0, 0)), flow=depth > 1 and simple and len(values) <= 3
        )
    if isinstance(data, Sequence) and not isinstance(data, str):
        items = [_node(value, depth + 1) for value in data]
        return Items(0, 0, items, flow=all(isinstance(item, Leaf) for item in items))
    if isinstance(data, bool):
        return Leaf(0, 0, 0, 0, str(data).lower(), data, bare=True, misread=True)
    if isinstance(data, int | float | date):
        return Leaf(0, 0, 0, 0, str(data), data, bare=True, misread=True)
    return Leaf(0, 0, 0, 0, "" if data is None else str(data), data, bare=data is None, misread=data is None)


def _same(one: Any, other: Any) -> bool:
    """Whether two trees say the same; order of keys aside, and a number that is no number is itself."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))


class _Writer:
    """Writes one file; the lines so far are its state."""

    def __init__(self, comments: Comments) -> None:
        self.comments = comments
        self.lines: list[str] = []

    def document(self, root: Node, shape: Shape | None) -> str:
        self.lines += self.comments.head
        line = self._root_on_one_line(root, shape)
        if line is not None:
            self.lines.append(line)
        elif isinstance(root, Branch):
            self._branch(root, shape, 0)
        elif isinstance(root, Items):
            self._items(root, shape, 0, "")
        self.lines += self.comments.foot
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def _root_on_one_line(self, root: Node, shape: Shape | None) -> str | None:
        if isinstance(root, Leaf):
            return _flow(root, shape)
        return self._on_one_line(root, shape, 0) if root.flow or not _size(root) else None

    def _branch(self, node: Branch, shape: Shape | None, indent: int, dash: str = "") -> None:
        """The lines of a mapping; the first of them begins with *dash* instead of its indentation."""
        pad = " " * indent
        first = True
        for key in _ordered(node, shape):
            about = self.comments.at(node, key)
            lead = dash if first and dash else pad
            if not first and self.comments.has_blank_before(node, key):
                self.lines.append("")
            if about.before:
                outer = " " * (indent - 2) if first and dash else pad
                self.lines += [outer + line for line in about.before]
            self._entry(
                f"{lead}{_key(key)}:", node.values[key], _below(shape, key), indent, about.beside, key
            )
            if about.after:
                self.lines += [pad + line for line in about.after]
            first = False

    def _entry(self, head: str, value: Node, shape: Shape | None, indent: int, beside: str, key: str) -> None:
        tail = f"  {beside}" if beside else ""
        if isinstance(value, Leaf):
            text = _leaf(value, quoted=key in ALWAYS_QUOTED)
            if "\n" in text:
                first, *rest = text.split("\n")
                self.lines.append(f"{head} {first}{tail}")
                self.lines += [" " * (indent + 2) + line if line else "" for line in rest]
            else:
                self.lines.append(f"{head} {text}{tail}" if text else head + tail)
        elif (line := self._on_one_line(value, shape, len(head) + 1)) is not None:
            self.lines.append(f"{head} {line}{tail}")
        elif isinstance(value, Branch):
            self.lines.append(head + tail)
            self._branch(value, shape, indent + 2)
        else:
            self.lines.append(head + tail)
            self._items(value, shape, indent + 2, key)

    def _items(self, node: Items, shape: Shape | None, indent: int, key: str) -> None:
        pad = " " * indent
        inner = shape.inner if isinstance(shape, ListOf) else None
        for n, item in enumerate(node.items):
            about = self.comments.at(node, n)
            if n and self.comments.has_blank_before(node, n):
                self.lines.append("")
            self.lines += [pad + line for line in about.before]
            if isinstance(item, Branch) and self._on_one_line(item, inner, indent + 2) is None:
                self._branch(item, inner, indent + 2, f"{pad}- ")
            else:
                self._entry(f"{pad}-", item, inner, indent, about.beside, key)
            self.lines += [pad + line for line in about.after]

    def _on_one_line(self, node: Branch | Items, shape: Shape | None, column: int) -> str | None:
        """A mapping or list in brackets, if it stands so; None where each of its parts has a line."""
        if not _size(node):
            return _flow(node, shape)
        if not _in_brackets(node, shape) or self.comments.inside(node) or _has_lines(node):
            return None
        line = _flow(node, shape)
        return line if column + len(line) <= WIDTH else None


def _ordered(node: Branch, shape: Shape | None) -> list[str]:
    """The keys of a mapping: in the model's order, then those that it does not know as they were written."""
    if isinstance(shape, Fields):
        known = field_order(shape.model)
        return [key for key in known if key in node.values] + [key for key in node.values if key not in known]
    return sorted(node.values, key=lambda key: key not in FIRST)


@cache
def field_order(model: type[Strict]) -> tuple[str, ...]:
    """
    The order of a model's fields in a file.

    The model's own, but for documents: what is said once comes before the
    clauses, and what changed in this version after them.
    """
    keys = keys_of(model)
    if not issubclass(model, Header):
        return tuple(keys)
    late = [key for key in AT_THE_END if key in keys]
    blocks = [
        name
        for name, key in keys.items()
        if isinstance(key.shape, ListOf)
        and isinstance(key.shape.inner, Fields)
        and name not in Header.model_fields
    ]
    early = [name for name in keys if name not in late and name not in blocks and name != "calendar"]
    return (*early, "calendar", *blocks, *late)


def _below(shape: Shape | None, key: str) -> Shape | None:
    if isinstance(shape, Fields):
        found = keys_of(shape.model).get(key)
        return found.shape if found else None
    return shape.inner if isinstance(shape, MapOf) else None


def _in_brackets(node: Branch | Items, shape: Shape | None) -> bool:
    """
    Whether *node* stands in brackets if it fits: what the canonical form wants so, and what was written so.
    """
    match shape:
        case Fields(model=model) if isinstance(node, Branch):
            return model in IN_BRACKETS or node.flow
        case ListOf(inner=inner) if isinstance(node, Items):
            return node.flow or (
                isinstance(inner, Single) and all(isinstance(item, Leaf) for item in node.items)
            )
        case MapOf(inner=Single() | ListOf(inner=Single(wants=Wants.ID))) if isinstance(node, Branch):
            return True
    return node.flow


def _size(node: Branch | Items) -> int:
    return len(node.values if isinstance(node, Branch) else node.items)


def _has_lines(node: Node) -> bool:
    if isinstance(node, Leaf):
        return isinstance(node.value, str) and "\n" in node.value
    return any(map(_has_lines, node.values.values() if isinstance(node, Branch) else node.items))


def _flow(node: Node, shape: Shape | None = None, key: str = "") -> str:
    if isinstance(node, Leaf):
        return _leaf(node, quoted=key in ALWAYS_QUOTED, flow=True) or "null"
    if isinstance(node, Items):
        inner = shape.inner if isinstance(shape, ListOf) else None
        return "[" + ", ".join(_flow(item, inner, key) for item in node.items) + "]"
    fields = (
        f"{_key(name, flow=True)}: {_flow(node.values[name], _below(shape, name), name)}"
        for name in _ordered(node, shape)
    )
    return "{" + ", ".join(fields) + "}"


@lru_cache(maxsize=4096)
def _key(key: str, *, flow: bool = False) -> str:
    if key.replace("_", "a").replace("-", "a").isalnum() and not key[0].isdigit() and key[0] != "-":
        return key
    return key if _may_be_bare(key, flow=flow) and len(key) < 100 else _in_quotes(key)


def _leaf(leaf: Leaf, *, quoted: bool = False, flow: bool = False) -> str:
    if leaf.bare and not isinstance(leaf.value, str):
        if leaf.value is None:
            return ""
        return leaf.text.lower() if isinstance(leaf.value, bool) else leaf.text
    text = str(leaf.value)
    if leaf.bare and leaf.misread:
        return text  # what it means is for its reader to say; quotes would hide the fault
    if "\n" in text and not flow and _may_be_lines(text):
        ending = "" if text.endswith("\n") else "-"
        return f"|{ending}\n" + (text[:-1] if text.endswith("\n") else text)
    if not quoted and _may_be_bare(text, flow=flow):
        return text
    return _in_quotes(text)


def _may_be_bare(text: str, *, flow: bool) -> bool:
    """Whether *text* without quotes is read as itself, by every reader."""
    if not text or text[0] in _INDICATORS or text != text.strip() or not _printable(text):
        return False
    if ": " in text or " #" in text or text[-1] == ":":
        return False
    if flow and not _IN_BRACKETS.isdisjoint(text):
        return False
    value, misread = typed(text)
    return value == text and not misread


_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~.")
_IN_BRACKETS = frozenset(",[]{}:?")
"""Libyaml 0.1 reads no bare colon in brackets."""


def _may_be_lines(text: str) -> bool:
    """Whether *text* can stand as lines below its field."""
    lines = text.split("\n")
    return (
        bool(lines[0].strip())
        and not lines[0].startswith((" ", "\t"))
        and not any(line != line.rstrip() or "\t" in line[:1] for line in lines)
        and _printable(text.replace("\n", ""))
        and not text.endswith("\n\n")
    )


def _printable(text: str) -> bool:
    return text.isprintable() or text.translate(_NO_BREAK).isprintable()


_NO_BREAK = dict.fromkeys((0x00A0, 0x202F))
"""Spaces that may stand as they are, though Python does not count them among what can be printed."""


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def _in_quotes(text: str) -> str:
    if text.isprintable():
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    else:
        text = "".join(map(_escaped, text))
    return f'"{text}"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable() or sign in "\u00a0\u202f":
        return sign
    number = ord(sign)
    return (
        f"\\x{number:02x}"
        if number < 0x100
        else f"\\u{number:04x}"
        if number < 0x10000
        else f"\\U{number:08x}"
    )


def _strange_ends(written: str, wanted: str) -> str | None:
    """The fault that nobody can see in the line that has it: ends of lines, a mark before the first one."""
    if written.startswith("\ufeff"):
        return "byte-order-mark"
    return "line-ends" if "\r" in written and "\r" not in wanted else None


def note_form(root: Node | None, source: Source, data: bytes, kind: str) -> None:
    """Note in *source* where a file that can be read first differs from its canonical form (YML07)."""
    if root is None or source.findings:
        return
    written = data.decode("utf-8", "replace")
    text = formatted_tree(root, source, kind, written)
    if text is None or text == written:
        return
    if fault := _strange_ends(written, text):
        source.findings.append(
            Finding(code="YML07", fault=fault, severity=Severity.WARNING, place=Place(source.file))
        )
        return
    wanted = text.split("\n")
    lines = written.split("\n")
    n = next((n for n, (one, other) in enumerate(zip(lines, wanted, strict=False)) if one != other), None)
    if n is None:
        n = min(len(lines), len(wanted)) - 1
    better = wanted[n].rstrip() if n < len(wanted) else ""
    source.findings.append(
        Finding(
            code="YML07",
            fault="form",
            severity=Severity.WARNING,
            place=Place(source.file, n + 1),
            values={"cured": better},
        )
    )
