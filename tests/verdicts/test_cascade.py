"""Two judges in a row: what the first is sure of is settled, the rest is asked; each verdict names its judge."""

from __future__ import annotations

import pytest

from factcheck.claims import Claim
from factcheck.corpus import Document, Passage
from factcheck.evidence import Evidence
from factcheck.verdicts import Citation, Gap, Label, OneByOne, Stance, Unchecked, Verdict
from factcheck.verdicts.cascade import CascadeJudge, Named

PASSAGE = Passage(Document("a", "A", "1" * 64), "It is so.", 0, 9)
CASES = [(Claim(f"c{n}", f"Claim {n}", f"Claim {n}", 0, 7), Evidence(f"c{n}", (PASSAGE,))) for n in range(4)]


def _verdict(label: Label, confidence: float) -> Verdict:
    if label is Label.UNVERIFIABLE:
        return Verdict(label, confidence, "So.", "Because.", Gap.NEAR_MISS)
    stance = Stance.SUPPORTS if label is Label.SUPPORTED else Stance.CONTRADICTS
    return Verdict(label, confidence, "So.", "Because.", citations=(Citation("It is so.", stance, PASSAGE, 0, 9),))


class Queue(OneByOne):
    """Answers from a queue and remembers what it was asked."""

    def __init__(self, *answers: Verdict | Unchecked) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def judge(self, claim: Claim, evidence: Evidence) -> Verdict | Unchecked:
        self.asked.append(claim.id)
        return self.answers.pop(0)


def nothing(claim: Claim, query: str) -> Evidence:
    """Finds no more."""
    return Evidence(claim.id, ())


def _run(first: Queue, second: Queue, sure: float = 0.9) -> tuple[list[Verdict | Unchecked], list[int]]:
    told: list[int] = []
    judge = CascadeJudge(Named("small", first), Named("large", second), sure=sure)
    return judge.judge_all(CASES, published=None, search=nothing, told=told.append), told


def test_the_second_gets_what_the_first_is_not_sure_of() -> None:
    """What is open, and what is below the bar; the outcomes stay in the order of the claims."""
    first = Queue(
        _verdict(Label.SUPPORTED, 0.95),
        _verdict(Label.CONTRADICTED, 0.89),
        _verdict(Label.UNVERIFIABLE, 0.99),
        _verdict(Label.CONTRADICTED, 0.9),
    )
    second = Queue(_verdict(Label.SUPPORTED, 0.7), Unchecked("timeout"))
    outcomes, told = _run(first, second)
    assert second.asked == ["c1", "c2"]
    assert [outcome.judged_by for outcome in outcomes] == ["small", "large", "large", "small"]
    assert outcomes[2] == Unchecked("timeout", judged_by="large")
    assert told[0] == 2
    assert told[-1] == 4


@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_the_bar_decides_how_much_is_asked(sure: float) -> None:
    """With 0 every verdict settles; with 1 none that is less than certain does."""
    first = Queue(*[_verdict(Label.SUPPORTED, 0.6)] * 4)
    second = Queue(*[_verdict(Label.CONTRADICTED, 0.6)] * 4)
    _run(first, second, sure)
    assert len(second.asked) == (0 if sure == 0 else 4)
