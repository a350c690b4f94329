"""Part of the door to chat models: the one place where a failed call is tried again.

The server's own Retry-After is honoured by all calls at once: what one is told, the others wait for, too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from factcheck.errors import ModelError

Result = TypeVar("Result")

TRIES = 4
FIRST_WAIT = 0.5  # seconds; doubled from try to try, and each spread by chance (full jitter would retry at once)
LONGEST_WAIT = 60.0  # a server that asks for more is not waited for


class CallError(Exception):
    """A call that failed, and after how many seconds the server wants to be asked again."""

    def __init__(self, error: ModelError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Patience:
    """Tries a call up to four times where the fault may pass; between the tries it waits."""

    def __init__(self) -> None:
        self._not_before = 0.0

    async def tried(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """What the call gives. Raises the ModelError of its last fault."""
        from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
        from tenacity.wait import wait_exponential_jitter

        spread = wait_exponential_jitter(initial=FIRST_WAIT, max=LONGEST_WAIT, jitter=FIRST_WAIT)

        def pause(state: RetryCallState) -> float:
            fault = state.outcome.exception() if state.outcome else None
            asked = fault.wait if isinstance(fault, CallError) else None
            if asked is None:
                return float(spread(state))
            self._not_before = max(self._not_before, time.monotonic() + asked)
            return asked + float(spread(state)) / 10

        tries = AsyncRetrying(
            retry=retry_if_exception(_may_pass), stop=stop_after_attempt(TRIES), wait=pause, reraise=True
        )
        try:
            return await tries(self._when_allowed, call)
        except CallError as fault:
            raise fault.error from None

    async def _when_allowed(self, call: Callable[[], Awaitable[Result]]) -> Result:
        await asyncio.sleep(max(0.0, self._not_before - time.monotonic()))
        return await call()


def _may_pass(fault: BaseException) -> bool:
    return isinstance(fault, CallError) and fault.error.retryable and (fault.wait or 0) <= LONGEST_WAIT
