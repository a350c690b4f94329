"""Part of the evaluation: a labelled quote and the claims of a report in; the claim that answers for the quote out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from factcheck.evaluation.cases import Marked, Piece
from factcheck.evidence import is_copy
from factcheck.quotes import locate
from factcheck.report import CitationPart, ClaimPart


def answering(marked: Marked, claims: Sequence[ClaimPart]) -> ClaimPart | None:
    """The claim that overlaps the quote's span most; of several the shortest, then the first. None where none does."""
    near = [claim for claim in claims if _common(marked, claim)]
    return min(near, key=lambda claim: (-_common(marked, claim), claim.end - claim.start), default=None)


def found(marked: Marked, claim: ClaimPart, ids: Mapping[Path, str]) -> bool:
    """Whether a citation of the claim overlaps a gold passage or repeats it; `ids` name each file's document."""
    return any(
        _overlaps(citation, piece, ids) or _repeats(citation.quote, piece.text)
        for citation in claim.verdict.citations
        for piece in marked.evidence
    )


def _common(marked: Marked, claim: ClaimPart) -> int:
    """How many characters the quote's span shares with the claim's, or with another place where it is made."""
    places = [(claim.start, claim.end), *((place.start, place.end) for place in claim.also)]
    return max(max(0, min(marked.end, end) - max(marked.start, start)) for start, end in places)


def _overlaps(citation: CitationPart, piece: Piece, ids: Mapping[Path, str]) -> bool:
    here = citation.document.id == ids.get(piece.path.resolve())
    return here and citation.start < piece.end and piece.start < citation.end


def _repeats(quote: str, passage: str) -> bool:
    """Whether one holds the other word for word, or they are copies as the evidence room sees it."""
    return bool(locate(quote, passage) or locate(passage, quote)) or is_copy(quote, passage)
