"""Door: any chat model, through LangChain. Turns of a talk and a schema in; one valid answer out, or a ModelError.

    with connect("openai:gpt-5-mini") as chat:
        answers = chat.together([chat.ask((rules, material), Judgement) for material in materials])

`providers` makes the model that a name means, `chat` asks it, `methods` holds the answer to the schema as far as the
provider can, `answers` reads it, `patience` tries again, `faults` says what went wrong, `store` keeps the answers, and
`rehearsal` stands in for a model that is not to be asked. What a model writes is read as JSON and checked against the
schema; it is never evaluated or templated.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from factcheck.errors import ModelError

if TYPE_CHECKING:
    from pydantic import BaseModel

Answer = TypeVar("Answer", bound="BaseModel")
Result = TypeVar("Result")

CONCURRENCY = 8
CHARACTERS = 4  # a token of English text, roughly, in the models of today


class NotAskedError(ModelError):
    """The answer would have to be asked for, and this is a rehearsal."""


class SpentError(ModelError):
    """The budget is spent, so that nothing more is asked."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What answers took: calls (a try again after a fault is the same call), tokens read and tokens written."""

    calls: int = 0
    read: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.calls + other.calls, self.read + other.read, self.written + other.written)

    def __sub__(self, other: Usage) -> Usage:
        return Usage(self.calls - other.calls, self.read - other.read, self.written - other.written)


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens read and a million written cost, in whatever currency the user reckons."""

    read: float
    written: float

    def of(self, usage: Usage) -> float:
        """The cost of that much."""
        return (usage.read * self.read + usage.written * self.written) / 1e6


class Asks(Protocol):
    """What the rooms need of a chat model."""

    async def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """The answer to a talk of rules, material, and by turns an earlier answer and what was wrong with it.

        Raises ModelError where none comes that fits the schema.
        """
        ...

    def together(
        self, jobs: Sequence[Coroutine[Any, Any, Result]], told: Callable[[int], None] = lambda _: None
    ) -> list[Result]:
        """The results of all jobs in their order, worked on at once; `told` hears how many are through.

        The first job that raises ends the others.
        """
        ...


async def all_of(jobs: Sequence[Coroutine[Any, Any, Result]], told: Callable[[int], None]) -> list[Result]:
    """As `Asks.together`, in a loop that runs already."""
    import asyncio

    through = 0

    def note(_: object) -> None:
        nonlocal through
        through += 1
        told(through)

    tasks = [asyncio.ensure_future(job) for job in jobs]
    for task in tasks:
        task.add_done_callback(note)
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
