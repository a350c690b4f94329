"""Part of the door to chat models: a connected model, which is asked many things at once and counts what it took."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from types import TracebackType
from typing import Any, Self

from pydantic import BaseModel

from factcheck.errors import ModelError
from factcheck.llm import CHARACTERS, CONCURRENCY, Answer, Price, Result, SpentError, Usage, all_of
from factcheck.llm.answers import brief, read, text
from factcheck.llm.faults import STRANGE, Told, lost, partial, raised, retry_after
from factcheck.llm.methods import Methods, Talk
from factcheck.llm.patience import CallError, Patience
from factcheck.llm.store import Forgetful, Keeps, Kept

# Tokens that an answer on its way is taken to have, until it is there.
EXPECTED = 300
LOOK_AGAIN = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Terms:
    """How a model is to be asked: how much at once and a minute, in how many seconds, at what price, to which cost.

    `budget` is in the currency of `price`, and counts what this run spends and what is on its way.
    """

    concurrency: int = CONCURRENCY
    timeout: float = 60.0
    rpm: float | None = None
    price: Price | None = None
    budget: float | None = None


class Chat:
    """A connected model, to be closed at the end.

    `usage` is what the answers took, whenever they were given; `spent` is this run's part of it, and `reused` counts
    the answers that the store had.
    """

    def __init__(self, model: Any, told: Told, *, terms: Terms, store: Keeps | None = None, identity: str = "") -> None:
        self.name = f"{told.provider}:{told.model}"
        self.address = told.address
        self.identity = identity or self.name
        self.usage = self.spent = Usage()
        self.reused = 0
        self._on_its_way = Usage()
        self._model = model
        self._told = told
        self._terms = terms
        self._store = store or Forgetful()
        self._methods = Methods(model, told.provider)
        self._patience = Patience()
        self._pace = _pace(terms.rpm)
        self._turn = asyncio.Semaphore(terms.concurrency)
        self._open = ExitStack()
        self._runner = self._open.enter_context(asyncio.Runner())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def ending_with(self, end: Callable[[], None]) -> Self:
        """The same chat, which calls that when it is closed."""
        self._open.callback(end)
        return self

    def together(
        self, jobs: Sequence[Coroutine[Any, Any, Result]], told: Callable[[int], None] = lambda _: None
    ) -> list[Result]:
        """As `Asks` promises; an interrupt from the keyboard ends all of them at once."""
        return self._runner.run(all_of(jobs, told))

    async def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """As `Asks` promises: from the store, else by up to two calls, the second to mend what cannot be read.

        Where two processes ask the same, the answer kept first is that of both: each report equals its rerun.
        """
        key = self._key(turns, schema)
        if kept := self._found(key, schema):
            return kept
        async with self._turn:
            answer, took = await self._answered(turns, schema)
        own = Kept(answer.model_dump_json(), took)
        first = self._store.put(key, self.name, own)
        if first == own or not (agreed := _understood(first, schema)):
            return answer
        self.usage += first.usage - took
        return agreed

    def kept(self, turns: Sequence[str], schema: type[Answer]) -> Answer | None:
        """The answer that the store has, if any; what it took counts as used."""
        return self._found(self._key(turns, schema), schema)

    def _found(self, key: str, schema: type[Answer]) -> Answer | None:
        found = self._store.get(key)
        answer = _understood(found, schema) if found else None
        if found and answer:
            self.reused += 1
            self.usage += found.usage
        return answer

    def _key(self, turns: Sequence[str], schema: type[BaseModel]) -> str:
        """What the answer to that talk is kept under."""
        parts = [self.identity, self.address, schema.model_json_schema(), list(turns)]
        return sha256(json.dumps(parts, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    async def _answered(self, turns: Sequence[str], schema: type[Answer]) -> tuple[Answer, Usage]:
        message, took = await self._counted(self._methods.structured, turns, schema)
        try:
            return read(message, schema), took
        except (ValueError, RecursionError) as error:
            fault = f"Your answer cannot be read: {brief(error)}. Give the whole answer again."
        again = (*turns, text(message) or "(nothing)", fault)
        message, more = await self._counted(self._methods.plain, again, schema)
        try:
            return read(message, schema), took + more
        except (ValueError, RecursionError) as error:
            raise ModelError(
                f"{self.name} gave no readable answer: {brief(error)}",
                hint="try again, or name a larger model",
                retryable=True,
            ) from None

    async def _counted(self, way: Any, turns: Sequence[str], schema: type[BaseModel]) -> tuple[Any, Usage]:
        """A message, and what it took; both the whole and this run's part grow by it."""
        await self._within_budget()
        took, sent = Usage(1), sum(map(len, turns)) // CHARACTERS
        self._on_its_way += Usage(1, sent, EXPECTED)
        try:
            message = await way(self._send, turns, schema)
            tokens = message.usage_metadata or {}
            # A server that counts no tokens is not free for that.
            written = len(text(message)) // CHARACTERS
            took = Usage(1, tokens.get("input_tokens", sent), tokens.get("output_tokens", written))
        finally:
            self._on_its_way += Usage(-1, -sent, -EXPECTED)
            self._count(took)
        if (status := partial(message)) is not None:
            raise self._told.fault(status)
        return message, took

    def _count(self, took: Usage) -> None:
        self.usage += took
        self.spent += took

    async def _within_budget(self) -> None:
        """Wait while what is on its way may use up the budget; raise SpentError once it is spent."""
        price, budget = self._terms.price, self._terms.budget
        if not price or budget is None:
            return
        while price.of(self.spent + self._on_its_way) >= budget:
            if price.of(self.spent) >= budget:
                raise SpentError(
                    f"the budget of {budget:g} is spent", hint="raise --budget; the same command goes on from here"
                )
            await asyncio.sleep(LOOK_AGAIN)

    async def _send(self, model: Any, talk: Talk) -> Any:
        """One call, tried again where that may help."""
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

        chain = ChatPromptTemplate([MessagesPlaceholder("talk")]) | model

        async def call() -> Any:
            # Waiting for one's turn is no part of the time that an answer may take.
            await self._pace()
            try:
                # The limit holds for the whole answer; a client's own starts anew with every byte.
                async with asyncio.timeout(self._terms.timeout):
                    return await chain.ainvoke({"talk": talk})
            except raised() as error:
                self._count(lost(error))
                # The vendor's exception is not kept as the cause: its text and request may hold the key.
                fault = CallError(self._told.explained(error, self._model), retry_after(error, time.time()))
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                # What the vendors' packages do on a body that is not JSON, or JSON of another kind or endless depth.
                fault = CallError(self._told.fault(STRANGE))
            raise fault from None

        return await self._patience.tried(call)


def _understood(kept: Kept, schema: type[Answer]) -> Answer | None:
    """The answer, or None where somebody has written into the file what is none."""
    try:
        return schema.model_validate_json(kept.answer)
    except ValueError:
        return None


def _pace(rpm: float | None) -> Callable[[], Awaitable[object]]:
    """To be awaited before each request: lets so many a minute through, none of them in a burst."""
    if rpm is None:
        return lambda: asyncio.sleep(0)
    from langchain_core.rate_limiters import InMemoryRateLimiter

    limiter = InMemoryRateLimiter(requests_per_second=rpm / 60, check_every_n_seconds=0.05, max_bucket_size=1)
    turn: Callable[[], Awaitable[object]] = limiter.aacquire
    return turn
