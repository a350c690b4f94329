"""Part of the door to chat models: answers kept on disk, so that the same question is asked, and paid for, once.

An answer's key is a digest of the model, its address, the schema and the whole talk, in which prompt, claim and
passages stand; neither the talk nor any key to a provider is kept.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from factcheck.errors import FactcheckError
from factcheck.llm import Usage

FILE = "answers.sqlite3"
WAIT = 30.0  # seconds that one process waits for another's write

_TABLE = (
    "create table if not exists answers (key text primary key, model text, answer text, calls int, read int,"
    " written int, kept_at text)"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as JSON, and what it took when it was given."""

    answer: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Held:
    """How many answers of a model are kept, and what they took."""

    model: str
    answers: int
    usage: Usage


class Keeps(Protocol):
    """What the chat needs of a store."""

    def get(self, key: str, /) -> Kept | None: ...

    def put(self, key: str, model: str, kept: Kept, /) -> None: ...


class Forgetful:
    """A store that keeps nothing."""

    def get(self, _: str) -> Kept | None:
        return None

    def put(self, *_: object) -> None:
        """Nothing happens."""


class Store:
    """The answers in one SQLite file, which several processes may use at once; made when first written to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, key: str) -> Kept | None:
        """The answer kept under that key. Raises FactcheckError where the file is damaged."""
        rows = self._run("select answer, calls, read, written from answers where key = ?", key)
        return Kept(rows[0][0], Usage(*rows[0][1:])) if rows else None

    def put(self, key: str, model: str, kept: Kept) -> None:
        """Keep an answer; one that is there already stays."""
        usage, now = kept.usage, datetime.now(UTC).isoformat(timespec="seconds")
        row = (key, model, kept.answer, usage.calls, usage.read, usage.written, now)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        self._run("insert or ignore into answers values (?, ?, ?, ?, ?, ?, ?)", *row)

    def held(self) -> list[Held]:
        """What is kept of each model, by name."""
        wanted = (
            "select model, count(*), sum(calls), sum(read), sum(written) from answers group by model order by model"
        )
        return [Held(model, count, Usage(*usage)) for model, count, *usage in self._run(wanted)]

    def clear(self) -> int:
        """Forget everything; how many answers that were."""
        held = sum(each.answers for each in self.held())
        self.path.unlink(missing_ok=True)
        return held

    def _run(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        if not self.path.exists():
            return []
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT)) as database, database:
                database.execute(_TABLE)
                return database.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise FactcheckError(
                f"the answers kept in {self.path} cannot be used: {error}",
                hint="delete the file, or use --no-cache: answers are then asked for again",
            ) from error
