"""
The documentation for people: the pages of the package's `docs/`, and the fields of the model.

A page is shown in the language of the interface where its text exists
(`check.uk.md`), else in English, marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from importlib.resources import files
from posixpath import dirname, join, normpath

from markdown import Markdown
from pymdownx.slugs import slugify

from ..findings import catalogue
from ..phrases import FALLBACK
from .addresses import relative
from .book import Book
from .fields_reference import fields_page
from .guides import READERS, dressed, page_of_handbook
from .labels import labels, spoken
from .listing import list_page
from .navigation import control
from .page import Heading, SitePage
from .week_pictures import week_picture

SECTIONS = ("commands", "checks", "model")
"""The parts of the reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A page of the documentation."""

    title: str
    markdown: str
    """Without its first heading."""
    language: str

    @property
    def summary(self) -> str:
        """Its first paragraph, without marks; empty if it begins with anything else."""
        first = self.markdown.partition("\n\n")[0]
        if first.startswith(("#", "|", "```", "-", ">")):
            return ""
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", first)
        return re.sub(r"[`*]", "", plain).replace("\n", " ").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of the documentation in a list."""

    title: str
    address: str
    summary: str = ""
    code: str = ""
    lang: str = ""


@cache
def texts(language: str) -> Mapping[str, Text]:
    """Every page of the documentation by its path without `.md`, in *language* or else in English."""
    found: dict[str, Text] = {}
    for path, markdown in _files():
        name, dot, ending = path.partition(".")
        written_in = ending if dot else FALLBACK
        if written_in == language or (written_in == FALLBACK and name not in found):
            # Which command an answer is from: a note for the test that compares them.
            title, _, body = re.sub(r"<!-- shown: .*? -->\n", "", markdown).lstrip().partition("\n")
            found[name] = Text(title=title.lstrip("# ").strip(), markdown=body.strip(), language=written_in)
    return dict(sorted(found.items()))


def help_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/help/`, its lists of guides, commands and findings, the fields, and every page of the documentation."""
    known = texts(spoken(book.language))
    guides = [_entry(book, f"guides/{reader}", known[f"guides/{reader}"]) for reader in READERS]
    yield list_page(
        book,
        "help",
        "help",
        tab="background",
        title=book.label("help.title"),
        lead=book.label("help.lead"),
        guides=guides,
        sections=[
            Entry(
                title=book.label(f"help.{name}"),
                summary=book.label(f"help.{name}_lead"),
                address=book.address("help", name),
            )
            for name in SECTIONS
        ],
        others=[_entry(book, name, text) for name, text in known.items() if "/" not in name],
        headings=[
            Heading(anchor=name, title=book.label(f"help.{name}"))
            for name in ("guides", "reference", "compliance")
        ],
        compliance=[
            Entry(
                title=book.label(f"nav.{name}"),
                summary=book.label(f"help.why_{name}"),
                address=book.address(name),
            )
            for name in (*control(book), "as-of", "changes", "norms", "waivers", "data")
        ],
    )
    yield list_page(
        book,
        "help_guides",
        "help",
        "guides",
        tab="background",
        title=book.label("help.guides"),
        lead=book.label("help.guides_lead"),
        entries=guides,
        up=_up(book),
    )
    yield list_page(
        book,
        "help_commands",
        "help",
        "commands",
        tab="background",
        title=book.label("help.commands"),
        lead=book.label("help.commands_lead"),
        entries=[_entry(book, name, text) for name, text in known.items() if name.startswith("commands/")],
        up=_up(book),
    )
    families = tuple(_families(book, known))
    yield list_page(
        book,
        "help_checks",
        "help",
        "checks",
        tab="background",
        title=book.label("help.checks"),
        lead=book.label("help.checks_lead"),
        headings=[Heading(anchor=family.lower(), title=title) for family, title, _ in families],
        families=families,
        up=_up(book),
    )
    yield fields_page(book, _up(book))
    for name, text in known.items():
        yield _text_page(book, name, text, known)


def converted(text: str, link: Mapping[str, str]) -> tuple[str, tuple[Heading, ...]]:
    """
    The package's own Markdown as HTML, and its headings; *link* says where links lead.

    Tables and code can be scrolled by keyboard, headers of columns are marked.
    """
    markdown = Markdown(
        extensions=["tables", "fenced_code", "def_list", "sane_lists", "toc"],
        extension_configs={"toc": {"slugify": slugify(case="lower")}},
        output_format="html",
    )
    html = markdown.convert(text)
    html = re.sub(
        r'href="([^"]*)"',
        lambda match: f'href="{escape(link.get(unescape(match[1]), unescape(match[1])))}"',
        html,
    )
    html = html.replace("<th>", '<th scope="col">').replace("<pre><code", '<pre><code tabindex="0"')
    html = re.sub(r"<table>(.*?)</table>", _scrolled, html, flags=re.DOTALL)
    headings = tuple(
        Heading(anchor=one["id"], title=unescape(one["name"]), level=one["level"])
        for top in markdown.toc_tokens  # type: ignore[attr-defined]
        for one in (top, *top["children"])
    )
    return html, headings


def _scrolled(table: re.Match[str]) -> str:
    columns = re.findall(r"<th\b[^>]*>(.*?)</th>", table[1])
    name = escape(", ".join(filter(None, (re.sub("<[^>]*>", "", column) for column in columns))))
    return (
        f'<div class="ls-scroll" role="region" tabindex="0" aria-label="{name}">'
        f'<table class="ls-table">{table[1]}</table></div>'
    )


def _text_page(book: Book, name: str, text: Text, known: Mapping[str, Text]) -> SitePage:
    segments = ("help", *name.split("/"))
    html, headings = converted(text.markdown, _links(book, name, text, known))
    html = PICTURE.sub(lambda match: _picture(book, match[1], text.language), html)
    is_guide = name.startswith("guides/")
    html, pictures = dressed(html, book.address(*segments)) if is_guide else (html, {})
    page = list_page(
        book,
        "help_text",
        *segments,
        tab="background",
        title=text.title,
        kind=book.label("help.kind"),
        headings=headings,
        terms=tuple(book.label(f"help.words_{segments[-1]}").split(", ")) if is_guide else (segments[-1],),
        text=text.summary,
        clauses=[(one.anchor, one.title) for one in headings] if is_guide else (),
        weight=0.2,
        body=html,
        lang=text.language if text.language != book.language else "",
        up=_up(book, *segments[1:-1]),
    )
    return replace(page, files=pictures)


PICTURE = re.compile(r"<!-- week: ([a-z-]+) -->")
"""Where a page shows the picture of a week."""


def _picture(book: Book, name: str, language: str) -> str:
    picture = week_picture(book, name)
    template = book.templates.get_template("lists/week.html")
    return template.render(book=book, label=book.label, picture=picture, lang=language != book.language)


def _links(book: Book, name: str, text: Text, known: Mapping[str, Text]) -> dict[str, str]:
    """Where the links of the page *name* to other files lead on the site."""
    here = _address(book, name)
    found = {}
    for href in re.findall(r"\]\(([^)\s]+)\)", text.markdown):
        path, mark, anchor = href.partition("#")
        if path.startswith("/"):
            goal = page_of_handbook(book, path)
            found[href] = relative((goal or book.address("help")) + (mark + anchor if goal else ""), here)
        elif path.endswith(".md"):
            target = normpath(join(dirname(name), path)).removesuffix(".md")
            section = target.removesuffix("index").strip("/")
            is_page = target in known or section in ("", "guides", *SECTIONS)
            goal = _address(book, section if target.endswith("index") else target) if is_page else None
            found[href] = relative((goal or book.address("help")) + (mark + anchor if goal else ""), here)
    return found


def _families(book: Book, known: Mapping[str, Text]) -> Iterator[tuple[str, str, list[Entry]]]:
    """Yield the families of findings: their letters, what they are about, and the pages of their codes."""
    checks = {name: text for name, text in known.items() if name.startswith("checks/")}
    titles = catalogue(spoken(book.language)) if checks else {}
    by_family: dict[str, list[Entry]] = {}
    for name, text in checks.items():
        code = name.removeprefix("checks/")
        if re.fullmatch("[A-Z]{3}[0-9]{2}", code):
            said = titles.get(code, {}).get("title", "")
            entry = Entry(
                title=said or text.title,
                address=_address(book, name),
                code=code,
                lang="" if said or text.language == book.language else text.language,
            )
            by_family.setdefault(code[:3], []).append(entry)
    known_families = labels(book.language)["help"]
    for family, entries in by_family.items():
        yield family, known_families.get(f"family_{family}", family), entries


def _entry(book: Book, name: str, text: Text) -> Entry:
    return Entry(
        title=text.title,
        address=_address(book, name),
        summary=text.summary,
        lang=text.language if text.language != book.language else "",
    )


def _up(book: Book, section: str = "") -> tuple[str, str]:
    """The page above: its title and address."""
    if section in ("guides", *SECTIONS):
        return book.label(f"help.{section}"), book.address("help", section)
    return book.label("help.title"), book.address("help")


def _address(book: Book, name: str) -> str:
    return book.address("help", *name.split("/"))


def _files() -> Iterator[tuple[str, str]]:
    """Yield the path without `.md` and the text of every file of the documentation; index pages are ours."""
    open_folders = [("", files(__package__.rpartition(".")[0]).joinpath("docs"))]
    while open_folders:
        path, folder = open_folders.pop()
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.is_dir():
                open_folders.append((f"{path}{entry.name}/", entry))
            elif entry.name.endswith(".md") and not entry.name.startswith("index."):
                yield path + entry.name.removesuffix(".md"), entry.read_text(encoding="utf-8")
