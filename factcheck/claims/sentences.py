"""Part of the second room: blocks in; parsed sentences out, their offsets those of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.claims.blocks import Block
from factcheck.claims.breaks import quotation_spans, sentence_breaks
from factcheck.claims.lexicon import REPORTING, SUPPOSED, WORDED
from factcheck.grammar import Breaks, Grammar, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
QUOTATION = "quotation"  # the relation by which a quoted statement hangs on the words that tell who says it
_ASIDE = re.compile(r"(?<=\w) ?\((?P<words>[^()]{8,200})\)(?=[\s,.;:]|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence; word offsets are the article's, `quoted` are the words inside quotation marks.

    `aside` tells that it stood in parentheses inside the sentence before it.
    """

    words: tuple[Token, ...]
    paragraph: int
    quoted: frozenset[int]
    children: tuple[tuple[int, ...], ...]
    aside: bool = False

    @property
    def start(self) -> int:
        """The article's offset of the first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The article's offset after the last character."""
        return self.words[-1].end

    @property
    def root(self) -> int:
        """The index of the word on which all others hang."""
        return next((i for i, word in enumerate(self.words) if word.head == i), 0)

    def subtree(self, index: int) -> tuple[int, ...]:
        """The word and all that hangs on it, in reading order."""
        seen, todo = {index}, [index]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return tuple(sorted(seen))

    def child(self, index: int, *deps: str) -> int | None:
        """The first word that hangs on this one with one of these relations."""
        return next((c for c in self.children[index] if self.words[c].dep in deps), None)

    def subject(self, verb: int) -> int | None:
        """The verb's own subject."""
        return self.child(verb, *sorted(SUBJECTS))

    def text(self, indexes: Iterable[int]) -> str:
        """The words as they stand, spaced as in the article; a gap becomes one space."""
        parts: list[str] = []
        last = -2
        for index in indexes:
            if parts and (self.words[last].space or index != last + 1):
                parts.append(" ")
            parts.append(self.words[index].text)
            last = index
        return "".join(parts)


def read_sentences(grammar: Grammar, found: Sequence[Block]) -> list[list[Sentence]]:
    """The sentences of each block; one that stands in parentheses inside another is taken out and follows it."""
    spots = [(number, match) for number, block in enumerate(found) for match in _ASIDE.finditer(block.text)]
    parsed = grammar.parse([(match["words"], Breaks(frozenset({0}))) for _, match in spots])
    lifted = [(n, match) for (n, match), pieces in zip(spots, parsed, strict=True) if pieces and _tells(pieces[0])]
    hosts = [_less(block, [match.span() for n, match in lifted if n == number]) for number, block in enumerate(found)]
    rows = _read(grammar, hosts)
    asides = _read(grammar, [_part(found[n], *match.span("words")) for n, match in lifted])
    for (number, _), inside in zip(lifted, asides, strict=True):
        for sentence in inside:
            place = sum(other.start < sentence.start for other in rows[number])
            rows[number].insert(place, replace(sentence, paragraph=number, aside=True))
    names = _names(rows)
    return [[_with_name_in_front(sentence, names) for sentence in row] for row in rows]


def _names(rows: list[list[Sentence]]) -> set[str]:
    """The words that the text uses as names only, wherever their capital is no sentence's first letter."""
    words = [word for row in rows for sentence in row for word in sentence.words]
    inside = [word for row in rows for sentence in row for word in sentence.words[1:]]
    return {word.text for word in inside if word.tag == "NNP" and word.text[0].isupper()} - {
        word.text.capitalize() for word in words if word.text.islower()
    }


def _with_name_in_front(sentence: Sentence, names: set[str]) -> Sentence:
    """The tagger takes a name at the start of a sentence for a common noun now and then; the other sentences tell."""
    first = sentence.words[0]
    if first.tag not in ("NN", "JJ", "VB", "RB") or first.text not in names:
        return sentence
    return replace(sentence, words=(replace(first, tag="NNP", pos="PROPN"), *sentence.words[1:]))


def _tells(words: tuple[Token, ...]) -> bool:
    root = next((word for index, word in enumerate(words) if word.head == index), None)
    return root is not None and root.tag in ("VBD", "VBZ", "VBP") and len(words) > 2


def _part(block: Block, start: int, end: int) -> Block:
    places = block.places[start:end]
    return replace(block, text=block.text[start:end], places=places, start=places[0], end=places[-1] + 1)


def _less(block: Block, spans: list[tuple[int, int]]) -> Block:
    kept = [i for i in range(len(block.text)) if not any(low <= i < high for low, high in spans)]
    text, places = "".join(block.text[i] for i in kept), tuple(block.places[i] for i in kept)
    return replace(block, text=text, places=places) if spans else block


def _read(grammar: Grammar, found: Sequence[Block]) -> list[list[Sentence]]:
    """The sentences of each block, parsed in one go."""
    breaks = [sentence_breaks(block.text) for block in found]
    parsed = grammar.parse([(block.text, starts) for block, (starts, _) in zip(found, breaks, strict=True)])
    halves = [_half_statements(pieces) - inner for pieces, (_, inner) in zip(parsed, breaks, strict=True)]
    wrong = {index: places for index, places in enumerate(halves) if places}
    fewer = [Breaks(breaks[i][0].sure - places, breaks[i][0].maybe) for i, places in wrong.items()]
    again = grammar.parse([(found[i].text, starts) for i, starts in zip(wrong, fewer, strict=True)])
    for index, pieces in zip(wrong, again, strict=True):
        parsed[index] = pieces
    return [
        [_sentence(words, number, block) for words in _joined(pieces, inner, quotation_spans(block.text)) if words]
        for number, (block, pieces, (_, inner)) in enumerate(zip(found, parsed, breaks, strict=True))
    ]


def _half_statements(pieces: list[tuple[Token, ...]]) -> set[int]:
    """The starts of what follows a semicolon or a colon where one side is no statement: a list, or words announced."""
    pairs = [(a, b) for a, b in pairwise(pieces) if a and b and a[-1].text in (";", ":")]
    return {b[0].start for a, b in pairs if not (_finite(a) and (_finite(b) or _moves(b))) or _announces(a)}


def _moves(words: tuple[Token, ...]) -> bool:
    """Whether the words tell of a figure that moves by a verb which the tagger took for a plural: "climbs by 60"."""
    return any(
        a.tag == "NNS" and b.text.lower() in ("by", "to", "from") and any(map(str.isdigit, c.text))
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )


def _announces(words: tuple[Token, ...]) -> bool:
    """Whether words that end in a colon only lead to what follows, or tell that it may not be so.

    "The panel put it plainly:", "the rule is:", "if it rains, one thing is sure:", "the rumour was false:".
    """
    if words[-1].text != ":" or len(words) < 2:
        return False
    reports = any(word.lemma in REPORTING and word.pos == "VERB" for word in words)
    puts = any(a.lemma == "put" and b.lemma == "it" for a, b in pairwise(words))
    doubts = any(word.lemma in WORDED or word.text.lower() in SUPPOSED for word in words)
    return reports or puts or doubts or words[-2].pos in ("VERB", "AUX", "ADP", "DET", "PRON")


def _finite(words: tuple[Token, ...]) -> bool:
    """Whether the words hold a statement: a subject on a verb."""
    return any(word.dep in SUBJECTS and words[word.head].pos in ("VERB", "AUX") for word in words)


def _joined(
    pieces: list[tuple[Token, ...]], inner: frozenset[int], spans: list[tuple[int, int]]
) -> list[tuple[Token, ...]]:
    """Pieces put together again to the article's sentences."""
    groups: list[list[tuple[Token, ...]]] = []
    for piece in pieces:
        if groups and piece and piece[0].start in inner:
            groups[-1].append(piece)
        elif piece:
            groups.append([piece])
    return [group[0] if len(group) == 1 else _one_tree(group, spans) for group in groups]


def _one_tree(pieces: list[tuple[Token, ...]], spans: list[tuple[int, int]]) -> tuple[Token, ...]:
    """One tree: quoted pieces hang as QUOTATION, others as "dep", on the root of the piece that tells who speaks."""
    telling = [piece for piece in pieces if not _inside(piece[0], spans)] or pieces
    main = next((piece for piece in telling if _finite(piece)), telling[0])
    shifts, total = [], 0
    for piece in pieces:
        shifts.append(total)
        total += len(piece)
    at = next(shift for piece, shift in zip(pieces, shifts, strict=True) if piece is main)
    root = at + next((i for i, word in enumerate(main) if word.head == i), 0)
    words = []
    for piece, shift in zip(pieces, shifts, strict=True):
        dep = QUOTATION if _inside(piece[0], spans) else "dep"
        for index, word in enumerate(piece):
            if word.head == index and piece is not main:
                words.append(replace(word, head=root, dep=dep))
            else:
                words.append(replace(word, head=word.head + shift))
    return tuple(words)


def _inside(word: Token, spans: list[tuple[int, int]]) -> bool:
    return any(low <= word.start < high for low, high in spans)


def _sentence(words: tuple[Token, ...], paragraph: int, block: Block) -> Sentence:
    children: list[list[int]] = [[] for _ in words]
    for index, word in enumerate(words):
        if word.head != index:
            children[word.head].append(index)
    spans = quotation_spans(block.text)
    quoted = frozenset(i for i, word in enumerate(words) if _inside(word, spans))
    placed = tuple(replace(word, start=block.places[word.start], end=block.places[word.end - 1] + 1) for word in words)
    return Sentence(placed, paragraph, quoted, tuple(map(tuple, children)))
