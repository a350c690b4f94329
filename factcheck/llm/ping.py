"""Part of the door to chat models: asks a model for one word, to see whether it answers."""

from __future__ import annotations

from pydantic import BaseModel

from factcheck.llm.chat import Chat

_TURNS = ("You check a connection.", 'Answer with the JSON object {"word": "ready"}.')


class _Pong(BaseModel):
    """One word."""

    word: str


def ping(chat: Chat) -> None:
    """Raises ModelError where the model gives no answer that can be read."""
    chat.together([chat.ask(_TURNS, _Pong)])
