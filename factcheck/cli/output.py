"""Where a command's report or plot goes: a file that the user named, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from factcheck.errors import FactcheckError


def tell(error: FactcheckError, then: str = "") -> None:
    """What went wrong and what to do about it, on standard error; `then` says what happens all the same."""
    typer.echo(f"factcheck: {error}{then}", err=True)
    if error.hint:
        typer.echo(f"  hint: {error.hint}", err=True)


def writable(what: str, out: Path | None, inputs: Mapping[str, Path]) -> None:
    """Raise FactcheckError, before any work is done, where `out` is an input or lies where nothing can be written."""
    for name, path in inputs.items():
        if out and out.resolve() == path.resolve():
            raise FactcheckError(f"the {what} {out} would overwrite {name}", hint=f"name another file for the {what}")
    if out and (out.is_dir() or not out.resolve().parent.is_dir()):
        raise FactcheckError(f"cannot write the {what} to {out}", hint="name a file in a folder that exists")


def deliver(what: str, content: str | bytes, out: Path | None) -> None:
    """Write to the file, or to standard output where there is none. Raises FactcheckError where the file refuses."""
    data = content.encode() if isinstance(content, str) else content
    if not out:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise FactcheckError(
            f"cannot write the {what} to {out}: {error.strerror}", hint="choose another file"
        ) from error
