"""Corrected metadata: it is found by at once, and outlives the next reading of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpora import RIVER, TOWER, WordEmbedder
from terminal import Terminal

from factcheck.corpus import Corpus, open_corpus
from factcheck.errors import CorpusError
from factcheck.reading import Source


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def corpus(tmp_path: Path, embedder: WordEmbedder) -> Corpus:
    return open_corpus(tmp_path, "rivers", embedder, create=True)


def test_an_edited_date_is_the_passages_too_and_nothing_is_embedded(corpus: Corpus, embedder: WordEmbedder) -> None:
    """The document keeps its id and text, and is found as of its new date, without a call to the embedder."""
    corpus.add([("river.md", RIVER)])
    before = len(embedder.history)
    corpus.edit("river", {"published": date(2020, 1, 1), "publisher": "Survey"})
    assert len(embedder.history) == before
    found = corpus.search(["river"], as_of=date(2020, 1, 1))[0]
    assert [(p.document.id, p.document.publisher, p.text) for p in found] == [("river", "Survey", RIVER.text)]
    assert corpus._collections.passages.count() == 1


def test_an_edited_title_is_embedded_anew(corpus: Corpus, embedder: WordEmbedder) -> None:
    """The title stands in what is embedded and looked up, so a changed one is found by."""
    corpus.add([("river.md", RIVER)])
    corpus.edit("river", {"title": "Waters of Ormstadt"})
    assert embedder.history[-1].startswith("Waters of Ormstadt")
    assert corpus.search(["Ormstadt"])[0][0].document.title == "Waters of Ormstadt"


def test_an_edit_outlives_the_file_as_it_was_and_as_it_changes(corpus: Corpus) -> None:
    """Adding the same file again changes nothing; a changed one brings its text, and the edited fields stay."""
    corpus.add([("river.md", RIVER)])
    corpus.edit("river", {"published": date(2020, 1, 1)})
    assert corpus.add([("river.md", RIVER)])[0].outcome == "unchanged"
    assert corpus.add([("river.md", replace(TOWER, published=date(2024, 1, 1)))])[0].outcome == "replaced"
    document, text = corpus.document("river")
    assert (document.published, document.title, text) == (date(2020, 1, 1), "Cape Orm", TOWER.text)


@pytest.mark.parametrize("pages", [(), (0, 26)])
def test_the_fingerprint_changes_exactly_with_the_content(corpus: Corpus, pages: tuple[int, ...]) -> None:
    """An edit changes it, the edit that undoes that brings the old one back, and an empty edit leaves it alone."""
    text = "The river Sarre is long.\n\nThe lighthouse stands at Cape Orm."
    corpus.add([("report.pdf", Source(text=text, pages=pages))])
    first = corpus.statistics().snapshot
    corpus.edit("report", {"publisher": "Survey"})
    assert corpus.statistics().snapshot != first
    assert {p.page for p in corpus.search(["river lighthouse"])[0]} == ({1, 2} if pages else {None})
    corpus.edit("report", {"publisher": ""})
    assert corpus.statistics().snapshot == first
    corpus.edit("report", {"publisher": ""})
    assert corpus.statistics().snapshot == first
    assert corpus.document("report")[0].title == "report"


def test_an_unknown_document_cannot_be_edited(corpus: Corpus) -> None:
    """The error names the id."""
    with pytest.raises(CorpusError, match="no document 'nowhere'"):
        corpus.edit("nowhere", {"publisher": "Survey"})


def test_the_command_edits_what_is_named(factcheck: Terminal, tmp_path: Path) -> None:
    """Options given are changed, "" empties, others stay; without any, or with a wrong one, nothing happens."""
    (tmp_path / "river.txt").write_text("The Sarre\n\nThe river Sarre is 312 kilometres long.\n")
    home = ("--home", tmp_path / "home")
    factcheck("corpus", "add", tmp_path / "river.txt", "--publisher", "Survey", "--url", "https://x.example/1", *home)
    edited = factcheck("corpus", "edit", "river", "--published", "2024-05-01", "--url", "", "--kind", "news", *home)
    assert edited.out == "edited  river  The Sarre\n"
    assert "river  2024-05-01  news  Survey  The Sarre" in factcheck("corpus", "list", *home).out
    assert "x.example" not in factcheck("corpus", "show", "river", *home).out
    assert factcheck("corpus", "add", tmp_path / "river.txt", "--publisher", "Survey", "--url", "https://x.example/1",
                     *home).out == "1 unchanged\n"  # fmt: skip
    assert factcheck("corpus", "edit", "river", *home).code == 2
    assert factcheck("corpus", "edit", "river", "--title", "", *home).code == 2
    assert factcheck("corpus", "edit", "river", "--kind", "rumour", *home).code == 2
