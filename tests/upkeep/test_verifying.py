"""A corpus that disagrees with itself: it is told, and mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpora import RIVER, TOWER, WordEmbedder
from terminal import Terminal

from factcheck.corpus import Corpus, open_corpus
from factcheck.corpus.layout import passage_id

LONG = replace(RIVER, text="\n\n".join(f"The river Sarre has bridge number {n}. " * 12 for n in range(4)))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add([("river.md", LONG), ("tower.md", replace(TOWER, published=date(2024, 1, 1)))])
    return corpus


def lose(corpus: Corpus) -> None:
    corpus._collections.delete_passages([passage_id(corpus.document("river")[0], 1)])


def orphan(corpus: Corpus) -> None:
    corpus._collections.documents.delete(ids=["tower"])


def outdate(corpus: Corpus) -> None:
    ids = corpus._collections.passages.get(where={"document": "tower"})["ids"]
    corpus._collections.amend_passages(ids, [{"published": 20200101}])


def miscount(corpus: Corpus) -> None:
    corpus._collections.amend([replace(corpus.document("river")[0], passages=2)])


def scramble(corpus: Corpus) -> None:
    ids = corpus._collections.passages.get(where={"document": "tower"})["ids"]
    corpus._collections.passages.update(ids=ids, documents=["Other words."], embeddings=WordEmbedder().embed(["x"]))


@pytest.mark.parametrize(
    ("damage", "document", "what"),
    [
        (lose, "river", "1 of its"),
        (orphan, "", "never finished or is gone"),
        (outdate, "tower", "another date"),
        (miscount, "river", "more passages than it has"),
        (scramble, "tower", "does not stand in its text"),
    ],
)
def test_what_disagrees_is_found_and_mended(
    corpus: Corpus, damage: Callable[[Corpus], None], document: str, what: str
) -> None:
    """It is named without being touched, mended when asked, and all is well afterwards."""
    assert corpus.verify() == []
    passages = {p.text for p in corpus.search(["river tower"], limit=50)[0]}
    damage(corpus)
    (fault,) = corpus.verify()
    assert fault.document == document
    assert what in fault.what
    assert corpus.verify(repair=True) == [fault]
    assert corpus.verify() == []
    after = {p.text for p in corpus.search(["river tower"], limit=50)[0]}
    assert after == (passages - {TOWER.text} if damage is orphan else passages)


def test_a_damaged_text_is_told_and_left(corpus: Corpus) -> None:
    """A text that is not the one added cannot be made good from within."""
    words = ["Other words."]
    corpus._collections.documents.update(ids=["tower"], documents=words, embeddings=WordEmbedder().embed(words))
    (fault,) = corpus.verify(repair=True)
    assert (fault.document, fault.mendable) == ("tower", False)
    assert corpus.verify() == [fault]


def test_the_exit_code_tells(factcheck: Terminal, tmp_path: Path) -> None:
    """0 where all is well or was mended, 1 where a fault stays."""
    (tmp_path / "river.txt").write_text("The river Sarre is 312 kilometres long.\n")
    words = ("corpus", "verify", "--home", tmp_path / "home")
    factcheck("corpus", "add", tmp_path / "river.txt", "--home", tmp_path / "home")
    assert factcheck(*words) == (0, "all is well\n", "")
    from factcheck.embedder import MiniLM

    orphaned = open_corpus(tmp_path / "home", "default", MiniLM())
    orphaned._collections.documents.delete(ids=["river"])
    shown = factcheck(*words)
    assert (shown.code, shown.out) == (1, "1 fault, 0 mended\n")
    assert "corpus verify --repair" in shown.err
    assert factcheck(*words, "--repair")[:2] == (0, "1 fault, 1 mended\n")
    assert factcheck(*words).out == "all is well\n"
