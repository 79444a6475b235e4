"""The guides: in three languages, with real answers, names that exist, links that arrive."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import click
import pytest
from bs4 import BeautifulSoup
from tests.conftest import ROOT, TODAY
from tests.guides import BLOCK, EDITS, GUIDES, REPLY, SHOWN, part
from tests.site.small_handbook import book, pages

from service_standards.checks import check
from service_standards.cli import SUBCOMMANDS, main
from service_standards.findings import catalogue
from service_standards.memory import Memory
from service_standards.site.guides import DENSITY, PICTURES, READERS, picture_size, pictures
from service_standards.source.files import files_of_folder

LANGUAGES = ("en", "uk", "ru")
LARGEST = 60_000
PICTURE = r"^!\[.*(\]\(pictures/[a-z-]+)\..*"
MARKS = r"^#+ |^<!-- shown: \S+|^```\w+|^\| ---|^\d\. |^\*\*\d|^[-|] |\]\([^)\s]+\)?|^\$ standards .*"
"""What a line is, and where it leads: the same in every language, in whatever order the words are."""

ALL = [(reader, language) for reader in READERS for language in LANGUAGES]


def text(reader: str, language: str) -> str:
    """A guide as it is written."""
    name = f"{reader}.md" if language == "en" else f"{reader}.{language}.md"
    return (GUIDES / name).read_text(encoding="utf-8")


def page(reader: str, language: str) -> BeautifulSoup:
    """A guide as it is shown."""
    return BeautifulSoup(
        pages(language)[book(language).address("help", "guides", reader)].html, "html.parser"
    )


def test_there_are_no_other_guides() -> None:
    """Every file is one of a reader's, in one of three languages."""
    names = {f"{reader}.md" if language == "en" else f"{reader}.{language}.md" for reader, language in ALL}

    assert {file.name for file in GUIDES.glob("*.md")} == names


@pytest.mark.parametrize("reader", READERS)
def test_the_languages_say_the_same(reader: str) -> None:
    """The same headings, pictures, steps, rows, commands and links, line by line."""

    def shape(language: str) -> list[list[str]]:
        lines = text(reader, language).splitlines()
        return [one for line in lines if (one := sorted(re.findall(MARKS, re.sub(PICTURE, r"\1", line))))]

    assert shape("uk") == shape("en")
    assert shape("ru") == shape("en")


@pytest.mark.parametrize(("reader", "language"), ALL)
def test_every_command_and_option_exists(reader: str, language: str) -> None:
    """What a guide tells people to type is understood by the command."""
    written = re.findall(r"standards ([a-z][a-z-]+)((?: [^`\n]*)?)", code(reader, language))
    assert written or reader == "approvers"
    for name, rest in written:
        assert name in SUBCOMMANDS, name
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert command
        commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        known = {option for one in commands for param in one.params for option in param.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (name, rest)


def code(reader: str, language: str) -> str:
    """What stands in a guide as code, without what commands answer."""
    written = text(reader, language)
    blocks = re.findall(r"^\$ (.*)", written, re.MULTILINE)
    outside = re.sub(r"```.*?```", "", written, flags=re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", outside)])


@pytest.mark.parametrize(("reader", "language"), ALL)
def test_every_finding_exists(reader: str, language: str) -> None:
    """A code that a guide names is in the catalogue, and its name leads to its page."""
    outside = re.sub(r"```.*?```", "", text(reader, language), flags=re.DOTALL)
    for code in re.findall(r"\b[A-Z]{3}[0-9]{2}\b", outside):
        assert code in catalogue("en")
    for label, target in re.findall(r"\[([A-Z]{3}[0-9]{2})\]\(([^)]*)\)", outside):
        assert target == f"../checks/{label}.md"


SLIPS = {
    "`at_most: 2 days`": ("at_most: 12 hours", "at_most: 2 days"),
    "`at_most: 24 hour`": ("at_most: 12 hours", "at_most: 24 hour"),
    "`title: Complaints: how we answer`": (
        "title: Reply to an e-mail",
        "title: Complaints: how we answer",
    ),
    "`statement: {limit} at most`": (
        "statement: A person answers your e-mail within {limit}.",
        "statement: {limit} at most",
    ),
    "`title: Reply # 1`": ("title: Reply to an e-mail", "title: Reply # 1"),
    "`“email-reply”`": ("id: email-reply", "id: “email-reply”"),
    "a tab at the start of a line": ("    at_most: 12 hours", "\tat_most: 12 hours"),
    "`statement: We answer within 12 hours.`": (
        "statement: A person answers your e-mail within {limit}.",
        "statement: We answer within 12 hours.",
    ),
}


def test_the_slips_of_the_editors_guide_are_found_as_it_says(tmp_path: Path) -> None:
    """Each row of its table, written into a standard, gives the finding that the row names."""
    rows = re.findall(r"^\| (.*?) \| .*\(\[([A-Z]{3}\d\d)\]", text("editors", "en"), re.MULTILINE)
    assert [row for row, _ in rows] == list(SLIPS)
    files = files_of_folder(ROOT / "standards")
    right = files[REPLY].decode()
    memory = Memory(tmp_path / "memory.sqlite")
    for row, code in rows:
        before, after = SLIPS[row]
        assert before in right
        _, findings = check(
            {**files, REPLY: right.replace(before, after, 1).encode()}, date.fromisoformat(TODAY), memory
        )
        assert code in {one.code for one in findings if one.place.file == REPLY}, row


def new_findings(edits: dict[str, tuple[str, str]]) -> set[str]:
    """The codes that *edits* of the sample handbook bring, by file: what is there, what is to be."""
    files = files_of_folder(ROOT / "standards")
    edited = dict(files)
    for name, (before, after) in edits.items():
        right = files[name].decode()
        assert right.count(before) == 1, before
        edited[name] = right.replace(before, after).encode()
    today = date.fromisoformat(TODAY)
    old, new = ({(one.code, one.place.file) for one in check(every, today)[1]} for every in (files, edited))
    return {code for code, _ in new - old} | {f"cured {code}" for code, _ in old - new}


def changed_lines(reader: str) -> tuple[list[str], list[str]]:
    """What the first block of changed lines in a guide takes away, and what it puts there."""
    [block] = re.findall(r"```diff\n(.*?)```", text(reader, "en"), re.DOTALL)[:1]
    lines = block.splitlines()
    return [line[1:] for line in lines if line[:1] == "-"], [line[1:] for line in lines if line[:1] == "+"]


def test_the_example_of_the_editors_guide_is_right(tmp_path: Path) -> None:
    """The three lines that it shows are in the sample handbook, and changing them brings only the hint that it names."""
    folder = tmp_path / "standards"
    shutil.copytree(ROOT / "standards", folder)
    before = (folder / REPLY).read_text(encoding="utf-8").splitlines()
    EDITS["ten-hours"](folder)
    after = (folder / REPLY).read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]

    assert changed_lines("editors") == ([old for old, _ in changed], [new for _, new in changed])
    files = {folder: files_of_folder(folder) for folder in (ROOT / "standards", folder)}
    old, new = (
        {(one.code, one.place.file) for one in check(one, date.fromisoformat(TODAY))[1]}
        for one in files.values()
    )
    assert {code for code, _ in new - old} == {"LNG02"}, "a hint to translators, as it says"


def test_the_example_of_the_translators_guide_is_right() -> None:
    """A translation that catches up cures its finding, and needs no new version."""
    gone, come = changed_lines("translators")
    edits = {"support/chat-reply/standard.ru.yml": ("\n".join(gone), "\n".join(come))}

    assert new_findings(edits) == {"cured LNG02"}


@cache
def answer(name: str, language: str, folder: Path) -> str:
    """What the command of SHOWN answers in *language* over the sample handbook, edited as it says."""
    shown = SHOWN[name]
    project = folder / f"{name}-{language}"
    shutil.copytree(ROOT / "standards", project / "standards")
    git = ("git", "-C", str(project), "-c", "user.name=Editor", "-c", "user.email=editor@example.com")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Begin")):
        subprocess.run([*git, *words], check=True)
    if shown.edit:
        EDITS[shown.edit](project / "standards")
    done = subprocess.run(
        [sys.executable, "-m", "service_standards.cli", *shown.command.split()],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "plugins"),
            "LC_ALL": {"en": "C", "uk": "uk_UA.UTF-8", "ru": "ru_RU.UTF-8"}[language],
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": "1796119200",  # TODAY
        },
    )
    return part(done.stdout, shown)


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_command_answers_is_what_it_answers(name: str, tmp_path: Path) -> None:
    """The blocks under `<!-- shown: … -->` are real answers; UPDATE=1 writes them anew."""
    found = 0
    for reader, language in ALL:
        written = text(reader, language)
        for block in BLOCK.finditer(written):
            if block["name"] != name:
                continue
            found += 1
            real = answer(name, language, tmp_path)
            assert real.strip(), name
            assert block["command"] == SHOWN[name].command
            if os.environ.get("UPDATE"):
                file = GUIDES / (f"{reader}.md" if language == "en" else f"{reader}.{language}.md")
                start, end = block.span("output")
                file.write_text(written[:start] + real + written[end:], encoding="utf-8")
            else:
                assert block["output"] == real
    assert found % 3 == 0
    assert found


def test_pictures_are_small_and_shown() -> None:
    """Each is a WebP of at most 60 kB, and some guide shows it."""
    written = "".join(text(reader, language) for reader, language in ALL)
    for name, content in pictures().items():
        assert len(content) <= LARGEST, name
        assert min(picture_size(content)) > 300, name
        assert f"(pictures/{name} " in written, name


@pytest.mark.parametrize(("reader", "language"), ALL)
def test_pictures_have_words_and_come_with_the_page(reader: str, language: str) -> None:
    """Alternative text, caption, size; in the reader's language; the page brings the file."""
    address = book(language).address("help", "guides", reader)
    figures = page(reader, language).select("figure.ls-picture")
    assert len(figures) == text(reader, language).count("](pictures/")
    for figure in figures:
        image = figure.img
        assert len(str(image["alt"])) > 20
        assert figure.figcaption.get_text()
        name = str(image["src"]).rpartition("/")[2]
        assert name.split(".")[1] in (language, "webp")
        content = pages(language)[address].files[f"{PICTURES}/{name}"]
        assert int(image["width"]) == picture_size(content)[0] // DENSITY


def test_changed_lines_are_marked() -> None:
    """Lines that go and come are told by elements, not by colour alone."""
    block = page("editors", "en").select_one("code.language-diff")

    assert block.select_one("del").get_text() == '-version: "3.0.0"'
    assert block.select_one("ins").get_text() == '+version: "4.0.0"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_begins_with_the_guides(language: str) -> None:
    """The front page names them first, in the order of readers; each leads back up."""
    front = BeautifulSoup(pages(language)[book(language).address("help")].html, "html.parser")
    first = front.select_one("h2#guides").find_next("ul")
    titles = [text(reader, language).partition("\n")[0].removeprefix("# ") for reader in READERS]

    assert [link.get_text() for link in first.select("a")] == titles
    assert page("editors", language).select_one(".ls-up a")["href"] == "../"
