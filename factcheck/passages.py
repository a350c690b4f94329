"""Shelf: a text in; its passages by exact offsets out, made of whole sentences and ready to be embedded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from factcheck.sentences import Block, blocks, heading, sentences, within

__all__ = ["TARGET_WORDS", "Span", "sentences", "split"]

TARGET_WORDS = 120
TAIL_WORDS = 25


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: characters `start` to `end` of its text; `heading` is "Outer > Inner", or "" where there is none.

    `page` is the printed page that all its sentences begin on, from 1; 0 where the text has no pages.
    """

    start: int
    end: int
    heading: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class _Pack:
    """Neighbouring sentences on their way into one passage, and how many words they hold."""

    start: int
    end: int
    words: int
    page: int

    def with_next(self, following: _Pack) -> _Pack:
        return _Pack(self.start, following.end, self.words + following.words, self.page)


def split(text: str, pages: Sequence[int] = ()) -> tuple[Span, ...]:
    """Passages of whole sentences, about 120 words each, in order and apart; none reaches over a heading.

    `pages` holds where each printed page begins; no passage holds sentences that begin on two of them.

    Every sentence that is not a heading lies in exactly one. A sentence of more than 120 words is a passage of its own.
    """
    path: list[tuple[int, str]] = []
    spans: list[Span] = []
    for title, section in groupby(blocks(text), key=lambda block: heading(text[block.start : block.end])):
        if title is None:
            name = " > ".join(words for _, words in path)
            spans += [Span(pack.start, pack.end, name, pack.page) for pack in _packed(text, list(section), pages)]
        else:
            path = [*(above for above in path if above[0] < title[0]), title]
    return tuple(spans)


def _packed(text: str, section: list[Block], pages: Sequence[int]) -> list[_Pack]:
    """Sentences joined greedily; a paragraph that would not fit whole begins a passage once the last is half full."""
    packs: list[_Pack] = []
    for _, paragraph in groupby(section, key=lambda block: block.paragraph):
        units = [unit for block in paragraph for unit in _units(text, block, pages)]
        whole = sum(unit.words for unit in units)
        fresh = not packs or (packs[-1].words >= TARGET_WORDS // 2 and packs[-1].words + whole > TARGET_WORDS)
        for unit in units:
            if fresh or packs[-1].words + unit.words > TARGET_WORDS or packs[-1].page != unit.page:
                packs.append(unit)
            else:
                packs[-1] = packs[-1].with_next(unit)
            fresh = False
    if (
        len(packs) > 1
        and packs[-1].words < TAIL_WORDS
        and packs[-2].words <= TARGET_WORDS
        and packs[-1].page == packs[-2].page
    ):
        packs[-2:] = [packs[-2].with_next(packs[-1])]
    return packs


def _units(text: str, block: Block, pages: Sequence[int]) -> Iterator[_Pack]:
    """The block's sentences, the first with its list marker, so that a passage reads as the list does."""
    for index, (low, high) in enumerate(within(text, block)):
        # Scripts that write no spaces count ten characters as a word.
        words = max(len(text[low:high].split()), (high - low) // 10)
        yield _Pack(block.start if index == 0 else low, high, words, bisect_right(pages, low))
