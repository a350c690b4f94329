"""`factcheck check` and `factcheck schema`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import article as articles
from factcheck import pipeline, settings
from factcheck.cli import options
from factcheck.cli.brains import brain
from factcheck.cli.exits import Exit
from factcheck.cli.options import Format
from factcheck.cli.output import deliver, writable
from factcheck.cli.piped import piped
from factcheck.cli.progress import bar
from factcheck.corpus import open_corpus
from factcheck.embedder import MiniLM
from factcheck.fetching import Fetcher, is_address
from factcheck.report import Report
from factcheck.report.json import schema as report_schema
from factcheck.report.json import to_json
from factcheck.report.markdown import to_markdown
from factcheck.report.summary import summary
from factcheck.settings import EMBEDDED, Options
from factcheck.verdicts import Label

if TYPE_CHECKING:
    from factcheck.article import Article

RENDERERS = {Format.MARKDOWN: to_markdown, Format.JSON: to_json}


def check(
    article: Annotated[
        str,
        typer.Argument(
            help="Article to check: a .md, .txt, .html, .pdf, .docx, .epub or .eml file, the address of a page, "
            "or - for standard input."
        ),
    ],
    corpus: options.CorpusName = None,
    home: options.Home = None,
    as_of: Annotated[
        str | None, typer.Option(help="Use only documents dated on or before this day (YYYY-MM-DD).")
    ] = None,
    since: options.Since = None,
    publisher: options.Publishers = None,
    kind: options.Kinds = None,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
    fail_on: Annotated[
        list[Label] | None, typer.Option(help="Exit with 1 if any claim gets this label; may be given several times.")
    ] = None,
    max_claims: Annotated[
        int | None, typer.Option(min=1, help="Judge the first so many claims only; the others are listed as unchecked.")
    ] = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    concurrency: options.Concurrency = None,
    rpm: options.RequestsPerMinute = None,
    cascade: options.Cascade = None,
    deep: options.Deep = None,
    cache: options.CacheUse = None,
    price: options.PriceOf = None,
    budget: options.Budget = None,
    allow_private: options.AllowPrivate = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what a language model would be asked and what it costs; ask nothing.")
    ] = False,
) -> None:
    """Check an article: its claims are judged by the corpus, and the report is printed."""
    day, only = options.to_day(as_of), options.to_only(publisher, kind, since)
    chosen = settings.load(
        Options(
            home=home,
            corpus=corpus,
            model=model,
            base_url=base_url,
            timeout=timeout,
            concurrency=concurrency,
            rpm=rpm,
            price=options.to_price(price),
            budget=budget,
            cascade=cascade,
            deep=deep,
            cache=cache,
        )
    )
    writable("report", out, {"the article": Path(article)})
    text = _read(article, Fetcher(allow_private=allow_private))
    embedder = MiniLM()
    with _interruptible(chosen), ExitStack() as stack:
        show = stack.enter_context(bar())
        show("opening the corpus", 0, 1)
        opened = open_corpus(chosen.home, chosen.corpus, embedder)

        def run(made: pipeline.Brain) -> Report:
            return pipeline.check(
                text,
                opened,
                made,
                checked_at=settings.run_time(),
                as_of=day,
                only=only,
                most=max_claims,
                progress=lambda stage: show(stage.name, stage.done, stage.total),
            )

        if dry_run:
            estimate = _rehearsed(chosen, text, run, embedder)
        else:
            report = run(stack.enter_context(brain(chosen, embedder)))
    if dry_run:
        deliver("plan", estimate, out)
        return
    _deliver(RENDERERS[format](report), report, out)
    raise typer.Exit(_exit_code(report, fail_on or []))


def schema() -> None:
    """Print the JSON schema of the JSON report."""
    typer.echo(report_schema(), nl=False)


def _read(name: str, fetcher: Fetcher) -> Article:
    if name == "-":
        return articles.read_stdin(piped())
    return articles.read_fetched(fetcher.fetch(name), name) if is_address(name) else articles.read(Path(name))


@contextmanager
def _interruptible(chosen: settings.Settings) -> Iterator[None]:
    """Ends at once on Ctrl-C, and says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("factcheck: stopped; there is no report", err=True)
        if chosen.model != EMBEDDED and chosen.cache:
            typer.echo("  hint: every answer so far is kept; the same command goes on from there", err=True)
        raise typer.Exit(Exit.STOPPED) from None


def _rehearsed(
    chosen: settings.Settings, article: Article, run: Callable[[pipeline.Brain], Report], embedder: MiniLM
) -> str:
    from factcheck.cli.plan import FREE, plan

    return FREE if chosen.model == EMBEDDED else plan(chosen, article, run, embedder)


def _deliver(text: str, report: Report, out: Path | None) -> None:
    deliver("report", text, out)
    if out:
        typer.echo(summary(report), err=True)
        typer.echo(f"Report: {out}", err=True)


def _exit_code(report: Report, fail_on: list[Label]) -> Exit:
    labels = {claim.verdict.label for claim in report.claims}
    if labels & {str(label) for label in fail_on}:
        return Exit.FOUND
    return Exit.FINISHED if report.finished else Exit.INCOMPLETE
