"""Second room: an `Article` in; an `Extraction` out, every sentence of it a claim or left with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from factcheck.article import Article

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_RELATIVE = re.compile(
    rf"(?P<before>\b(?:since|from|until|till|by|of|in|for|than|on|{_MONTHS}) )?"
    r"\b(?:today|tonight|yesterday|tomorrow|(?:last|this|next) (?:year|month|week|night|morning|afternoon|evening|"
    rf"{_MONTHS})|\w+ (?:years?|days?|decades?|summers?|winters?) ago(?: today)?) \[(?P<date>[^\]]+)\]",
    re.IGNORECASE,
)


def _dated(match: re.Match[str]) -> str:
    before, date = match["before"] or "", match["date"]
    preposition = "in the " if date.startswith("week") else "on " if re.match(r"\d{1,2} ", date) else "in "
    dated = f"{before}{date}" if before else f"{preposition}{date}"
    return dated[0].upper() + dated[1:] if match[0][0].isupper() else dated


class Reason(StrEnum):
    """Why a piece of the article is not checked."""

    OPINION = "opinion"
    PREDICTION = "prediction or plan"
    QUESTION = "question"
    VAGUE = "too vague"
    NO_FACT = "no checkable fact"
    BOILERPLATE = "boilerplate"
    HEADING = "heading"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "wording not found in the article"
    PASSED_OVER = "passed over by the model"
    FAILED = "not read because of an error"
    SPENT = "not read: the budget was spent"


# Our own failures: whether there is a claim in such a piece, nobody knows.
FAILURES = frozenset({Reason.FAILED, Reason.SPENT})
# What no one has called free of claims, though it was read.
UNTOLD = frozenset({Reason.NOT_FOUND, Reason.PASSED_OVER})


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement to judge. `article.text[start:end] == quote`; `text` stands alone, its added context in [brackets].

    `also` are the other places, (start, end) each, where the article makes the same statement. `speaker` is who says it
    where it is reported speech. `about_speech` tells whether what is to be judged is that
    the speaker said it (True) or that it is so (False).
    """

    id: str
    text: str
    quote: str
    start: int
    end: int
    speaker: str | None = None
    about_speech: bool = False
    also: tuple[tuple[int, int], ...] = ()

    @property
    def statement(self) -> str:
        """The text as a source would put it: brackets gone, and a relative date replaced by the date it means."""
        return re.sub(r"[\[\]]", "", _RELATIVE.sub(_dated, self.text))


def numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims c1, c2, ... in article order; one that is made in several places is kept at the first, with the rest.

    A claim is the same where wording and speaker are, and what is judged: that it is so, or that it was said.
    """
    merged: dict[tuple[str, str | None, bool], Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.end)):
        key = (claim.statement.casefold(), claim.speaker, claim.about_speech)
        first = merged.setdefault(key, claim)
        place = (claim.start, claim.end)
        if place not in ((first.start, first.end), *first.also):
            merged[key] = replace(first, also=(*first.also, place))
    return tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(merged.values(), start=1))


@dataclass(frozen=True, slots=True)
class Leftover:
    """A piece of the article that is not checked, and why. `article.text[start:end] == quote`.

    `detail` says what failed where the reason is a failure of ours.
    """

    quote: str
    start: int
    end: int
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Claims and leftovers in article order; together they touch every sentence of the article."""

    claims: tuple[Claim, ...]
    leftovers: tuple[Leftover, ...]


class Extractor(Protocol):
    """Finds the claims of an article."""

    def extract(self, article: Article) -> Extraction:
        """All claims and leftovers; a part that fails is left over. Raises ModelError where every part does."""
        ...
