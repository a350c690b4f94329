"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Annotated

import typer

from factcheck.corpus import Only
from factcheck.reading import KINDS

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder that holds the corpora. [default: FACTCHECK_HOME or the user's data folder]"),
]
CorpusName = Annotated[str | None, typer.Option("--corpus", help="Name of the corpus. [default: default]")]
Model = Annotated[
    str | None,
    typer.Option(
        help="Brain: embedded, or a language model: openai:NAME, anthropic:NAME, google_genai:NAME, ollama:NAME, "
        "gguf:PATH. [default: FACTCHECK_MODEL, factcheck.toml or embedded]"
    ),
]
BaseUrl = Annotated[
    str | None, typer.Option(help="Address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1.")
]
Timeout = Annotated[
    float | None,
    typer.Option(
        min=0.1, help="Seconds to wait for one answer of a language model. [default: 60; on this machine 600]"
    ),
]
Concurrency = Annotated[
    int | None, typer.Option(min=1, max=256, help="Questions to a language model at the same time. [default: 8]")
]
RequestsPerMinute = Annotated[
    float | None, typer.Option("--rpm", min=0.1, help="Most requests a minute. [default: no limit]")
]
Cascade = Annotated[
    float | None,
    typer.Option(
        min=0, max=1, help="Let the embedded brain settle what it is at least so sure of, such as 0.9. [default: off]"
    ),
]
Deep = Annotated[
    bool | None, typer.Option("--deep", help="Search once more, as the language model suggests, for what stays open.")
]
CacheUse = Annotated[
    bool | None, typer.Option("--cache/--no-cache", help="Keep answers, and use those kept. [default: cache]")
]
PriceOf = Annotated[
    str | None,
    typer.Option(
        "--price", metavar="IN,OUT", help="Cost of a million tokens read, and of one written. [default: factcheck.toml]"
    ),
]
Budget = Annotated[float | None, typer.Option(min=0, help="Stop asking once this run has cost so much; needs a price.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from machines of your own network too, not only public ones.")
]
TextColumn = Annotated[str, typer.Option(help="Column of a table that holds the documents' texts.")]
TitleColumn = Annotated[str, typer.Option(help="Column of their titles.")]
PublishedColumn = Annotated[str, typer.Option(help="Column of the days they were published.")]
UrlColumn = Annotated[str, typer.Option(help="Column of their addresses.")]
PublisherColumn = Annotated[str, typer.Option(help="Column of their publishers.")]
Publishers = Annotated[
    list[str] | None,
    typer.Option("--publisher", help="Use only documents of this publisher; may be given several times."),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help=f"Use only this kind of source: {', '.join(KINDS)}; may be given several times."),
]
Since = Annotated[
    str | None, typer.Option("--since", help="Use only documents dated on or after this day (YYYY-MM-DD).")
]
Out = Annotated[Path | None, typer.Option(help="File to write the report to. [default: standard output]")]


class Format(StrEnum):
    """The report's format."""

    MARKDOWN = "markdown"
    JSON = "json"


ReportFormat = Annotated[Format, typer.Option(help="Format of the report.")]


def to_price(text: str | None) -> tuple[float, float] | None:
    """An option's IN,OUT as two numbers; anything else is wrong use."""
    if not text:
        return None
    try:
        read, written = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no price; write it as IN,OUT, such as 0.25,2") from None
    if not (0 <= read < inf and 0 <= written < inf):
        raise typer.BadParameter(f"{text!r} is no price; neither part can be less than nothing")
    return read, written


def to_day(text: str | None) -> date | None:
    """An option's YYYY-MM-DD as a date; anything else is wrong use."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as YYYY-MM-DD") from None


def to_only(publishers: list[str] | None, kinds: list[str] | None, since: str | None) -> Only:
    """The filters that the options name; a wrong kind or date is wrong use."""
    names = (" ".join(name.split()) for name in publishers or [])
    return Only(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(map(to_kind, kinds or []))), to_day(since))


def to_kind(text: str) -> str:
    """An option's kind of source; anything else is wrong use."""
    if text not in KINDS:
        raise typer.BadParameter(f"{text!r} is no kind of source; choose from {', '.join(KINDS)}")
    return text
