"""Part of the corpus: its two collections in Chroma, opened, read and written; the only file that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.corpus.layout import TERMS, document_metadata, number, passage_id, to_document
from factcheck.corpus.records import Document, Only
from factcheck.errors import CorpusError
from factcheck.passages import Span

if TYPE_CHECKING:
    from datetime import date

    from chromadb.api.models.Collection import Collection

    from factcheck.embedder import Vectors

# Exact neighbours matter more than microseconds: a report must come out the same on every build of the index.
_INDEX = {"hnsw": {"space": "cosine", "ef_search": 256, "ef_construction": 256}}
_PAGE = 1000
_BATCH = 2000


class Collections:
    """`NAME-passages` and `NAME-documents`; open them with `open_collections`."""

    def __init__(self, client: Any, documents: Collection, passages: Collection) -> None:
        self._client, self.documents, self.passages = client, documents, passages

    def close(self) -> None:
        """Give back files and memory."""
        self._client.close()

    # ---- documents --------------------------------------------------------------------------------------------

    def records(self, ids: Iterable[str] | None = None) -> dict[str, Document]:
        """The documents of these ids, as far as there are any; every document where none are given."""
        if ids is None:
            return {i: to_document(i, m) for i, m in _pages(self.documents)}
        wanted = sorted(ids)
        if not wanted:
            return {}
        found = self.documents.get(ids=wanted, include=["metadatas"])
        return {i: to_document(i, m) for i, m in zip(found["ids"], found["metadatas"] or [], strict=True)}

    def text(self, identity: str) -> str | None:
        """A document's whole text; None where there is no document of that id."""
        found = self.documents.get(ids=[identity], include=["documents"])
        return (found["documents"] or [])[0] if found["ids"] else None

    def texts(self, documents: Sequence[Document]) -> dict[str, str]:
        """The texts of documents by id; few at a time, for they may be long."""
        found = self.documents.get(ids=[d.id for d in documents], include=["documents"])
        return dict(zip(found["ids"], found["documents"] or [], strict=True))

    # ---- passages ---------------------------------------------------------------------------------------------

    def nearest(self, vectors: Vectors, depth: int, as_of: date | None, only: Only) -> Any:
        """The `depth` passages nearest to each vector: ids, documents and embeddings, a list a vector."""
        limits: dict[str, Any] = {"where": where} if (where := _where(as_of, only)) else {}
        return self.passages.query(
            query_embeddings=vectors, n_results=depth, include=["documents", "embeddings"], **limits
        )

    def holding(self, keys: Sequence[int], most: int) -> Any:
        """At most so many passages that hold one of the terms' keys: ids, documents and embeddings.

        Terms are looked up in the passages' own metadata: at 100,000 passages that takes 6 to 20 ms, a full-text filter
        (`where_document`) 45 to 130 ms.
        """
        each = [{TERMS: {"$contains": key}} for key in keys]
        where: Any = {"$or": each} if len(each) > 1 else each[0]
        return self.passages.get(where=where, limit=most, include=["documents", "embeddings"])

    def places(self, ids: Iterable[str]) -> dict[str, Any]:
        """The metadata of passages, as far as they are there; reading it for every row met would double the time."""
        wanted = sorted(ids)
        if not wanted:
            return {}
        found = self.passages.get(ids=wanted, include=["metadatas"])
        return dict(zip(found["ids"], found["metadatas"] or [], strict=True))

    def stored(self, document: Document) -> tuple[tuple[Span, ...], Vectors]:
        """Where the document's passages lie, in order, and their vectors. Raises CorpusError where some are missing."""
        import numpy as np

        ids = [passage_id(document, n) for n in range(document.passages)]
        rows = self.rows(ids)
        if len(rows) < len(ids):
            raise CorpusError(
                f"passages of the document {document.id!r} are missing", hint="run: factcheck corpus verify --repair"
            )
        places = [rows[i][0] for i in ids]
        spans = (Span(int(p["start"]), int(p["end"]), str(p["heading"]), int(p["page"])) for p in places)
        return tuple(spans), np.array([rows[i][2] for i in ids], np.float32)

    def rows(self, ids: Sequence[str]) -> dict[str, tuple[Any, str, Any]]:
        """The passages of these ids, as far as they are there: metadata, text and vector."""
        rows: dict[str, tuple[Any, str, Any]] = {}
        for i in range(0, len(ids), _PAGE):
            found = self.passages.get(ids=list(ids[i : i + _PAGE]), include=["metadatas", "documents", "embeddings"])
            columns: Any = found["metadatas"], found["documents"], found["embeddings"]
            rows |= dict(zip(found["ids"], zip(*columns, strict=True), strict=True))
        return rows

    def passage_metadata(self) -> Iterator[tuple[str, Any]]:
        """Every passage's id and metadata."""
        return _pages(self.passages)

    # ---- writing ----------------------------------------------------------------------------------------------

    def upsert(
        self, collection: Collection, ids: list[str], vectors: Any, texts: list[str], metadatas: list[Any]
    ) -> None:
        """Write records, as many at a time as the client takes."""
        size = min(self._client.get_max_batch_size(), _BATCH)
        for i in range(0, len(ids), size):
            j = i + size
            collection.upsert(ids=ids[i:j], embeddings=vectors[i:j], documents=texts[i:j], metadatas=metadatas[i:j])

    def amend(self, documents: Sequence[Document]) -> None:
        """Write documents' records anew, but for their ids, texts and versions."""
        for i in range(0, len(documents), _PAGE):
            part = documents[i : i + _PAGE]
            self.documents.update(ids=[d.id for d in part], metadatas=[document_metadata(d) for d in part])

    def amend_passages(self, ids: Sequence[str], metadatas: Sequence[Any]) -> None:
        """Write passages' metadata anew, as far as it is given."""
        for i in range(0, len(ids), _PAGE):
            self.passages.update(ids=list(ids[i : i + _PAGE]), metadatas=list(metadatas[i : i + _PAGE]))

    def drop(self, identity: str, *, keep: str) -> None:
        """Delete a document's passages of every version but `keep`."""
        stale: Any = {"$and": [{"document": identity}, {"version": {"$ne": keep}}]}
        self.passages.delete(where=stale)

    def delete_passages(self, ids: Sequence[str]) -> None:
        """Delete passages by id."""
        for i in range(0, len(ids), _PAGE):
            self.passages.delete(ids=list(ids[i : i + _PAGE]))


def open_collections(home: Path, name: str, embedder: str, *, create: bool) -> Collections:
    """Both collections of a corpus, made where `create` is set; `embedder` is the name of its embedding model.

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
                    f"{name}-{part}", embedding_function=None, metadata={"embedder": embedder}, configuration=_INDEX
                )
                if create
                else client.get_collection(f"{name}-{part}", embedding_function=None)
            )
        except chromadb.errors.NotFoundError:
            raise _missing(name) from None
        built_with = (collection.metadata or {}).get("embedder")
        if built_with != embedder:
            raise CorpusError(
                f"corpus {name!r} was built with the embedding model {built_with}, not {embedder}",
                hint="add the documents again under another name: factcheck corpus add --corpus NEW-NAME PATH…",
            )
        collections.append(collection)
    return Collections(client, *collections)


def _where(as_of: date | None, only: Only) -> Any:
    """Chroma's filter for passages of the documents that are wanted; None where all are."""
    each: list[Any] = []
    if as_of or only.since:
        each.append({"published": {"$gte": max(1, number(only.since))}})
    if as_of:
        each.append({"published": {"$lte": number(as_of)}})
    if only.publishers:
        each.append({"publisher": {"$in": [name.casefold() for name in only.publishers]}})
    if only.kinds:
        each.append({"kind": {"$in": list(only.kinds)}})
    return {"$and": each} if len(each) > 1 else next(iter(each), None)


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

    # Chroma would read a `.env` in the current folder, and one from a stranger could send the corpus to his server.
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, _env_file=None)  # type: ignore[call-arg]  # pydantic's own
        return chromadb.PersistentClient(str(folder), settings=settings)
    except (OSError, ValueError, chromadb.errors.ChromaError) as error:
        raise CorpusError(
            f"cannot open the corpus data in {folder}: {error}", hint="choose another folder with --home"
        ) from error


def _pages(collection: Collection) -> Iterator[tuple[str, Any]]:
    """Every id of a collection with its metadata."""
    offset = 0
    while True:
        page = collection.get(limit=_PAGE, offset=offset, include=["metadatas"])
        if not page["ids"]:
            return
        yield from zip(page["ids"], page["metadatas"] or [], strict=True)
        offset += len(page["ids"])
