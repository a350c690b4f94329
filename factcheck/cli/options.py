"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder that holds the corpora. [default: FACTCHECK_HOME or the user's data folder]"),
]
CorpusName = Annotated[str, typer.Option("--corpus", help="Name of the corpus.")]


def to_day(text: str | None) -> date | None:
    """An option's YYYY-MM-DD as a date; anything else is wrong use."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as YYYY-MM-DD") from None
