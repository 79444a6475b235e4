"""
Long prose: Markdown in, safe HTML out.

Editors' text isn't trusted: raw HTML is shown as text, links may only lead to
the web, to mail and telephone, and into the handbook (`standard:id#clause`, or
a hand-written page's file). Nothing is loaded from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from posixpath import join, normpath
from unicodedata import category
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX

from ..model.values import Link
from .addresses import relative
from .book import Book
from .page import Heading

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""Not SVG: opened by itself it may run scripts."""
PICTURE_FOLDER = "pictures"
"""Where pictures stand in the site, below it by their path in the handbook."""
EXTENSIONS = (
    "tables",
    "def_list",
    "sane_lists",
    "admonition",
    "pymdownx.betterem",
    "pymdownx.tilde",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Prose, converted."""

    html: str
    headings: tuple[Heading, ...]
    title: str
    """The text of its first-level heading, which isn't in the HTML; empty if it has none."""


@dataclass(slots=True, kw_only=True)
class _Call:
    """What one conversion needs and finds."""

    book: Book
    here: str
    folder: str
    taken: set[str]
    headings: list[Heading] = field(default_factory=list)
    title: str = ""


def prose(
    book: Book, text: str, here: str, *, folder: str = "", taken: Iterable[str] = (), part: int = 1
) -> Prose:
    """
    Convert the Markdown *text* for the page at *here*; it is the page's *part*, from which footnotes are told apart.

    Its headings start at the second level and get ids of their own words, none
    of them among *taken*. Links to files are read from *folder* of the handbook.
    """
    if (
        "[" not in text and "<" not in text
    ):  # no link: the same on a document's page and on that of its version
        return _without_links(book, text, frozenset(taken))
    return _converted(text, _Call(book=book, here=here, folder=folder, taken=set(taken)), part)


@lru_cache(maxsize=64)
def _without_links(book: Book, text: str, taken: frozenset[str]) -> Prose:
    return _converted(text, _Call(book=book, here="", folder="", taken=set(taken)), part=1)


def _converted(text: str, call: _Call, part: int) -> Prose:
    markdown, tree, notes = _converter()
    tree.call = call
    markdown.reset()
    markdown.treeprocessors["inline"].inlinePatterns = _patterns_without(idle_patterns(text))  # type: ignore[attr-defined]
    notes.unique_prefix = part  # which it would count up with every text
    html = markdown.convert(text)
    return Prose(html=html, headings=tuple(call.headings), title=call.title)


@cache
def _converter() -> tuple[Markdown, _Tree, FootnoteExtension]:
    notes = FootnoteExtension(UNIQUE_IDS=True)
    markdown = Markdown(extensions=[*EXTENSIONS, notes], output_format="html")
    # Without these two, raw HTML is text like any other, and the serializer escapes it.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    tree = _Tree(markdown)
    markdown.treeprocessors.register(tree, "handbook", 5)  # after inline patterns have made links
    return markdown, tree, notes


NEEDED = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "]:",
    "link": "[",
    "image_link": "![",
    "image_reference": "]:",
    "short_reference": "]:",
    "short_image_ref": "]:",
    "autolink": "<",
    "automail": "<",
    "entity": "&",
}
"""What a text must hold for a pattern of Markdown to find something in its lines; a reference, that one is defined."""


def idle_patterns(text: str) -> frozenset[str]:
    """The patterns of Markdown that find nothing in *text*: most, in most texts, and to try them all takes long."""
    read = text.replace(STX, "").replace(ETX, "")  # as Markdown does first
    return frozenset(name for name, needed in NEEDED.items() if needed not in read)


@cache
def _patterns_without(idle: Set[str]) -> Sequence[Pattern]:
    every = _converter()[0].inlinePatterns
    left_out = [every[name] for name in idle]
    return [one for one in every if one not in left_out]


class _Tree(Treeprocessor):
    """Goes once through the finished tree."""

    call: _Call

    def run(self, root: Element) -> None:
        shift = 2 - min((int(one.tag[1]) for one in root.iter() if _is_heading(one)), default=2)
        first = next(iter(root), None)
        if first is not None and first.tag == "h1":
            self.call.title = _text(first)
            root.remove(first)
            shift = 2 - min((int(one.tag[1]) for one in root.iter() if _is_heading(one)), default=2)
        for parent in list(root.iter()):
            for child in list(parent):
                self._element(parent, child, shift)

    def _element(self, parent: Element, child: Element, shift: int) -> None:
        if _is_heading(child):
            self._heading(child, shift)
        elif child.tag == "a":
            self._link(child)
        elif child.tag == "img":
            self._picture(child)
        elif child.tag == "table":
            self._table(parent, child)
        elif child.tag == "li":
            _task(child)

    def _heading(self, heading: Element, shift: int) -> None:
        level = min(6, int(heading.tag[1]) + shift)
        heading.tag = f"h{level}"
        title = _text(heading)
        anchor = _free(_slug(title) or "section", self.call.taken)
        self.call.taken.add(anchor)
        heading.set("id", anchor)
        if level <= 3:
            self.call.headings.append(Heading(anchor=anchor, title=title, level=level))

    def _link(self, link: Element) -> None:
        target = self._target(_plain(link.get("href", "")))
        if target is None:
            link.tag = "span"
            link.attrib.clear()
        else:
            link.set("href", target)

    def _target(self, href: str) -> str | None:
        """The address for *href* on this page, or None if nothing may be linked there."""
        call = self.call
        scheme, colon, rest = href.partition(":")
        if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
            if scheme.lower() == "standard":
                return self._document(rest)
            return href if scheme.lower() in ALLOWED_SCHEMES else None
        if not href or STX in href or href.startswith("//"):
            return None
        if href.startswith("#"):
            return href
        path, mark, anchor = href.partition("#")
        name = normpath(join(call.folder, path)).removesuffix(".md")
        if path.endswith(".md") and name in call.book.edition.handbook.pages:
            segments = () if name == "index" else tuple(name.removesuffix("/index").split("/"))
            return relative(call.book.address(*segments) + mark + anchor, call.here)
        if path.endswith("/"):
            return relative(call.book.address(*path.strip("/").split("/")) + mark + anchor, call.here)
        return None

    def _document(self, text: str) -> str | None:
        try:
            found = self.call.book.reference(Link.parse(text))
        except ValueError:
            return None
        return relative(found.address, self.call.here) if found.address else None

    def _picture(self, picture: Element) -> None:
        """Show a picture that lies among the handbook's files; of any other, the words that stand for it."""
        call, words = self.call, picture.get("alt", "")
        path = normpath(join(call.folder, _plain(picture.get("src", ""))))
        picture.attrib.clear()
        if path in call.book.settings.files and path.lower().endswith(PICTURES):
            picture.set("src", relative(f"{PICTURE_FOLDER}/{path}", call.here))
            picture.set("alt", words)
            picture.set("loading", "lazy")
        else:
            picture.tag, picture.text = "span", words

    def _table(self, parent: Element, table: Element) -> None:
        for cell in table.iter("th"):
            cell.set("scope", "col")
        table.set("class", "ss-table")  # Material wraps tables without a class once more
        region = Element("div")
        region.set("class", "ss-scroll")
        region.set("role", "region")
        region.set("tabindex", "0")
        name = ", ".join(filter(None, (_text(cell) for cell in table.iter("th"))))
        region.set(
            "aria-label",
            f"{self.call.book.label('page.scroll')}: {name}" if name else self.call.book.label("page.scroll"),
        )
        region.tail, table.tail = table.tail, None
        parent[list(parent).index(table)] = region
        region.append(table)


def _task(item: Element) -> None:
    holder = item if (item.text or "").strip() else next(iter(item), item)
    match = re.match(r"\s*\[([ xX])\]\s+(.*)", holder.text or "", re.DOTALL)
    if match:
        holder.text = ""
        box = Element("span")
        box.set("class", "ss-box")
        box.text = "\N{BALLOT BOX}" if match[1] == " " else "\N{BALLOT BOX WITH CHECK}"
        box.tail = f" {match[2]}"
        holder.insert(0, box)
        item.set("class", "ss-task")


def _plain(href: str) -> str:
    """*href* as a browser reads it: entities resolved, control characters and outer blanks gone."""
    text = unescape(href.replace(AMP_SUBSTITUTE, "&"))
    return "".join(letter for letter in text if category(letter) not in ("Cc", "Cf")).strip()


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _is_heading(element: Element) -> bool:
    return element.tag in HEADINGS


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", _plain("".join(_pieces(element)))).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", title.lower()))


def _free(anchor: str, taken: set[str]) -> str:
    found, n = anchor, 2
    while found in taken:
        found, n = f"{anchor}-{n}", n + 1
    return found
