"""Beside the walk: gold sets in; figures on how well the tool does on them out.

`gold`, `beir` and `cases` read what people have marked; `verdicts`, `retrieval`, `claims` and `articles` each measure
one thing and return a frozen record of figures; `markdown`, `json` and `plots` show such a record. The figures are
scikit-learn's where it has them. The same gold and the same model give the same record but for its times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Shows what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: this program's version, the brain or embedder by name, and what changes when it changes."""

    tool: str
    model: str
    fingerprint: str
    prompts: str | None = None
