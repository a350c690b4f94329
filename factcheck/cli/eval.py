"""`factcheck eval`: verdicts, retrieval, claims and articles, each measured on gold sets of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from factcheck import settings
from factcheck.cli import options, subjects
from factcheck.cli.exits import Exit
from factcheck.cli.options import Format
from factcheck.cli.output import deliver, writable
from factcheck.cli.progress import bar
from factcheck.embedder import MiniLM
from factcheck.errors import FactcheckError
from factcheck.settings import Options, Settings

Figures = TypeVar("Figures")

app = typer.Typer(
    help="Measure the tool on gold sets of your own.",
    epilog="The README shows the form of each gold set. Exit codes: 0 finished, 2 wrong use or bad input, "
    "3 some items could not be checked.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def verdicts(
    files: Annotated[list[Path], typer.Argument(help="Lines of {claim, evidence, label}: .jsonl or .jsonl.gz.")],
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
    plot: Annotated[
        Path | None, typer.Option(help="PNG file to draw reliability, and risk against coverage, into.")
    ] = None,
) -> None:
    """Measure the labels given to claims with their evidence."""
    from factcheck.evaluation.gold import read
    from factcheck.evaluation.markdown import verdicts_markdown
    from factcheck.evaluation.rows import Pair
    from factcheck.evaluation.verdicts import GoldPairs, evaluate_verdicts

    _targets(files, out, plot)
    gold = [GoldPairs(str(file), tuple(read(file, Pair))) for file in files]
    with bar() as show, subjects.labeller(_settings(model, base_url, timeout), show) as labeller:
        figures = evaluate_verdicts(labeller.subject, gold, labeller.answer, labeller.thresholds)
    if plot:
        from factcheck.evaluation.plots import reliability_plot

        deliver("plot", reliability_plot(figures), plot)
        typer.echo(f"Plot: {plot}", err=True)
    _deliver(figures, verdicts_markdown, format, out)
    _exit(figures.unchecked)


@app.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="Folder in BEIR's form: corpus.jsonl, queries.jsonl, qrels.")],
    rerank: Annotated[bool, typer.Option(help="Measure reranking, too, which takes most of the time.")] = True,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
) -> None:
    """Measure whether search finds the relevant documents."""
    from factcheck.entailment import Entailment
    from factcheck.evaluation.beir import read_set
    from factcheck.evaluation.markdown import retrieval_markdown
    from factcheck.evaluation.retrieval import evaluate_retrieval

    _targets([], out)
    gold = read_set(folder)
    embedder = MiniLM()
    models = (embedder, Entailment(embedder) if rerank else None)
    with bar() as show:
        figures = evaluate_retrieval(subjects.search(), str(folder), gold, models, show)
    _deliver(figures, retrieval_markdown, format, out)


@app.command()
def claims(
    files: Annotated[list[Path], typer.Argument(help="Lines of {text, label}: .jsonl or .jsonl.gz.")],
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
) -> None:
    """Measure whether check-worthy statements are picked."""
    from factcheck.evaluation.claims import evaluate_claims
    from factcheck.evaluation.gold import read
    from factcheck.evaluation.markdown import claims_markdown
    from factcheck.evaluation.rows import Statement

    _targets(files, out)
    gold = [statement for file in files for statement in read(file, Statement)]
    with bar() as show, subjects.picker(_settings(model, base_url, timeout), show) as picker:
        figures = evaluate_claims(picker.subject, [str(file) for file in files], gold, picker.decide)
    _deliver(figures, claims_markdown, format, out)
    _exit(figures.unchecked)


@app.command()
def articles(
    folders: Annotated[
        list[Path], typer.Argument(help="Cases (article.md, corpus/, gold.jsonl), or folders that hold such cases.")
    ],
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    format: options.ReportFormat = Format.MARKDOWN,
    out: options.Out = None,
) -> None:
    """Measure whole checks of articles with labelled claims."""
    from factcheck.evaluation.articles import evaluate_articles
    from factcheck.evaluation.cases import read_cases
    from factcheck.evaluation.markdown import articles_markdown

    _targets([], out)
    cases = read_cases(folders)
    embedder = MiniLM()
    with bar() as show:
        show("loading the model", 0, 1)
        with subjects.whole(_settings(model, base_url, timeout), embedder) as (brain, subject):
            figures = evaluate_articles(subject, cases, brain, embedder, show)
    _deliver(figures, articles_markdown, format, out)
    _exit(figures.unchecked)


def _settings(model: str | None, base_url: str | None, timeout: float | None) -> Settings:
    return settings.load(Options(model=model, base_url=base_url, timeout=timeout))


def _targets(files: Sequence[Path], out: Path | None, plot: Path | None = None) -> None:
    """Refuse, before hours of work, a target that could not or must not be written."""
    inputs = {f"the gold set {file}": file for file in files}
    writable("report", out, inputs)
    writable("plot", plot, inputs | ({"the report": out} if out else {}))
    if plot and plot.suffix.lower() != ".png":
        raise FactcheckError(f"{plot} is no name for a PNG picture", hint="name a file for the plot that ends in .png")


def _deliver(figures: Figures, markdown: Callable[[Figures], str], format: Format, out: Path | None) -> None:
    from factcheck.evaluation.json import to_json

    deliver("report", to_json(figures) if format is Format.JSON else markdown(figures), out)
    if out:
        typer.echo(f"Report: {out}", err=True)


def _exit(unchecked: int) -> None:
    raise typer.Exit(Exit.INCOMPLETE if unchecked else Exit.FINISHED)
