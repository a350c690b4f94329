"""Two judges in a row: the first settles what it is sure of, the second gets the rest; each verdict names its judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from factcheck.claims import Claim
from factcheck.evidence import Evidence
from factcheck.verdicts import Judge, Label, Search, Unchecked, Verdict


@dataclass(frozen=True, slots=True)
class Named:
    """A judge and what the report calls it."""

    name: str
    judge: Judge


class CascadeJudge:
    """Takes the first judge's word where it says supported or contradicted with at least the confidence `sure`."""

    def __init__(self, first: Named, second: Named, *, sure: float) -> None:
        self._first = first
        self._second = second
        self._sure = sure

    def judge_all(
        self,
        cases: Sequence[tuple[Claim, Evidence]],
        *,
        published: date | None,
        search: Search,
        told: Callable[[int], None] = lambda _: None,
    ) -> list[Verdict | Unchecked]:
        """As `Judge` promises; what the second judge fails on is unchecked, whatever the first made of it."""
        outcomes = _by(self._first, self._first.judge.judge_all(cases, published=published, search=search))
        rest = [number for number, outcome in enumerate(outcomes) if not self._settles(outcome)]
        settled = len(cases) - len(rest)
        told(settled)
        second = self._second.judge.judge_all(
            [cases[number] for number in rest],
            published=published,
            search=search,
            told=lambda done: told(settled + done),
        )
        for number, outcome in zip(rest, _by(self._second, second), strict=True):
            outcomes[number] = outcome
        return outcomes

    def _settles(self, outcome: Verdict | Unchecked) -> bool:
        return (
            isinstance(outcome, Verdict)
            and outcome.label is not Label.UNVERIFIABLE
            and outcome.confidence >= self._sure
        )


def _by(named: Named, outcomes: Sequence[Verdict | Unchecked]) -> list[Verdict | Unchecked]:
    return [replace(outcome, judged_by=named.name) for outcome in outcomes]
