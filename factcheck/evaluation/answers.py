"""Part of the evaluation: pairs of claim and evidence in; a brain's label for each out, and how sure it is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Protocol

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.entailment import Stances
from factcheck.errors import ModelError
from factcheck.evaluation import Progress
from factcheck.evaluation.rows import Pair
from factcheck.evidence import Evidence
from factcheck.verdicts import Judge, Label, Unchecked, Verdict

BLOCK = 512
# A model that fails on so many pairs from the start fails on all of them.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """The label given and its confidence; for unchecked that is 0, and `reason` says what failed."""

    label: Label
    confidence: float
    reason: str = ""


class Classifier(Protocol):
    """Tells where each piece of evidence stands towards its claim."""

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Stances]:
        """One triple a (claim, evidence) pair, in order."""
        ...


def classified(classifier: Classifier, pairs: Sequence[Pair], progress: Progress) -> list[Answer]:
    """For each pair the most probable label, with its probability."""
    answers: list[Answer] = []
    for start in range(0, len(pairs), BLOCK):
        progress("labelling pairs", start, len(pairs))
        block = [(pair.claim, pair.evidence) for pair in pairs[start : start + BLOCK]]
        answers += [most_probable(stances) for stances in classifier.classify(block)]
    progress("labelling pairs", len(pairs), len(pairs))
    return answers


def judged(judge: Judge, pairs: Sequence[Pair], progress: Progress) -> list[Answer]:
    """For each pair the judge's verdict on the claim, the evidence being the one passage retrieved.

    Raises ModelError where the first five pairs all fail.
    """
    claims = [Claim(f"p{n}", pair.claim, pair.claim, 0, len(pair.claim)) for n, pair in enumerate(pairs, 1)]
    cases = [(claim, _evidence(claim, pair.evidence)) for claim, pair in zip(claims, pairs, strict=True)]
    answers: list[Answer] = []
    for part in (cases[:PATIENCE], cases[PATIENCE:]):
        told = partial(_told, progress, len(answers), len(pairs))
        # There is no corpus to search again in, and no article with a date.
        outcomes = judge.judge_all(part, published=None, search=lambda claim, _: Evidence(claim.id, ()), told=told)
        answers += map(_answer, outcomes)
        if len(answers) == PATIENCE and {answer.label for answer in answers} == {Label.UNCHECKED}:
            raise ModelError(f"the model answered none of the first {PATIENCE} pairs: {answers[-1].reason}")
    return answers


def _answer(outcome: Verdict | Unchecked) -> Answer:
    if isinstance(outcome, Unchecked):
        return Answer(Label.UNCHECKED, 0.0, outcome.reason)
    return Answer(outcome.label, outcome.confidence)


def _told(progress: Progress, before: int, total: int, done: int) -> None:
    progress("judging pairs", before + done, total)


def most_probable(stances: Stances) -> Answer:
    """The likeliest label, with its probability."""
    probabilities = {
        Label.SUPPORTED: stances.supported,
        Label.CONTRADICTED: stances.contradicted,
        Label.UNVERIFIABLE: stances.unverifiable,
    }
    label = max(probabilities, key=lambda each: probabilities[each])
    return Answer(label, probabilities[label])


def _evidence(claim: Claim, text: str) -> Evidence:
    if not text.strip():
        return Evidence(claim.id, ())
    document = Document("evidence", "", sha256(text.encode()).hexdigest(), passages=1, words=len(text.split()))
    return Evidence(claim.id, (Passage(document, text, 0, len(text), score=1.0),))
