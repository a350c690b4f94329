"""Part of the fourth room: what the model made of a claim's passages in; how probable each label is out.

A logistic regression over a dozen figures (stacked generalisation, Wolpert 1992), fitted by `training/train_judge.py`
on articles with labelled claims. It learns what no single score tells: how the strongest support weighs against the
strongest contradiction, how much nearness counts, and how rare contradiction is in articles.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from factcheck.entailment import Stances, log_odds
from factcheck.quantities import Finding
from factcheck.verdicts.reading import Candidate, Reading

# A sentence so little farther from the claim than the nearest one speaks of the same matter.
SAME_MATTER = 0.1


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the regression: each figure's mean and spread in training, and a row of weights and a constant a label."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    constants: tuple[float, ...]


def probabilities(statement: str, reading: Reading, weights: Weights) -> Stances:
    """How probable it is that the corpus supports the claim, contradicts it, or leaves it open."""
    values = features(statement, reading)
    scaled = [(v - m) / s for v, m, s in zip(values, weights.mean, weights.spread, strict=True)]
    rows = zip(weights.weights, weights.constants, strict=True)
    logits = [sum(w * v for w, v in zip(row, scaled, strict=True)) + constant for row, constant in rows]
    powers = [exp(logit - max(logits)) for logit in logits]
    supported, contradicted, unverifiable = (power / sum(powers) for power in powers)
    return Stances(supported, contradicted, unverifiable)


def features(statement: str, reading: Reading) -> list[float]:
    """The figures of a reading that holds at least one candidate, in the order of the weights."""
    decisive = max(reading.passages, key=lambda s: s.supported + s.contradicted)
    nearest, others = reading.candidates[0], reading.candidates[1:]
    return [
        max(log_odds(s.supported) for s in reading.passages),
        max(log_odds(s.contradicted) for s in reading.passages),
        log_odds(decisive.supported),
        log_odds(decisive.contradicted),
        min(log_odds(s.unverifiable) for s in reading.passages),
        log_odds(nearest.whole.supported),
        log_odds(nearest.whole.contradicted),
        log_odds(nearest.near.supported),
        log_odds(nearest.near.contradicted),
        max(log_odds(c.near.supported) for c in reading.candidates),
        max(log_odds(c.near.contradicted) for c in reading.candidates),
        nearest.similarity,
        others[0].similarity if others else 0.0,
        *_quantities(reading.candidates),
        float(any(map(str.isdigit, statement))),
    ]


@cache
def shipped() -> Weights:
    """The weights in the package."""
    kept = json.loads(files("factcheck").joinpath("models", "judge.json").read_bytes())
    return Weights(
        tuple(kept["mean"]), tuple(kept["spread"]), tuple(map(tuple, kept["weights"])), tuple(kept["constants"])
    )


def _quantities(candidates: Sequence[Candidate]) -> tuple[float, float]:
    """How many of the claim's quantities differ from, and agree with, those of sentences on the same matter."""
    near = [c for c in candidates if c.similarity >= candidates[0].similarity - SAME_MATTER]
    findings = [each for candidate in near for each in candidate.figures]
    differing = findings.count(Finding.DIFFERS)
    return float(min(differing, 2)), float(min(len(findings) - differing, 3))
