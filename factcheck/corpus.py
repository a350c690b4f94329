"""Door: the reference corpus in Chroma. Documents in; passages near a query out.

Two collections a corpus: `NAME-passages` and `NAME-documents`. A document's one record there is its commit point: its
`version` says which passages are live. Passages of a new version are written first, then the record is replaced in one
step, then the old passages go; so a crash at any moment leaves the old document or the new one, whole.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.embedder import Embedder
from factcheck.errors import CorpusError
from factcheck.passages import Span, split
from factcheck.reading import Source

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

    from factcheck.embedder import Vectors

# Exact neighbours matter more than microseconds: a report must come out the same on every build of the index.
_INDEX = {"hnsw": {"space": "cosine", "ef_search": 256, "ef_construction": 256}}
_PAGE = 1000
LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Document:
    """A reference document's provenance. `id` is a readable name, unique in its corpus; `sha256` is of its text.

    `version` fingerprints text and metadata together; `source` is the file or address it was read from.
    """

    id: str
    title: str
    sha256: str
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    language: str = ""
    kind: str = "other"
    notes: str = ""
    source: str = ""
    version: str = ""
    passages: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of a document: `start` and `end` are offsets in the document's normalised text.

    `score` is cosine similarity to the query that retrieved it, -1 to 1.
    """

    document: Document
    text: str
    start: int
    end: int
    heading: str = ""
    page: int | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding one source did: `outcome` is added, replaced, unchanged, duplicate (of document `id`), or empty.

    Empty is a source without text under its headings: nothing is written for it, and its `id` is "".
    """

    id: str
    source: str
    outcome: str
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """A corpus at a glance; `snapshot` changes exactly when a document's text or metadata does."""

    name: str
    snapshot: str
    documents: int
    passages: int
    words: int
    newest: date | None
    embedder: str
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    text: str
    spans: tuple[Span, ...]


class Corpus:
    """One named corpus under `home`; open it with `open_corpus`."""

    def __init__(
        self, name: str, home: Path, client: Any, collections: tuple[Collection, Collection], embedder: Embedder
    ) -> None:
        self.name = name
        self._home = home
        self._client = client
        self._documents, self._passages = collections
        self._embedder = embedder

    def close(self) -> None:
        """Give back files and memory, where many are opened one after another; the corpus is of no use after that."""
        self._client.close()

    # ---- writing ----------------------------------------------------------------------------------------------

    def add(
        self, sources: Sequence[tuple[str, Source]], progress: Callable[[int, int], None] | None = None
    ) -> list[Addition]:
        """Add or replace documents, each named by where it was read from; what is there unchanged is left alone.

        `progress` gets passages embedded so far and in all. Raises CorpusError where another process is writing.
        """
        with self._lock():
            self._recover()
            entries, additions = self._plan(sources)
            with self._unfinished():
                self._write(entries, progress)
                for addition in additions:
                    if addition.outcome == "replaced":
                        self._drop(addition.id, keep=entries[addition.id].document.version)
            return additions

    def _plan(self, sources: Sequence[tuple[str, Source]]) -> tuple[dict[str, _Entry], list[Addition]]:
        """What is to be written, by document id, and what each source comes to."""
        known = {d.source: d for d in self.documents()}
        versions = {name: _version(source) for name, source in sources}
        # A file that this call changes no longer holds its old version, so nothing can be a duplicate of that.
        held = {d.version: d.id for d in known.values() if versions.get(d.source, d.version) == d.version}
        taken = {d.id for d in known.values()}
        entries: dict[str, _Entry] = {}
        additions = []
        for name, source in sources:
            old, version = known.get(name), versions[name]
            if version in held:
                outcome = "unchanged" if old and old.version == version else "duplicate"
                additions.append(Addition(held[version], name, outcome))
                continue
            spans = split(source.text, source.pages)
            if not spans:
                additions.append(Addition("", name, "empty"))
                continue
            identity = old.id if old else _new_id(name, source, taken)
            held[version] = identity
            taken.add(identity)
            entries[identity] = _Entry(_document(name, source, identity, len(spans)), source.text, spans)
            additions.append(Addition(identity, name, "replaced" if old else "added", len(spans)))
        return entries, additions

    def remove(self, ids: Iterable[str]) -> list[Document]:
        """Remove documents by id and return them. Raises CorpusError, removing nothing, where one is unknown."""
        with self._lock():
            known = {d.id: d for d in self.documents()}
            wanted = list(dict.fromkeys(ids))
            for name in wanted:
                if name not in known:
                    raise CorpusError(f"no document {name!r}", hint="`factcheck corpus list` shows the ids")
            with self._unfinished():
                self._documents.delete(ids=wanted)
                for name in wanted:
                    self._drop(name, keep="")
            return [known[name] for name in wanted]

    def _write(self, entries: dict[str, _Entry], progress: Callable[[int, int], None] | None) -> None:
        """Embed and store the entries, a block at a time: its passages first, then its documents' records."""
        total = sum(len(e.spans) for e in entries.values())
        done = 0
        for block in _blocks(list(entries.values()), 512):
            vectors = self._embedder.embed(
                [_in_context(e.document, s.heading, e.text[s.start : s.end]) for e in block for s in e.spans],
                progress and (lambda n, before=done: progress(before + n, total)),
            )
            self._store(block, vectors)
            done += len(vectors)

    def _store(self, block: list[_Entry], vectors: Vectors) -> None:
        import numpy as np

        self._upsert(
            self._passages,
            [f"{e.document.id}:{e.document.version[:16]}:{n:05d}" for e in block for n in range(len(e.spans))],
            vectors,
            [e.text[s.start : s.end] for e in block for s in e.spans],
            [_passage_metadata(e.document, s) for e in block for s in e.spans],
        )
        ends = np.cumsum([len(e.spans) for e in block])
        self._upsert(
            self._documents,
            [e.document.id for e in block],
            np.stack([_mean(part) for part in np.split(vectors, ends[:-1])]),
            [e.text for e in block],
            [_document_metadata(e.document) for e in block],
        )

    def _upsert(
        self, collection: Collection, ids: list[str], vectors: Any, texts: list[str], metadatas: list[Any]
    ) -> None:
        size = self._batch_size
        for i in range(0, len(ids), size):
            j = i + size
            collection.upsert(ids=ids[i:j], embeddings=vectors[i:j], documents=texts[i:j], metadatas=metadatas[i:j])

    @property
    def _batch_size(self) -> int:
        return min(self._documents._client.get_max_batch_size(), 2000)  # noqa: SLF001 - the collection keeps its client there

    def _drop(self, name: str, *, keep: str) -> None:
        """Delete a document's passages of every version but `keep`."""
        stale: Any = {"$and": [{"document": name}, {"version": {"$ne": keep}}]}
        self._passages.delete(where=stale)

    @contextmanager
    def _unfinished(self) -> Iterator[None]:
        """Leave a mark while passages and records may disagree, so that the next writer after a crash looks."""
        self._mark.touch()
        yield
        self._mark.unlink()

    def _recover(self) -> None:
        """After a writer that did not finish, delete the passages that no document's record calls live."""
        if not self._mark.exists():
            return
        live = {d.id: d.version for d in self.documents()}
        dead = [i for i, m in _pages(self._passages) if live.get(str(m["document"])) != m["version"]]
        for i in range(0, len(dead), _PAGE):
            self._passages.delete(ids=dead[i : i + _PAGE])
        self._mark.unlink()

    @property
    def _mark(self) -> Path:
        return self._home / "locks" / f"{self.name}.unfinished"

    def _lock(self) -> Any:
        return _Lock(self._home / "locks" / f"{self.name}.lock", self.name)

    # ---- reading ----------------------------------------------------------------------------------------------

    def documents(self) -> list[Document]:
        """Every document, ordered by id."""
        return sorted((_to_document(i, m) for i, m in _pages(self._documents)), key=lambda d: d.id)

    def document(self, name: str) -> tuple[Document, str]:
        """A document and its whole normalised text. Raises CorpusError where there is none of that id."""
        found = self._documents.get(ids=[name], include=["metadatas", "documents"])
        if not found["ids"]:
            raise CorpusError(f"no document {name!r}", hint="`factcheck corpus list` shows the ids")
        return _to_document(name, (found["metadatas"] or [])[0]), (found["documents"] or [])[0]

    def search(self, queries: Sequence[str], *, limit: int = 10, as_of: date | None = None) -> list[list[Passage]]:
        """For each query its nearest passages, best first, one list a query.

        With `as_of`, only documents dated on or before it; a document without a date cannot be shown to be.
        """
        if not queries or not self._passages.count():
            return [[] for _ in queries]
        import numpy as np

        vectors = self._embedder.embed(queries)
        found, documents = self._consistent_query(vectors, 2 * limit, as_of)
        results = []
        for n, vector in enumerate(vectors):
            scores = np.asarray(found["embeddings"][n], np.float32).reshape(-1, len(vector)) @ vector
            rows = zip(found["ids"][n], found["documents"][n], found["metadatas"][n], scores, strict=True)
            passages = [
                (i, _to_passage(documents[m["document"]], text, m, float(score)))
                for i, text, m, score in rows
                if m["document"] in documents and documents[m["document"]].version == m["version"]
            ]
            passages.sort(key=lambda p: (-round(p[1].score, 5), p[0]))
            results.append([p for _, p in passages[:limit]])
        return results

    def _consistent_query(self, vectors: Any, limit: int, as_of: date | None) -> tuple[Any, dict[str, Document]]:
        """A query's raw answer and the documents as they stood during it; asked again where a writer came between."""
        dated = {"$and": [{"published": {"$gt": 0}}, {"published": {"$lte": _number(as_of)}}]}
        limits: dict[str, Any] = {"where": dated} if as_of else {}
        include: Any = ["documents", "metadatas", "embeddings"]
        before = {d.id: d for d in self.documents()}
        while True:
            found: Any = self._passages.query(query_embeddings=vectors, n_results=limit, include=include, **limits)
            after = {d.id: d for d in self.documents()}
            if after == before:
                return found, after
            before = after

    def statistics(self) -> Statistics:
        """Counts, newest date and the snapshot fingerprint."""
        documents = self.documents()
        versions = "\n".join(sorted(d.version for d in documents))
        kinds: dict[str, int] = {}
        for d in documents:
            kinds[d.kind] = kinds.get(d.kind, 0) + 1
        return Statistics(
            self.name,
            hashlib.sha256(f"{self._embedder.name}\n{versions}".encode()).hexdigest()[:16],
            len(documents),
            sum(d.passages for d in documents),
            sum(d.words for d in documents),
            max((d.published for d in documents if d.published), default=None),
            self._embedder.name,
            kinds,
        )


def open_corpus(home: Path, name: str, embedder: Embedder, *, create: bool = False) -> Corpus:
    """Open a corpus, making it where `create` is set.

    Raises CorpusError where it does not exist, was built with another embedding model, or cannot be read.
    """
    folder = home / "chroma"
    if not create and not folder.exists():
        raise _missing(name)
    client = _client(folder)
    import chromadb.errors

    collections = []
    for part in ("documents", "passages"):
        try:
            collection = (
                client.get_or_create_collection(
                    f"{name}-{part}",
                    embedding_function=None,
                    metadata={"embedder": embedder.name},
                    configuration=_INDEX,
                )
                if create
                else client.get_collection(f"{name}-{part}", embedding_function=None)
            )
        except chromadb.errors.NotFoundError:
            raise _missing(name) from None
        built_with = (collection.metadata or {}).get("embedder")
        if built_with != embedder.name:
            raise CorpusError(
                f"corpus {name!r} was built with the embedding model {built_with}, not {embedder.name}",
                hint="add the documents again under another name: factcheck corpus add --corpus NEW-NAME PATH…",
            )
        collections.append(collection)
    return Corpus(name, home, client, (collections[0], collections[1]), embedder)


def names(home: Path) -> list[str]:
    """The corpora under `home`, by name. Raises CorpusError where the data cannot be read."""
    folder = home / "chroma"
    if not folder.exists():
        return []
    listed = (collection.name for collection in _client(folder).list_collections())
    return sorted(name.removesuffix("-documents") for name in listed if name.endswith("-documents"))


def _missing(name: str) -> CorpusError:
    return CorpusError(f"there is no corpus {name!r} yet", hint="add documents with: factcheck corpus add PATH…")


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except (OSError, ValueError, chromadb.errors.ChromaError) as error:
        raise CorpusError(
            f"cannot open the corpus data in {folder}: {error}", hint="choose another folder with --home"
        ) from error


class _Lock:
    """One writer at a time, across processes; waits LOCK_SECONDS for another to finish."""

    def __init__(self, path: Path, name: str) -> None:
        from filelock import FileLock

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"cannot write to {path.parent}: {error.strerror}", hint="choose another --home"
            ) from None
        self._lock = FileLock(path, timeout=LOCK_SECONDS)
        self._name = name

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            raise CorpusError(
                f"another process is writing to corpus {self._name!r}",
                hint="wait for it to finish, then run this again",
            ) from None

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _pages(collection: Collection) -> Iterator[tuple[str, Any]]:
    """Every id of a collection with its metadata."""
    offset = 0
    while True:
        page = collection.get(limit=_PAGE, offset=offset, include=["metadatas"])
        if not page["ids"]:
            return
        yield from zip(page["ids"], page["metadatas"] or [], strict=True)
        offset += len(page["ids"])


def _blocks(entries: Sequence[_Entry], limit: int) -> Iterator[list[_Entry]]:
    """Consecutive entries of about `limit` passages together; what is embedded together also commits together."""
    block: list[_Entry] = []
    for entry in entries:
        block.append(entry)
        if sum(len(e.spans) for e in block) >= limit:
            yield block
            block = []
    if block:
        yield block


def _mean(vectors: Vectors) -> Vectors:
    import numpy as np

    mean: Vectors = vectors.mean(0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _in_context(document: Document, heading: str, text: str) -> str:
    """What is embedded for a passage: its document's title and its headings before the words themselves."""
    return ". ".join(part for part in (document.title, heading) if part) + "\n" + text


def _version(source: Source) -> str:
    content = asdict(source) | {"published": source.published.isoformat() if source.published else None}
    if not source.pages:
        del content["pages"]  # so that documents without pages keep the version they had before there were any
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


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
        version=_version(source),
        passages=passages,
        words=len(source.text.split()),
    )


def _new_id(name: str, source: Source, taken: set[str]) -> str:
    """A readable id from the file's name (and a row's number), numbered where another document has it already."""
    row = re.search(r"#\d+$", name)  # a table's rows share its name and have their number
    slug = _slug(name[: row.start()])[:50] + row[0].replace("#", "-") if row else _slug(name)
    slug = slug or hashlib.sha256(source.text.encode()).hexdigest()[:12]
    number = 2
    unique = slug
    while unique in taken:
        unique, number = f"{slug}-{number}", number + 1
    return unique


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-")[:60].strip("-")


def _number(day: date | None) -> int:
    """A date as 20251204, for Chroma's number filters; 0 for none."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def _document_metadata(document: Document) -> dict[str, str | int]:
    fields = asdict(document)
    fields.pop("id")
    return fields | {"published": document.published.isoformat() if document.published else ""}


def _to_document(identity: str, metadata: Any) -> Document:
    fields = dict(metadata)
    day = fields.pop("published")
    return Document(id=identity, published=date.fromisoformat(day) if day else None, **fields)


def _passage_metadata(document: Document, span: Span) -> dict[str, str | int]:
    return {
        "document": document.id,
        "version": document.version,
        "start": span.start,
        "end": span.end,
        "heading": span.heading,
        "page": span.page,
        "published": _number(document.published),
    }


def _to_passage(document: Document, text: str, metadata: Any, score: float) -> Passage:
    return Passage(
        document,
        text,
        int(metadata["start"]),
        int(metadata["end"]),
        str(metadata["heading"]),
        int(metadata["page"]) or None,
        score,
    )
