"""Doubles for the doors: a reply queue in front, a call history behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from factcheck.errors import ModelError
from factcheck.llm import Answer


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

    def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """The next reply of the queue; an empty queue fails the test."""
        self.history.append(tuple(turns))
        self.schemas.append(schema)
        assert self.replies, "the model was asked more often than the test expects"
        reply = self.replies.pop(0)
        if isinstance(reply, ModelError):
            raise reply
        return schema.model_validate(reply)
