"""Part of the door to chat models: answers kept on disk, so that the same question is asked, and paid for, once.

An answer's key is a digest of the model, its address, the schema and the whole talk, in which prompt, claim and
passages stand; neither the talk nor any key to a provider is kept. The digests of model files are kept here, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from factcheck.errors import FactcheckError
from factcheck.llm import Usage

FILE = "answers.sqlite3"
NO_MODEL = ""  # under which what is no model's answer is kept
WAIT = 30.0  # seconds that one process waits for another's write

Result = TypeVar("Result")

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


class DamagedError(FactcheckError):
    """The file of answers is none that SQLite can read."""


class Keeps(Protocol):
    """What the chat needs of a store."""

    def get(self, key: str, /) -> Kept | None:
        """The answer kept under that key."""
        ...

    def put(self, key: str, model: str, kept: Kept, /) -> Kept:
        """Keep an answer; the one that is kept, which another process may have put there first."""
        ...


class Forgetful:
    """A store that keeps nothing."""

    def get(self, _: str) -> Kept | None:
        return None

    def put(self, _key: str, _model: str, kept: Kept) -> Kept:
        return kept


class Lenient:
    """A store that can be done without: at the first fault of the one behind it `told` hears of it, and it is left."""

    def __init__(self, store: Keeps, told: Callable[[FactcheckError], None]) -> None:
        self._store = store
        self._told = told

    def get(self, key: str) -> Kept | None:
        return self._tried(lambda: self._store.get(key), None)

    def put(self, key: str, model: str, kept: Kept) -> Kept:
        return self._tried(lambda: self._store.put(key, model, kept), kept)

    def _tried(self, work: Callable[[], Result], otherwise: Result) -> Result:
        try:
            return work()
        except FactcheckError as error:
            self._told(error)
            self._store = Forgetful()
            return otherwise


class Store:
    """The answers in one SQLite file, which several processes may use at once; made when first written to.

    All methods raise FactcheckError where the file cannot be used, DamagedError where it is no database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, key: str) -> Kept | None:
        """The answer kept under that key."""
        rows = self._run("select answer, calls, read, written from answers where key = ?", key)
        return Kept(rows[0][0], Usage(*rows[0][1:])) if rows else None

    def put(self, key: str, model: str, kept: Kept) -> Kept:
        """Keep an answer; one that is there already stays, and is what comes back."""
        usage, now = kept.usage, datetime.now(UTC).isoformat(timespec="seconds")
        row = (key, model, kept.answer, usage.calls, usage.read, usage.written, now)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
        except OSError as error:
            raise self._unusable(error) from error
        self._run("insert or ignore into answers values (?, ?, ?, ?, ?, ?, ?)", *row)
        return self.get(key) or kept

    def held(self) -> list[Held]:
        """What is kept of each model, by name."""
        wanted = (
            "select model, count(*), sum(calls), sum(read), sum(written) from answers where model != ?"
            " group by model order by model"
        )
        return [Held(model, count, Usage(*usage)) for model, count, *usage in self._run(wanted, NO_MODEL)]

    def clear(self) -> int | None:
        """Forget everything; how many answers that were, or None where the file was damaged, and is deleted."""
        try:
            held = sum(each.answers for each in self.held())
            # Not unlinked: another process may be writing to it, and would go on in a file that nobody finds again.
            self._run("delete from answers")
            with suppress(FactcheckError):
                self._run("vacuum")
        except DamagedError:
            self.path.unlink(missing_ok=True)
            return None
        return held

    def _run(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        if not self.path.exists():
            return []
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as database:
                database.execute("pragma secure_delete = on")
                database.execute(_TABLE)
                return database.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError as error:
            raise DamagedError(
                f"the answers kept in {self.path} cannot be used: {error}",
                hint="factcheck cache clear deletes the file",
            ) from error

    def _unusable(self, error: Exception) -> FactcheckError:
        return FactcheckError(
            f"the answers kept in {self.path} cannot be used: {error}",
            hint="is there room, and may you write there? --no-cache goes without",
        )
