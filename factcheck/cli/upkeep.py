"""`factcheck corpus`, what keeps it in step: edit."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli import options
from factcheck.cli.corpus import opened
from factcheck.errors import CorpusError
from factcheck.reading import KINDS


def join(app: typer.Typer) -> None:
    """Make the commands of this file commands of `factcheck corpus`."""
    app.command()(edit)


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
