"""
Translation files: texts by the path that the model gives them, checked against the texts that there are.

A translation may lag, so a text is only unknown if no version that it may
translate has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..findings import Severity
from ..model.fields import Strict
from ..model.translations import OWN_LISTS, TextPath, Translation, texts
from ..model.values import VersionNumber
from .fit import Fit, proposal_of
from .guesses import nearest
from .nodes import Branch, Items, Leaf, Node
from .structure import Source


@dataclass(slots=True)
class _Texts:
    """What one translation says, while it is read."""

    fit: Fit
    known: Sequence[Mapping[TextPath, str]]
    """The texts of the versions that it may translate."""
    found: dict[TextPath, str]
    clauses: dict[str, VersionNumber]
    search_terms: tuple[str, ...] = ()
    translates: VersionNumber | None = None


def translation_of(
    root: Node | None,
    source: Source,
    language: str,
    sources: Sequence[Strict],
    *,
    versioned: bool,
    draft: bool = False,
) -> Translation | None:
    """
    The translation that a tree says, of texts of *sources*.

    *versioned*: of a document, so it must say which version it translates.
    """
    if root is None:
        return None
    if not isinstance(root, Branch):
        source.fault("SCH03", "translation-form", root.line, root.column)
        return None
    known = [{path: text for path, text, _ in texts(model)} for model in sources]
    state = _Texts(Fit(source, draft), known, {}, {})
    if versioned:
        _read_translates(root, state)
    elif "translates" in root.values:
        del root.values["translates"]
    if isinstance(terms := root.values.pop("search_terms", None), Items):
        state.search_terms = tuple(
            text
            for leaf in terms.items
            if isinstance(leaf, Leaf) and (text := _text(leaf, "search_terms", state))
        )
    for key in [key for key in root.values if key.startswith("x_")]:
        del root.values[key]
    _walk(root, (), state, root)
    return Translation(
        language=language,
        file=source.file,
        texts=state.found,
        translates=state.translates,
        clauses_translate=state.clauses,
        search_terms=state.search_terms,
    )


def _read_translates(root: Branch, state: _Texts) -> None:
    node = root.values.pop("translates", None)
    if node is None:
        state.fit.fault("SCH02", "translates", root.line, root.column, cured='translates: "1.0.0"')
    else:
        state.translates = _version(node, state)


def _version(node: Node, state: _Texts) -> VersionNumber | None:
    if not isinstance(node, Leaf):
        state.fit.fault(
            "SCH03",
            "version",
            node.line,
            node.column,
            name="translates",
            text="",
            cured='translates: "1.0.0"',
        )
        return None
    if not isinstance(node.value, str):
        state.fit.version(node, "translates")
    try:
        return VersionNumber.parse(str(node.value))
    except ValueError:
        cured = state.fit.source.line_with(node, '"1.0.0"')
        state.fit.fault(
            "SCH03", "version", node.line, node.column, name="translates", text=node.text, cured=cured
        )
        return None


def _text(leaf: Leaf, name: str, state: _Texts) -> str | None:
    if leaf.value is None and not leaf.text:
        return None  # nothing behind the colon: not translated yet
    if proposal := proposal_of(leaf):
        state.fit.source.fault("SCH06", "todo-translation", leaf.line, leaf.column, name=name, text=proposal)
        last = state.fit.source.findings.pop()
        state.fit.source.findings.append(
            type(last)(
                code=last.code,
                fault=last.fault,
                severity=Severity.WARNING,
                place=last.place,
                values=last.values,
            )
        )
        return None
    if leaf.misread:
        from .shapes import Single, Wants

        state.fit.text(leaf, Single(Wants.TEXT, str, text=True), name)
    return str(leaf.value)


def _walk(node: Node, path: TextPath, state: _Texts, root: Branch) -> None:
    if isinstance(node, Leaf):
        name = str(path[-1]) if path else ""
        text = _text(node, name, state)
        if text is None:
            return
        if any(path in known for known in state.known):
            state.found[path] = text
        elif path and isinstance(path[-1], int):
            return  # the list's length is wrong, which was said
        else:
            _name_unknown(node.line, node.column, path, state)
    elif isinstance(node, Items) and path and path[-1] in OWN_LISTS:
        own = [
            text
            for item in node.items
            if isinstance(item, Leaf) and (text := _text(item, str(path[-1]), state))
        ]
        state.found.update({(*path, n): text for n, text in enumerate(own)})
    elif isinstance(node, Items):
        lengths = {length for known in state.known if (length := _length(known, path))}
        if not lengths:
            _name_unknown(node.line, node.column, path, state)
            return
        if len(node.items) not in lengths:
            state.fit.fault(
                "SCH03", "translation-length", node.line, node.column,
                name=str(path[-1]), found=str(len(node.items)), wanted=" / ".join(map(str, sorted(lengths))),
            )  # fmt: skip
            return
        for n, item in enumerate(node.items):
            _walk(item, (*path, n), state, root)
    else:
        _walk_branch(node, path, state, root)


def _walk_branch(node: Branch, path: TextPath, state: _Texts, root: Branch) -> None:
    for key, value in node.values.items():
        here = (*path, key)
        if len(path) == 2 and path[0] == "clauses" and key == "translates":
            if (version := _version(value, state)) is not None:
                state.clauses[str(path[1])] = version
            continue
        if (
            isinstance(value, Leaf)
            or (isinstance(value, Items) and key in OWN_LISTS)
            or any(_begins(known, here) for known in state.known)
        ):
            _walk(value, here, state, root)
        else:
            _name_unknown(*node.keys[key], here, state)


def _begins(known: Mapping[TextPath, str], path: TextPath) -> bool:
    return any(one[: len(path)] == path for one in known)


def _length(known: Mapping[TextPath, str], path: TextPath) -> int:
    return len(
        {one[len(path)] for one in known if one[: len(path)] == path and isinstance(one[len(path)], int)}
    )


def _name_unknown(line: int, column: int, path: TextPath, state: _Texts) -> None:
    """Say which part of *path* no version has, and the nearest that there is."""
    depth = 0
    while depth < len(path) and any(_begins(known, path[: depth + 1]) for known in state.known):
        depth += 1
    beside = {
        str(one[depth])
        for known in state.known
        for one in known
        if one[:depth] == path[:depth] and len(one) > depth
    }
    wrong = str(path[min(depth, len(path) - 1)])
    of_clause = depth == 1 and path[0] == "clauses"
    near = nearest(wrong, beside)
    fault = "translation-clause" if of_clause else "translation-text"
    state.fit.fault(
        "SCH01", fault + ("-near" if near else ""), line, column,
        name=wrong, near=near or "", known=", ".join(sorted(beside)), cured=state.fit.key_line(line, wrong, near) if near else "",
    )  # fmt: skip
