"""The sentences that tell an embedded verdict; every figure in them is counted, none is written by a model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.claims import Claim
from factcheck.corpus import Document
from factcheck.verdicts import Gap, Label

_OPEN = {
    Gap.NOTHING_RETRIEVED: "no document of the corpus deals with it",
    Gap.NEAR_MISS: "the corpus touches on the subject but neither confirms nor denies it",
    Gap.SOURCES_CONFLICT: "sources in the corpus disagree on it",
    Gap.TOO_VAGUE: "it is too vague to be held against a source",
    Gap.NO_QUOTE: "no quote for or against it could be found",
}


def conclusion(claim: Claim, label: Label, *, source: Document | None = None, gap: Gap | None = None) -> str:
    """One sentence on the claim, never on a person, that stays true when copied alone."""
    statement = claim.text.rstrip(".!?… ")
    if gap is not None:
        return f"Not verified: “{statement}” – {_OPEN[gap]}."
    said = "is supported by" if label is Label.SUPPORTED else "is contradicted by"
    return f"The claim “{statement}” {said} {_name(source) if source else 'the corpus'}."


def _name(document: Document) -> str:
    """How a document is spoken of in a sentence: publisher or title, and date."""
    who = document.publisher or f"“{document.title}”"
    return f"{who} ({document.published.isoformat()})" if document.published else who


def reasoning(*, supports: int, opposes: int, settled_by: str) -> str:
    """How many documents stand on each side, and what settled it where both have some."""
    if supports and opposes:
        return f"{_documents(supports)} for the claim and {_documents(opposes)} against it; settled by {settled_by}."
    if supports:
        return f"{_documents(supports)} for the claim and none against it among the passages retrieved."
    return f"{_documents(opposes)} against the claim and none for it among the passages retrieved."


def _documents(count: int) -> str:
    return f"{count} document{'' if count == 1 else 's'} quoted"


def abstention(gap: Gap, sentences: int) -> str:
    """Why there is no decision."""
    if gap is Gap.SOURCES_CONFLICT:
        return "Sources of like standing stand on both sides, and nothing in them settles it."
    if gap is Gap.NOTHING_RETRIEVED:
        return "No retrieved sentence is near enough to the claim to be about it."
    return f"{sentences} retrieved sentences were held against the claim; none settles it with enough certainty."


def missing(claim: Claim, quotes: Sequence[str]) -> str:
    """The claim's names and numbers that none of the quotes holds, in the claim's order; "" where all are there."""
    held = " ".join(quotes).lower()
    wanted = re.findall(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]+|[$€£]?\d[\d.,]*\d\b|\b\d\b", claim.text)
    lost = [w for w in dict.fromkeys(wanted) if w.lower() not in held]
    if not lost:
        return "A source that states this, or its opposite, in so many words."
    return "A source on: " + ", ".join(lost) + "."
