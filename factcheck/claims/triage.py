"""Part of the second room: lone statements in; for each whether the embedded brain finds it worth checking.

What an article adds, the sentences around and who speaks, is missing here: this is the decision that can be measured on
sets of single sentences. Its bar is the one that tells best what annotators of debates found worth checking. In an
article the bar is far lower (see `worth.py`), and figures pass without it: there, no checkable fact is to be missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from factcheck.claims import Reason
from factcheck.claims.blocks import Block, Kind
from factcheck.claims.head import WEIGHTS, Head
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import Sentence, read_sentences
from factcheck.claims.worth import unworthy
from factcheck.embedder import Embedder
from factcheck.grammar import Grammar

BAR = 0.4  # F1 on ClaimBuster's development set hardly changes between 0.4 and 0.6; lower is nearer to wider notions


def triage(grammar: Grammar, embedder: Embedder, texts: Sequence[str]) -> list[Reason | None]:
    """Why each text is not worth checking, None where it is; one of several sentences makes the whole text worth it."""
    lines = [" ".join(text.split()) for text in texts]
    blocks = [Block(Kind.PROSE, 0, len(line), line, tuple(range(len(line)))) for line in lines]
    found = read_sentences(grammar, blocks)
    statements = [(sentence.text(range(len(sentence.words))), sentence.words) for row in found for sentence in row]
    likely = iter(Head(embedder).probabilities(statements))
    return [_reason([(sentence, next(likely)) for sentence in row]) for row in found]


def fingerprint() -> str:
    """Changes when the trained head does."""
    return sha256(WEIGHTS.read_bytes()).hexdigest()[:12]


def _reason(weighed: Sequence[tuple[Sentence, float]]) -> Reason | None:
    reasons = [unworthy(sentence, _whole(sentence), 0.0) for sentence, _ in weighed]
    if any(p >= BAR and reason is not Reason.BOILERPLATE for (_, p), reason in zip(weighed, reasons, strict=True)):
        return None
    return next((reason for reason in reasons if reason), Reason.NO_FACT)


def _whole(sentence: Sentence) -> Clause:
    every = tuple(range(len(sentence.words)))
    return Clause(every, every, sentence.root)
