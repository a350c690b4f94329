"""`factcheck corpus`: add, list, show, remove, search, stats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from factcheck import settings
from factcheck.cli import options
from factcheck.cli.exits import Exit
from factcheck.cli.piped import piped
from factcheck.cli.progress import bar
from factcheck.corpus import EVERYTHING, Corpus, Document, open_corpus
from factcheck.embedder import MiniLM
from factcheck.errors import CorpusError
from factcheck.fetching import Fetcher
from factcheck.ingest import Ingestion, Inputs, Provenance, Skipped, add_paths, require
from factcheck.reading import KINDS, Columns
from factcheck.report.wording import count
from factcheck.settings import Options

# Past so many lines a list of what was added hides what failed.
SHOWN = 12

app = typer.Typer(help="Manage the reference corpus.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders and patterns: .md, .txt, .html, .pdf, .docx, .epub, .eml; tables: .csv, .tsv, .jsonl; "
            "addresses of pages, feeds and sitemaps; - for standard input."
        ),
    ],
    corpus: options.CorpusName = None,
    home: options.Home = None,
    title: Annotated[str, typer.Option(help="Title of the document, in place of the file's own.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote it.")] = "",
    url: Annotated[str, typer.Option(help="Where it can be read.")] = "",
    published: Annotated[str | None, typer.Option(help="Day it was published (YYYY-MM-DD).")] = None,
    language: Annotated[str, typer.Option(help="Its language, as a code such as en.")] = "",
    kind: Annotated[str, typer.Option(help=f"Kind of source: {', '.join(KINDS)}.")] = "",
    notes: Annotated[str, typer.Option(help="Free notes.")] = "",
    text_column: options.TextColumn = "",
    title_column: options.TitleColumn = "",
    published_column: options.PublishedColumn = "",
    url_column: options.UrlColumn = "",
    publisher_column: options.PublisherColumn = "",
    allow_private: options.AllowPrivate = False,
) -> None:
    """Add documents, or replace those whose file has changed."""
    day = options.to_day(published)
    provenance = Provenance(title, publisher, author, url, day, language, kind and options.to_kind(kind), notes)
    columns = Columns(text_column, title_column, published_column, url_column, publisher_column)
    inputs = Inputs(columns, piped, Fetcher(allow_private=allow_private))
    require(paths)
    held = opened(home, corpus, create=True)
    with bar() as show:
        ingestion = add_paths(
            held, paths, provenance, lambda done, total: show("embedding passages", done, total), inputs
        )
    _tell_copies(held, ingestion)
    _report(ingestion)


def _tell_copies(held: Corpus, ingestion: Ingestion) -> None:
    """Which of the new documents are near-copies, and of what."""
    new = {a.id for a in ingestion.additions if a.outcome in ("added", "replaced")}
    lines = []
    for group in held.near_copies() if new else ():
        known = next((d for d in group.documents if d.id not in new), group.primary)
        lines += [
            f"near-copy  {d.id} is much the same as {known.id}" for d in group.documents if d.id in new - {known.id}
        ]
    tell_first(lines, "; see: factcheck corpus duplicates")


def _report(ingestion: Ingestion) -> None:
    changed = [addition for addition in ingestion.additions if addition.outcome != "unchanged"]
    lines = [f"{each.outcome:>9}  {each.id}  ({count(each.passages, 'passage')})" for each in changed]
    tell_first(lines, "; `factcheck corpus list` shows them all")
    tell_skipped(ingestion.skipped)
    words = ("added", "replaced", "unchanged", "duplicate")
    typer.echo(tallied([a.outcome for a in ingestion.additions], words, ingestion.skipped) or "nothing to add")
    require_all(ingestion.skipped)


def tell_first(lines: Sequence[str], rest: str = "") -> None:
    """The first lines on standard error, and how many there are more; `rest` says where to see those."""
    for line in lines[:SHOWN]:
        typer.echo(line, err=True)
    if len(lines) > SHOWN:
        typer.echo(f"           … and {len(lines) - SHOWN} more{rest}", err=True)


def tell_skipped(skipped: Sequence[Skipped]) -> None:
    """Each file that was left out or failed, with the reason, on standard error."""
    for each in skipped:
        typer.echo(f"{'failed' if each.failed else 'skipped':>9}  {each.name}: {each.reason}", err=True)
        if each.hint:
            typer.echo(f"           hint: {each.hint}", err=True)


def tallied(outcomes: Sequence[str], words: Sequence[str], skipped: Sequence[Skipped] = ()) -> str:
    """How many outcomes there are of each word, and of files that failed or were left out; "" where there are none."""
    counts = [(outcomes.count(word), word) for word in words]
    counts += [(sum(s.failed is failed for s in skipped), word) for failed, word in _SKIPPED]
    return ", ".join(f"{n} {word}" for n, word in counts if n)


_SKIPPED = ((True, "failed"), (False, "skipped"))


def require_all(skipped: Sequence[Skipped]) -> None:
    """End with the exit code that tells where a file failed."""
    if any(each.failed for each in skipped):
        raise typer.Exit(Exit.INCOMPLETE)


def dated(document: Document) -> str:
    """The day a document was published, for a listing."""
    return document.published.isoformat() if document.published else "undated"


@app.command("list")
def list_documents(corpus: options.CorpusName = None, home: options.Home = None) -> None:
    """List the documents: id, date, kind, publisher, title."""
    documents = opened(home, corpus).documents()
    widths = [max((len(cell(d)) for d in documents), default=0) for cell in _CELLS]
    for document in documents:
        row = [cell(document).ljust(width) for cell, width in zip(_CELLS, widths, strict=True)]
        typer.echo("  ".join([*row, document.title]).rstrip())


_CELLS: tuple[Callable[[Document], str], ...] = (
    lambda d: d.id,
    dated,
    lambda d: d.kind,
    lambda d: d.publisher,
)


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of the document, as `list` shows it.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
) -> None:
    """Show a document: where it comes from, and its whole text."""
    document, text = opened(home, corpus).document(id)
    for name, value in _provenance(document):
        typer.echo(f"{name + ':':<11}{value}")
    typer.echo(f"\n{text}")


def _provenance(document: Document) -> list[tuple[str, object]]:
    names = ("id", "title", "publisher", "author", "url", "published", "language", "kind", "notes", "source", "sha256")
    values = [(name, getattr(document, name)) for name in names]
    return [(name, value) for name, value in values if value] + [("passages", document.passages)]


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids of documents, as `list` shows them.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
) -> None:
    """Remove documents and all their passages."""
    for document in opened(home, corpus).remove(ids):
        typer.echo(f"removed  {document.id}  {document.title}")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What to look for, in plain words.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages to show.")] = 5,
    as_of: Annotated[str | None, typer.Option(help="Only documents dated on or before this day (YYYY-MM-DD).")] = None,
    since: options.Since = None,
    publisher: options.Publishers = None,
    kind: options.Kinds = None,
) -> None:
    """Show the passages nearest to a text."""
    if not text.strip():
        raise CorpusError("there is nothing to search for", hint="name a few words in quotation marks")
    day, only, held = options.to_day(as_of), options.to_only(publisher, kind, since), opened(home, corpus)
    if only != EVERYTHING:
        held.require(only, day)
    for passage in held.search([text], limit=limit, as_of=day, only=only)[0]:
        document, place = passage.document, f"characters {passage.start}-{passage.end}"
        typer.echo(f"{passage.score:.2f}  {document.id}  {dated(document)}  {place}")
        typer.echo("      " + passage.text.replace("\n", "\n      ") + "\n")


@app.command()
def stats(corpus: options.CorpusName = None, home: options.Home = None) -> None:
    """Show how much the corpus holds and its snapshot fingerprint."""
    found = opened(home, corpus).statistics()
    typer.echo(f"corpus:     {found.name}")
    typer.echo(f"snapshot:   {found.snapshot}")
    typer.echo(f"documents:  {found.documents}")
    typer.echo(f"passages:   {found.passages}")
    typer.echo(f"words:      {found.words}")
    typer.echo(f"newest:     {found.newest or 'undated'}")
    typer.echo(f"kinds:      {', '.join(f'{n} {kind}' for kind, n in sorted(found.kinds.items()))}")
    typer.echo(f"embedder:   {found.embedder}")


def opened(home: Path | None, name: str | None, *, create: bool = False) -> Corpus:
    """The corpus that the options name."""
    chosen = settings.load(Options(home=home, corpus=name))
    return open_corpus(chosen.home, chosen.corpus, MiniLM(), create=create)
