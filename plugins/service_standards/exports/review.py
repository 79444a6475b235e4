"""The report on a pull request as data: JSON by a published schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..findings import Finding
from ..history.lagging import Lag
from ..review.coming import Coming
from ..review.others import FileChange, SettingChange
from ..review.pages import changed_pages, page_of
from ..review.report import DocumentReport, EntryReport, Judged, Report
from ..review.reviewers import Reviewer
from ..review.touched import Touched
from ..review.worst import AtWorst, Reached, Worse
from .comparison import change_data, plain
from .findings import as_data as finding_data


def as_data(report: Report, language: str, site_url: str = "") -> dict[str, Any]:
    """The report as plain values; *language*: of the findings' messages, *site_url*: where the pages are."""
    return {
        "compared": True,
        "on": report.on.isoformat(),
        "base": {"ref": report.base.ref, "commit": report.base.commit},
        "head": {"ref": report.head.ref, "commit": report.head.commit},
        "class": report.change_class.value,
        "bump": report.comparison.bump.value,
        "fingerprint": report.fingerprint,
        "documents": [_document(report, one, site_url) for one in report.documents],
        "registry": [_entry(report, one) for one in report.entries],
        "settings": [_setting(one) for one in report.settings],
        "files": [_file(one) for one in report.files],
        "reviewers": [_reviewer(one) for one in report.reviewers],
        "findings": {
            "new": [finding_data(one, language) for one in report.new_findings],
            "cured": len(report.cured_findings),
            "silenced": [
                {
                    **finding_data(one.finding, language),
                    "document": one.document,
                    "reason": one.reason,
                    "until": one.until.isoformat(),
                }
                for one in report.newly_silenced
            ],
        },
        "translations": [lag_data(one) for one in report.translations],
        "pages": [
            {
                "address": one.address,
                "url": _url(site_url, one.address),
                "title": one.title,
                "language": one.language,
            }
            for one in changed_pages(report)
        ],
    }


def not_compared(side: str, why: str, findings: Iterable[Finding], language: str) -> dict[str, Any]:
    """What is answered where a side could not be read: never a report without changes."""
    return {
        "compared": False,
        "side": side,
        "why": why,
        "findings": {"new": [finding_data(one, language) for one in findings]},
    }


def lag_data(one: Lag) -> dict[str, Any]:
    """A clause whose translation lags, as plain values."""
    return {
        "document": one.document,
        "language": one.language,
        "clause": one.clause,
        "state": one.state.value,
        "translates": str(one.translates) if one.translates else None,
        "version": str(one.version),
        "file": one.file,
    }


def _url(site_url: str, address: str) -> str | None:
    return f"{site_url.rstrip('/')}/{address}" if site_url else None


def _document(report: Report, part: DocumentReport, site_url: str) -> dict[str, Any]:
    address = page_of(report, part.id)
    note = part.after.document.change if part.after else None
    return {
        "id": part.id,
        "kind": part.kind.value,
        "title": part.title,
        "event": part.event.value,
        "class": part.change_class.value,
        "bump": part.bump.value,
        "before": str(part.before.number) if part.before else None,
        "after": str(part.after.number) if part.after else None,
        "summary": note.summary if note else None,
        "reason": note.reason if note else None,
        "coming": _coming(part.coming) if part.coming else None,
        "touches": _touched(part.touches),
        "risks": [one.value for one in part.risks],
        "address": address,
        "url": _url(site_url, address) if address is not None else None,
        "fingerprint": part.fingerprint,
        "changes": [_change(report, one) for one in part.changes],
    }


def _entry(report: Report, part: EntryReport) -> dict[str, Any]:
    return {
        "collection": part.collection,
        "id": part.id,
        "title": part.title,
        "event": part.event.value,
        "class": part.change_class.value,
        "reach": [_reached(one) for one in part.reached],
        "touches": _touched(part.touches),
        "fingerprint": part.fingerprint,
        "changes": [_change(report, one) for one in part.changes],
    }


def _change(report: Report, one: Judged) -> dict[str, Any]:
    return {
        **change_data(report.comparison, one.change),
        "at_worst": _worse(one.worse),
        "fingerprint": one.fingerprint,
    }


def _worse(worse: Worse | None) -> dict[str, Any] | None:
    return {"before": _at_worst(worse.before), "after": _at_worst(worse.after)} if worse else None


def _at_worst(one: AtWorst | None) -> dict[str, Any] | None:
    return {"seconds": one.seconds, "arrival": one.arrival} if one else None


def _reached(one: Reached) -> dict[str, Any]:
    return {
        "link": one.link,
        "limit": str(one.limit) if one.limit is not None else None,
        "at_worst": _worse(one.worse),
    }


def _coming(one: Coming) -> dict[str, Any]:
    return {
        "released": str(one.released) if one.released else None,
        "written": str(one.written),
        "least": str(one.least) if one.least else None,
        "enough": one.enough,
        "class": one.found.value,
        "declared": one.declared.value if one.declared else None,
        "override": {"approved_by": one.override, "reason": one.override_reason} if one.override else None,
        "notice_until": one.notice_until.isoformat(),
        "trainings": [
            {"id": lead.training, "takes": str(lead.takes), "ready": lead.ready.isoformat()}
            for lead in one.leads
        ],
        "earliest": one.earliest.isoformat(),
        "wanted": one.wanted.isoformat() if one.wanted else None,
        "in_time": one.in_time,
        "retroactive": one.retroactive,
    }


def _touched(one: Touched) -> dict[str, Any]:
    return {
        "roles": list(one.roles),
        "promises": [{"link": it.link, "public": it.public} for it in one.promises],
        "procedures": list(one.procedures),
        "tests": list(one.tests),
        "trainings": list(one.trainings),
        "quoted_in": list(one.quoted_in),
        "waivers": list(one.waivers),
    }


def _setting(one: SettingChange) -> dict[str, Any]:
    return {
        "field": one.field,
        "before": plain(one.before),
        "after": plain(one.after),
        "fingerprint": one.fingerprint,
    }


def _file(one: FileChange) -> dict[str, Any]:
    return {
        "path": one.path,
        "what": one.what.value,
        "event": one.event.value,
        "id": one.id,
        "fingerprint": one.fingerprint,
    }


def _reviewer(one: Reviewer) -> dict[str, Any]:
    return {
        "role": one.role,
        "held_by": list(one.held_by),
        "reasons": [
            {
                "why": it.why.value,
                "about": it.about,
                "class": it.change_class.value if it.change_class else None,
            }
            for it in one.reasons
        ],
    }
