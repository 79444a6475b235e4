"""
The report on a pull request for people: Markdown that reads well on a phone, and text for a terminal.

Short lines, no tables, the weightiest first, details folded. Texts that
editors wrote are shown as they are: none can become a link, a mention or markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..changes.kinds import Bump
from ..findings import Finding, Severity
from ..history.lagging import HEADER, NOTE, State
from ..model.documents import ChangeClass
from ..review.others import What
from ..review.pages import changed_pages
from ..review.report import Cause, Report
from ..review.reviewers import Reviewer
from ..review.risks import SMALL
from .comparison_text import Form, in_words, shape_of
from .review_causes import CauseInWords
from .review_words import Words

__all__ = ["Form", "refusal", "review_text"]

MOST = 60_000
"""So many signs a comment has at most: the hosts of git cut or refuse longer ones."""

SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "!", Severity.INFO: "·"}


def review_text(report: Report, language: str, form: Form, site_url: str = "") -> str:
    """The report in words, the last line with its end."""
    words = Words(report, language, form, site_url)
    blocks = ["\n".join(block) for block in _blocks(words) if block]
    if form is Form.MARKDOWN:
        blocks = list(_cut(blocks, words))
    return "\n\n".join(blocks) + "\n"


def refusal(side: str, why: str, findings: Sequence[Finding], language: str) -> str:
    """What a comment says where nothing was compared: never "no changes"."""
    words = Words(None, language, Form.MARKDOWN, "")
    lines = [words.heading(2, words.say("refused")), "", words.literal(why), ""]
    lines += [_finding(words, one) for one in findings]
    return "\n".join(lines).rstrip() + "\n"


def _cut(blocks: list[str], words: Words) -> Iterator[str]:
    """Yield as many blocks as a comment holds, and then say how many are left out."""
    signs = 0
    for n, block in enumerate(blocks):
        signs += len(block) + 2
        if signs > MOST:
            yield words.say("cut", len(blocks) - n)
            return
        yield block


def _blocks(words: Words) -> Iterator[list[str]]:
    report = words.report
    if report.is_empty:
        yield [words.heading(2, words.say("nothing"))]
    else:
        yield _head(words)
        yield _reviewers(words)
    weighty, small = _sorted(report.causes)
    for cause in weighty:
        yield list(CauseInWords(words, cause).lines())
    yield _settings(words)
    yield _findings(words)
    yield _silenced(words)
    yield _translations(words)
    yield _small(words, small)
    yield _files(words)
    yield _pages(words)
    yield _foot(words)


def _sorted(causes: Iterable[Cause]) -> tuple[list[Cause], list[Cause]]:
    weighty: list[Cause] = []
    small: list[Cause] = []
    for one in causes:
        (small if one.change_class in SMALL else weighty).append(one)
    return weighty, small


def _head(words: Words) -> list[str]:
    report = words.report
    what = report.change_class
    title = words.class_(what) if what is not ChangeClass.NONE else words.say("no-meaning")
    lines = [
        words.heading(
            2,
            " ".join(
                part
                for part in (shape_of(what, words.form) if what is not ChangeClass.NONE else "", title)
                if part
            ),
        ),
        "",
    ]
    short = [cause for cause in report.documents if cause.coming and not cause.coming.enough]
    late = [cause for cause in report.documents if cause.coming and not cause.coming.in_time]
    weighty, _ = _sorted(report.causes)
    errors = sum(one.severity is Severity.ERROR for one in report.new_findings)
    facts = [
        words.say("count", len(weighty)) if weighty else "",
        words.say("needs-bump", bump=words.bump(report.comparison.bump))
        if report.comparison.bump is not Bump.NONE
        else "",
        words.say("short-versions", len(short)) if short else "",
        words.say("late-days", len(late)) if late else "",
        words.say("errors", errors) if errors else "",
    ]
    return [*lines, *(words.item(one) for one in facts if one)]


def _reviewers(words: Words) -> list[str]:
    found = words.report.reviewers
    lines = [words.heading(3, words.say("reviewers")), ""]
    if not found:
        return [*lines, words.say("nobody")]
    return [*lines, *(line for one in found for line in _reviewer(words, one))]


def _reviewer(words: Words, one: Reviewer) -> Iterator[str]:
    held = ", ".join(words.code(account) for account in one.held_by) or words.say("held-by-nobody")
    yield words.item(f"{words.bold(words.title('roles', one.role))} ({held})")
    by_reason: dict[str, list[str]] = {}
    for reason in one.reasons:
        name = words.say(
            f"why-{reason.why}",
            what=words.class_(reason.change_class).lower() if reason.change_class else "",
        )
        by_reason.setdefault(name, []).append(words.code(reason.about))
    for name, about in by_reason.items():
        yield words.inner(f"{name}: {', '.join(about)}")


def _settings(words: Words) -> list[str]:
    found = words.report.settings
    if not found:
        return []
    return [
        words.heading(3, words.say("settings")),
        "",
        words.say("settings-about"),
        "",
        *(
            words.item(
                f"{words.code(one.field)}: {words.gone(words.literal(in_words(one.before, words.language)))}"
                f" → {words.new(words.literal(in_words(one.after, words.language)))}"
            )
            for one in found
        ),
    ]


def _findings(words: Words) -> list[str]:
    """Errors open, with their cure beside; what is only to be looked at folded."""
    found = words.report.new_findings
    cured = len(words.report.cured_findings)
    errors = [one for one in found if one.severity is Severity.ERROR]
    others = [one for one in found if one.severity is not Severity.ERROR]
    lines = [words.heading(3, words.say("findings", len(found)) if found else words.say("no-findings"))]
    if errors:
        cures = [line for one in errors for line in _cure(words, one)]
        lines += ["", *(_finding(words, one) for one in errors)]
        lines += ["", *words.folded(words.say("cure"), cures)]
    if others:
        lines += [
            "",
            *words.folded(words.say("hints", len(others)), [_finding(words, one) for one in others]),
        ]
    if cured:
        lines += ["", words.say("cured", cured)]
    return lines


def _finding(words: Words, one: Finding) -> str:
    where = words.code(f"{one.place.file}:{one.place.line}")
    message = words.message(one.message(words.language))
    return words.item(f"{SIGNS[one.severity]} {words.code(one.code)} {where}: {message}")


def _cure(words: Words, one: Finding) -> Iterator[str]:
    """Yield why a finding matters and what to do; the lines to write stand as they are to be written."""
    first, *written = one.cure(words.language).splitlines()
    yield words.item(f"{words.code(one.code)}: {words.message(one.why(words.language))}")
    yield words.inner(words.message(first))
    yield from (words.inner(words.code(line)) for line in written if line.strip())


def _silenced(words: Words) -> list[str]:
    found = words.report.newly_silenced
    if not found:
        return []
    return [
        words.heading(3, words.say("silenced", len(found))),
        "",
        *(
            words.item(
                words.say(
                    "silenced-until",
                    code=words.code(one.finding.code),
                    document=words.code(one.document),
                    day=words.date(one.until),
                    reason=words.literal(one.reason),
                )
            )
            for one in found
        ),
    ]


def _translations(words: Words) -> list[str]:
    found = words.report.translations
    if not found:
        return []
    by_place: dict[tuple[str, str], list[str]] = {}
    for one in found:
        clause = (
            words.say("whole") if one.clause is None else words.say("header") if one.clause == HEADER else ""
        )
        clause = clause or words.code(one.clause or "")
        said = clause if one.state is State.STALE else words.say("not-yet", clause=clause)
        by_place.setdefault((one.document, one.language), []).append(said)
    return [
        words.heading(3, words.say("translations", len(found))),
        "",
        *(
            words.item(f"{words.code(document)} ({language}): {', '.join(clauses)}")
            for (document, language), clauses in by_place.items()
        ),
    ]


def _clause(words: Words, clause: str | None) -> str:
    if clause is None:
        return words.say("whole")
    named = {HEADER: "header", NOTE: "change-note"}
    return words.say(named[clause]) if clause in named else words.code(clause)


def _small(words: Words, causes: list[Cause]) -> list[str]:
    lines = [line for cause in causes for line in CauseInWords(words, cause).short()]
    return list(words.folded(words.say("small", len(causes)), lines)) if causes else []


def _files(words: Words) -> list[str]:
    found = [one for one in words.report.files if one.what is not What.SETTINGS]
    if not found:
        return []
    plain = [
        words.item(f"{words.say(f'file-{one.what}')}, {words.say(f'event-{one.event}')}: {words.code(one.path)}")
        for one in found
    ]  # fmt: skip
    return list(words.folded(words.say("files", len(found)), plain))


def _pages(words: Words) -> list[str]:
    found = changed_pages(words.report)
    if not found or not words.site_url:
        return []
    lines = [
        words.item(words.link(words.literal(one.title), one.address) + f" ({one.language})") for one in found
    ]
    return list(words.folded(words.say("pages", len(found)), lines))


def _foot(words: Words) -> list[str]:
    report = words.report
    head = (report.head.commit or "")[:10]
    said = words.say(
        "compared",
        base=words.code((report.base.commit or "")[:10]),
        head=words.code(head) if head else words.say("folder"),
        day=words.date(report.on),
    )
    fingerprint = f"{words.say('fingerprint')} {words.code(report.fingerprint[:16])}"
    return [words.small(f"{said} · {fingerprint}")]
