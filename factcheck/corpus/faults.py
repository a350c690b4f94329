"""Part of the corpus: what a write that the disk or the database refuses is called."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from factcheck.errors import CorpusError

_FULL = re.compile(
    r"disk is full|disk I/O error|no space left|file too large|quota|os error (27|28|122)", re.IGNORECASE
)
_CODES = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Raise CorpusError where a write fails; what was whole before is whole still, since no record names the rest."""
    import chromadb.errors

    try:
        yield
    except (chromadb.errors.ChromaError, OSError) as error:
        if (isinstance(error, OSError) and error.errno in _CODES) or _FULL.search(str(error)):
            raise CorpusError(
                f"there is no room to write to corpus {name!r}; it holds what it held before",
                hint="free some space on the disk, then run this again",
            ) from error
        raise CorpusError(
            f"corpus {name!r} could not be written: {' '.join(str(error).split())[:200]}",
            hint="run: factcheck corpus verify",
        ) from error
