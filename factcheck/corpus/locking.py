"""Part of the corpus: one writer at a time, across processes."""

from __future__ import annotations

from pathlib import Path

from factcheck.errors import CorpusError

LOCK_SECONDS = 10.0


class Lock:
    """Held by the one who writes; waits LOCK_SECONDS for another to finish. Raises CorpusError where it does not."""

    def __init__(self, path: Path, name: str) -> None:
        from filelock import FileLock

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"cannot write to {path.parent}: {error.strerror}", hint="choose another --home"
            ) from None
        self._lock = FileLock(path, timeout=LOCK_SECONDS)
        self._name = name

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            raise CorpusError(
                f"another process is writing to corpus {self._name!r}",
                hint="wait for it to finish, then run this again",
            ) from None

    def __exit__(self, *_: object) -> None:
        self._lock.release()
