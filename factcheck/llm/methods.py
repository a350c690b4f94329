"""Part of the door to chat models: how the provider holds an answer to its schema, the strictest way that it takes.

JSON schema, else a tool call, else JSON mode, else a plain request that shows the schema. What a server refuses is not
tried on it again.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from pydantic import BaseModel

from factcheck.llm.faults import RefusedError

PLAIN = "plain"
LADDER = ("json_schema", "function_calling", "json_mode", PLAIN)
_ROLES = ("system", "human", "ai", "human", "ai", "human")

Talk = list[tuple[str, str]]


class Methods:
    """One model's ways to a structured answer; goes down the ladder as far as the server makes it."""

    def __init__(self, model: Any, provider: str) -> None:
        self._model = model
        self._provider = provider
        self._left = list(LADDER)

    async def structured(
        self, send: Callable[[Any, Talk], Awaitable[Any]], turns: Sequence[str], schema: type[BaseModel]
    ) -> Any:
        """The message that `send` gets by the strictest way; RefusedError where the plain one is refused, too."""
        for method in tuple(self._left):
            try:
                reply = await send(self._bound(method, schema), _talk(method, turns, schema))
            except (RefusedError, NotImplementedError) as refusal:
                if method == PLAIN:
                    raise
                refused = refusal
            else:
                # Only now is it known that the refusal was of the way, and not of the words.
                self._left = self._left[self._left.index(method) :] if method in self._left else self._left
                return reply["raw"] if isinstance(reply, dict) else reply
        raise refused

    async def plain(
        self, send: Callable[[Any, Talk], Awaitable[Any]], turns: Sequence[str], schema: type[BaseModel]
    ) -> Any:
        """The message that `send` gets when the schema is only shown."""
        return await send(self._model, _talk(PLAIN, turns, schema))

    def _bound(self, method: str, schema: type[BaseModel]) -> Any:
        if method == PLAIN:
            return self._model
        strict = {"strict": True} if method == "json_schema" and self._provider == "openai" else {}
        try:
            return self._model.with_structured_output(
                schema.model_json_schema(), method=method, include_raw=True, **strict
            )
        except (ValueError, TypeError):
            raise NotImplementedError(f"{self._provider} has no {method}") from None


def _talk(method: str, turns: Sequence[str], schema: type[BaseModel]) -> Talk:
    """The turns as finished messages, so that LangChain fills no template with them."""
    turns = tuple(turns)
    if method in ("json_mode", PLAIN):
        shape = json.dumps(schema.model_json_schema(), ensure_ascii=False)
        order = f"Answer with one JSON object and nothing else. It follows this JSON schema:\n{shape}"
        turns = (*turns[:-1], f"{turns[-1]}\n\n{order}")
    return list(zip(_ROLES, turns, strict=False))
