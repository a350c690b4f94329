"""Part of the door to chat models: stands in for a model that is not to be asked, and adds up what it would take.

What the store has is answered from it, so that a rehearsal goes as far as the real run could without a call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from factcheck.llm import CHARACTERS, Answer, NotAskedError, Result, Usage, all_of
from factcheck.llm.chat import Chat


class Rehearsal:
    """Answers what `chat` has kept; for the rest it raises NotAskedError and counts a call and what that would read."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.wanted = Usage()

    async def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """The kept answer. Raises NotAskedError where there is none."""
        if answer := self._chat.kept(turns, schema):
            return answer
        self.wanted += Usage(1, sum(map(len, turns)) // CHARACTERS, 0)
        raise NotAskedError("not asked: this is a rehearsal")

    def together(
        self, jobs: Sequence[Coroutine[Any, Any, Result]], told: Callable[[int], None] = lambda _: None
    ) -> list[Result]:
        """As `Asks` promises."""
        return asyncio.run(all_of(jobs, told))
