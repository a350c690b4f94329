"""`factcheck check` and `factcheck schema`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from factcheck import article as articles
from factcheck import pipeline, settings
from factcheck.cli import options
from factcheck.cli.brains import brain
from factcheck.cli.exits import Exit
from factcheck.cli.progress import bar
from factcheck.corpus import open_corpus
from factcheck.embedder import MiniLM
from factcheck.errors import FactcheckError
from factcheck.report import Report
from factcheck.report.json import schema as report_schema
from factcheck.report.json import to_json
from factcheck.report.markdown import to_markdown
from factcheck.report.summary import summary
from factcheck.verdicts import Label


class Format(StrEnum):
    """The report's format."""

    MARKDOWN = "markdown"
    JSON = "json"


RENDERERS = {Format.MARKDOWN: to_markdown, Format.JSON: to_json}


def check(
    article: Annotated[
        str, typer.Argument(help="Article to check: a .md, .txt or .html file, or - for standard input.")
    ],
    corpus: options.CorpusName = "default",
    home: options.Home = None,
    model: Annotated[
        str, typer.Option(help="Brain: embedded, or PROVIDER:NAME for a language model (openai:gpt-5, ollama:qwen3).")
    ] = settings.EMBEDDED,
    base_url: Annotated[
        str | None, typer.Option(help="Address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for one answer of a language model.")] = 60.0,
    as_of: Annotated[
        str | None, typer.Option(help="Use only documents dated on or before this day (YYYY-MM-DD).")
    ] = None,
    format: Annotated[Format, typer.Option(help="Format of the report.")] = Format.MARKDOWN,
    out: Annotated[Path | None, typer.Option(help="File to write the report to. [default: standard output]")] = None,
    fail_on: Annotated[
        list[Label] | None, typer.Option(help="Exit with 1 if any claim gets this label; may be given several times.")
    ] = None,
) -> None:
    """Check an article: its claims are judged by the corpus, and the report is printed."""
    day = options.to_day(as_of)
    chosen = settings.load(home=home, corpus=corpus, model=model, base_url=base_url, timeout=timeout)
    _writable(out, article)
    piped = sys.stdin.buffer.read() if article == "-" and sys.stdin else b""
    text = articles.read_stdin(piped) if article == "-" else articles.read(Path(article))
    embedder = MiniLM()
    with bar() as show:
        show("opening the corpus", 0, 1)
        opened = open_corpus(chosen.home, chosen.corpus, embedder)
        report = pipeline.check(
            text,
            opened,
            brain(chosen, embedder),
            checked_at=settings.run_time(),
            as_of=day,
            progress=lambda stage: show(stage.name, stage.done, stage.total),
        )
    _deliver(RENDERERS[format](report), report, out)
    raise typer.Exit(_exit_code(report, fail_on or []))


def schema() -> None:
    """Print the JSON schema of the JSON report."""
    typer.echo(report_schema(), nl=False)


def _writable(out: Path | None, article: str) -> None:
    if out and out.resolve() == Path(article).resolve():
        raise FactcheckError(f"--out {out} would overwrite the article", hint="name another file for the report")
    if out and (out.is_dir() or not out.resolve().parent.is_dir()):
        raise FactcheckError(f"cannot write the report to {out}", hint="name a file in a folder that exists")


def _deliver(text: str, report: Report, out: Path | None) -> None:
    if not out:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FactcheckError(
            f"cannot write the report to {out}: {error.strerror}", hint="choose another --out"
        ) from error
    typer.echo(summary(report), err=True)
    typer.echo(f"Report: {out}", err=True)


def _exit_code(report: Report, fail_on: list[Label]) -> Exit:
    labels = {claim.verdict.label for claim in report.claims}
    if labels & {str(label) for label in fail_on}:
        return Exit.FOUND
    return Exit.INCOMPLETE if Label.UNCHECKED in labels else Exit.FINISHED
