"""`factcheck corpus`, what keeps it in step: edit, sync, verify, refresh, duplicates, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import options
from factcheck.cli.corpus import dated, opened, require_all, tallied, tell_first, tell_skipped
from factcheck.cli.exits import Exit
from factcheck.cli.output import tell
from factcheck.cli.progress import bar
from factcheck.errors import CorpusError
from factcheck.fetching import Fetcher
from factcheck.ingest import Provenance
from factcheck.reading import KINDS, Columns
from factcheck.report.wording import count
from factcheck.upkeep.refreshing import refresh as fetch_again
from factcheck.upkeep.syncing import Sync, Wanted, watch
from factcheck.upkeep.syncing import sync as bring_in_step


def join(app: typer.Typer) -> None:
    """Make the commands of this file commands of `factcheck corpus`."""
    app.command()(edit)
    app.command()(sync)
    app.command()(refresh)
    app.command()(verify)
    app.command()(duplicates)
    app.command()(export)
    app.command("import")(take_in)


def edit(
    id: Annotated[str, typer.Argument(help="Id of the document, as `list` shows it.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it can be read.")] = None,
    published: Annotated[str | None, typer.Option(help="Day it was published (YYYY-MM-DD).")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, as a code such as en.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"Kind of source: {', '.join(KINDS)}.")] = None,
    notes: Annotated[str | None, typer.Option(help="Free notes.")] = None,
) -> None:
    """Correct what is said of a document; "" empties a field. It stays so when the file is added again."""
    said = {"title": title, "publisher": publisher, "author": author, "url": url, "language": language, "notes": notes}
    changes: dict[str, object] = {name: " ".join(value.split()) for name, value in said.items() if value is not None}
    if changes.get("title") == "":
        raise typer.BadParameter("a document cannot be without a title")
    if kind is not None:
        changes["kind"] = options.to_kind(kind)
    if published is not None:
        changes["published"] = options.to_day(published)
    if not changes:
        raise CorpusError("there is nothing to change", hint="name what to change, such as --published 2025-03-01")
    document = opened(home, corpus).edit(id, changes)
    typer.echo(f"edited  {document.id}  {document.title}")


def sync(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders whose files the corpus follows.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
    publisher: Annotated[str, typer.Option(help="Who published the documents.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote them.")] = "",
    language: Annotated[str, typer.Option(help="Their language, as a code such as en.")] = "",
    kind: Annotated[str, typer.Option(help=f"Kind of source: {', '.join(KINDS)}.")] = "",
    text_column: options.TextColumn = "",
    title_column: options.TitleColumn = "",
    published_column: options.PublishedColumn = "",
    url_column: options.UrlColumn = "",
    publisher_column: options.PublisherColumn = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")] = False,
    watching: Annotated[bool, typer.Option("--watch", help="Go on, and follow every change until Ctrl-C.")] = False,
    remove_all: Annotated[
        bool, typer.Option("--remove-all", help="Let more than half of a folder's documents be removed.")
    ] = False,
) -> None:
    """Bring the corpus in step with folders: add what is new, replace what changed, remove what vanished."""
    said = Provenance(publisher=publisher, author=author, language=language, kind=kind and options.to_kind(kind))
    columns = Columns(text_column, title_column, published_column, url_column, publisher_column)
    wanted = Wanted(tuple(folders), said, columns, dry_run, remove_all)
    held = opened(home, corpus, create=not dry_run)

    def once() -> Sync:
        with bar() as show:
            return bring_in_step(held, wanted, lambda done, total: show("embedding passages", done, total))

    if watching and not dry_run:
        try:
            watch(folders, lambda: _tell(once()), tell)
        except KeyboardInterrupt:
            raise typer.Exit(Exit.STOPPED) from None
    done = once()
    _tell(done)
    if dry_run:
        typer.echo("nothing was changed: this was a dry run", err=True)
    require_all(done.skipped)


def _tell(done: Sync) -> None:
    """Each change on standard error, the summary on standard output."""
    tell_first([f"{s.outcome:>9}  {s.id}  ({s.source})" for s in done.steps if s.outcome != "unchanged"])
    tell_skipped(done.skipped)
    words = ("added", "replaced", "moved", "removed", "gone", "unchanged", "duplicate")
    typer.echo(tallied([step.outcome for step in done.steps], words, done.skipped) or "nothing to do")


def refresh(
    corpus: options.CorpusName = None,
    home: options.Home = None,
    remove_gone: Annotated[
        bool, typer.Option("--remove-gone", help="Remove the documents whose page is no longer there.")
    ] = False,
    allow_private: options.AllowPrivate = False,
) -> None:
    """Fetch every document that came from an address again, and replace those that changed."""
    held = opened(home, corpus)
    with bar() as show:
        fetcher = Fetcher(allow_private=allow_private)
        done = fetch_again(held, fetcher, lambda n, total: show("fetching pages", n, total), remove_gone=remove_gone)
    _tell(done)
    require_all(done.skipped)


def verify(
    corpus: options.CorpusName = None,
    home: options.Home = None,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
) -> None:
    """Look whether documents, passages and vectors agree; exit with 1 where something is wrong and stays so."""
    faults = opened(home, corpus).verify(repair=repair)
    for fault in faults:
        about = fault.document or "no document"
        typer.echo(f"{about}: {fault.what}", err=True)
        if not fault.mendable:
            typer.echo("  hint: remove the document and add its file again", err=True)
    if not faults:
        typer.echo("all is well")
        return
    mended = sum(fault.mendable for fault in faults) if repair else 0
    typer.echo(f"{count(len(faults), 'fault')}, {mended} mended")
    if not repair:
        typer.echo("  hint: factcheck corpus verify --repair", err=True)
    if mended < len(faults):
        raise typer.Exit(Exit.FOUND)


def duplicates(corpus: options.CorpusName = None, home: options.Home = None) -> None:
    """List near-copies in groups; in a verdict a group counts as one source, the one that is named first."""
    groups = opened(home, corpus).near_copies()
    for group in groups:
        for document in group.documents:
            mark = "  " if document is not group.primary else ""
            cells = document.id, dated(document), document.kind, document.publisher, document.title
            typer.echo(f"{mark}{'  '.join(cells)}".rstrip())
    copies = sum(len(group.documents) for group in groups)
    typer.echo(f"{count(len(groups), 'group')} of near-copies, {count(copies, 'document')}", err=True)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, such as archive.zip.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
) -> None:
    """Write the whole corpus to one file that another machine can import without embedding again."""
    typer.echo(f"{count(opened(home, corpus).export(file), 'document')} exported to {file}")


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File that `export` made.")],
    corpus: options.CorpusName = None,
    home: options.Home = None,
) -> None:
    """Add the documents of an exported file, vectors and all; importing it again changes nothing."""
    if not file.is_file():
        raise CorpusError(f"{file} is not a file", hint="name a file that `factcheck corpus export` made")
    outcomes = [addition.outcome for addition in opened(home, corpus, create=True).take_in(file)]
    typer.echo(tallied(outcomes, ("added", "replaced", "unchanged")))
