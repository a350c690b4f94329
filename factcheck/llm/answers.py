"""Part of the door to chat models: a model's message in; the answer that it holds out, checked against the schema."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import ValidationError

from factcheck.llm import Answer


def read(message: Any, schema: type[Answer]) -> Answer:
    """The answer in a message: a tool call's arguments, else the JSON object in its text.

    Raises ValueError (of which pydantic's ValidationError is one) or RecursionError where there is none.
    """
    # Pydantic's own reader of JSON refuses half a surrogate pair, which could be neither kept nor printed.
    if message.tool_calls:
        return schema.model_validate_json(json.dumps(message.tool_calls[0]["args"]))
    block = re.search(r"\{.*\}", text(message), re.DOTALL)
    if not block:
        raise ValueError("it holds no JSON object")
    return schema.model_validate_json(block.group())


def text(message: Any) -> str:
    """What the message says, tool calls aside."""
    return str(message.text).strip()


def brief(error: BaseException) -> str:
    """What is wrong on one line, none of the model's own words in it."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}".removeprefix(": ") for e in error.errors()[:3])
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
