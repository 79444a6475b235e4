"""What the tests of imports share: small tables, and the search for every cell in the output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
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


class Written:
    """What files say: the values of the YAML among them, and their Markdown as it is shown."""

    def __init__(self, files: Mapping[str, str]) -> None:
        said: list[str] = []
        for path, text in files.items():
            if path.endswith(".md"):
                said.append(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))
            else:
                said += map(str, _values(YAML(typ="safe").load(text)))
        self.exact = frozenset(said)

    @cached_property
    def words(self) -> str:
        """All of it, as it can be found again."""
        return "\n".join(map(plain_words, self.exact))

    def lacks(self, cells: Iterable[str]) -> list[str]:
        """The *cells* whose text is nowhere in it."""
        rest = [cell for cell in dict.fromkeys(cells) if cell not in self.exact]
        return [cell for cell in rest if plain_words(cell) not in self.words]


def not_found(cells: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """The *cells* whose text is in no value of the YAML among *files*, and not in their Markdown as it is shown."""
    return Written(files).lacks(cells)


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
