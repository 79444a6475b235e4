"""What the tests of imports share: small tables, and the search for every cell in the output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from service_standards.intake.tables import Cleaned, clean

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "import"
ROOT = HERE.parent.parent

MAPPING = """\
handbook: {name: Small handbook, languages: [en], time_zone: Europe/Kyiv}
document:
  id: service
  title: name
commitment:
  id: number
  statement: promise
"""


def plain_words(text: str) -> str:
    """*text* as it can be found again: cleaned, on one line, in small letters, without bullets and HTML; braces as brackets."""
    # A sign that begins a line of a cell stands inside the line of a title: no bullet counts on either side.
    text = re.sub(r"(^|\s)[-•·●▪◦‣○*–]\s*(?=\S)", r"\1", clean(text, Cleaned()))
    return " ".join(
        re.sub(r"</?[a-z]+ ?/?>", " ", text).replace("{", "(").replace("}", ")").split()
    ).casefold()


def not_found(cells: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """The *cells* whose text is in no value of the YAML among *files*, and not in their Markdown as it is shown."""
    said: list[str] = []
    for path, text in files.items():
        if path.endswith(".md"):
            said.append(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))
        else:
            said += map(str, _values(YAML(typ="safe").load(text)))
    exact = set(said)
    rest = {cell: plain_words(cell) for cell in dict.fromkeys(cells) if cell not in exact}
    everything = "\n".join(map(plain_words, exact)) if rest else ""
    return [cell for cell, words in rest.items() if words not in everything]


def _values(tree: object) -> Iterator[object]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from _values(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _values(value)
    else:
        yield tree


def texts_below(folder: Path) -> dict[str, str]:
    """The files below *folder* that an import wrote, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yml", ".md")
    }
