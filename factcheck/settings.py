"""Shelf: one frozen `Settings`; the only place that reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from factcheck.errors import FactcheckError

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lives, which corpus and which brain; made by `load`."""

    home: Path
    corpus: str = "default"
    model: str = EMBEDDED
    base_url: str | None = None
    timeout: float = 60.0


def load(*, home: Path | None, corpus: str, model: str, base_url: str | None = None, timeout: float = 60.0) -> Settings:
    """Options as given, and for what was not given FACTCHECK_HOME or the user's data directory.

    Raises FactcheckError for a corpus name that Chroma or a file system would not take.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,46}[a-z0-9]", corpus):
        raise FactcheckError(
            f"{corpus!r} cannot name a corpus",
            hint="use 3 to 48 lower-case letters, digits, '-' or '_', beginning and ending with a letter or digit",
        )
    return Settings(home or _default_home(), corpus, model, base_url, timeout)


def _default_home() -> Path:
    named = os.environ.get("FACTCHECK_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("factcheck", appauthor=False)


def run_time() -> datetime:
    """Now in UTC, or the moment that SOURCE_DATE_EPOCH (seconds since 1970) fixes for reproducible reports."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if re.fullmatch(r"\d{1,11}", fixed) else datetime.now(UTC)
    return moment.replace(microsecond=0)
