"""
A whole handbook from its files: documents with all their versions, registry, records, pages.

Every file is read once. What can't be read becomes a finding; the rest still
becomes a handbook, so that one fault never hides another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from ..archive.verify import ledger_lines
from ..findings import Finding, Severity
from ..memory import Memory, key_of
from ..model.documents import KINDS
from ..model.fields import Strict
from ..model.handbook import Dossier, Handbook, HandPage, LedgerLine, Place, Places
from ..model.records import Evidence, Result, Waiver
from ..model.registry import REGISTRIES, Entry, Registry, Settings
from ..model.translations import Translation
from .dossier import DossierRead, Papers, read_dossiers
from .files import paths_outside
from .format import note_form
from .guesses import ids_in, is_id
from .ids import faults_of_ids
from .layout import DocumentFiles, Layout, layout
from .nodes import Branch, Items, Node
from .read import read, read_node
from .results import results_of
from .structure import Source, read_tree, text_of
from .translating import translation_of

RECORD_KINDS: dict[str, type[Strict]] = {"evidence": Evidence, "waivers": Waiver}

Record = TypeVar("Record", Evidence, Waiver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a handbook."""

    handbook: Handbook | None
    """None only where there is not one file of a handbook."""
    findings: tuple[Finding, ...]
    unread: frozenset[str] = frozenset()
    """Ids of what is there but could not be read: links to it are not called broken."""
    whole: bool = True
    """Whether every document and the registry could be read: only then is it known what nobody promises or tests."""
    keys: Mapping[str, bytes] = field(default_factory=dict)
    """By id, what stands for all that is read of a document: the same only where its files are."""
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id, the ids of documents and of rules of conduct that stand in the texts of a document's versions: what it names is among them."""
    quoted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By id, the ids of the documents of which placeholders in the texts of a document quote values."""


@dataclass
class _Desk:
    """What has been read so far."""

    files: Mapping[str, bytes]
    layout: Layout
    ledger: tuple[LedgerLine, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    keys: dict[str, bytes] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    quoted: dict[str, frozenset[str]] = field(default_factory=dict)
    places: dict[tuple[str, str], Places] = field(default_factory=dict)
    translations: dict[tuple[str, str, str], Translation] = field(default_factory=dict)

    def fault(self, code: str, fault: str, place: Place, **values: str) -> None:
        self.findings.append(
            Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
        )


def read_handbook(files: Mapping[str, bytes], memory: Memory | None = None) -> Reading:
    """
    The handbook that *files* hold, by their path from its folder, and all that is wrong with their form.

    A document whose files *memory* knows is not read again.
    """
    memory = memory or Memory()
    desk = _Desk(files, layout(files))
    desk.ledger = _ledger(desk)
    if desk.layout.settings is None and not desk.layout.documents:
        desk.fault("SCH02", "no-settings", Place("handbook.yml"))
        return Reading(handbook=None, findings=tuple(desk.findings))
    for path in paths_outside(files):
        desk.fault("SEC05", "link-outside", Place(path), path=path)
    settings = _settings(desk)
    registry = _registry(desk, settings, memory)
    dossiers = _dossiers(desk, memory)
    whole = not desk.unread
    handbook = Handbook(
        settings=settings,
        registry=registry,
        dossiers=dossiers,
        evidence=_records(desk, "evidence", Evidence, settings),
        waivers=_records(desk, "waivers", Waiver, settings),
        results=_results(desk, settings),
        pages=_pages(desk),
        ledger=desk.ledger,
        translations=desk.translations,
        places=desk.places,
    )
    _name_strays(desk, settings)
    desk.findings += faults_of_ids(handbook, desk.unread)
    return Reading(
        handbook=handbook,
        findings=tuple(sorted(_first_things_first(desk.findings), key=Finding.sort_key)),
        unread=frozenset(desk.unread),
        whole=whole,
        keys=desk.keys,
        named=_named(dossiers, desk.words),
        quoted=desk.quoted,
    )


def _first_things_first(findings: list[Finding]) -> list[Finding]:
    """*findings* without those on the form of a file that has graver faults; the cure of these may cure them."""
    faulty = {
        one.place.file
        for one in findings
        if one.code[:3] in ("YML", "SCH") and one.severity is Severity.ERROR
    }
    return [one for one in findings if one.code != "YML07" or one.place.file not in faulty]


def _settings(desk: _Desk) -> Settings:
    instead = {"name": "Handbook", "time_zone": "UTC"}
    found: Settings | None = None
    if desk.layout.settings is None:
        desk.fault("SCH02", "no-settings", Place("handbook.yml"))
    else:
        file = desk.layout.settings
        result = read(file, desk.files[file], Settings, form="handbook", instead=instead)
        desk.findings += result.findings
        desk.places["handbook", ""] = result.places
        found = result.value
    settings = found or Settings.model_validate(instead)
    for language in settings.languages[1:]:
        _translate(desk, language, "handbook", "", "", settings)
    return settings


def _translate(desk: _Desk, language: str, collection: str, stem: str, known: str, model: Strict) -> None:
    """Read the translation of a record or the settings, if there is one."""
    file = desk.layout.translations.get((language, collection, stem))
    if file is None:
        return
    root, source = read_tree(file, desk.files[file])
    note_form(root, source, desk.files[file], "translation")
    translation = translation_of(root, source, language, [model], versioned=False)
    desk.findings += source.findings
    if translation:
        desk.translations[language, collection, known] = translation


def _registry(desk: _Desk, settings: Settings, memory: Memory) -> Registry:
    entries: dict[str, dict[str, Entry]] = {}
    for collection, file in desk.layout.registry.items():
        entries[collection] = _entries(desk, collection, file, memory)
        for language in settings.languages[1:]:
            path = desk.layout.translations.get((language, collection, ""))
            if path is not None:
                _translate_entries(desk, path, language, collection, entries[collection])
    return Registry.model_validate(entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntriesRead:
    """What came of reading a file of the registry."""

    entries: dict[str, Entry]
    places: dict[str, Places]
    findings: tuple[Finding, ...]


def _entries(desk: _Desk, collection: str, file: str, memory: Memory) -> dict[str, Entry]:
    data = desk.files[file]
    key = key_of("registry", collection, file, data)
    found = memory.recall(key, partial(_entries_read, collection, file, data))
    desk.places.update({(collection, id_): places for id_, places in found.places.items()})
    desk.findings += found.findings
    if found.findings:
        desk.unread |= ids_in(data)
    return found.entries


def _entries_read(collection: str, file: str, data: bytes) -> _EntriesRead:
    root, source = read_tree(file, data)
    note_form(root, source, data, collection)
    found: dict[str, Entry] = {}
    places: dict[str, Places] = {}
    if root is not None and not isinstance(root, Items):
        source.fault("SCH03", "registry-list", root.line, root.column, name=collection)
    for node in root.items if isinstance(root, Items) else ():
        result = read_node(node, source, REGISTRIES[collection])
        entry = result.value
        if entry is None:
            continue
        if entry.id in found:
            place = result.places.of("id")
            first = places[entry.id].of("id").line
            source.fault("SCH05", "entry-twice", place.line, place.column, id=entry.id, first=str(first))
            continue
        found[entry.id] = entry
        places[entry.id] = result.places
    return _EntriesRead(entries=found, places=places, findings=tuple(source.findings))


def _translate_entries(
    desk: _Desk, file: str, language: str, collection: str, entries: Mapping[str, Entry]
) -> None:
    root, source = read_tree(file, desk.files[file])
    note_form(root, source, desk.files[file], "translation")
    for id_, node, line, column in _branches(root, source):
        entry = entries.get(id_)
        if entry is None:
            if id_ not in desk.unread:
                source.fault("SCH01", "translation-entry", line, column, name=id_, known=", ".join(entries))
            continue
        translation = translation_of(node, source, language, [entry], versioned=False)
        if translation:
            desk.translations[language, collection, id_] = translation
    desk.findings += source.findings


def _branches(root: Node | None, source: Source) -> Iterator[tuple[str, Node, int, int]]:
    if isinstance(root, Branch):
        for id_, node in root.values.items():
            yield (id_, node, *root.keys[id_])
    elif root is not None:
        source.fault("SCH03", "translation-form", root.line, root.column)


def _records(desk: _Desk, collection: str, model: type[Record], settings: Settings) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for stem, file in desk.layout.records[collection].items():
        name = stem.rpartition("/")[2]
        instead = {"id": name, "title": name} if is_id(name) else {}
        result = read(file, desk.files[file], model, form=collection, instead=instead)
        desk.findings += result.findings
        record = result.value
        if record is None:
            desk.unread |= {name} | ids_in(desk.files[file])
            continue
        if record.id in found:
            first = desk.places[collection, record.id].file
            desk.fault("SCH05", "record-twice", result.places.of("id"), id=record.id, first=first)
            continue
        found[record.id] = record
        desk.places[collection, record.id] = result.places
        for language in settings.languages[1:]:
            _translate(desk, language, collection, name, record.id, record)
    return found


def _results(desk: _Desk, settings: Settings) -> tuple[Result, ...]:
    rows: list[Result] = []
    for file in desk.layout.results:
        text, findings = text_of(file, desk.files[file])
        desk.findings += findings
        if text is not None:
            read_rows, findings = results_of(file, text, settings.fiscal_year_starts)
            desk.findings += findings
            rows += read_rows
    return tuple(rows)


def _markdown(desk: _Desk, file: str) -> str:
    text, findings = text_of(file, desk.files[file])
    desk.findings += findings
    return (text or "").replace("\r\n", "\n")


def _pages(desk: _Desk) -> dict[str, HandPage]:
    return {
        name: HandPage(
            name=name, markdown={language: _markdown(desk, file) for language, file in by_language.items()}
        )
        for name, by_language in desk.layout.pages.items()
    }


def _ledger(desk: _Desk) -> tuple[LedgerLine, ...]:
    if desk.layout.ledger is None:
        return ()
    return ledger_lines(desk.files[desk.layout.ledger])


def _dossiers(desk: _Desk, memory: Memory) -> dict[str, Dossier]:
    listed: dict[str, frozenset[str]] = {}
    for line in desk.ledger:
        listed[line.id] = listed.get(line.id, frozenset()) | {line.version}

    def read_all(papers: Iterable[Papers]) -> Iterator[DossierRead]:
        for one in read_dossiers(papers, desk.files, listed, memory):
            desk.findings += one.findings
            desk.unread |= one.unread
            yield one

    found: dict[str, DossierRead] = {}
    firsts: dict[str, str] = {}
    # Of two with one id, the one that was released has it by right.
    read_ones = sorted(
        read_all(_papers(desk.layout)), key=lambda one: not (one.dossier and one.dossier.releases)
    )
    for one in read_ones:
        if one.dossier and one.dossier.id in found:
            first = firsts[one.dossier.id]
            place = one.dossier.working.places.of("id")
            desk.fault("SCH05", "twice", place, id=one.dossier.id, first=first)
        elif one.dossier:
            found[one.dossier.id] = one
            firsts[one.dossier.id] = one.dossier.working.file
    gone = tuple(_papers_left(desk.layout))
    for papers in gone:
        place = Place(f"{papers.folder}/releases".lstrip("/"))
        desk.fault("SCH05", "gone", place, folder=papers.folder or ".")
    for left in read_all(gone):
        if left.dossier:
            found.setdefault(left.dossier.id, left)
    desk.keys = {id_: one.key for id_, one in found.items()}
    desk.words = {id_: one.words for id_, one in found.items()}
    desk.quoted = {id_: one.quoted for id_, one in found.items()}
    dossiers = (one.dossier for one in found.values() if one.dossier)
    return {one.id: one for one in sorted(dossiers, key=lambda one: one.working.folder)}


def _named(dossiers: Mapping[str, Dossier], words: Mapping[str, str]) -> dict[str, frozenset[str]]:
    rules = (rule.id for one in dossiers.values() for rule in one.rules())
    known = frozenset((*dossiers, *rules))
    return {id_: known.intersection(text.split()) for id_, text in words.items()}


def _papers(layout: Layout) -> Iterator[Papers]:
    """Yield the files of every document, in the order of the folders."""
    in_folder = Counter(folder for folder, _ in layout.documents)
    for one in sorted(layout.documents.values(), key=lambda one: (one.folder, one.kind)):
        yield Papers(
            kind=one.kind,
            folder=one.folder,
            working=one,
            releases=layout.releases.get(one.folder, {}),
            alone=in_folder[one.folder] == 1,
        )


def _papers_left(layout: Layout) -> Iterator[Papers]:
    """Yield the releases whose document is gone."""
    with_copy = {folder for folder, _ in layout.documents}
    for folder, releases in layout.releases.items():
        names = {name for files in releases.values() for name in files}
        kind = next((kind for kind in KINDS if f"{kind}.yml" in names), None)
        if folder not in with_copy:
            yield Papers(kind=kind, folder=folder, working=None, releases=releases)


def _name_strays(desk: _Desk, settings: Settings) -> None:
    """Name files that nothing reads: a promise in a misspelt file would otherwise silently vanish."""
    found = desk.layout
    for path, meant in found.unknown:
        desk.fault("SCH01", "file-near" if meant else "file", Place(path), near=meant)
    for path, owner in found.homeless:
        desk.fault("SCH01", "file-alone", Place(path), owner=owner)
    by_folder: dict[str, list[DocumentFiles]] = {}
    for files in found.documents.values():
        by_folder.setdefault(files.folder, []).append(files)
        for language, path in {**files.prose, **files.texts}.items():
            _check_language(desk, language, path, settings)
    for group in by_folder.values():
        for files in group[1:]:
            desk.fault("SCH05", "two-in-folder", Place(files.file), first=group[0].file)
    for (language, _, _), path in found.translations.items():
        _check_language(desk, language, path, settings)
    for by_language in found.pages.values():
        for language, path in by_language.items():
            _check_language(desk, language, path, settings)


def _check_language(desk: _Desk, language: str, path: str, settings: Settings) -> None:
    fault = ""
    if language == settings.source_language:
        fault = "translation-of-source"
    elif language and language not in settings.languages:
        fault = "translation-language"
    if not fault or any(
        one.place.file == desk.layout.settings and one.values.get("name") == "languages"
        for one in desk.findings
    ):
        return  # or which languages there are is not known
    known = {"known": ", ".join(settings.languages)} if fault == "translation-language" else {}
    desk.fault("SCH03", fault, Place(path), language=language, **known)
