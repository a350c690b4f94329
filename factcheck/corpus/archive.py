"""Part of the corpus: all of it as one file, and back, without embedding again.

A zip of three members: `manifest.json` (format, embedding model, counts), `documents.jsonl` (a document a line: record,
text, and where its passages lie) and `vectors.npy` (a row a passage, in that order). Nothing is ever unpacked to disk:
a file from elsewhere is read member by member, a line and its rows at a time, and believed in nothing.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from factcheck.corpus.planning import Entry, unused
from factcheck.corpus.records import Document
from factcheck.corpus.sketches import sketch
from factcheck.errors import CorpusError
from factcheck.passages import Span
from factcheck.reading import MAX_TEXT

if TYPE_CHECKING:
    from factcheck.embedder import Vectors

FORMAT = 1
_MANIFEST, _DOCUMENTS, _VECTORS = "manifest.json", "documents.jsonl", "vectors.npy"
# A text of MAX_TEXT characters takes up to four bytes a character, and its record some more.
_MAX_LINE = 4 * MAX_TEXT + 1_000_000
_MAX_MANIFEST = 10_000
# Prose packs to a third, a table of like rows to a fiftieth; what was made to burst goes to a thousandth.
_MAX_PACKED = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """One document as it lies in a corpus: with its text, its passages and their vectors."""

    entry: Entry
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class _Manifest:
    format: int
    embedder: str
    documents: int
    passages: int
    dimensions: int


_Offset = Annotated[int, Field(ge=0, le=MAX_TEXT)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Name = Literal["title", "publisher", "author", "url", "published", "language", "kind", "notes"]


class _Line(BaseModel):
    """What a line of documents holds, and nothing else."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]
    title: str
    sha256: _Digest
    publisher: str
    author: str
    url: str
    published: date | None
    language: str
    kind: Literal["primary", "agency", "news", "reference", "other"]
    notes: str
    source: str
    version: _Digest
    pages: tuple[_Offset, ...]
    said: tuple[_Name, ...]
    edited: tuple[_Name, ...]
    text: str
    spans: Annotated[tuple[tuple[_Offset, _Offset, str, _Offset], ...], Field(min_length=1)]


def write(path: Path, embedder: str, documents: Sequence[Document], stored: Callable[[Document], Stored]) -> None:
    """Write a corpus to a file; the same corpus gives the same bytes. Raises CorpusError for an empty one.

    The file appears under its name only when it is whole.
    """
    if not documents:
        raise CorpusError("there is nothing to export: the corpus is empty", hint="add documents first")
    dimensions = stored(documents[0]).vectors.shape[1]
    total = sum(d.passages for d in documents)
    manifest = _Manifest(FORMAT, embedder, len(documents), total, dimensions)
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
            with _member(file, _MANIFEST) as out:
                out.write(json.dumps(asdict(manifest)).encode())
            with _member(file, _DOCUMENTS) as out:
                for document in documents:
                    out.write(_line(stored(document).entry))
            with _member(file, _VECTORS) as out:
                _write_vectors(out, (total, dimensions), (stored(document).vectors for document in documents))
        part.replace(path)
    except OSError as error:
        raise CorpusError(
            f"cannot write {path}: {error.strerror or error}", hint="is there room, and may you write there?"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def read(path: Path, embedder: str, dimensions: int) -> Iterator[Stored]:
    """The documents of a file that `write` made, one at a time, in bounded memory.

    Raises CorpusError for one of another embedding model, and for anything that is not as `write` makes it.
    """
    try:
        with zipfile.ZipFile(path) as file:
            yield from _read(file, path, embedder, dimensions)
    except FileNotFoundError as error:
        raise CorpusError(f"{path} does not exist", hint="name a file that `factcheck corpus export` made") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _wrong(path, f"it is no archive, or a damaged one ({type(error).__name__})") from error


def _read(file: zipfile.ZipFile, path: Path, embedder: str, dimensions: int) -> Iterator[Stored]:
    _require_members(file, path)
    manifest = _manifest(file, path)
    if manifest.embedder != embedder:
        raise CorpusError(
            f"{path} was made with the embedding model {manifest.embedder!r}, not {embedder}",
            hint="import it where that model is used, or add the documents themselves",
        )
    with file.open(_DOCUMENTS) as lines, file.open(_VECTORS) as rows:
        _require_shape(rows, path, (manifest.passages, dimensions))
        documents = passages = 0
        while line := lines.readline(_MAX_LINE + 1):
            entry = _entry(line, path, documents + 1)
            documents, passages = documents + 1, passages + len(entry.spans)
            if passages > manifest.passages:
                raise _wrong(path, "it holds more passages than it says")
            yield Stored(entry, _rows(rows, path, len(entry.spans), dimensions))
        if (documents, passages) != (manifest.documents, manifest.passages) or rows.read(1):
            raise _wrong(path, "it holds more or less than it says")


def _require_members(file: zipfile.ZipFile, path: Path) -> None:
    members = file.infolist()
    if sorted(member.filename for member in members) != sorted((_MANIFEST, _DOCUMENTS, _VECTORS)):
        raise _wrong(path, "it does not hold the three members of an export")
    for member in members:
        if member.file_size > _MAX_PACKED * (member.compress_size + 1_000):
            raise _wrong(path, f"{member.filename} is packed as no export is")


def _manifest(file: zipfile.ZipFile, path: Path) -> _Manifest:
    with file.open(_MANIFEST) as member:
        data = member.read(_MAX_MANIFEST)
    try:
        manifest = TypeAdapter(_Manifest).validate_json(data, strict=True)
    except ValidationError as error:
        raise _wrong(path, "its manifest is none") from error
    if manifest.format != FORMAT:
        raise CorpusError(f"{path} is of format {manifest.format}, not {FORMAT}", hint="update factcheck")
    return manifest


def _require_shape(rows: IO[bytes], path: Path, shape: tuple[int, int]) -> None:
    from numpy.lib import format as npy

    try:
        edition = npy.read_magic(rows)
        found, fortran, kind = npy.read_array_header_1_0(rows)
    except ValueError as error:
        raise _wrong(path, "its vectors are none") from error
    if (edition, found, fortran, kind.str) != ((1, 0), shape, False, "<f4"):
        raise _wrong(path, f"its vectors are {kind} of {found}, not 32-bit floats of {shape}")


def _rows(rows: IO[bytes], path: Path, count: int, dimensions: int) -> Vectors:
    import numpy as np

    data = rows.read(4 * count * dimensions)
    if len(data) != 4 * count * dimensions:
        raise _wrong(path, "it holds fewer vectors than passages")
    vectors: Vectors = np.frombuffer(data, "<f4").reshape(count, dimensions).astype(np.float32)
    if not (abs(np.linalg.norm(vectors.astype(np.float64), axis=1) - 1) < 0.01).all():  # nan is not less, either
        raise _wrong(path, "a vector is not of length one")
    return vectors


def _entry(line: bytes, path: Path, number: int) -> Entry:
    """The document in a line, each of whose statements is checked against its text."""
    place = f"document {number}"
    if len(line) > _MAX_LINE:
        raise _wrong(path, f"{place} is longer than any that can be added")
    read = _validated(line, path, place)
    text = read.text
    spans = tuple(Span(*span) for span in read.spans)
    if len(text) > MAX_TEXT or hashlib.sha256(text.encode()).hexdigest() != read.sha256:
        raise _wrong(path, f"{place}: its text is not the one it is said to be")
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    if edges != sorted(edges) or any(span.start >= span.end for span in spans):
        raise _wrong(path, f"{place}: its passages do not lie in its text one after another")
    fields = {name: getattr(read, name) for name in _FIELDS}
    document = Document(**fields, passages=len(spans), words=len(text.split()), sketch=sketch(text))
    return Entry(document, text, spans)


_FIELDS = tuple(name for name in _Line.model_fields if name not in ("text", "spans"))


def _line(entry: Entry) -> bytes:
    fields: dict[str, Any] = {name: getattr(entry.document, name) for name in _FIELDS}
    fields["published"] = fields["published"] and fields["published"].isoformat()
    spans = [(span.start, span.end, span.heading, span.page) for span in entry.spans]
    return json.dumps(fields | {"text": entry.text, "spans": spans}, ensure_ascii=False).encode() + b"\n"


def _validated(line: bytes, path: Path, place: str) -> _Line:
    try:
        return _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _wrong(path, f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@contextmanager
def _member(file: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A member to write, without the time of day, so that the same corpus gives the same bytes."""
    information = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    information.compress_type = zipfile.ZIP_DEFLATED
    with file.open(information, "w", force_zip64=True) as out:
        yield out


def _write_vectors(out: IO[bytes], shape: tuple[int, int], parts: Iterator[Vectors]) -> None:
    from numpy.lib import format as npy

    npy.write_array_header_1_0(out, {"descr": "<f4", "fortran_order": False, "shape": shape})
    for part in parts:
        out.write(part.astype("<f4").tobytes())


def _wrong(path: Path, reason: str) -> CorpusError:
    return CorpusError(f"{path} cannot be imported: {reason}", hint="make it anew with: factcheck corpus export FILE")


def named(entry: Entry, old: Document | None, taken: set[str]) -> Entry:
    """The entry under the id of the document that it replaces, or else under one that no document has yet."""
    identity = old.id if old else unused(entry.document.id, taken)
    return replace(entry, document=replace(entry.document, id=identity))
