"""
Make the report of a pull request from its two handbooks.

A comparison that could not be made raises; a report without changes says that
there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from ..changes.kinds import Bump, Change
from ..checks import Silenced
from ..checks.views import View, views
from ..findings import Finding, Severity, new_since
from ..history.edition import Edition, edition
from ..history.lagging import made_stale
from ..history.timeline import Timelines
from ..history.worlds import comparison_of_working_copies
from ..model.documents import ChangeClass
from ..model.handbook import Version
from ..model.registry import Calendar
from . import fingerprint
from .coming import coming
from .others import Event, FileChange, What, file_changes, setting_changes
from .report import WORST_FIRST, DocumentReport, EntryReport, Judged, Report, Tree, weight
from .reviewers import Reason, Wanted, Why, approvers, for_class, for_everything, reviewers
from .risks import SMALL, Risk, risks
from .touched import Touched, together, touched
from .worst import Reached, Waits


def report(base: Tree, head: Tree, on: date) -> Report:
    """
    What *head* changes in *base*, judged on the day *on*.

    Raises NoRuleError and IncomparableError as a comparison does.
    """
    return _Comparing(base, head, on).report()


class _Comparing:
    """The two sides while they are compared: what several parts of the report ask for is worked out once."""

    def __init__(self, base: Tree, head: Tree, on: date) -> None:
        self.base, self.head, self.on = base, head, on
        self.old, self.new = base.handbook, head.handbook
        self.comparison = comparison_of_working_copies(self.old, self.new, on)
        self.waits = Waits(self.new, on)

    @cached_property
    def editions(self) -> tuple[Edition, Edition]:
        """The working copies of both sides and who depends on whom, the newer first."""
        return edition(self.new, self.on, preview=True), edition(self.old, self.on, preview=True)

    @cached_property
    def view(self) -> View:
        """Every working copy of the head, as if released together."""
        return next(views(self.new, self.on))

    @cached_property
    def timelines(self) -> Timelines:
        """The head's comparisons with what was released."""
        return Timelines(self.new, self.on)

    def report(self) -> Report:
        """The whole report."""
        changed = dict(self.comparison.by_document())
        for name in self._silently_changed(changed):
            changed[name] = ()
        documents = sorted(
            (
                self._document(name, changes)
                for name, changes in changed.items()
                if not name.startswith("registry/")
            ),
            key=weight,
        )
        entries = sorted(self._entries(changed), key=weight)
        settings = tuple(setting_changes(self.old, self.new))
        files = tuple(
            file_changes(self.base.files, self.head.files, frozenset(self._told(documents, entries)))
        )
        wanted = [
            *(one for part in documents for one in self._wanted_for_document(part)),
            *(one for part in entries for one in self._wanted_for_entry(part)),
            *self._wanted_for_files(files),
        ]
        now, before = self.head.checked, self.base.checked
        return Report(
            on=self.on,
            base=self.base,
            head=self.head,
            comparison=self.comparison,
            documents=tuple(documents),
            entries=tuple(entries),
            settings=settings,
            files=files,
            reviewers=reviewers(self.old, self.new, wanted),
            new_findings=tuple(_by_severity(new_since(before.findings, now.findings))),
            cured_findings=tuple(new_since(now.findings, before.findings)),
            newly_silenced=tuple(_newly_silenced(before.silenced, now.silenced)),
            translations=tuple(made_stale(self.old, self.new)),
        )  # fmt: skip

    def _silently_changed(self, changed: Mapping[str, object]) -> Iterator[str]:
        """Yield the documents that only say something else of their version: its number, its day, its note."""
        for name, dossier in self.new.dossiers.items():
            was = self.old.dossiers.get(name)
            if name not in changed and was is not None:
                before, after = was.working.document, dossier.working.document
                if before is not after and before != after:
                    yield name

    # -- documents -----------------------------------------------------------

    def _document(self, name: str, changes: Iterable[Change]) -> DocumentReport:
        found = tuple(changes)
        renamed = next(
            (one.before for one in found if one.code == "document.moved" and isinstance(one.before, str)),
            None,
        )
        was = self.old.dossiers.get(name) or self.old.dossiers.get(renamed or "")
        now = self.new.dossiers.get(name)
        before, after = (one.working if one else None for one in (was, now))
        version = after or before
        assert version is not None
        judged = tuple(self._judged(one, before, after) for one in _worst_first(found))
        own = fingerprint.of_own_word(before, after)
        event = (
            Event.ADDED if before is None
            else Event.REMOVED if after is None
            else Event.RENAMED if before.document.id != after.document.id
            else Event.CHANGED
        )  # fmt: skip
        to_come = coming(self.timelines, now, self.view) if now and after else None
        return DocumentReport(
            id=name,
            kind=version.document.kind,
            title=version.document.title,
            event=event,
            before=before,
            after=after,
            changes=judged,
            bump=max((one.bump for one in judged), key=lambda bump: bump.rank, default=Bump.NONE),
            coming=to_come,
            touches=self._touches(name, before, found),
            risks=tuple(risks(before, after, found, to_come)),
            fingerprint=fingerprint.of_all((own, *(one.fingerprint for one in judged))),
        )

    def _judged(self, change: Change, before: Version | None, after: Version | None) -> Judged:
        old, new = (one.document if one else None for one in (before, after))
        return Judged(
            change=change,
            bump=self.comparison.bump_of(change),
            worse=self.waits.of_change(change, old, new),
            fingerprint=fingerprint.of_change(change, before, after),
        )

    def _touches(self, name: str, before: Version | None, changes: tuple[Change, ...]) -> Touched:
        weighty = [one for one in changes if one.change_class not in SMALL]
        if not weighty:
            return Touched()
        clauses = frozenset(one.clause for one in weighty if one.clause or not _is_about_itself(one))
        parts = [touched(self.editions, name, clauses)]
        if before is not None and before.document.id != name:
            parts.append(touched(self.editions, before.document.id, clauses))
        return together(parts)

    def _wanted_for_document(self, part: DocumentReport) -> Iterator[Wanted]:
        classes = {one.change.change_class for one in part.changes}
        if part.changes and classes != {ChangeClass.TRANSLATION}:
            for name in {part.id, part.before.document.id if part.before else part.id}:
                yield from approvers(self.old, self.new, name, Why.APPROVES)
        elif not part.changes:
            yield from approvers(self.old, self.new, part.id, Why.APPROVES)
        if part.change_class is not ChangeClass.NONE:
            yield from for_class(self.old, self.new, part.change_class, part.id)
        if part.coming and part.coming.override:
            yield part.coming.override, Reason(why=Why.OVERRIDE, about=part.id)
        if Risk.RETROACTIVE in part.risks:
            for wanted in for_class(self.old, self.new, ChangeClass.RELAXED, part.id):
                yield wanted[0], Reason(why=Why.RETROACTIVE, about=part.id)

    # -- registry --------------------------------------------------------------

    def _entries(self, changed: Mapping[str, tuple[Change, ...]]) -> Iterator[EntryReport]:
        for name, changes in changed.items():
            if not name.startswith("registry/"):
                continue
            collection = name.partition("/")[2]
            by_entry: dict[str, list[Change]] = {}
            for one in changes:
                by_entry.setdefault(one.clause or "", []).append(one)
            for id_, found in by_entry.items():
                yield self._entry(collection, id_, found)

    def _entry(self, collection: str, id_: str, changes: list[Change]) -> EntryReport:
        before, after = (one.registry.entries(collection).get(id_) for one in (self.old, self.new))
        entry = after or before
        assert entry is not None
        every = dict.fromkeys(link for one in changes for link in one.reach)
        links = tuple(link for link in every if not self._is_retired(link.partition("#")[0]))
        judged = tuple(
            Judged(
                change=one,
                bump=Bump.NONE,
                worse=None,
                fingerprint=fingerprint.of_entry_change(one),
            )
            for one in _worst_first(changes)
        )
        moves_deadlines = isinstance(entry, Calendar) and before is not None and after is not None
        reached = (
            tuple(self.waits.reached(id_, links, self.old.registry))
            if moves_deadlines
            else tuple(Reached(link=link, limit=None, worse=None) for link in links)
        )
        return EntryReport(
            collection=collection,
            id=id_,
            title=entry.title,
            event=Event.ADDED if before is None else Event.REMOVED if after is None else Event.CHANGED,
            before=before,
            after=after,
            changes=judged,
            reached=reached,
            touches=together(self._reached_documents(links)),
            fingerprint=fingerprint.of_all(one.fingerprint for one in judged),
        )

    def _is_retired(self, document: str) -> bool:
        """Whether nobody works by it any more, so that nothing reaches it."""
        dossier = self.new.dossiers.get(document)
        retired = dossier.working.document.retired if dossier else None
        return retired is not None and retired.on <= self.on

    def _reached_documents(self, links: Iterable[str]) -> Iterator[Touched]:
        by_document: dict[str, set[str]] = {}
        for link in links:
            name, _, clause = link.partition("#")
            by_document.setdefault(name, set()).update([clause] if clause else [])
        for name, clauses in by_document.items():
            yield touched(self.editions[:1], name, frozenset(clauses))

    def _wanted_for_entry(self, part: EntryReport) -> Iterator[Wanted]:
        about = f"{part.collection}/{part.id}"
        yield from for_class(self.old, self.new, part.change_class, about)
        if part.change_class in SMALL:
            return
        for name in dict.fromkeys(one.link.partition("#")[0] for one in part.reached):
            for role, _ in approvers(self.old, self.new, name, Why.REACHED):
                yield role, Reason(why=Why.REACHED, about=about, change_class=part.change_class)

    # -- the rest ----------------------------------------------------------------

    def _told(self, documents: Iterable[DocumentReport], entries: Iterable[EntryReport]) -> Iterator[str]:
        """Yield the files, and the registries, whose change is told with a document or an entry."""
        for part in documents:
            for version in (part.before, part.after):
                if version is not None:
                    yield from (version.file, version.file.removesuffix(".yml") + ".md")
        for entry in entries:
            yield f"registry/{entry.collection}"

    def _wanted_for_files(self, files: Iterable[FileChange]) -> Iterator[Wanted]:
        for one in files:
            if one.what is What.SETTINGS:
                yield from for_everything(self.old, self.new, Why.SETTINGS, one.path)
            elif one.what is What.WAIVER and one.id:
                for handbook in (self.old, self.new):
                    waiver = handbook.waivers.get(one.id)
                    if waiver is not None and waiver.approved_by:
                        yield waiver.approved_by, Reason(why=Why.WAIVER, about=one.id)
                for role, _ in for_class(self.old, self.new, ChangeClass.RELAXED, one.id):
                    yield role, Reason(why=Why.WAIVER, about=one.id)


def _is_about_itself(change: Change) -> bool:
    """Whether it concerns the document's own words, and no clause of it."""
    return change.field in ("title", "summary", "prose", "order")


def _worst_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: WORST_FIRST.index(one.change_class))


def _by_severity(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: list(Severity).index(one.severity))


def _newly_silenced(before: Iterable[Silenced], now: Iterable[Silenced]) -> Iterator[Silenced]:
    fresh = new_since([one.finding for one in before], [one.finding for one in now])
    yield from (one for one in now if any(one.finding is other for other in fresh))
