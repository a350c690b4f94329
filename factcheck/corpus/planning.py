"""Part of the corpus: sources and the documents held in; what is to be written, and what each source comes to, out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection as Held
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factcheck.corpus.editing import with_edits
from factcheck.corpus.layout import in_context, version
from factcheck.corpus.records import Addition, Document
from factcheck.corpus.sketches import sketch
from factcheck.passages import Span, split
from factcheck.reading import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be written, with its text and where its passages lie there."""

    document: Document
    text: str
    spans: tuple[Span, ...]


def plan(sources: Sequence[tuple[str, Source]], documents: Held[Document]) -> tuple[dict[str, Entry], list[Addition]]:
    """What is to be written, by document id, and what each source comes to."""
    known = {d.source: d for d in documents}
    sources = [(name, with_edits(source, known.get(name))) for name, source in sources]
    versions = {name: version(source) for name, source in sources}
    # A file that this call changes no longer holds its old version, so nothing can be a duplicate of that.
    held = {d.version: d.id for d in known.values() if versions.get(d.source, d.version) == d.version}
    taken = {d.id for d in known.values()}
    entries: dict[str, Entry] = {}
    additions = []
    for name, source in sources:
        old, new = known.get(name), versions[name]
        if new in held:
            outcome = "unchanged" if old and old.version == new else "duplicate"
            additions.append(Addition(held[new], name, outcome))
            continue
        spans = split(source.text, source.pages)
        if not spans:
            additions.append(Addition("", name, "empty"))
            continue
        identity = old.id if old else _new_id(name, source, taken)
        held[new] = identity
        taken.add(identity)
        document = replace(_document(name, source, identity, len(spans)), edited=old.edited if old else ())
        entries[identity] = Entry(document, source.text, spans)
        additions.append(Addition(identity, name, "replaced" if old else "added", len(spans)))
    return entries, additions


def embedded(entry: Entry) -> list[str]:
    """What is embedded of a document, passage by passage."""
    return [in_context(entry.document, s.heading, entry.text[s.start : s.end]) for s in entry.spans]


def blocks(entries: Sequence[Entry], limit: int) -> Iterator[list[Entry]]:
    """Consecutive entries of about `limit` passages together; what is embedded together also commits together."""
    block: list[Entry] = []
    for entry in entries:
        block.append(entry)
        if sum(len(e.spans) for e in block) >= limit:
            yield block
            block = []
    if block:
        yield block


def _document(name: str, source: Source, identity: str, passages: int) -> Document:
    return Document(
        id=identity,
        title=source.title or Path(name).stem,
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
        publisher=source.publisher,
        author=source.author,
        url=source.url,
        published=source.published,
        language=source.language,
        kind=source.kind,
        notes=source.notes,
        source=name,
        version=version(source),
        passages=passages,
        words=len(source.text.split()),
        pages=source.pages,
        said=source.said,
        sketch=sketch(source.text),
    )


def _new_id(name: str, source: Source, taken: set[str]) -> str:
    """A readable id from the file's name (and a row's number), numbered where another document has it already."""
    row = re.search(r"#\d+$", name)  # a table's rows share its name and have their number
    slug = _slug(name[: row.start()])[:50] + row[0].replace("#", "-") if row else _slug(name)
    return unused(slug or hashlib.sha256(source.text.encode()).hexdigest()[:12], taken)


def unused(identity: str, taken: set[str]) -> str:
    """The id, numbered where another document has it already."""
    unique, number = identity, 2
    while unique in taken:
        unique, number = f"{identity}-{number}", number + 1
    return unique


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-")[:60].strip("-")
