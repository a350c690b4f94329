"""Part of the second room: lone statements in; for each whether the embedded brain would check it, decided as it runs.

What an article adds, the sentences around and who speaks, is missing here: this is the decision that can be measured on
sets of single sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from factcheck.claims import Reason
from factcheck.claims.blocks import Block, Kind
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import Sentence, read_sentences
from factcheck.claims.worth import WEIGHTS, unworthy
from factcheck.grammar import Grammar


def triage(grammar: Grammar, texts: Sequence[str]) -> list[Reason | None]:
    """Why each text is not worth checking, None where it is; one of several sentences makes the whole text worth it."""
    lines = [" ".join(text.split()) for text in texts]
    blocks = [Block(Kind.PROSE, 0, len(line), line, tuple(range(len(line)))) for line in lines]
    return [_reason(sentences) for sentences in read_sentences(grammar, blocks)]


def fingerprint() -> str:
    """Changes when the trained head does."""
    return sha256(WEIGHTS.read_bytes()).hexdigest()[:12]


def _reason(sentences: Sequence[Sentence]) -> Reason | None:
    reasons = [unworthy(sentence, _whole(sentence)) for sentence in sentences]
    return None if None in reasons else next(iter(reasons), Reason.NO_FACT)


def _whole(sentence: Sentence) -> Clause:
    every = tuple(range(len(sentence.words)))
    return Clause(every, every, sentence.root)
