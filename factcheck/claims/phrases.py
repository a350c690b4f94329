"""Part of the second room: what the clause rules share: phrases, tenses and the marks around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.claims.sentences import QUOTATION, Sentence
from factcheck.grammar import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HANGING = frozenset(
    {
        *("and", "but", "or", "nor", "that", "than", "before", "after", "until"),
        *("when", "while", "because", "although", "if", "as", "the", "a", "an"),
    }
)
MARKS = frozenset(',;:—–-"“”()')


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement: `words` are indexes of the sentence's words and words supplied, in the order to be read.

    `own` are the words of the sentence that it rests on; `head` is its verb, or the participle or noun it was made of.
    """

    words: tuple[int | str, ...]
    own: tuple[int, ...]
    head: int

    def tokens(self, sentence: Sentence) -> list[Token]:
        """The sentence's words in it, in the order to be read."""
        return [sentence.words[i] for i in self.words if not isinstance(i, str)]


@dataclass(slots=True)
class Cut:
    """What leaves a statement, and the statements made of it; `doubtful` where none of it should be."""

    words: set[int] = field(default_factory=set)
    clauses: list[Clause] = field(default_factory=list)
    doubtful: bool = False


def noun_phrase(sentence: Sentence, noun: int) -> tuple[int, ...]:
    """The noun with what defines it, without asides, clauses and stray punctuation."""
    dropped: set[int] = set()
    for child in sentence.children[noun]:
        dep = sentence.words[child].dep
        loose = dep in ("appos", "relcl", "acl") and (after_comma(sentence, child) or child < noun)
        # "Regulation 2024/1689": the number is a part of the name.
        numbered = child == noun + 1 and sentence.words[child].text[0].isdigit()
        loose |= dep == "appos" and sentence.words[child].pos not in ("NOUN", "PROPN") and not numbered
        if loose or dep in ("npadvmod", "parataxis", "advcl", "dep", "ccomp", QUOTATION):
            dropped.update(sentence.subtree(child))
        elif dep == "punct" and sentence.words[child].text in MARKS - {"-", "“", "”", '"'}:
            dropped.add(child)
    kept = [i for i in sentence.subtree(noun) if i not in dropped]
    while kept and sentence.words[kept[-1]].text in MARKS - {"”", '"'}:
        kept.pop()
    return tuple(kept)


def weighty(sentence: Sentence, indexes: tuple[int, ...] | set[int]) -> bool:
    """Whether the words hold something to look up: a number, a date or a name."""
    words = [sentence.words[i] for i in indexes]
    return any(word.pos in ("NUM", "PROPN") or word.entity or any(map(str.isdigit, word.text)) for word in words)


def is_sound(sentence: Sentence, clause: Clause, head: int) -> bool:
    """Whether a statement cut out of the one under `head` has a finite verb, and nothing hanging at its ends."""
    items = [i for i in clause.words if isinstance(i, str) or sentence.words[i].pos != "PUNCT"]
    words = [sentence.words[i] for i in items if not isinstance(i, str)]
    supplied = any(isinstance(i, str) and i not in ("'s", ",", "the", "in", "on") for i in items)
    # The tagger takes the past tense of a second verb for a participle now and then: "imported 4 and exported 5".
    finite = supplied or any(
        word.tag in _FINITE or (word.tag == "VBN" and word.dep in ("conj", "ROOT")) for word in words
    )
    last = items[-1] if items else ""
    dangling = not isinstance(last, str) and sentence.words[last].text.lower() in _HANGING
    first = items[0] if items else ""
    marked = not isinstance(first, str) and sentence.words[first].dep == "mark" and sentence.words[first].head != head
    reported = marked and not isinstance(first, str) and sentence.words[first].text.lower() == "that"
    return finite and not dangling and not reported


def is_past(sentence: Sentence, head: int) -> bool:
    """Whether a statement's verb is in a past tense."""
    tags = {sentence.words[head].tag, *(sentence.words[c].tag for c in sentence.children[head] if is_aux(sentence, c))}
    return "VBD" in tags or (tags == {"VBN"})


def is_plural(sentence: Sentence, noun: int) -> bool:
    """Whether the noun takes a plural verb."""
    coordinated = any(sentence.words[c].dep == "conj" for c in sentence.children[noun])
    return sentence.words[noun].tag in ("NNS", "NNPS") or coordinated or sentence.words[noun].text.lower() == "they"


def is_aux(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].dep in ("aux", "auxpass")


def is_open(sentence: Sentence, head: int) -> bool:
    """Whether the statement is about what may or will be, so that its participles are as well."""
    return any(sentence.words[c].tag == "MD" or sentence.words[c].dep == "neg" for c in sentence.children[head])


def _before(sentence: Sentence, index: int) -> str:
    """The word before the subtree of this one."""
    first = sentence.subtree(index)[0]
    return sentence.words[first - 1].text if first else ""


def after_comma(sentence: Sentence, index: int) -> bool:
    return _before(sentence, index) in (",", "—", "–", "(", "--")


def with_marks(sentence: Sentence, indexes: tuple[int, ...]) -> set[int]:
    """The words with the comma before them, and the one after where it closes the aside."""
    low, high = indexes[0], indexes[-1]
    marks = {low - 1} if low and sentence.words[low - 1].text in (",", "—", "–", ";") else set()
    if marks and high + 1 < len(sentence.words) and sentence.words[high + 1].text in (",", "—", "–"):
        marks.add(high + 1)
    return {*indexes, *marks}


def trimmed(sentence: Sentence, indexes: tuple[int, ...]) -> tuple[int, ...]:
    while indexes and sentence.words[indexes[-1]].text in MARKS - {"”", '"', ")"}:
        indexes = indexes[:-1]
    return indexes


def subject_phrase(sentence: Sentence, head: int, given: tuple[int | str, ...]) -> tuple[int | str, ...]:
    subject = sentence.subject(head)
    return given if subject is None else noun_phrase(sentence, subject)
