"""Corridor: the `factcheck` command. Flags in; the doors are built, the pipeline walked, and an exit code out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from factcheck import __version__
from factcheck.cli import cache, check, corpus, doctor, upkeep
from factcheck.cli import eval as evaluation
from factcheck.cli.exits import Exit
from factcheck.cli.output import tell
from factcheck.errors import FactcheckError, ModelError, SetupError

app = typer.Typer(
    name="factcheck",
    help="Check an article against your own reference corpus. Every verdict comes with a quote.",
    epilog="Exit codes: 0 finished, 1 a label named by --fail-on or a fault of the corpus was found, 2 wrong use or "
    "bad input, 3 a part could not be checked, 130 stopped by Ctrl-C.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("check")(check.check)
app.command("schema")(check.schema)
app.command("doctor")(doctor.doctor)
upkeep.join(corpus.app)
app.add_typer(corpus.app, name="corpus")
app.add_typer(cache.app, name="cache")
app.add_typer(evaluation.app, name="eval")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"factcheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; what a user can act on becomes one line and a hint on stderr, never a traceback."""
    try:
        app(prog_name="factcheck")
    except FactcheckError as error:
        tell(error)
        sys.exit(Exit.USAGE if isinstance(error, SetupError) or not isinstance(error, ModelError) else Exit.INCOMPLETE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.FINISHED)
    except OSError as error:
        typer.echo(f"factcheck: {error.strerror or error}: {error.filename or 'standard output'}", err=True)
        typer.echo("  hint: is there room, and may you read and write there?", err=True)
        sys.exit(Exit.USAGE)
