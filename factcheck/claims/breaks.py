"""Part of the second room: a paragraph in; where its sentences begin out, by its marks alone."""

from __future__ import annotations

import re

from factcheck.claims.lexicon import ABBREVIATIONS, ENDINGS, MONTHS
from factcheck.grammar import Breaks

MAX_QUOTATION = 700  # characters; a longer one is more likely a quotation mark that was never closed

_STOP = re.compile(
    r"(?P<end>[.!?…]+)(?P<close>[\"”’')\]»]*)\s+"
    r"|[。！？]+[」』”]*\s*|;\s+|(?<=[\w)%]):\s+(?=[^\W_]|[$€£])"
)
# The end of a sentence that tells whose words it was: ", officials said."
_TOLD = re.compile(
    r"(?<=[\w%)]), (?=(?!which|who|and|but|as|that)(?:(?:[Tt]he|an?|his|its|[A-Z][\w.'’-]*)(?: [\w.'’-]+){0,6}|[a-z]+)"
    r" (?:said|says|found|announced|reported|added|showed|shows|confirmed)"
    r"(?: (?:on|in|late|early|at|yesterday|today)\b[\w ]{0,25})?\.(?:\s|$))"
)
_TAG = re.compile(r"(?:[A-Z][\w’'-]*\s){1,4}(?:said|says|asked|asks|added|told|wondered|replied|demanded|shouted)\b")


def sentence_breaks(text: str) -> tuple[Breaks, frozenset[int]]:
    """Where the parser is to begin a sentence, and those of the places that lie inside one of the article's sentences.

    The latter are the edges of, and the full stops inside, a quoted statement: it is parsed by itself. A sentence never
    begins after an abbreviation or an initial, nor inside a quotation; it does at a semicolon or a colon.
    """
    quotations = quotation_spans(text)
    sure, maybe, inner = {0}, set(), set(_edges(text, quotations))
    for match in _STOP.finditer(text):
        start = match.end()
        if start >= len(text) or (verdict := _begins(text, match)) is False:
            continue
        around = next((span for span in quotations if span[0] < start < span[1]), None)
        if around:
            stops = match["end"] is not None or match[0][0] != ":"
            inner.update({start} if verdict and stops and _is_statement(text, *around) else ())
        elif verdict:
            sure.add(start)
        else:
            maybe.add(start)
    inner.update(m.end() for m in _TOLD.finditer(text) if not any(a < m.end() < b for a, b in quotations))
    return Breaks(frozenset(sure | inner), frozenset(maybe)), frozenset(inner - sure)


def quotation_spans(text: str) -> list[tuple[int, int]]:
    """The quotations, marks included; a mark that is never closed opens nothing."""
    spans, opened = [], None
    for index, char in enumerate(text):
        if char in "“«„" or (char == '"' and opened is None and _opens(text, index)):
            opened = index
        elif char in "”»" or (char == '"' and opened is not None):
            if opened is not None and index - opened <= MAX_QUOTATION:
                spans.append((opened, index + 1))
            opened = None
    return spans


def _opens(text: str, index: int) -> bool:
    return index == 0 or text[index - 1] in " ([—–-:'‘"


def _edges(text: str, quotations: list[tuple[int, int]]) -> list[int]:
    edges = []
    for start, end in quotations:
        if _is_statement(text, start, end):
            rest = len(text[end:]) - len(text[end:].lstrip(" ,"))
            edges += [start] * (start > 0) + [end + rest] * (end + rest < len(text) and text[end] == " ")
    return edges


def _is_statement(text: str, start: int, end: int) -> bool:
    """Whether the quotation holds a sentence of its own rather than words that the article's sentence goes on with."""
    words = text[start + 1 : end - 1]
    own = words[:1].isupper() and words.rstrip()[-1:] in ",.!?…" and words.count(" ") >= 2
    return own and (start == 0 or text[:start].rstrip()[-1:] in ",:.!?;—–-")


def _begins(text: str, match: re.Match[str]) -> bool | None:
    """Whether a sentence begins after the match; None where only the parser can tell."""
    following = text[match.end()]
    if match.group("end") is None:
        return True
    if following.islower() or following in ",;:)–—-&":
        return False
    if match.group("close"):
        asked = match.group("end")[-1] in "?!"
        return not (asked and _TAG.match(text, match.end()))
    if match.group("end") != ".":
        return True
    return _after_full_stop(text[: match.start()], following)


def _after_full_stop(before: str, following: str) -> bool | None:
    word = re.split(r"[\s(\[“\"‘/—–-]", before)[-1].lower()
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    if word in MONTHS and following.isdigit():
        return False
    if word in ENDINGS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return None
    return not (word.isdigit() and before.strip() == word)
