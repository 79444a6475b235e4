"""Whatever is done to what was released is found, and the file is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.checks.test_codes import TAMPERING
from tests.conftest import ROOT

from service_standards.archive.freeze import LEDGER, NEXT_LEDGER, content_sha256, ledger_text, sha256
from service_standards.archive.verify import Breach, breaches, ledger_lines, proof
from service_standards.source.files import files_of_folder
from service_standards.source.released import ids_by_folder, record_of

REPLY = "support/email-reply/releases"


def found_in(root: Path) -> list[Breach]:
    """All that is wrong with the releases in the folder."""
    files = files_of_folder(root)
    return list(breaches(files, record_of, ids_by_folder(files)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample handbook."""
    return Path(shutil.copytree(ROOT / "standards", tmp_path / "standards"))


def replace(file: Path, old: bytes, new: bytes) -> None:
    """Change the first *old* of a file, which must be there."""
    data = file.read_bytes()
    assert old in data, f"{file} has no {old!r}"
    file.write_bytes(data.replace(old, new, 1))


def lines(root: Path) -> list[bytes]:
    """The lines of the ledger, the head first."""
    return (root / LEDGER).read_bytes().splitlines(keepends=True)


def line_of(root: Path, id: str, version: str) -> int:
    """The number of a release's line."""
    return next(n for n, line in enumerate(lines(root), 1) if f"\t{id}\t{version}\t".encode() in line)


def one_byte(root: Path) -> set[tuple[str, str]]:
    replace(root / REPLY / "2.0.0/standard.yml", b"e-mail", b"e-mall")
    return {("changed", f"{REPLY}/2.0.0/standard.yml")}


def prose(root: Path) -> set[tuple[str, str]]:
    with (root / REPLY / "2.0.0/standard.md").open("ab") as file:
        file.write(b" ")
    return {("changed", f"{REPLY}/2.0.0/standard.md")}


def registry(root: Path) -> set[tuple[str, str]]:
    replace(root / REPLY / "2.0.0/registry.yml", b"Europe/Kyiv", b"Europe/Rome")
    return {("changed", f"{REPLY}/2.0.0/registry.yml")}


def line_ends(root: Path) -> set[tuple[str, str]]:
    file = root / REPLY / "1.0.0/standard.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    return {("changed", f"{REPLY}/1.0.0/standard.yml")}


def file_gone(root: Path) -> set[tuple[str, str]]:
    (root / REPLY / "1.0.0/standard.md").unlink()
    return {("gone", f"{REPLY}/1.0.0/standard.md")}


def record_gone(root: Path) -> set[tuple[str, str]]:
    (root / REPLY / "1.0.0/release.yml").unlink()
    return {("gone", f"{REPLY}/1.0.0/release.yml")}


def record_unreadable(root: Path) -> set[tuple[str, str]]:
    (root / REPLY / "1.0.0/release.yml").write_text("id: [")
    return {("unreadable", f"{REPLY}/1.0.0/release.yml")}


def file_added(root: Path) -> set[tuple[str, str]]:
    (root / REPLY / "1.0.0/standard.ru.yml").write_text('translates: "1.0.0"\ntitle: Другое обещание\n')
    (root / REPLY / "notes.txt").write_text("not of a release")
    return {("added", f"{REPLY}/1.0.0/standard.ru.yml"), ("added", f"{REPLY}/notes.txt")}


def first_removed(root: Path) -> set[tuple[str, str]]:
    shutil.rmtree(root / REPLY / "1.0.0")
    return {("release-gone", f"{LEDGER}:{line_of(root, 'email-reply', '1.0.0')}")}


def middle_removed(root: Path) -> set[tuple[str, str]]:
    shutil.rmtree(root / REPLY / "2.0.0")
    return {("release-gone", f"{LEDGER}:{line_of(root, 'email-reply', '2.0.0')}")}


def last_removed(root: Path) -> set[tuple[str, str]]:
    last = ledger_lines((root / LEDGER).read_bytes())[-1]
    [folder] = [
        one.parent for one in root.rglob(f"releases/{last.version}/release.yml") if record_id(one) == last.id
    ]
    shutil.rmtree(folder)
    return {("release-gone", f"{LEDGER}:{len(lines(root))}")}


def record_id(file: Path) -> str:
    record = record_of(file.read_bytes())
    assert record
    return record.id


def swapped(root: Path) -> set[tuple[str, str]]:
    one, other, beside = (root / REPLY / name for name in ("1.0.0", "2.0.0", "beside"))
    one.rename(beside)
    other.rename(one)
    beside.rename(other)
    return {("other-version", f"{REPLY}/{name}/release.yml") for name in ("1.0.0", "2.0.0")}


def swapped_content(root: Path) -> set[tuple[str, str]]:
    one, other = (root / REPLY / name / "standard.yml" for name in ("1.0.0", "2.0.0"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return {("changed", f"{REPLY}/{name}/standard.yml") for name in ("1.0.0", "2.0.0")}


def a_date(root: Path) -> set[tuple[str, str]]:
    replace(root / REPLY / "2.0.0/release.yml", b"effective_from: 2025-09-01", b"effective_from: 2025-08-20")
    return {("ledger-release", f"{REPLY}/2.0.0/release.yml")}


def an_approval(root: Path) -> set[tuple[str, str]]:
    replace(root / REPLY / "2.0.0/release.yml", b"@olena-m", b"@somebody")
    return {("ledger-release", f"{REPLY}/2.0.0/release.yml")}


def an_approval_removed(root: Path) -> set[tuple[str, str]]:
    file = root / REPLY / "2.0.0/release.yml"
    file.write_bytes(file.read_bytes().partition(b"approvals:")[0])
    return {("ledger-release", f"{REPLY}/2.0.0/release.yml")}


def line_removed(root: Path) -> set[tuple[str, str]]:
    n = line_of(root, "email-reply", "2.0.0")
    every = lines(root)
    del every[n - 1]
    (root / LEDGER).write_bytes(b"".join(every))
    return {("ledger-chain", f"{LEDGER}:{n}"), ("ledger-missing", f"{REPLY}/2.0.0/release.yml")}


def last_line_removed(root: Path) -> set[tuple[str, str]]:
    last = ledger_lines((root / LEDGER).read_bytes())[-1]
    (root / LEDGER).write_bytes(b"".join(lines(root)[:-1]))
    [file] = [one for one in root.rglob(f"releases/{last.version}/release.yml") if record_id(one) == last.id]
    return {("ledger-missing", file.relative_to(root).as_posix())}


def lines_reordered(root: Path) -> set[tuple[str, str]]:
    every = lines(root)
    every[4], every[5] = every[5], every[4]
    (root / LEDGER).write_bytes(b"".join(every))
    return {("ledger-chain", f"{LEDGER}:{n}") for n in (5, 6, 7)}


def line_twice(root: Path) -> set[tuple[str, str]]:
    last = ledger_lines((root / LEDGER).read_bytes())[-1]
    again = ledger_text(
        type(last)(
            released_on=last.released_on, id=last.id, version=last.version,
            release_sha256=last.release_sha256, previous_sha256=sha256(lines(root)[-1]),
        )
    )  # fmt: skip
    with (root / LEDGER).open("a") as file:
        file.write(again)
    return {("ledger-twice", f"{LEDGER}:{len(lines(root))}")}


def a_date_of_the_last_line(root: Path) -> set[tuple[str, str]]:
    every = lines(root)
    every[-1] = b"2026-11-17" + every[-1][10:]
    (root / LEDGER).write_bytes(b"".join(every))
    return {("ledger-date", f"{LEDGER}:{len(every)}")}


def ledger_gone(root: Path) -> set[tuple[str, str]]:
    (root / LEDGER).unlink()
    return {("ledger-gone", LEDGER)}


def line_ends_of_the_ledger(root: Path) -> set[tuple[str, str]]:
    every = lines(root)
    every[-1] = every[-1].replace(b"\n", b"\r\n")
    last = ledger_lines((root / LEDGER).read_bytes())[-1]
    (root / LEDGER).write_bytes(b"".join(every))
    [file] = [one for one in root.rglob(f"releases/{last.version}/release.yml") if record_id(one) == last.id]
    return {
        ("ledger-line", f"{LEDGER}:{len(every)}"),
        ("ledger-missing", file.relative_to(root).as_posix()),
    }


def under_another_id(root: Path) -> set[tuple[str, str]]:
    (root / REPLY / "2.0.0").rename(root / "support/chat-reply/releases/2.0.0")
    return {("other-id", "support/chat-reply/releases/2.0.0/release.yml")}


def copied_by_hand(root: Path) -> set[tuple[str, str]]:
    folder = Path(shutil.copytree(root / REPLY / "2.0.0", root / REPLY / "9.0.0"))
    replace(folder / "release.yml", b'version: "2.0.0"', b'version: "9.0.0"')
    return {("ledger-missing", f"{REPLY}/9.0.0/release.yml")}


def approved_other_content(root: Path) -> set[tuple[str, str]]:
    """The file and its own hash in the record agree, and the ledger too: the content's hash is the old one."""
    folder = root / REPLY / "2.0.0"
    was = (folder / "standard.yml").read_bytes()
    (folder / "standard.yml").write_bytes(was + b"# one line more\n")
    replace(folder / "release.yml", sha256(was).encode(), sha256(was + b"# one line more\n").encode())
    rewrite_ledger(root)
    return {("record-contradicts", f"{REPLY}/2.0.0/release.yml")}


def interrupted(root: Path) -> set[tuple[str, str]]:
    shutil.copy(root / LEDGER, root / NEXT_LEDGER)
    return {("interrupted", NEXT_LEDGER)}


KINDS: dict[str, Callable[[Path], set[tuple[str, str]]]] = {
    "a byte": one_byte,
    "a byte of the prose": prose,
    "the registry of its day": registry,
    "line ends": line_ends,
    "a missing file": file_gone,
    "a missing record": record_gone,
    "a record that cannot be read": record_unreadable,
    "an added file": file_added,
    "the first release removed": first_removed,
    "a middle release removed": middle_removed,
    "the last release removed": last_removed,
    "two releases swapped": swapped,
    "the texts of two releases swapped": swapped_content,
    "a date": a_date,
    "an approval": an_approval,
    "an approval removed": an_approval_removed,
    "a ledger line removed": line_removed,
    "the last ledger line removed": last_line_removed,
    "ledger lines reordered": lines_reordered,
    "a ledger line twice": line_twice,
    "a date of the last ledger line": a_date_of_the_last_line,
    "the ledger gone": ledger_gone,
    "line ends of the ledger": line_ends_of_the_ledger,
    "a release under another id": under_another_id,
    "a release copied by hand": copied_by_hand,
    "other content under an approval": approved_other_content,
    "an interrupted release": interrupted,
}


def rewrite_ledger(root: Path) -> None:
    """Make the ledger anew for the records as they are now: every line fits again."""
    records: dict[str, dict[str, str]] = {}
    for one in root.rglob("releases/*/release.yml"):
        records.setdefault(record_id(one), {})[one.parent.name] = sha256(one.read_bytes())
    before, text = "0" * 64, lines(root)[0].decode()
    for line in ledger_lines((root / LEDGER).read_bytes()):
        if line.version not in records[line.id]:
            continue
        row = (
            "\t".join((line.released_on, line.id, line.version, records[line.id][line.version], before))
            + "\n"
        )
        text, before = text + row, sha256(row.encode())
    (root / LEDGER).write_text(text)


def test_sample_is_as_released(root: Path) -> None:
    """Nothing is found where nothing was done."""
    assert found_in(root) == []


@pytest.mark.parametrize("tamper", KINDS.values(), ids=KINDS)
def test_tampering_is_found_and_named(root: Path, tamper: Callable[[Path], set[tuple[str, str]]]) -> None:
    """Exactly what was done is found, with its file, and in the ledger with its line."""
    expected = tamper(root)

    found = {
        (
            one.fault,
            f"{one.file}:{one.line}" if one.file == LEDGER and one.fault != "ledger-gone" else one.file,
        )
        for one in found_in(root)
    }

    assert found == expected


def test_every_kind_has_a_case(tmp_path: Path) -> None:
    """What no bad handbook shows, the cases above do; `other-ledger` is the next test's."""
    seen = {"other-ledger"}
    for n, tamper in enumerate(KINDS.values()):
        root = Path(shutil.copytree(ROOT / "standards", tmp_path / str(n)))
        seen |= {fault for fault, _ in tamper(root)}

    assert set(TAMPERING) <= seen


def test_a_rewritten_handbook_is_found_with_a_noted_hash(root: Path) -> None:
    """The last release and the ledger rewritten together fit each other; only the hash noted elsewhere does not."""
    noted = proof((root / LEDGER).read_bytes()).last_sha256
    last = ledger_lines((root / LEDGER).read_bytes())[-1]
    [record] = [
        one for one in root.rglob(f"releases/{last.version}/release.yml") if record_id(one) == last.id
    ]
    rewrite_release(record)
    rewrite_ledger(root)

    assert found_in(root) == []
    assert proof((root / LEDGER).read_bytes(), noted).noted_at is None


def rewrite_release(record: Path) -> None:
    """Change the title of a released document, and everything in its record that follows from it."""
    folder = record.parent
    yaml = YAML()
    said = yaml.load(record.read_text())
    main = next(
        name
        for name in said["files"]
        if name.endswith(".yml") and name.count(".") == 1 and name != "registry.yml"
    )
    (folder / main).write_bytes((folder / main).read_bytes().replace(b"title: ", b"title: New ", 1))
    said["files"][main] = sha256((folder / main).read_bytes())
    content = {
        name: (folder / name).read_bytes()
        for name in said["files"]
        if name != "registry.yml" and name.count(".") == 1
    }
    said["content_sha256"] = content_sha256(content)
    for approval in said["approvals"]:
        approval["content_sha256"] = said["content_sha256"]
    with record.open("w") as file:
        yaml.dump(said, file)


def test_an_earlier_hash_proves_what_stands_above_it(root: Path) -> None:
    """A hash noted in spring still proves the releases up to then, however many came after."""
    ledger = (root / LEDGER).read_bytes()
    spring = sha256(lines(root)[10])

    assert proof(ledger, spring).noted_at == 10
    assert proof(ledger, proof(ledger).last_sha256).noted_at == proof(ledger).lines
    assert proof(ledger, "0" * 64).noted_at == 0
    assert proof(b"", None).lines == 0


def test_a_long_ledger_is_read_whole(root: Path) -> None:
    """The ledger of many years is larger than any file that editors may write."""
    with (root / LEDGER).open("ab") as file:
        file.write(b"x" * (2 * 1024 * 1024))

    assert files_of_folder(root)[LEDGER] == (root / LEDGER).read_bytes()
