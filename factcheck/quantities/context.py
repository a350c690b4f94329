"""Part of the quantities: the words around one, by which two quantities are told to speak of the same matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.quantities import Kind, Quantity
from factcheck.quantities.nouns import STOP, singular

# So many content words on either side are near.
_REACH = 6
# Inflection seldom changes more than what follows the sixth letter.
_STEM = 6
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n+")
_RATE = re.compile(r"\s*(?:(?:a|an|per|each|every)\s(?:the\s|its\s|their\s|all\s)?|/)(?P<word>[a-z]+)")
_OF = re.compile(r"\s*of\s(?:the\s|its\s|their\s|all\s)?(?P<word>[a-z]+)")
_LEAD = re.compile(
    r"\b(?P<word>to|from|by|against|first|next|last|all but|all except|except|another|further|additional|extra|other|"
    r"remaining|not|before|after|prior to|since|until|as of)\s+(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
# "Six votes short of", "three years later" is told by what it adds to something else; "more than six hours" is not.
_RELATIVE = re.compile(
    r"(?:\s+[\w-]+){0,2}?\s+(?P<word>more|fewer|less|smaller|larger|bigger|lower|higher|short|ahead|behind|clear|apart|"
    r"above|below|later|earlier|longer|shorter|before|after|older|younger|ago|further|additional|extra|others?|remaining)"
    r"\b(?! than (?:an?\b|half\b|[\d$€£]|(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+t[ey]e?n?)\b))",
    re.IGNORECASE,
)
_LIFE = re.compile(r"\b(?:born|birth|dies|died|death)\b|\([^()]{0,80}\d{4}\s?[-–][^()]{0,80}\d{4}[^()]{0,20}\)")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a quantity: content words near it and in its whole sentence, as stems.

    `ties` are stems that a counterpart's sentence must hold: what it is a part of ("of voters"), and the word beside a
    date, since most sentences tell several dates. `role` is what two counterparts have in common: the rate ("a share"),
    the word before ("from", "another"), the word that makes it relative ("later"), and whether births and deaths are
    told.
    """

    near: frozenset[str]
    sentence: frozenset[str]
    ties: frozenset[str]
    role: tuple[str, str, str, bool]


def surroundings(text: str, quantity: Quantity) -> Context:
    """The context of a quantity in its text."""
    start, end = _sentence(text, quantity.start)
    before, after = stems(text[start : quantity.start]), stems(text[quantity.end : end])
    beside = before[-1:] or after[:1]
    return Context(
        near=frozenset(before[-_REACH:] + after[:_REACH]),
        sentence=frozenset(stems(text[start:end])),
        ties=frozenset([*stems(_word(_OF.match(text, quantity.end))), *(beside if quantity.kind is Kind.DATE else ())]),
        role=(
            _word(_RATE.match(text, quantity.end)),
            _word(_LEAD.search(text, start, quantity.start)),
            _word(_RELATIVE.match(text, quantity.end)),
            bool(_LIFE.search(text, start, end)),
        ),
    )


def stems(text: str) -> list[str]:
    """The content words in reading order, cut to what inflection leaves alone."""
    words = (re.sub(r"[’']s?$", "", word.lower()) for word in _WORD.findall(text))
    return [singular(word)[:_STEM] for word in words if word not in STOP and len(word) > 2]


def _word(match: re.Match[str] | None) -> str:
    return match["word"].lower() if match else ""


def _sentence(text: str, place: int) -> tuple[int, int]:
    """The bounds of the sentence that holds a place; a rough cut will do for counting words."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return max((e for e in ends if e <= place), default=0), min((e for e in ends if e > place), default=len(text))
