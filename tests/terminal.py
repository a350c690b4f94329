"""Types commands in-process and reads what comes of them."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

import pytest

from factcheck.cli import main


class Run(NamedTuple):
    code: int
    out: str
    err: str


class Terminal:
    """Types a command and reads what comes of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capfd = monkeypatch, capfd

    def __call__(self, *words: object, stdin: bytes = b"") -> Run:
        self._monkeypatch.setattr(sys, "argv", ["factcheck", *map(str, words)])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capfd.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        return Run(code, *self._capfd.readouterr())
