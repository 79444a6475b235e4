"""The marks and the words of a report on a pull request, in one form and one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..changes.kinds import Bump
from ..findings import lasting
from ..model.documents import ChangeClass
from ..model.values import Duration, Unit
from ..phrases import phrase
from ..review.report import Report
from ..site.values import NBSP, Values
from .comparison_text import Form

MARKS = re.compile(r"([\\`*_~\[\]<>|#!&])")
MENTION = re.compile(r"(?<!\w)@(?=\w)")
ADDRESS = re.compile(r"(?i)\b(https?)://|\b(www)\.")
NO_BREAK = "\N{WORD JOINER}"


@dataclass(frozen=True)
class Words:
    """How a report is said; without a *report* only what needs none."""

    found: Report | None
    language: str
    form: Form
    site_url: str

    @property
    def report(self) -> Report:
        """The report that is told of."""
        assert self.found is not None
        return self.found

    @property
    def in_markdown(self) -> bool:
        """Whether marks are those of Markdown."""
        return self.form is Form.MARKDOWN

    @cached_property
    def values(self) -> Values:
        """How values are said."""
        return Values(self.language)

    # -- words -----------------------------------------------------------------

    def say(self, name: str, n: int | None = None, **values: object) -> str:
        """A phrase of the report."""
        return phrase("messages/cli", self.language, f"review.{name}", n, **values)

    def label(self, name: str) -> str:
        """A word that the handbook's pages use too."""
        return phrase("site/labels", self.language, name)

    def class_(self, change_class: ChangeClass) -> str:
        """A class of changes."""
        return self.label(f"change_class.{change_class}")

    def bump(self, bump: Bump) -> str:
        """Which part of a version rises."""
        return phrase("messages/cli", self.language, f"diff.bump-{bump}")

    def date(self, day: date) -> str:
        """A day in words."""
        return self.values.date(day).replace(NBSP, " ")

    def wait(self, seconds: int) -> str:
        """So long, in whole hours if it can be: days would not say of which kind."""
        hours, rest = divmod(seconds, 3600)
        if hours and not rest:
            said = self.values.duration(Duration(hours, Unit.HOUR))
        else:
            said = lasting(seconds, "en_GB" if self.language == "en" else self.language)
        return said.replace(NBSP, " ")

    def title(self, collection: str, key: str) -> str:
        """The title of a role, service, … in the report's language if it is translated; else the id."""
        handbook = self.report.head.handbook
        entry = handbook.registry.entries(collection).get(key)
        if entry is None:
            entry = self.report.base.handbook.registry.entries(collection).get(key)
        translation = handbook.translations.get((self.language, collection, key))
        title = translation.texts.get(("title",)) if translation else None
        return self.literal(title or (entry.title if entry else key))

    # -- marks -----------------------------------------------------------------

    def heading(self, level: int, text: str) -> str:
        """A heading."""
        return f"{'#' * level} {text}" if self.in_markdown else text

    def item(self, text: str) -> str:
        """A line of a list."""
        return f"- {text}" if self.in_markdown else f"  {text}"

    def apart(self, text: str) -> str:
        """A line of a list that follows another one: with the same sign the two would be one."""
        return f"* {text}" if self.in_markdown else self.item(text)

    def inner(self, text: str) -> str:
        """A line that belongs to the one before."""
        return f"  - {text}" if self.in_markdown else f"      {text}"

    def bold(self, text: str) -> str:
        """Said with weight; *text* is marked already."""
        return f"**{text}**" if self.in_markdown and text else text

    def gone(self, text: str) -> str:
        """What held before."""
        return f"~~{text}~~" if self.in_markdown and text not in ("", "—") else text

    def new(self, text: str) -> str:
        """What holds now."""
        return f"**{text}**" if self.in_markdown and text not in ("", "—") else text

    def small(self, text: str) -> str:
        """In small print."""
        return f"<sub>{text}</sub>" if self.in_markdown else text

    def code(self, text: str) -> str:
        """An id, a path, an account: nobody is called by it."""
        plain = " ".join(text.replace("`", "'").split())
        return f"`{plain}`" if self.in_markdown and plain else plain

    def link(self, text: str, address: str) -> str:
        """A link to a page of the site; the text alone where nobody said where that lies."""
        if not self.site_url:
            return text
        url = f"{self.site_url.rstrip('/')}/{address}"
        return f"[{text}]({url})" if self.in_markdown else f"{text} <{url}>"

    def folded(self, summary: str, lines: Iterable[str]) -> Iterator[str]:
        """Yield lines under a summary that opens them; in a terminal they are open, and indented."""
        if not self.in_markdown:
            yield from (f"  {summary}", *(f"  {line}" for line in lines))
            return
        yield from ("<details>", f"<summary>{summary}</summary>", "")
        yield from lines
        yield from ("", "</details>")

    def literal(self, text: str) -> str:
        """A text that somebody wrote, as it stands: no markup, no mention, no link."""
        one_line = " ".join(text.split())
        if not self.in_markdown:
            return one_line
        return unlinked(MARKS.sub(r"\\\1", one_line))

    def message(self, text: str) -> str:
        """A message of a finding: what stands in backticks is code, all else is as it stands."""
        if not self.in_markdown:
            return text
        parts = text.split("`")
        if len(parts) % 2 == 0:
            return self.literal(text)
        said = (
            self.literal_part(part) if n % 2 == 0 else self.code(part)
            for n, part in enumerate(parts)
            if n % 2 == 0 or part.strip()
        )
        return "".join(said)

    def literal_part(self, text: str) -> str:
        """As `literal`, with the blanks around it."""
        begin, end = (" " if blank.isspace() else "" for blank in (text[:1], text[-1:]))
        return f"{begin}{self.literal(text)}{end}" if text.strip() else begin


def unlinked(text: str) -> str:
    """*text* without anything that a host of git makes a mention or a link of."""
    text = MENTION.sub(f"@{NO_BREAK}", text)
    return ADDRESS.sub(
        lambda found: f"{found[1]}:{NO_BREAK}//" if found[1] else f"{found[2]}{NO_BREAK}.", text
    )
