"""Standard input, as far as anything is read of it."""

from __future__ import annotations

import sys

from factcheck.reading import MAX_BYTES


def piped() -> bytes:
    """What is piped in, and no more than one byte past what a file may have: then it is refused like one."""
    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
