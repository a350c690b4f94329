"""Part of the corpus: what a user corrects in a document's metadata, and how it outlives the next reading of its file.

An edited field keeps its value whenever the document's file or address is read again, by `add`, `sync` or `refresh`,
until it is edited anew: the user's word goes over the file's, and the later one over the earlier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from factcheck.corpus.layout import version
from factcheck.corpus.records import Document
from factcheck.reading import Source

FIELDS = ("title", "publisher", "author", "url", "published", "language", "kind", "notes")


def as_source(document: Document, text: str) -> Source:
    """What the document was made of; the title that a file without one got from its name is left out again."""
    fields = {field: getattr(document, field) for field in FIELDS}
    source = Source(text, pages=document.pages, said=document.said, **fields)
    untitled = replace(source, title="")
    return untitled if version(untitled) == document.version else source


def with_edits(source: Source, document: Document | None) -> Source:
    """The source with the edited fields of the document that it belongs to in place of its own."""
    if not document or not document.edited:
        return source
    return replace(source, **{field: getattr(document, field) for field in document.edited})


def with_said(source: Source, document: Document | None) -> Source:
    """The source with all that the user ever said of its document, when it was added and since."""
    if not document:
        return source
    kept = {field: getattr(document, field) for field in document.said if field not in source.said}
    said = tuple(sorted({*source.said, *document.said}))
    return with_edits(replace(source, said=said, **kept), document)


def edited(document: Document, text: str, changes: Mapping[str, object]) -> Document:
    """The document with some fields changed, and the version that it has by them."""
    after = replace(as_source(document, text), **changes)  # type: ignore[arg-type]
    fields = tuple(sorted({*document.edited, *changes}))
    return replace(document, version=version(after), edited=fields, **changes)  # type: ignore[arg-type]
