"""An import of dated states: a release where, and only where, a field of the model changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service_standards.cli import main
from service_standards.intake.states import ReadyStates, State, prepare_states
from service_standards.intake.writing import write
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

from .fourth_state import EXPECTED as EXPECTED_OF_THE_FOURTH
from .fourth_state import FIRST_RELEASES, FOURTH, fourth_state
from .support import EXAMPLES, ROOT

DATA = ROOT.parent / "shared" / "data" / "gc-service-standards"
DAYS = ("2025-01-21", "2025-02-12", "2025-02-21")

MAPPING = """\
handbook: {name: Small handbook, languages: [en], time_zone: Europe/Kyiv}
document:
  id: service
  title: name
  owner: owner
  prose: about
commitment:
  id: {column: number, prefix: c-}
  statement: promise
  at_most: {column: limit, read: duration}
  target.share: {column: share, read: share}
  strength: strength
  channels: {column: channel, split: " "}
  remedy.amount: remedy
registries:
  roles: {id: owner, title: owner}
results: {period: year, met: met, total: total}
"""
COLUMNS = (
    "service", "name", "owner", "about", "number", "promise", "limit", "share", "strength", "channel", "remedy",
    "year", "met", "total", "comment",
)  # fmt: skip


def row(service: str, number: str, **said: str) -> dict[str, str]:
    """A row of the table, with something in every column."""
    usual = {
        "name": f"The service {service}", "owner": "desk", "about": f"All about {service}.",
        "promise": f"Customers of {service} should hear from us soon.", "limit": "24 hours", "share": "0.8",
        "strength": "target", "channel": "email", "remedy": "30 GBP", "year": "2025", "met": "8", "total": "10",
        "comment": "none",
    }  # fmt: skip
    return {"service": service, "number": number, **usual, **said}


BEFORE = [
    row("a", "1"), row("a", "2", limit="2 calendar days"), row("a", "3", limit="1 calendar day"),
    row("b", "1"), row("b", "2", share="0.95"),
    row("c", "1"), row("d", "1", channel="email telephone"), row("e", "1"),
    row("f", "1"), row("f", "2"), row("f", "3"), row("f", "4"),
    row("g", "1"), row("g", "2"),
    row("h", "1"), row("i", "1"), row("j", "1"), row("k", "1"),
    row("l", "1"), row("l", "2"), row("m", "1"), row("n", "1"),
]  # fmt: skip

EDITS = {
    ("a", "1"): {"limit": "12 hours"},
    ("a", "2"): {"limit": "3 calendar days"},
    ("a", "3"): {"limit": "24 hours"},
    ("b", "1"): {"share": "0.9"},
    ("b", "2"): {"share": "0.9"},
    ("c", "1"): {"channel": "email chat"},
    ("d", "1"): {"channel": "email"},
    ("e", "1"): {"channel": "chat"},
    ("f", "1"): {"promise": "Customers of f must hear from us soon."},
    ("f", "2"): {"promise": "Customers of f should not hear from us soon."},
    ("f", "3"): {"promise": "Customers of f should be told by us soon."},
    ("f", "4"): {"promise": "Customers of f should hear from us, soon."},
    ("g", "2"): None,
    ("h", "1"): None,
    ("i", "1"): {"name": "Another service"},
    ("j", "1"): {"owner": "counter"},
    ("k", "1"): {"about": "All about k, told anew."},
    ("l", "1"): {"strength": "guaranteed"},
    ("l", "2"): {"remedy": "40 GBP"},
    ("m", "1"): {"met": "9", "comment": "better now"},
}
ADDED = [row("g", "3"), row("o", "1")]

EXPECTED = {
    ("a", "c-1", "at_most", "tightened"),
    ("a", "c-2", "at_most", "relaxed"),
    ("a", "c-3", "at_most", "tightened"),
    ("b", "c-1", "target.share", "tightened"),
    ("b", "c-2", "target.share", "relaxed"),
    ("c", None, "channels", "tightened"),
    ("d", None, "channels", "relaxed"),
    ("e", None, "channels", "mixed"),
    ("f", "c-1", "statement", "tightened"),
    ("f", "c-2", "statement", "mixed"),
    ("f", "c-3", "statement", "clarified"),
    ("f", "c-4", "statement", "editorial"),
    ("g", "c-2", "removed", "removed"),
    ("g", "c-3", "added", "added"),
    ("h", None, "retired", "removed"),
    ("i", None, "title", "clarified"),
    ("j", None, "owner", "administrative"),
    ("k", None, "prose", "clarified"),
    ("l", "c-1", "strength", "tightened"),
    ("l", "c-2", "remedy.amount", "tightened"),
}
VERSIONS = {
    "a": "2.0.0", "b": "2.0.0", "c": "2.0.0", "d": "2.0.0", "e": "2.0.0", "f": "2.0.0", "g": "2.0.0", "h": "2.0.0",
    "i": "1.1.0", "j": "1.0.1", "k": "1.1.0", "l": "2.0.0", "o": "1.0.0",
}  # fmt: skip


def table(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Write *rows* as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def after() -> list[dict[str, str]]:
    """The later state: 20 edits, one of which touches no field of the model, and two rows more."""
    changed = [
        {**one, **edit}
        for one in BEFORE
        if (edit := EDITS.get((one["service"], one["number"]), {})) is not None
    ]
    return [*changed, *ADDED]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The command that imports both states."""
    (tmp_path / "m.yml").write_text(MAPPING, "utf-8")
    first, second = table(tmp_path / "first.csv", BEFORE), table(tmp_path / "second.csv", after())
    return [
        "import", "--state", f"2025-06-01={second}", "--state", f"2025-01-01={first}",
        "--mapping", str(tmp_path / "m.yml"), "--into", str(tmp_path / "h/standards"), "--language", "en",
    ]  # fmt: skip


def run(arguments: list[str]) -> Result:
    """Call the command as its users do."""
    return CliRunner().invoke(main, arguments)


def test_exactly_the_edits(command: list[str]) -> None:
    """Each edit once, with its class; what was only measured or commented on makes no release."""
    done = run([*command, "--json"])
    assert done.exit_code == 0, done.output
    first, second = json.loads(done.stdout)["states"]

    assert {(one["id"], one["version"], one["class"]) for one in first["releases"]} == {
        (name, "1.0.0", "added") for name in "abcdefghijklmn"
    }
    assert {one["id"]: one["version"] for one in second["releases"]} == VERSIONS
    found = [
        (one["id"], change["clause"], change["field"], change["class"])
        for one in second["releases"]
        for change in one["changes"]
    ]
    assert set(found) == EXPECTED
    assert len(found) == len(EXPECTED)


def test_directions_for_the_customer(command: list[str]) -> None:
    """Tightened is better for the customer, relaxed worse."""
    _, second = json.loads(run([*command, "--json"]).stdout)["states"]

    for one in second["releases"]:
        for change in one["changes"]:
            if change["class"] in ("tightened", "relaxed", "mixed"):
                assert change["customer"] == change["staff"] == change["class"]


def test_the_archive_is_whole(command: list[str], tmp_path: Path) -> None:
    """Verified, answered from, compared: what was imported is a history like any other."""
    assert run(command).exit_code == 0
    here = ["--standards", str(tmp_path / "h/standards"), "--language", "en"]

    assert run(["verify", *here]).exit_code == 0
    said = json.loads(run(["as-of", "a#c-1", "--on", "2025-03-01", "--json", *here]).stdout)
    assert (said["version"], said["from"], said["until"]) == ("1.0.0", "2025-01-01", "2025-06-01")
    assert said["values"]["at_most"] == "24 hours"
    retired = json.loads(run(["as-of", "h", "--on", "2025-07-01", "--json", *here]).stdout)
    assert retired["retired_since"] == "2025-06-01"
    by_date = json.loads(run(["diff", "2025-01-01", "2025-06-01", "--json", *here]).stdout)["changes"]
    fields = {(one["document"], one["clause"], one["field"], one["class"]) for one in by_date}
    documents = {("h", None, "removed", "removed"), ("o", None, "added", "added")}
    assert (
        fields - {one for one in fields if one[0].startswith("registry/")}
        == (EXPECTED - {("h", None, "retired", "removed")}) | documents
    )


def test_records_name_their_file(command: list[str], tmp_path: Path) -> None:
    """`imported_from` stands instead of approvals; the day is the state's; the hash is the file's."""
    run(command)
    handbook = read_handbook(files_of_folder(tmp_path / "h/standards")).handbook
    assert handbook
    digest = hashlib.sha256((tmp_path / "second.csv").read_bytes()).hexdigest()
    first, second = (one.record for one in handbook.dossiers["a"].releases)
    assert (str(first.released_on), str(first.effective_from)) == ("2025-01-01", "2025-01-01")
    assert second.imported_from
    assert (second.imported_from.file, second.imported_from.sha256) == ("second.csv", digest)
    assert not second.approvals


def test_results_are_the_newest(command: list[str], tmp_path: Path) -> None:
    """What was measured goes to results/, once per clause and period, and not into the documents."""
    run(command)
    handbook = read_handbook(files_of_folder(tmp_path / "h/standards")).handbook
    assert handbook

    results = {str(one.clause): (str(one.period), one.met, one.total) for one in handbook.results}
    assert results["m#c-1"] == ("2025", 9, 10)
    assert results["a#c-1"] == ("2025", 8, 10)
    assert len(results) == len(BEFORE) + len(ADDED)
    document = handbook.dossiers["m"].working.document.clauses[0]
    assert set(document.extras) == {"x_comment"}


def test_a_fiscal_year_stays_one(tmp_path: Path) -> None:
    """Results of 2023-2024 keep their name, and have the days that the mapping's handbook says."""
    said = MAPPING.replace("time_zone: Europe/Kyiv}", "time_zone: Europe/Kyiv, fiscal_year_starts: 04-01}")
    (tmp_path / "m.yml").write_text(said, encoding="utf-8")
    state = table(tmp_path / "first.csv", [row("a", "1", year="2023-2024")])
    run(["import", "--state", f"2025-01-01={state}", "--mapping", str(tmp_path / "m.yml"),
         "--into", str(tmp_path / "standards")])  # fmt: skip
    reading = read_handbook(files_of_folder(tmp_path / "standards"))
    assert reading.handbook

    [result] = reading.handbook.results
    assert (str(result.period), str(result.period.last_day)) == ("2023-2024", "2024-03-31")


WRONG = {
    "a day that is none": ["--state", "2025-02-30=x.csv"],
    "no file": ["--state", "2025-02-28=nothing.csv"],
    "neither table nor state": [],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_use(tmp_path: Path, arguments: list[str]) -> None:
    """Exit code 2 and a reason."""
    (tmp_path / "m.yml").write_text(MAPPING, encoding="utf-8")
    done = run(["import", *arguments, "--mapping", str(tmp_path / "m.yml"), "--into", str(tmp_path / "h")])

    assert (done.exit_code, bool(done.stderr)) == (2, True)


def test_a_history_is_imported_once(command: list[str], tmp_path: Path) -> None:
    """Released files are never replaced: the second time nothing is written."""
    run(command)
    before = {path: path.read_bytes() for path in (tmp_path / "h").rglob("*") if path.is_file()}
    done = run(command)

    assert done.exit_code == 4
    assert "have releases already" in done.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "h").rglob("*") if path.is_file()} == before


@pytest.fixture(scope="module")
def canada(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadyStates, Path]:
    """The three states of the Government of Canada's data, and a made-up fourth one, written."""
    folder = tmp_path_factory.mktemp("canada")
    into = folder / "standards"
    states = [State(on=date.fromisoformat(day), file=DATA / f"ss_2024.{day}.csv") for day in DAYS]
    made_up = fourth_state(states[-1].file, folder / "fourth.csv")
    states.append(State(on=date.fromisoformat(FOURTH), file=made_up))
    made = prepare_states(
        states,
        EXAMPLES / "gc-service-standards.yml",
        into,
        join=DATA / "si_2024.2025-02-21.csv",
        on="service_id",
    )
    write(made.ready.files, into)
    return made, into


@pytest.mark.skipif(not DATA.exists(), reason="the Canadian data are not beside the checkout")
def test_canada(canada: tuple[ReadyStates, Path]) -> None:
    """+5 rows and no field change, then +12 rows, 7 new services, and no field change."""
    made, into = canada

    accounts = made.accounts[:3]
    assert [(one.rows, len(one.made)) for one in accounts] == [(2324, 984), (2329, 5), (2341, 7)]
    assert not [change for one in accounts for found in one.made for change in found.changes]
    handbook = read_handbook(files_of_folder(into)).handbook
    assert handbook
    assert len(handbook.dossiers) == 996 + len(FIRST_RELEASES)
    rows = [
        sum(
            len(one.releases[0].version.document.clauses)
            for one in handbook.dossiers.values()
            if str(one.releases[0].record.released_on) == day
        )
        for day in DAYS
    ]
    assert rows == [2324, 5, 12]
    assert made.results + made.results_left_out == 2341 + 2, (
        "the newest figures of every clause that ever was"
    )
    assert {str(one.period) for one in handbook.results} == {"2022-2023", "2023-2024"}
    assert len(handbook.results) == made.results


@pytest.mark.skipif(not DATA.exists(), reason="the Canadian data are not beside the checkout")
def test_a_fourth_state_of_canada(canada: tuple[ReadyStates, Path]) -> None:
    """Of twenty edits among 2,341 rows exactly these are found, each with its class and direction."""
    fourth = canada[0].accounts[3]

    found = [
        (one.id, change.clause, change.field, str(change.change_class), str(change.customer))
        for one in fourth.made
        for change in one.changes
    ]
    assert set(found) == EXPECTED_OF_THE_FOURTH
    assert len(found) == len(EXPECTED_OF_THE_FOURTH)
    first = {one.id for one in fourth.made if str(one.version) == "1.0.0"}
    assert first == FIRST_RELEASES
    assert {one.id for one in fourth.made} == first | {id for id, *_ in EXPECTED_OF_THE_FOURTH}
