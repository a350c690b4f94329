"""Part of the corpus: how documents and passages lie in Chroma, and how they are read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from factcheck.corpus.records import Document
from factcheck.passages import Span
from factcheck.reading import Source
from factcheck.retrieval.terms import key, telling

# In a passage's metadata: the keys of its telling terms.
TERMS = "terms"
# So many characters of a version stand in a passage's id.
_VERSION = 16


def version(source: Source) -> str:
    """The fingerprint of a document's text and metadata together."""
    content = asdict(source) | {"published": source.published.isoformat() if source.published else None}
    del content["said"]  # who said it is no part of what is said
    if not source.pages:
        del content["pages"]  # so that documents without pages keep the version they had before there were any
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def passage_id(document: Document, number: int) -> str:
    """A passage's id: its document's, the start of its version, and its place there."""
    return f"{document.id}:{document.version[:_VERSION]}:{number:05d}"


def document_id(passage: str) -> str:
    """The document that a passage's id names."""
    return passage.rsplit(":", 2)[0]


def is_live(passage: str, document: Document | None) -> bool:
    """Whether the passage of that id belongs to the version that its document's record names."""
    return document is not None and document.version[:_VERSION] == passage.rsplit(":", 2)[1]


def in_context(document: Document, heading: str, text: str) -> str:
    """What is embedded for a passage: its document's title and its headings before the words themselves."""
    return ". ".join(part for part in (document.title, heading) if part) + "\n" + text


def number(day: date | None) -> int:
    """A date as 20251204, for Chroma's number filters; 0 for none."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def document_metadata(document: Document) -> dict[str, str | int]:
    """A document's record but for its id and text."""
    fields = asdict(document)
    fields.pop("id")
    # Chroma takes no empty lists, and an update leaves alone what it does not name.
    lists = {name: " ".join(map(str, fields[name])) for name in ("pages", "said", "edited")}
    return fields | lists | {"published": document.published.isoformat() if document.published else ""}


def to_document(identity: str, metadata: Any) -> Document:
    """A document from its record."""
    fields = dict(metadata)
    day = fields.pop("published")
    pages = tuple(map(int, fields.pop("pages", "").split()))
    said, edited = (tuple(fields.pop(name, "").split()) for name in ("said", "edited"))
    published = date.fromisoformat(day) if day else None
    return Document(id=identity, published=published, pages=pages, said=said, edited=edited, **fields)


def filtered_by(document: Document) -> dict[str, Any]:
    """The part of a passage's metadata that searches are filtered by."""
    return {
        "published": number(document.published),
        "publisher": document.publisher.casefold(),
        "kind": document.kind,
    }


def passage_metadata(document: Document, span: Span, text: str) -> dict[str, Any]:
    """What is kept beside a passage's text and vector."""
    metadata = {
        "document": document.id,
        "version": document.version,
        "start": span.start,
        "end": span.end,
        "heading": span.heading,
        "page": span.page,
        **filtered_by(document),
    }
    keys = sorted(map(key, telling(in_context(document, span.heading, text))))
    return metadata | ({TERMS: keys} if keys else {})
