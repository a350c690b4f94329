"""Door: the reference corpus in Chroma. Documents in; passages near a query out.

Two collections a corpus: `NAME-passages` and `NAME-documents`. A document's one record there is its commit point: its
`version` says which passages are live. Passages of a new version are written first, then the record is replaced in one
step, then the old passages go; so a crash at any moment leaves the old document or the new one, whole.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.embedder import Embedder
from factcheck.errors import CorpusError
from factcheck.passages import Span, split
from factcheck.reading import Source
from factcheck.retrieval import Method
from factcheck.retrieval.bm25 import pool
from factcheck.retrieval.fusion import FETCHED, POOL, fused, sought
from factcheck.retrieval.terms import key, telling, terms

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

    from factcheck.embedder import Vectors

# Exact neighbours matter more than microseconds: a report must come out the same on every build of the index.
_INDEX = {"hnsw": {"space": "cosine", "ef_search": 256, "ef_construction": 256}}
_PAGE = 1000
# In a passage's metadata: the keys of its telling terms.
TERMS = "terms"
# So many characters of a version stand in a passage's id.
_VERSION = 16
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

    `score` is cosine similarity to the query that retrieved it, -1 to 1; `match` is what it was ordered by: the same
    with its words' part added.
    """

    document: Document
    text: str
    start: int
    end: int
    heading: str = ""
    page: int | None = None
    score: float = 0.0
    match: float = 0.0


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


@dataclass(frozen=True, slots=True)
class _Search:
    queries: tuple[str, ...]
    depth: int
    as_of: date | None
    by: Method


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored passage, and its cosine similarity to the query; its id names its document and version."""

    id: str
    text: str
    similarity: float

    @property
    def document(self) -> str:
        return self.id.rsplit(":", 2)[0]

    def live(self, documents: Mapping[str, Document]) -> bool:
        """Whether it belongs to the version that its document's record calls live."""
        document = documents.get(self.document)
        return document is not None and document.version[:_VERSION] == self.id.rsplit(":", 2)[1]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a query met: the nearest rows, and others that hold its words."""

    nearest: list[_Row]
    others: list[_Row]

    def kept(self, documents: Mapping[str, Document], wanted: _Search) -> _Rows:
        """Those that are live, and no later than what is wanted."""

        def kept(row: _Row) -> bool:
            day = documents[row.document].published if row.live(documents) else None
            return row.live(documents) and (not wanted.as_of or bool(day and day <= wanted.as_of))

        return _Rows(list(filter(kept, self.nearest)), list(filter(kept, self.others))[:FETCHED])


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
            [f"{e.document.id}:{e.document.version[:_VERSION]}:{n:05d}" for e in block for n in range(len(e.spans))],
            vectors,
            [e.text[s.start : s.end] for e in block for s in e.spans],
            [_passage_metadata(e.document, s, e.text[s.start : s.end]) for e in block for s in e.spans],
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

    def search(
        self, queries: Sequence[str], *, limit: int = 10, as_of: date | None = None, by: Method = Method.FUSED
    ) -> list[list[Passage]]:
        """For each query the passages that answer it best, best first, one list a query.

        They are ordered by `match`: by default nearness and shared words together. With `as_of`, only documents dated
        on or before it; a document without a date cannot be shown to be.
        """
        if not queries:
            return []
        wanted = _Search(tuple(queries), max(2 * limit, POOL), as_of, by)
        while True:
            answers, documents = self._consistent(wanted)
            ranked = [_ranked(query, rows, documents, by)[:limit] for query, rows in zip(queries, answers, strict=True)]
            places = self._places({row.id for rows in ranked for row, _ in rows})
            if places.keys() >= {row.id for rows in ranked for row, _ in rows}:  # else a writer has just deleted some
                return [
                    [_to_passage(documents[r.document], r, places[r.id], match) for r, match in rows] for rows in ranked
                ]

    def _consistent(self, wanted: _Search) -> tuple[list[_Rows], dict[str, Document]]:
        """Each query's rows, and the documents they belong to, as of one moment.

        A row whose version its document's record does not name was met by a writer, or is one that a crash left: it
        is all asked again until nothing of the kind turns up, or the very same does.
        """
        vectors = self._embedder.embed(wanted.queries)
        before = None
        while True:
            nearest = self._nearest(vectors, wanted)
            others = [self._worded(*each, wanted) for each in zip(wanted.queries, vectors, nearest, strict=True)]
            rows = [row for each in (*nearest, *others) for row in each]
            documents = self._records({row.document for row in rows})
            stale = {row.id for row in rows if not row.live(documents)}
            if not stale or before == (stale, documents):
                return [_Rows(*each).kept(documents, wanted) for each in zip(nearest, others, strict=True)], documents
            before = (stale, documents)

    def _nearest(self, vectors: Vectors, wanted: _Search) -> list[list[_Row]]:
        dated = {"$and": [{"published": {"$gt": 0}}, {"published": {"$lte": _number(wanted.as_of)}}]}
        limits: dict[str, Any] = {"where": dated} if wanted.as_of else {}
        found: Any = self._passages.query(
            query_embeddings=vectors, n_results=wanted.depth, include=["documents", "embeddings"], **limits
        )
        columns = zip(found["ids"], found["documents"], found["embeddings"], vectors, strict=True)
        return [_rows(*column) for column in columns]

    def _worded(self, query: str, vector: Vectors, nearest: Sequence[_Row], wanted: _Search) -> list[_Row]:
        """Rows that hold the query's rarest terms, which the nearest hardly have.

        Terms are looked up in the passages' own metadata: at 100,000 passages that takes 6 to 20 ms, a full-text filter
        (`where_document`) 45 to 130 ms. Dates are compared later: joining both filters takes Chroma 200 ms.
        """
        if wanted.by is Method.DENSE:
            return []
        keys = [{TERMS: {"$contains": key(term)}} for term in sought(query, pool(map(_counts, nearest)))]
        if not keys:
            return []
        where: Any = {"$or": keys} if len(keys) > 1 else keys[0]
        most = FETCHED * (10 if wanted.as_of else 1)
        found: Any = self._passages.get(where=where, limit=most, include=["documents", "embeddings"])
        known = {row.id for row in nearest}
        return [r for r in _rows(found["ids"], found["documents"], found["embeddings"], vector) if r.id not in known]

    def _places(self, ids: set[str]) -> dict[str, Any]:
        """The metadata of passages, as far as they are there; reading it for every row met would double the time."""
        if not ids:
            return {}
        found = self._passages.get(ids=sorted(ids), include=["metadatas"])
        return dict(zip(found["ids"], found["metadatas"] or [], strict=True))

    def _records(self, ids: set[str]) -> dict[str, Document]:
        """The documents of these ids, as far as there are any."""
        if not ids:
            return {}
        found = self._documents.get(ids=sorted(ids), include=["metadatas"])
        return {i: _to_document(i, m) for i, m in zip(found["ids"], found["metadatas"] or [], strict=True)}

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


def _passage_metadata(document: Document, span: Span, text: str) -> dict[str, Any]:
    metadata = {
        "document": document.id,
        "version": document.version,
        "start": span.start,
        "end": span.end,
        "heading": span.heading,
        "page": span.page,
        "published": _number(document.published),
    }
    keys = sorted(map(key, telling(_in_context(document, span.heading, text))))
    return metadata | ({TERMS: keys} if keys else {})


def _rows(ids: Sequence[str], texts: Sequence[str], found: Any, vector: Vectors) -> list[_Row]:
    import numpy as np

    similarities = np.asarray(found, np.float32).reshape(-1, len(vector)) @ vector
    return [_Row(*row) for row in zip(ids, texts, map(float, similarities), strict=True)]


def _ranked(query: str, rows: _Rows, documents: Mapping[str, Document], by: Method) -> list[tuple[_Row, float]]:
    """The rows with what they are ordered by, best first."""
    found = [(row, row.similarity) for row in rows.nearest]
    if by is Method.FUSED:
        words = {r.id: _counts(r) + Counter(terms(documents[r.document].title)) for r in (*rows.nearest, *rows.others)}
        among = pool(words[row.id] for row in rows.nearest)
        found = [(r, fused(r.similarity, query, words[r.id], among)) for r in (*rows.nearest, *rows.others)]
    return sorted(found, key=lambda each: (-round(each[1], 5), each[0].id))


def _counts(row: _Row) -> Counter[str]:
    return Counter(terms(row.text))


def _to_passage(document: Document, row: _Row, metadata: Any, match: float) -> Passage:
    return Passage(
        document,
        row.text,
        int(metadata["start"]),
        int(metadata["end"]),
        str(metadata["heading"]),
        int(metadata["page"]) or None,
        row.similarity,
        match,
    )
