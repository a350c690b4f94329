"""The corpus door: what is added is found, once, whole, and never stale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from corpora import RIVER, TOWER, WordEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck.corpus import Corpus, Document, open_corpus
from factcheck.errors import CorpusError
from factcheck.reading import Source
from factcheck.retrieval import Method


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def corpus(tmp_path: Path, embedder: WordEmbedder) -> Corpus:
    return open_corpus(tmp_path, "rivers", embedder, create=True)


def texts(corpus: Corpus, query: str = "river tower lighthouse") -> list[str]:
    return [p.text for p in corpus.search([query], limit=50)[0]]


def test_a_passage_is_found_by_its_words_and_stands_at_its_offsets(corpus: Corpus) -> None:
    """A search returns the nearest passage first, verbatim from the document's text."""
    corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    best = corpus.search(["how long is the river Sarre"], limit=2)[0][0]
    assert best.document.title == "The Sarre"
    assert corpus.document(best.document.id)[1][best.start : best.end] == best.text


def test_closing_gives_back_the_files(tmp_path: Path, embedder: WordEmbedder) -> None:
    """What was closed can be opened again, whole, and deleting its folder is no one's loss."""
    corpus = open_corpus(tmp_path / "home", "rivers", embedder, create=True)
    corpus.add([("river.md", RIVER)])
    corpus.close()
    assert texts(open_corpus(tmp_path / "home", "rivers", embedder)) == [RIVER.text]


def test_a_file_of_variables_in_the_current_folder_moves_nothing(
    tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma's own settings can be put into a `.env`; one from a stranger does not send a corpus to his server."""
    (tmp_path / ".env").write_text(
        "chroma_api_impl=chromadb.api.fastapi.FastAPI\nchroma_server_host=127.0.0.1\nchroma_server_http_port=9\n"
    )
    monkeypatch.chdir(tmp_path)
    corpus = open_corpus(tmp_path / "home", "rivers", embedder, create=True)
    corpus.add([("river.md", RIVER)])
    assert texts(corpus) == [RIVER.text]


def test_provenance_survives_storage(corpus: Corpus) -> None:
    """Every field of a document comes back as it went in."""
    source = replace(RIVER, publisher="Survey", author="A. B.", url="https://x.example/1", published=date(2024, 5, 1))
    corpus.add([("river.md", replace(source, kind="primary", language="en", notes="checked"))])
    document = corpus.documents()[0]
    assert (document.publisher, document.author, document.url) == ("Survey", "A. B.", "https://x.example/1")
    assert (document.published, document.kind, document.language) == (date(2024, 5, 1), "primary", "en")
    assert (document.notes, document.source, document.id) == ("checked", "river.md", "river")


def test_adding_again_changes_nothing_and_embeds_nothing(corpus: Corpus, embedder: WordEmbedder) -> None:
    """Adding the same documents twice leaves the same snapshot and calls the embedder no second time."""
    first = corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    before, embedded = corpus.statistics(), len(embedder.history)
    second = corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    assert [a.outcome for a in first + second] == ["added", "added", "unchanged", "unchanged"]
    assert corpus.statistics() == before
    assert len(embedder.history) == embedded


def test_a_changed_file_replaces_its_document(corpus: Corpus) -> None:
    """After a change only the new text is found, under the old id."""
    corpus.add([("river.md", RIVER)])
    before = corpus.statistics().snapshot
    outcome = corpus.add([("river.md", replace(RIVER, text="The river Sarre is 318 kilometres long."))])[0]
    assert (outcome.id, outcome.outcome) == ("river", "replaced")
    assert texts(corpus) == ["The river Sarre is 318 kilometres long."]
    assert corpus.statistics().snapshot != before


def test_changed_metadata_alone_is_a_change(corpus: Corpus) -> None:
    """A corrected date replaces the document although its text is the same."""
    corpus.add([("river.md", RIVER)])
    assert corpus.add([("river.md", replace(RIVER, published=date(2020, 1, 1)))])[0].outcome == "replaced"
    assert corpus.search(["river"], limit=5, as_of=date(2020, 1, 1))[0]


def test_the_same_document_under_another_name_is_not_added_twice(corpus: Corpus) -> None:
    """A copy of a file is reported as a duplicate of the document that is there."""
    corpus.add([("river.md", RIVER)])
    copy = corpus.add([("copy.md", RIVER)])[0]
    assert (copy.outcome, copy.id) == ("duplicate", "river")
    assert corpus.statistics().documents == 1


def test_a_text_that_moves_to_another_file_is_not_lost(corpus: Corpus) -> None:
    """Where one call changes a file and brings its old text under a new name, both texts are there afterwards."""
    corpus.add([("a.md", RIVER)])
    outcomes = corpus.add([("b.md", RIVER), ("a.md", TOWER)])
    assert [o.outcome for o in outcomes] == ["added", "replaced"]
    assert len(texts(corpus)) == 2


def test_two_files_of_one_name_get_two_ids(corpus: Corpus) -> None:
    """Ids stay readable and unique."""
    found = corpus.add([("one/notes.md", RIVER), ("two/notes.md", TOWER)])
    assert [a.id for a in found] == ["notes", "notes-2"]


def test_removing_takes_all_passages_along(corpus: Corpus) -> None:
    """A removed document is found no more; an unknown id removes nothing at all."""
    corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    with pytest.raises(CorpusError, match="no document 'nowhere'"):
        corpus.remove(["river", "nowhere"])
    assert corpus.statistics().documents == 2
    corpus.remove(["river"])
    assert texts(corpus) == [TOWER.text]


def test_nothing_newer_than_the_limit_is_found(corpus: Corpus) -> None:
    """With a date limit, later documents and undated ones stay out."""
    corpus.add(
        [
            ("old.md", replace(RIVER, published=date(2020, 1, 1))),
            ("new.md", replace(TOWER, published=date(2024, 1, 1))),
            ("undated.md", Source(text="A river and a tower without a date.")),
        ]
    )
    found = corpus.search(["river tower"], limit=9, as_of=date(2021, 1, 1))[0]
    assert [p.document.id for p in found] == ["old"]


def test_a_corpus_built_with_another_model_is_refused(tmp_path: Path, corpus: Corpus) -> None:
    """Vectors of different models are never mixed."""
    with pytest.raises(CorpusError, match="was built with the embedding model words, not other"):
        open_corpus(tmp_path, "rivers", WordEmbedder("other"))


def test_a_missing_corpus_says_how_to_make_one(tmp_path: Path) -> None:
    """Opening what is not there names the command that adds documents."""
    with pytest.raises(CorpusError, match="no corpus 'rivers' yet") as caught:
        open_corpus(tmp_path, "rivers", WordEmbedder())
    assert "factcheck corpus add" in caught.value.hint


def test_a_crash_before_the_record_leaves_the_old_document_whole(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the new record the old text is found, and the next writer removes the passages that crash left."""
    corpus.add([("river.md", RIVER)])
    upsert = corpus._collections.upsert

    def crash(collection: object, *rest: object) -> None:
        if collection is corpus._collections.documents:
            raise KeyboardInterrupt
        upsert(collection, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(corpus._collections, "upsert", crash)
    with pytest.raises(KeyboardInterrupt):
        corpus.add([("river.md", replace(RIVER, text="The river Sarre is 999 kilometres long."))])
    assert texts(corpus) == [RIVER.text]
    monkeypatch.setattr(corpus._collections, "upsert", upsert)
    corpus.add([("tower.md", TOWER)])
    assert corpus._collections.passages.count() == 2


def test_a_crash_after_the_record_leaves_the_new_document_whole(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the old passages were not yet deleted, they are found no more."""
    corpus.add([("river.md", RIVER)])

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus._collections, "drop", crash)
    with pytest.raises(KeyboardInterrupt):
        corpus.add([("river.md", replace(RIVER, text="The river Sarre is 318 kilometres long."))])
    assert corpus._collections.passages.count() == 2
    assert texts(corpus) == ["The river Sarre is 318 kilometres long."]


def test_removing_after_a_crash_clears_what_it_left(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next writer looks after the one that did not finish, whatever it came to do."""
    corpus.add([("river.md", RIVER), ("tower.md", TOWER)])

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(corpus._collections, "drop", crash)
        with pytest.raises(KeyboardInterrupt):
            corpus.add([("river.md", replace(RIVER, text="The river Sarre is 318 kilometres long."))])
    assert corpus._collections.passages.count() == 3
    corpus.remove(["tower"])
    assert corpus._collections.passages.count() == 1


def test_a_second_writer_is_told(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one process writes, another gets a clear message instead of a mixture."""
    monkeypatch.setattr("factcheck.corpus.locking.LOCK_SECONDS", 0.1)
    with corpus._lock(), pytest.raises(CorpusError, match="another process is writing"):
        corpus.add([("river.md", RIVER)])


def test_many_passages_are_written_in_blocks(corpus: Corpus) -> None:
    """More passages than one batch holds are all found, and progress ends at the total."""
    seen: list[tuple[int, int]] = []
    sources = [(f"{n}.md", Source(text=f"Report number {n} on the river.\n\n" * 3)) for n in range(600)]
    corpus.add(sources, lambda done, total: seen.append((done, total)))
    assert corpus.statistics().documents == 600
    assert seen[-1][0] == seen[-1][1] == corpus.statistics().passages


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(alphabet="abc de.\n", min_size=3).filter(lambda t: any(c.isalpha() for c in t)), max_size=5)
)
def test_adding_twice_is_adding_once(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """For any documents, a second addition leaves documents, passages and snapshot as they were."""
    corpus = open_corpus(tmp_path_factory.mktemp("home"), "any", WordEmbedder(), create=True)
    sources = [(f"{n}.txt", Source(text=text)) for n, text in enumerate(texts)]
    corpus.add(sources)
    before = corpus.statistics(), corpus.documents()
    corpus.add(sources)
    assert (corpus.statistics(), corpus.documents()) == before


def test_a_source_without_text_under_its_headings_is_empty(tmp_path: Path) -> None:
    """Nothing is written for it, the others are added, and what stood under its name stays."""
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add([("river.md", RIVER)])
    stub = Source(text="# Only a heading")
    assert [a.outcome for a in corpus.add([("river.md", stub), ("tower.md", TOWER)])] == ["empty", "added"]
    assert len(corpus.documents()) == 2


def test_a_passage_knows_its_page(corpus: Corpus) -> None:
    """What is found in a document with pages says which one; a document without pages says none."""
    text = "The river Sarre is long.\n\nThe lighthouse stands at Cape Orm."
    corpus.add([("report.pdf", Source(text=text, pages=(0, 26))), ("river.md", RIVER)])
    pages = {passage.text: passage.page for passage in corpus.search(["river lighthouse"], limit=9)[0]}
    assert pages == {text[:24]: 1, text[26:]: 2, RIVER.text: None}


class Blind(WordEmbedder):
    """Sees no difference between texts, so that only words can tell them apart."""

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        return np.full((len(texts), 64), 0.125, np.float32)


def numbered(*, count: int, odd: str) -> list[tuple[str, Source]]:
    sources = [(f"{n}.md", Source(text=f"Ordinary report about daily matters, part {n}.")) for n in range(count)]
    return [*sources, ("odd.md", Source(text=odd, published=date(2024, 1, 1)))]


@pytest.mark.parametrize("query", ["the mayor of Ormstadt", "4.5 million tonnes", "4523000 tonnes of ore"])
def test_a_rare_name_or_number_is_found_among_hundreds(tmp_path: Path, query: str) -> None:
    """What the vectors do not tell apart is found by its words, numbers in any spelling."""
    corpus = open_corpus(tmp_path, "any", Blind(), create=True)
    corpus.add(numbered(count=300, odd="In Ormstadt 4,523,000 tonnes were loaded."))
    assert corpus.search([query], limit=1)[0][0].document.id == "odd"


def test_what_is_found_by_its_words_keeps_to_the_date(tmp_path: Path) -> None:
    """The date limit holds for passages fetched by their words, too."""
    corpus = open_corpus(tmp_path, "any", Blind(), create=True)
    corpus.add(numbered(count=300, odd="In Ormstadt 4,523,000 tonnes were loaded."))
    assert corpus.search(["Ormstadt"], limit=3, as_of=date(2023, 12, 31))[0] == []
    assert [p.document.id for p in corpus.search(["Ormstadt"], limit=3, as_of=date(2024, 1, 1))[0]] == ["odd"]


def test_the_score_shown_is_the_similarity_alone(corpus: Corpus) -> None:
    """Words add to what passages are ordered by, never to their score."""
    corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    dense = corpus.search(["river Sarre"], by=Method.DENSE)[0]
    best = corpus.search(["river Sarre"])[0][0]
    assert best.score == dense[0].score == dense[0].match < best.match


def test_a_passage_stored_without_terms_is_found_by_its_vector(corpus: Corpus) -> None:
    """Passages written before there were terms take part in every search."""
    corpus.add([("river.md", RIVER)])
    stored = corpus._collections.passages.get(include=["metadatas"])
    corpus._collections.passages.update(ids=stored["ids"], metadatas=[{"terms": None} for _ in stored["ids"]])
    assert texts(corpus, "Sarre") == [RIVER.text]


def test_a_search_during_a_replacement_sees_one_version(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a writer replaces a document between two of a search's steps, it is asked again and the new text found."""
    corpus.add([("river.md", RIVER)])
    records, writes = corpus._collections.records, [replace(RIVER, text="The river Sarre is 318 kilometres long.")]

    def interrupted(ids: set[str] | None = None) -> dict[str, Document]:
        if writes:
            corpus.add([("river.md", writes.pop())])
        return records(ids)

    monkeypatch.setattr(corpus._collections, "records", interrupted)
    assert texts(corpus) == ["The river Sarre is 318 kilometres long."]
