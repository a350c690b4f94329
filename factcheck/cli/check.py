"""`factcheck check` and `factcheck schema`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from factcheck import article as articles
from factcheck import pipeline, settings
from factcheck.cli import options
from factcheck.cli.brains import brain
from factcheck.cli.exits import Exit
from factcheck.cli.options import Format
from factcheck.cli.output import deliver, writable
from factcheck.cli.progress import bar
from factcheck.corpus import open_corpus
from factcheck.embedder import MiniLM
from factcheck.report import Report
from factcheck.report.json import schema as report_schema
from factcheck.report.json import to_json
from factcheck.report.markdown import to_markdown
from factcheck.report.summary import summary
from factcheck.verdicts import Label

RENDERERS = {Format.MARKDOWN: to_markdown, Format.JSON: to_json}


def check(
    article: Annotated[
        str, typer.Argument(help="Article to check: a .md, .txt or .html file, or - for standard input.")
    ],
    corpus: options.CorpusName = "default",
    home: options.Home = None,
    model: options.Model = settings.EMBEDDED,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = 60.0,
    as_of: Annotated[
        str | None, typer.Option(help="Use only documents dated on or before this day (YYYY-MM-DD).")
    ] = None,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
    fail_on: Annotated[
        list[Label] | None, typer.Option(help="Exit with 1 if any claim gets this label; may be given several times.")
    ] = None,
) -> None:
    """Check an article: its claims are judged by the corpus, and the report is printed."""
    day = options.to_day(as_of)
    chosen = settings.load(home=home, corpus=corpus, model=model, base_url=base_url, timeout=timeout)
    writable("report", out, {"the article": Path(article)})
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


def _deliver(text: str, report: Report, out: Path | None) -> None:
    deliver("report", text, out)
    if out:
        typer.echo(summary(report), err=True)
        typer.echo(f"Report: {out}", err=True)


def _exit_code(report: Report, fail_on: list[Label]) -> Exit:
    labels = {claim.verdict.label for claim in report.claims}
    if labels & {str(label) for label in fail_on}:
        return Exit.FOUND
    return Exit.INCOMPLETE if Label.UNCHECKED in labels else Exit.FINISHED
