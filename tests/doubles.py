"""Doubles for the doors: a reply queue in front, a call history behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from factcheck.claims import Claim
from factcheck.errors import ModelError
from factcheck.evidence import Evidence
from factcheck.llm import Answer, Result, all_of
from factcheck.verdicts import Judge, Search, Unchecked, Verdict


class ScriptedChat:
    """Stands in for a chat model: answers from `replies` in turn, keeps every talk in `history`.

    A reply is a dict that is checked against the schema asked for, or a ModelError to raise.
    """

    def __init__(self, *replies: dict[str, Any] | ModelError) -> None:
        self.replies = list(replies)
        self.history: list[tuple[str, ...]] = []
        self.schemas: list[type[BaseModel]] = []

    @property
    def calls(self) -> int:
        """How often it was asked."""
        return len(self.history)

    async def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """The next reply of the queue; an empty queue fails the test."""
        self.history.append(tuple(turns))
        self.schemas.append(schema)
        assert self.replies, "the model was asked more often than the test expects"
        reply = self.replies.pop(0)
        if isinstance(reply, ModelError):
            raise reply
        return schema.model_validate(reply)

    def together(
        self, jobs: Sequence[Coroutine[Any, Any, Result]], told: Callable[[int], None] = lambda _: None
    ) -> list[Result]:
        """All jobs, begun in their order."""
        return asyncio.run(all_of(jobs, told))


def judged(
    judge: Judge,
    claim: Claim,
    evidence: Evidence,
    *,
    published: date | None = None,
    search: Search | None = None,
) -> Verdict | Unchecked:
    """The judge's outcome on one claim alone; without a search of the test's own there is nothing more to find."""
    (outcome,) = judge.judge_all(
        [(claim, evidence)], published=published, search=search or (lambda claim, _: Evidence(claim.id, ()))
    )
    return outcome
