"""Rows become drafts: every cell is found again, and what is not whole is reported."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service_standards.intake.accounts import as_csv, as_data, as_text
from service_standards.intake.importing import Ready, prepare
from service_standards.intake.mapping import Layout
from service_standards.intake.tables import open_table
from service_standards.intake.writing import write
from service_standards.source.files import files_of_folder
from service_standards.source.format import formatted_files
from service_standards.source.handbook import read_handbook

from .support import EXAMPLES, HERE, MAPPING, not_found, texts_below


def imported(
    tmp_path: Path, table: str, mapping: str = MAPPING, join: str | None = None
) -> tuple[Ready, dict[str, str]]:
    """What an import of *table* makes, and the texts that it wrote."""
    (tmp_path / "t.csv").write_text(table, encoding="utf-8", newline="")
    (tmp_path / "m.yml").write_text(mapping, encoding="utf-8")
    second = tmp_path / "j.csv" if join else None
    if second and join:
        second.write_text(join, encoding="utf-8")
    into = tmp_path / "handbook" / "standards"
    ready = prepare(
        tmp_path / "t.csv", tmp_path / "m.yml", into, join=second, on="service" if second else None
    )
    write(ready.files, into)
    return ready, texts_below(into)


def faults(ready: Ready) -> list[tuple[int | None, str]]:
    """Row and fault of each problem."""
    return [(one.where.row, one.fault) for one in ready.intake.report.problems]


# --- the example -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["vezha.xlsx", "vezha.csv"])
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_report_of_the_example(tmp_path: Path, table: str, language: str) -> None:
    """The report of the made-up provider's sheet, word by word: the same for the workbook and for its CSV."""
    ready = prepare(EXAMPLES / table, EXAMPLES / "vezha.yml", tmp_path / "standards")
    golden = HERE / f"vezha.report.{language}.txt"
    said = as_text(ready, language).partition("\n")[2]
    if os.environ.get("UPDATE"):
        golden.write_text(said, encoding="utf-8")

    assert said == golden.read_text(encoding="utf-8")


def test_example_is_read_without_errors(tmp_path: Path) -> None:
    """The drafts of the example are read whole, in canonical form; only what people must decide is found."""
    into = tmp_path / "standards"
    ready = prepare(EXAMPLES / "vezha.xlsx", EXAMPLES / "vezha.yml", into)
    write(ready.files, into)

    read = read_handbook(files_of_folder(into))

    assert read.handbook is not None
    assert sorted(read.handbook.dossiers) == ["pid-1", "pid-2", "rakh-1", "ska-1", "tekh-1"]
    assert {one.code for one in read.findings} == {"SCH02", "SCH06"}
    assert {one.severity.value for one in read.findings} == {"warning"}
    assert list(formatted_files(files_of_folder(into))) == []


def test_nothing_of_the_example_is_lost(tmp_path: Path) -> None:
    """Every cell of the sheet stands in some file, but for the words that the mapping translates and the note below."""
    into = tmp_path / "standards"
    ready = prepare(EXAMPLES / "vezha.xlsx", EXAMPLES / "vezha.yml", into)
    write(ready.files, into)
    layout = Layout(header=(2, 3))
    with open_table(EXAMPLES / "vezha.xlsx", layout) as table:
        cells = [cell for row in table.rows for cell in row.cells.values()]
    translated = {"Швидкість", "Ввічливість", "Доступність", "Увага до людини", "Розв'язання проблем"}
    in_another_form = {"15.04.2026", "97,5 %", "Склав: відділ якості"}

    assert not_found(set(cells) - translated - in_another_form, texts_below(into)) == []
    assert not_found(["2026-04-15", "97.5%"], texts_below(into)) == []
    assert "Склав: відділ якості" in as_text(ready, "uk")


# --- traps -------------------------------------------------------------------------------------------------


def test_ids(tmp_path: Path) -> None:
    """Ids that are none are made from the statement, double ones numbered; both are reported and the cell is kept."""
    ready, texts = imported(
        tmp_path,
        "service,name,number,promise\n"
        "12,Post,NA,We answer your letter soon\n"
        "12,Post,Not Available,We answer your letter soon\n"
        "12,Post,7,We are open\n"
        "12,Post,7,We are kind\n"
        "13,Mail,7,We are calm\n"
        "a b,Alpha,No service standard ID,We are there\n"
        "A-B,Beta,1,We are here\n",
    )

    ids = {draft.id: [one["id"] for one in draft.commitments] for draft in ready.intake.drafts}
    assert ids == {
        "id-12": ["we-answer-your-letter-soon", "we-answer-your-letter-soon-2", "id-7", "id-7-2"],
        "id-13": ["id-7"],
        "a-b": ["we-are-there"],
        "a-b-2": ["id-1"],
    }
    assert faults(ready) == [
        (2, "clause-no-id"), (3, "clause-no-id"), (5, "clause-id-twice"), (6, "clause-id-elsewhere"),
        (7, "clause-no-id"), (8, "document-id-twice"),
    ]  # fmt: skip
    assert "x_number: Not Available" in texts["id-12/standard.yml"]
    assert "x_service: a b" in texts["a-b/standard.yml"]


def test_the_same_table_gives_the_same_ids(tmp_path: Path) -> None:
    """Rows in another order of services, and one service more, leave the ids of the others as they were."""
    head = "service,name,number,promise\n"
    one, two = "A,Alpha,1,We answer\nA,Alpha,1,We call\n", "B,Beta,NA,We wait\n"
    first, _ = imported(tmp_path / "1", head + one + two) if (tmp_path / "1").mkdir() is None else None
    again, _ = (
        imported(tmp_path / "2", head + two + "C,New,1,We try\n" + one)
        if (tmp_path / "2").mkdir() is None
        else None
    )

    def ids(ready: Ready) -> dict[str, list[str]]:
        return {draft.id: [one["id"] for one in draft.commitments] for draft in ready.intake.drafts}

    assert {name: made for name, made in ids(again).items() if name != "c"} == ids(first)


SHARES = {
    "0.9": ("90%", []),
    "0,975": ("97.5%", []),
    "1": ("100%", []),
    "90 %": ("90%", []),
    "90%": ("90%", []),
    "0.1": ("10%", ["share-low"]),
    "0": ("0%", ["share-zero"]),
    "": (None, ["share-blank"]),
    "90": (None, ["share-over-one"]),
    "120%": (None, ["share-over-100"]),
    "nearly all": (None, ["not-a-share"]),
}


@pytest.mark.parametrize(("cell", "expected"), SHARES.items(), ids=[one or "blank" for one in SHARES])
def test_shares(tmp_path: Path, cell: str, expected: tuple[str | None, list[str]]) -> None:
    """0.9 is 90%; what may be a slip is reported; what is no share is kept beside the field, never guessed."""
    share, reported = expected
    ready, texts = imported(
        tmp_path,
        f'service,name,number,promise,share\nA,Alpha,a,We are kind,"{cell}"\n',
        MAPPING + "  target.share: {column: share, read: share}\n",
    )

    [commitment] = ready.intake.drafts[0].commitments
    assert commitment.get("target", {}).get("share") == share
    assert [fault for _, fault in faults(ready)] == reported
    assert share or not cell or f"x_share: {cell}" in texts["a/standard.yml"].replace('"', "")


def test_per_cent_in_the_text(tmp_path: Path) -> None:
    """A percentage in the text that contradicts the column is reported; one that the column lacks is proposed."""
    ready, texts = imported(
        tmp_path,
        "service,name,number,promise,share\n"
        "A,Alpha,a,95 % of calls are answered,0.8\nA,Alpha,b,80% of calls are answered,0.8\nA,Alpha,c,70 per cent of mails,\n",
        MAPPING + "  target.share: {column: share, read: share}\n",
    )

    assert faults(ready) == [(2, "per-cent-differs"), (4, "share-blank")]
    assert "target: {share: TODO 70%}" in texts["a/standard.yml"]


def test_limits_in_columns_of_their_own(tmp_path: Path) -> None:
    """A column that holds only a time is taken at its word; one that holds more, or a bare day, is proposed."""
    ready, texts = imported(
        tmp_path,
        "service,name,number,promise,limit\n"
        "A,Alpha,a,We answer,10 business days\nA,Alpha,b,We call,до 3 годин\nA,Alpha,c,We write,5 days\n"
        "A,Alpha,d,We come,2 hours but only on working days and if the road is free\nA,Alpha,e,We try,soon\n",
        MAPPING + "  at_most: limit\n",
    )

    text = texts["a/standard.yml"]
    for line in (
        "at_most: 10 business days",
        "at_most: 3 hours",
        "at_most: TODO 5 days (business or calendar?)",
        "at_most: TODO 2 hours",
    ):
        assert line in text
    assert faults(ready) == [(4, "bare-day"), (5, "not-only-duration"), (6, "no-duration")]
    assert text.count("x_limit:") == 3


def test_documents_and_rows_that_disagree(tmp_path: Path) -> None:
    """What a later row says otherwise of the document stays with its commitment, and is reported."""
    ready, texts = imported(tmp_path, "service,name,number,promise\nA,Alpha,a,We answer\nA,Beta,b,We call\n")

    assert faults(ready) == [(3, "differs-in-document")]
    assert "title: Alpha\n" in texts["a/standard.yml"]
    assert "    x_name: Beta\n" in texts["a/standard.yml"]


def test_long_titles(tmp_path: Path) -> None:
    """A title over 80 characters is cut at a word and stands whole in the summary."""
    title = "A very long name of a service " * 4
    ready, texts = imported(tmp_path, f"service,name,number,promise\nA,{title},a,We answer\n")

    assert ready.intake.drafts[0].tree["title"].endswith(" name…")
    assert len(ready.intake.drafts[0].tree["title"]) <= 80
    assert f"summary: {title.strip()}\n" in texts["a/standard.yml"]
    assert faults(ready) == [(2, "title-long")]


def test_html_in_a_text(tmp_path: Path) -> None:
    """No field of a handbook holds HTML: tags go, and the report says so; what only looks like one stays."""
    ready, texts = imported(
        tmp_path, "service,name,number,promise\nA,Al<br>pha,a,<p>We</p> answer if a < b > c\n"
    )

    text = next(one for path, one in texts.items() if path.endswith("standard.yml"))
    assert "title: Al pha\n" in text
    assert "statement: We answer if a < b > c\n" in text
    assert [one.fault for one in ready.intake.report.problems].count("html") == 2


def test_no_title(tmp_path: Path) -> None:
    """A document without a title is called by its id, and reported: it can be read all the same."""
    ready, texts = imported(tmp_path, "service,name,number,promise\nA,,a,We answer\n")

    assert "title: a\n" in texts["a/standard.yml"]
    assert faults(ready) == [(2, "no-title")]


def test_braces_are_no_placeholders(tmp_path: Path) -> None:
    """Braces of a table are not read as the placeholders of a handbook."""
    _, texts = imported(tmp_path, "service,name,number,promise\nA,Alpha,a,We answer {limit} mails\n")

    assert "statement: We answer (limit) mails" in texts["a/standard.yml"]


TRANSLATED = """\
handbook: {name: Small handbook, languages: [en, fr], time_zone: Europe/Kyiv}
document:
  id: service
  title: {en: name, fr: nom}
  prose: {en: [about, {column: more, heading: {en: More, fr: Plus}}], fr: sur}
commitment:
  id: number
  statement: {en: promise, fr: promesse}
  exemptions: {en: except, fr: sauf}
"""


def test_translations_and_prose(tmp_path: Path) -> None:
    """Texts of other languages go to translations, prose to Markdown in which nothing is taken for markup."""
    ready, texts = imported(
        tmp_path,
        "service,name,nom,number,promise,promesse,except,sauf,about,more,sur\n"
        'A,Alpha,Alphe,a,We answer,Nous répondons,"At night\nOn strike","La nuit\nEn grève","Two things:\n• <b>one</b>\n• 2*3_4","# not a heading",Deux\n'
        "A,,,b,,Sans source,,,,,\n",
        TRANSLATED,
    )

    assert texts["a/standard.fr.yml"] == (
        'translates: "0.1.0"\ntitle: Alphe\nclauses:\n  a:\n    statement: Nous répondons\n    exemptions:\n'
        "      exemption-1:\n        when: La nuit\n      exemption-2:\n        when: En grève\n"
    )
    assert (
        texts["a/standard.md"]
        == "Two things:\n\n- \\<b>one\\</b>\n- 2\\*3\\_4\n\n## More\n\n\\# not a heading\n"
    )
    assert texts["a/standard.fr.md"] == "Deux\n"
    assert "x_promesse: Sans source" in texts["a/standard.yml"]
    assert faults(ready) == [(3, "no-statement"), (3, "translation-without-source")]


def test_joined(tmp_path: Path) -> None:
    """Cells of a second table are the document's; double rows and rows without a standard are reported, none is lost."""
    ready, texts = imported(
        tmp_path,
        "service,name,number,promise\nA,Alpha,a,We answer\nB,Beta,b,We call\n",
        MAPPING.replace("  title: name\n", "  title: name\n  summary: about\n"),
        "service,name,about,fee\nA,Alpha,Letters,N\nA,Alpha,Calls,Y\nC,Gamma,Nothing,N\n",
    )

    assert sorted(faults(ready), key=lambda pair: (pair[0] or 0, pair[1])) == [
        (None, "joined-unused"), (2, "joined-again"), (3, "not-joined"),
    ]  # fmt: skip
    text = texts["a/standard.yml"]
    assert "summary: Letters\n" in text
    assert "x_about: Calls\n" in text
    assert "x_fee:" in text
    assert "x_name" not in text


def test_registries_from_rows(tmp_path: Path) -> None:
    """Roles are made from rows, their titles from parts of a cell; a part that nothing takes is kept in the entry."""
    _, texts = imported(
        tmp_path,
        "service,name,number,promise,org,org_title\nA,Alpha,a,We answer,aafc-aac,Agriculture | Agroalimentaire | Ottawa\n",
        MAPPING.replace("  title: name\n", "  title: name\n  owner: org\n").replace("[en]", "[en, fr]")
        + "registries:\n  roles:\n    id: org\n    title:\n"
        '      en: {column: org_title, split: " | ", part: 1}\n      fr: {column: org_title, split: " | ", part: 2}\n',
    )

    assert texts["registry/roles.yml"] == (
        "- id: aafc-aac\n  title: Agriculture\n  x_org_title: Agriculture | Agroalimentaire | Ottawa\n"
    )
    assert texts["registry/roles.fr.yml"] == "aafc-aac:\n  title: Agroalimentaire\n"
    assert "owner: aafc-aac\n" in texts["a/standard.yml"]
    assert "org_title" not in texts["a/standard.yml"]


CELLS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"], include_characters="\n"
    ),
    max_size=40,
)


@example([["", "0\n-0", "", "", "", ""]])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=8))
def test_nothing_is_lost(tmp_path: Path, rows: list[list[str]]) -> None:
    """Of any table, every cell stands in some file; rows without a document stand in the report; all can be read back."""
    head = ["service", "name", "number", "promise", "note", "more"]
    stream = io.StringIO()
    csv.writer(stream).writerows([head, *(["x" + row[0].strip(), *row[1:]] for row in rows)])
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        ready, texts = imported(
            Path(folder),
            stream.getvalue(),
            MAPPING.replace("  title: name\n", "  title: name\n  prose: note\n"),
        )
        with open_table(Path(folder) / "t.csv", Layout(delimiter=",")) as table:
            cells = [cell for row in table.rows for cell in row.cells.values()]
        read = read_handbook(files_of_folder(Path(folder) / "handbook" / "standards"))
        untidy = list(formatted_files(files_of_folder(Path(folder) / "handbook" / "standards")))

    assert not_found(cells, texts) == []
    assert ready.intake.report.counts["commitments"] == len(rows)
    assert read.handbook is not None
    assert len(read.handbook.dossiers) == ready.intake.report.counts["documents"]
    assert untidy == []


def test_report_as_data(tmp_path: Path) -> None:
    """The report as JSON and as CSV has every problem, with its row, place, weight and words."""
    ready, _ = imported(tmp_path, "service,name,number,promise\nA,Alpha,NA,We answer\n,,2,Lost\n")

    data = as_data(ready, "en")
    assert json.loads(json.dumps(data))["counts"]["rows-not-whole"] == 1
    assert [(one["row"], one["weight"], one["fault"]) for one in data["problems"]] == [
        (2, "note", "clause-no-id"),
        (3, "left out", "no-document"),
    ]
    table = list(csv.DictReader(io.StringIO(as_csv(ready, "en").removeprefix("\ufeff"))))
    assert (
        table[1]["message"]
        == "“service” is blank: the row is in no document. It says: number: 2; promise: Lost"
    )
