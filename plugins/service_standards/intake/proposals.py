"""
What the text of a commitment proposes for its fields: a limit, a start, a channel.

Everything stands behind a TODO, and what is doubtful also in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .clues import Moment, channels_in, start_in
from .limits import Doubt, Limit, limit_in, per_cents, sounds_like_limit
from .report import Report, Where
from .wording import hint

SUSPICIOUS_SHARE = Decimal(10)
"""A target of so few per cent may be a slip for ten times as many: 0.1 for 1.0."""


def propose_limit(
    commitment: dict[str, Any],
    texts: Mapping[str, str],
    language: str,
    report: Report,
    where: Where,
) -> Moment | None:
    """
    Put the limit, the measure and the start that *texts* name into *commitment*.

    *texts* are the statement by language, the source language first. Gives
    the event proposed as the start, so that the registry can have it.
    """
    source = texts.get(language, "")
    component = commitment.get("component")
    limits = {code: limit_in(text) for code, text in texts.items()}
    limit = limits.get(language)
    other = next(((code, found) for code, found in limits.items() if found and code != language), None)
    if component not in (None, "speed") and not any(map(sounds_like_limit, texts.values())):
        limit = other = None
    if limit is None and other:
        report.to_decide("limit-only-in-translation", where, language=other[0], found=other[1].proposal)
        limit = other[1]
    if limit is None:
        if component == "speed":
            report.to_decide("no-limit", where)
        elif component in ("accuracy", "availability"):
            commitment["measure"] = "TODO rate"
            report.counts["measures"] += 1
        return None
    if limit.doubt is Doubt.BEFORE:
        report.to_decide("before", where, found=limit.found[0].text)
        return None
    propose_at_most(commitment, limit, language, report, where)
    _compare_languages(limits, language, report, where)
    start = next((found for text in texts.values() if (found := start_in(text))), None)
    waits = start is not None and start.id == "call-received"
    commitment.setdefault("measure", "TODO waiting-time" if waits else "TODO elapsed-time")
    report.counts["measures"] += 1
    if start is None or "from" in commitment:
        report.counts["no-start"] += source != ""
        return None
    commitment["from"] = f"TODO {start.id}"
    report.counts["starts"] += 1
    return start


def propose_at_most(
    commitment: dict[str, Any], limit: Limit, language: str, report: Report, where: Where
) -> None:
    """Put *limit* into *commitment* behind a TODO, with the question that a doubt leaves open."""
    if limit.doubt is None:
        commitment["at_most"] = f"TODO {limit.proposal}"
        report.counts["limits"] += 1
        return
    commitment["at_most"] = f"TODO {limit.proposal} ({hint(language, limit.doubt)})"
    report.counts["limits-in-doubt"] += 1
    report.to_decide(limit.doubt, where, found=limit.proposal)


def _compare_languages(
    limits: Mapping[str, Limit | None], language: str, report: Report, where: Where
) -> None:
    mine = limits.get(language)
    for code, found in limits.items():
        if code != language and mine and found and mine.proposal != found.proposal:
            report.to_decide(
                "languages-differ",
                where,
                source=mine.proposal,
                language=code,
                other=found.proposal,
            )


def check_share(commitment: dict[str, Any], statement: str, report: Report, where: Where) -> None:
    """Report a target that is blank, zero or tiny, or that its own statement contradicts; propose one from the text."""
    target = commitment.get("target", {})
    in_text = per_cents(statement)
    if "share" not in target:
        report.to_decide("share-blank", where)
        if len(in_text) == 1 and in_text[0] <= 100:
            commitment["target"] = {"share": f"TODO {_plain(in_text[0])}%", **target}
            report.counts["shares"] += 1
        return
    per_cent = Decimal(str(target["share"]).rstrip("%"))
    if per_cent == 0:
        report.to_decide("share-zero", where)
    elif per_cent <= SUSPICIOUS_SHARE:
        report.to_decide("share-low", where, share=str(target["share"]))
    if in_text and per_cent not in in_text:
        shown = ", ".join(f"{_plain(one)}%" for one in in_text)
        report.to_decide("per-cent-differs", where, share=str(target["share"]), found=shown)


def propose_channels(commitment: dict[str, Any], texts: Mapping[str, str], report: Report) -> None:
    """Put the channels that *texts* name into *commitment* behind a TODO."""
    named = dict.fromkeys(channel for text in texts.values() for channel in channels_in(text))
    if named:
        commitment["channels"] = [f"TODO {channel}" for channel in named]
        report.counts["channels"] += 1


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
