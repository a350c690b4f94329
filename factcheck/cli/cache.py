"""`factcheck cache`: the answers of language models that are kept."""

from __future__ import annotations

from pathlib import Path

import typer

from factcheck import settings
from factcheck.cli import options
from factcheck.llm.store import FILE, Store
from factcheck.report.wording import count
from factcheck.settings import Options

app = typer.Typer(
    help="Manage the kept answers of language models.",
    epilog="An answer is used again only for the same model, prompt, claim and passages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def stats(home: options.Home = None) -> None:
    """Show how many answers are kept of each model, and what they took."""
    store = _store(home)
    held = store.held()
    for each in held:
        usage = each.usage
        typer.echo(
            f"{each.model}: {count(each.answers, 'answer')}, {count(usage.calls, 'call')}, "
            f"{usage.read:,} tokens read, {usage.written:,} written"
        )
    if not held:
        typer.echo("No answer is kept.")
    typer.echo(f"File: {store.path} ({_size(store.path):,} bytes)")


@app.command()
def clear(home: options.Home = None) -> None:
    """Forget all kept answers."""
    store = _store(home)
    forgotten = store.clear()
    typer.echo(
        f"{store.path} was damaged, and is deleted" if forgotten is None else f"{count(forgotten, 'answer')} forgotten"
    )


def _store(home: Path | None) -> Store:
    return Store(settings.load(Options(home=home)).home / FILE)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
