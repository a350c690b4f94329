"""Part of the evaluation: a gold file of JSON lines in; its records out, or a GoldError that names file and line."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from factcheck.errors import GoldError

_GZIP, _MARK = b"\x1f\x8b", b"\xef\xbb\xbf"


class Exemplified(Protocol):
    """A row's record, with a line as it may stand in a file."""

    example: ClassVar[str]


Row = TypeVar("Row", bound=Exemplified)


def read(path: Path, kind: type[Row]) -> list[Row]:
    """All rows of a file in order, as `numbered` gives them."""
    return [row for _, row in numbered(path, kind)]


def numbered(path: Path, kind: type[Row]) -> list[tuple[int, Row]]:
    """All rows with their line numbers; blank lines and unknown keys are passed over, .gz is unpacked.

    Raises GoldError for a file that cannot be read or holds no row, and for the first row that is not as it should be.
    """
    adapter = TypeAdapter(kind)
    rows = []
    for number, line in lines(path):
        try:
            rows.append((number, adapter.validate_json(line)))
        except ValidationError as error:
            raise _explained(error, f"{path}, line {number}", kind.example) from None
    if not rows:
        raise GoldError(f"{path} is empty", hint=f"give it one JSON object a line: {kind.example}")
    return rows


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers. Raises GoldError where the file cannot be read."""
    # Split at line feeds alone: a JSON string may hold the other line ends of Unicode.
    for number, line in enumerate(_bytes(path).removeprefix(_MARK).split(b"\n"), 1):
        if line.strip():
            yield number, line


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except FileNotFoundError:
        raise GoldError(f"{path} does not exist", hint="check the spelling of the path") from None
    except IsADirectoryError:
        raise GoldError(f"{path} is a folder, not a file", hint="name a .jsonl file inside it") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise GoldError(f"{path} is damaged: it cannot be unpacked", hint="make the .gz file anew") from None
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}", hint="check its permissions") from None


def _explained(error: ValidationError, place: str, example: str) -> GoldError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(map(str, first["loc"]))
    hint = f"a line looks like this: {example}"
    match first["type"]:
        case "json_invalid":
            # A line is all that was parsed, so its own "line 1" would only mislead.
            fault = re.sub(r"line \d+ column", "character", str(first.get("ctx", {}).get("error")))
            return GoldError(f"{place} is not JSON: {fault}", hint=hint)
        case "dataclass_type" if not key:
            return GoldError(f"{place} is not a JSON object", hint=hint)
        case "missing":
            return GoldError(f"{place} lacks the key {key!r}", hint=hint)
        case "unknown_label":
            return GoldError(f"{place}: {first['msg']}", hint=str(first.get("ctx", {}).get("hint")))
        case "string_too_short":
            return GoldError(f"{place}: the key {key!r} is empty", hint=hint)
    return GoldError(f"{place}: the key {key!r} is wrong: {first['msg'][0].lower()}{first['msg'][1:]}", hint=hint)
