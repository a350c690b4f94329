"""Part of the evaluation: a record of figures in; the same as a JSON object out."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

# Records that only group figures in the program; the user finds their figures beside the others.
_GROUPS = ("subject", "scores", "shares")
_DIGITS = 5


def to_json(figures: Any) -> str:
    """The record's figures by name, rounded to five decimals and indented; ends in a newline."""
    return json.dumps(_flat(dataclasses.asdict(figures)), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, inner in value.items():
            found |= _flat(inner) if key in _GROUPS else {str(key): _flat(inner)}
        return found
    if isinstance(value, (list, tuple)):
        return [_flat(inner) for inner in value]
    return round(value, _DIGITS) if isinstance(value, float) else value
