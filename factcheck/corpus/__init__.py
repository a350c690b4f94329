"""Door: the reference corpus in Chroma. Documents in; passages near a query out.

Two collections a corpus: `NAME-passages` and `NAME-documents`. A document's one record there is its commit point: its
`version` says which passages are live. Passages of a new version are written first, then the record is replaced in one
step, then the old passages go; so a crash at any moment leaves the old document or the new one, whole.

`records` are what leaves, `layout` is how they lie in Chroma, `collections` is what calls it, `planning` finds what an
addition changes, `searching` what answers a query, `locking` keeps writers apart. `editing` is about corrected
metadata, `sketches` about near-copies, `verifying` about what disagrees, `faults` about writes that fail; `archive` is
a corpus as one file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.corpus import archive
from factcheck.corpus.collections import Collections, names, open_collections
from factcheck.corpus.editing import edited
from factcheck.corpus.faults import writing
from factcheck.corpus.layout import document_metadata, passage_id, passage_metadata
from factcheck.corpus.locking import Lock
from factcheck.corpus.planning import Entry, blocks, embedded, plan
from factcheck.corpus.records import EVERYTHING, Addition, Document, Fault, Only, Passage, Statistics
from factcheck.corpus.searching import Search, search
from factcheck.corpus.sketches import Group, groups, leaders, near, rank
from factcheck.corpus.verifying import Examination, examine
from factcheck.embedder import Embedder
from factcheck.errors import CorpusError
from factcheck.passages import split
from factcheck.reading import Source
from factcheck.retrieval import Method

if TYPE_CHECKING:
    from factcheck.embedder import Vectors

__all__ = [
    "EVERYTHING",
    "Addition",
    "Corpus",
    "Document",
    "Fault",
    "Group",
    "Only",
    "Passage",
    "Statistics",
    "leaders",
    "names",
    "near",
    "open_corpus",
    "rank",
]


class Corpus:
    """One named corpus under `home`; open it with `open_corpus`."""

    def __init__(self, name: str, home: Path, collections: Collections, embedder: Embedder) -> None:
        self.name = name
        self._home = home
        self._collections = collections
        self._embedder = embedder

    def close(self) -> None:
        """Give back files and memory, where many are opened one after another; the corpus is of no use after that."""
        self._collections.close()

    # ---- writing ----------------------------------------------------------------------------------------------

    def add(
        self, sources: Sequence[tuple[str, Source]], progress: Callable[[int, int], None] | None = None
    ) -> list[Addition]:
        """Add or replace documents, each named by where it was read from; what is there unchanged is left alone.

        `progress` gets passages embedded so far and in all. Raises CorpusError where another process is writing.
        """
        with self._writer():
            entries, additions = plan(sources, self.documents())
            with self._unfinished():
                self._write(entries, progress)
                for addition in additions:
                    if addition.outcome == "replaced":
                        self._collections.drop(addition.id, keep=entries[addition.id].document.version)
            return additions

    def remove(self, ids: Iterable[str]) -> list[Document]:
        """Remove documents by id and return them. Raises CorpusError, removing nothing, where one is unknown."""
        with self._writer():
            known = self._collections.records()
            wanted = list(dict.fromkeys(ids))
            for name in wanted:
                if name not in known:
                    raise _unknown(name)
            with self._unfinished():
                self._collections.documents.delete(ids=wanted)
                for name in wanted:
                    self._collections.drop(name, keep="")
            return [known[name] for name in wanted]

    def move(self, sources: Mapping[str, str]) -> None:
        """Let documents, by id, be known as read from other places, where their texts lie now."""
        with self._writer():
            known = self._collections.records(sources)
            self._collections.amend([replace(known[i], source=source) for i, source in sources.items() if i in known])

    def verify(self, *, repair: bool = False) -> list[Fault]:
        """What is wrong with the corpus, mended where that is asked for and possible; nothing where all is well."""
        with self._lock():
            found = examine(self._collections)
            if repair:
                with self._unfinished():
                    self._mend(found)
            return found.faults

    def _mend(self, found: Examination) -> None:
        self._collections.delete_passages(found.orphans)
        self._collections.amend_passages(*found.outdated)
        self._collections.amend(found.unsketched)
        for document in found.broken:
            text = self._collections.text(document.id) or ""
            spans = split(text, document.pages)
            entry = Entry(replace(document, passages=len(spans)), text, spans)
            self._store([entry], self._embedder.embed(embedded(entry)))
            self._collections.delete_passages([passage_id(document, n) for n in range(len(spans), document.passages)])

    def export(self, path: Path) -> int:
        """Write the whole corpus, vectors too, to one file, and return how many documents that were.

        Raises CorpusError for an empty corpus and a file that cannot be written.
        """
        with self._lock():
            documents = self.documents()
            archive.write(path, self._embedder.name, documents, self._stored)
            return len(documents)

    def take_in(self, path: Path) -> list[Addition]:
        """Add the documents of a file that `export` wrote, with their vectors; what is there already is left alone.

        Raises CorpusError, adding nothing, for a file of another embedding model and one that is not as it should be.
        """
        dimensions = self._embedder.embed(["length"]).shape[1]

        def stored() -> Iterator[archive.Stored]:
            return archive.read(path, self._embedder.name, dimensions)

        for _ in stored():
            """All of it is looked at before any of it is written."""
        with self._writer():
            documents = self.documents()
            known, held = {d.source: d for d in documents}, {d.version: d.id for d in documents}
            taken = {d.id for d in documents}
            with self._unfinished():
                return [self._take(each, known, held, taken) for each in stored()]

    def _take(
        self, stored: archive.Stored, known: Mapping[str, Document], held: dict[str, str], taken: set[str]
    ) -> Addition:
        document = stored.entry.document
        if document.version in held:
            return Addition(held[document.version], document.source, "unchanged")
        old = known.get(document.source)
        entry = archive.named(stored.entry, old, taken)
        identity = entry.document.id
        self._store([entry], stored.vectors)
        if old:
            self._collections.drop(identity, keep=document.version)
        held[document.version] = identity
        taken.add(identity)
        return Addition(identity, document.source, "replaced" if old else "added", len(entry.spans))

    def _stored(self, document: Document) -> archive.Stored:
        text = self._collections.text(document.id) or ""
        spans, vectors = self._collections.stored(document)
        return archive.Stored(Entry(document, text, spans), vectors)

    def edit(self, identity: str, changes: Mapping[str, object]) -> Document:
        """Correct a document's metadata, under its id, and return it; the values stay when its file is read again.

        Raises CorpusError where there is no document of that id.
        """
        with self._writer():
            before, text = self.document(identity)
            after = edited(before, text, changes)
            if after.version == before.version:
                self._collections.amend([after])
                return after
            spans, vectors = self._collections.stored(before)
            entry = Entry(after, text, spans)
            if after.title != before.title:  # it stands in what is embedded
                vectors = self._embedder.embed(embedded(entry))
            with self._unfinished():
                self._store([entry], vectors)
                self._collections.drop(identity, keep=after.version)
            return after

    def _write(self, entries: dict[str, Entry], progress: Callable[[int, int], None] | None) -> None:
        """Embed and store the entries, a block at a time: its passages first, then its documents' records."""
        total = sum(len(e.spans) for e in entries.values())
        done = 0
        for block in blocks(list(entries.values()), 512):
            vectors = self._embedder.embed(
                [words for e in block for words in embedded(e)],
                progress and (lambda n, before=done: progress(before + n, total)),
            )
            self._store(block, vectors)
            done += len(vectors)

    def _store(self, block: list[Entry], vectors: Vectors) -> None:
        import numpy as np

        self._collections.upsert(
            self._collections.passages,
            [passage_id(e.document, n) for e in block for n in range(len(e.spans))],
            vectors,
            [e.text[s.start : s.end] for e in block for s in e.spans],
            [passage_metadata(e.document, s, e.text[s.start : s.end]) for e in block for s in e.spans],
        )
        ends = np.cumsum([len(e.spans) for e in block])
        self._collections.upsert(
            self._collections.documents,
            [e.document.id for e in block],
            np.stack([_mean(part) for part in np.split(vectors, ends[:-1])]),
            [e.text for e in block],
            [document_metadata(e.document) for e in block],
        )

    @contextmanager
    def _writer(self) -> Iterator[None]:
        """The turn to write; what a writer that did not finish has left is cleared first."""
        with self._lock():
            self._recover()
            yield

    @contextmanager
    def _unfinished(self) -> Iterator[None]:
        """Leave a mark while passages and records may disagree, so that the next writer after a crash looks."""
        with writing(self.name):
            self._mark.touch()
            yield
            self._mark.unlink(missing_ok=True)

    def _recover(self) -> None:
        """After a writer that did not finish, delete the passages that no document's record calls live."""
        if not self._mark.exists():
            return
        live = {d.id: d.version for d in self.documents()}
        held = self._collections.passage_metadata()
        self._collections.delete_passages([i for i, m in held if live.get(str(m["document"])) != m["version"]])
        self._mark.unlink()

    @property
    def _mark(self) -> Path:
        return self._home / "locks" / f"{self.name}.unfinished"

    def _lock(self) -> Lock:
        return Lock(self._home / "locks" / f"{self.name}.lock", self.name)

    # ---- reading ----------------------------------------------------------------------------------------------

    def documents(self) -> list[Document]:
        """Every document, ordered by id."""
        return sorted(self._collections.records().values(), key=lambda d: d.id)

    def document(self, name: str) -> tuple[Document, str]:
        """A document and its whole normalised text. Raises CorpusError where there is none of that id."""
        found, text = self._collections.records([name]), self._collections.text(name)
        if name not in found or text is None:
            raise _unknown(name)
        return found[name], text

    def search(
        self,
        queries: Sequence[str],
        *,
        limit: int = 10,
        as_of: date | None = None,
        by: Method = Method.FUSED,
        only: Only = EVERYTHING,
    ) -> list[list[Passage]]:
        """For each query the passages that answer it best, best first, one list a query.

        They are ordered by `match`: by default nearness and shared words together. With `as_of`, only documents dated
        on or before it; a document without a date cannot be shown to be. With `only`, only such documents.
        """
        if not queries:
            return []
        return search(Search(tuple(queries), limit, as_of, by, only), self._collections, self._embedder)

    def require(self, only: Only, as_of: date | None = None) -> None:
        """Raise CorpusError where no document is among those, which is most often a name spelt otherwise."""
        from difflib import get_close_matches

        documents = self.documents()
        if any(only.admits(d) and d.is_of(as_of) for d in documents):
            return
        publishers = sorted({d.publisher for d in documents if d.publisher})
        near = [name for wanted in only.publishers for name in get_close_matches(wanted, publishers, 2, 0.5)]
        meant = f"is {' or '.join(near)} meant? " if near else ""
        raise CorpusError(
            f"no document of corpus {self.name!r} passes the filters", hint=f"{meant}see: factcheck corpus list"
        )

    def near_copies(self) -> list[Group]:
        """The groups of documents that are near-copies of one another."""
        return groups(self.documents())

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
    return Corpus(name, home, open_collections(home, name, embedder.name, create=create), embedder)


def _unknown(name: str) -> CorpusError:
    return CorpusError(f"no document {name!r}", hint="`factcheck corpus list` shows the ids")


def _mean(vectors: Vectors) -> Vectors:
    import numpy as np

    mean: Vectors = vectors.mean(0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)
