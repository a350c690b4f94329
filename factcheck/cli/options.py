"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder that holds the corpora. [default: FACTCHECK_HOME or the user's data folder]"),
]
CorpusName = Annotated[str, typer.Option("--corpus", help="Name of the corpus.")]
Model = Annotated[
    str, typer.Option(help="Brain: embedded, or PROVIDER:NAME for a language model (openai:gpt-5, ollama:qwen3).")
]
BaseUrl = Annotated[
    str | None, typer.Option(help="Address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1.")
]
Timeout = Annotated[float, typer.Option(help="Seconds to wait for one answer of a language model.")]
Out = Annotated[Path | None, typer.Option(help="File to write the report to. [default: standard output]")]


class Format(StrEnum):
    """The report's format."""

    MARKDOWN = "markdown"
    JSON = "json"


ReportFormat = Annotated[Format, typer.Option(help="Format of the report.")]


def to_day(text: str | None) -> date | None:
    """An option's YYYY-MM-DD as a date; anything else is wrong use."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as YYYY-MM-DD") from None
