"""Which claim answers for a labelled quote, and whether it cites what the gold does."""

from __future__ import annotations

from pathlib import Path

from factcheck.evaluation.cases import Marked, Piece
from factcheck.evaluation.matching import answering, found
from factcheck.report import CitationPart, ClaimPart, DocumentPart, VerdictPart

FILE = Path("/corpus/council.md")
GOLD = Piece(FILE, 10, 40, "The bridge cost 4 million crowns in all, it said.")


def claim(start: int, end: int, *citations: CitationPart) -> ClaimPart:
    verdict = VerdictPart("supported", 0.9, "So.", "Because.", None, "", citations, ())
    return ClaimPart(f"{start}-{end}", "text", "quote", start, end, 1, None, verdict)


def citation(document: str, start: int, end: int, quote: str = "Something else.") -> CitationPart:
    part = DocumentPart(document, "", "", "", None, "", "other")
    return CitationPart(quote, "supports", part, start, end, "", None)


def marked(start: int, end: int) -> Marked:
    return Marked("quote", start, end, "supported", (GOLD,))


def test_the_claim_with_the_greatest_overlap_answers() -> None:
    """A claim that shares more characters with the quote wins over one that shares fewer."""
    near = answering(marked(10, 30), [claim(0, 15), claim(14, 60), claim(40, 50)])
    assert near is not None
    assert near.id == "14-60"


def test_of_equal_overlaps_the_shortest_claim_answers_then_the_first() -> None:
    """What was said answers for the words themselves, rather than that somebody said them."""
    near = answering(marked(10, 30), [claim(0, 40), claim(10, 30), claim(10, 30)])
    assert near is not None
    assert near.id == "10-30"


def test_a_claim_beside_the_quote_does_not_answer() -> None:
    """To touch is not to overlap."""
    assert answering(marked(10, 30), [claim(0, 10), claim(30, 40)]) is None


def test_a_citation_that_overlaps_the_passage_counts() -> None:
    """In the same document and at least one character shared."""
    ids = {FILE.resolve(): "council"}
    assert found(marked(0, 9), claim(0, 9, citation("council", 39, 60)), ids)
    assert not found(marked(0, 9), claim(0, 9, citation("council", 40, 60)), ids)
    assert not found(marked(0, 9), claim(0, 9, citation("wire", 10, 40)), ids)


def test_a_citation_that_repeats_the_passage_counts() -> None:
    """From another document: a part of the passage, the whole of it, or nearly its words with the same numbers."""
    for words, counts in (
        ("The bridge cost 4 million crowns", True),
        ("Yesterday: “The bridge cost 4 million crowns in all, it said.” So it was.", True),
        ("The bridge cost 4 million crowns in all, she said.", True),
        ("The bridge cost 5 million crowns in all, it said.", False),
        ("The tunnel was cheaper.", False),
    ):
        assert found(marked(0, 9), claim(0, 9, citation("wire", 0, 5, words)), {}) is counts, words
