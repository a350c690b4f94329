"""Filters on a check and a search: only such documents are found, and the report says so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpora import RIVER, TOWER, WordEmbedder
from terminal import Terminal

from factcheck.corpus import Corpus, Only, open_corpus
from factcheck.errors import CorpusError


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add(
        [
            ("river.md", replace(RIVER, publisher="City Council", kind="primary", published=date(2020, 5, 1))),
            ("tower.md", replace(TOWER, publisher="Gazette", kind="news", published=date(2024, 5, 1))),
            ("old.md", replace(TOWER, text="An undated tower by the river.", publisher="Gazette", kind="primary")),
        ]
    )
    return corpus


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (Only(publishers=("city council",)), {"river"}),
        (Only(publishers=("Gazette",)), {"tower", "old"}),
        (Only(publishers=("Gazette", "City Council")), {"river", "tower", "old"}),
        (Only(kinds=("primary",)), {"river", "old"}),
        (Only(kinds=("primary",), publishers=("Gazette",)), {"old"}),
        (Only(since=date(2024, 5, 1)), {"tower"}),
        (Only(since=date(2020, 5, 1)), {"river", "tower"}),
    ],
)
def test_only_such_documents_are_found(corpus: Corpus, only: Only, found: set[str]) -> None:
    """By vectors and by words alike; a document without a date is never of `since` or later."""
    assert {p.document.id for p in corpus.search(["river tower Sarre 1871"], only=only)[0]} == found


def test_filters_go_together_with_the_date_limit(corpus: Corpus) -> None:
    """Both ends of the dates hold at once."""
    only = Only(since=date(2020, 1, 1))
    assert [p.document.id for p in corpus.search(["river"], only=only, as_of=date(2021, 1, 1))[0]] == ["river"]


def test_a_filter_that_nothing_passes_is_an_error(corpus: Corpus) -> None:
    """A publisher spelt otherwise is told from an empty result, and the near name is given."""
    with pytest.raises(CorpusError, match="no document of corpus 'rivers' passes the filters") as caught:
        corpus.require(Only(publishers=("City Counsel",)))
    assert "is City Council meant?" in caught.value.hint
    corpus.require(Only(publishers=("city council",)), date(2020, 5, 1))
    with pytest.raises(CorpusError):
        corpus.require(Only(publishers=("city council",)), date(2020, 4, 30))


def test_an_edited_publisher_is_found_by(corpus: Corpus) -> None:
    """The passages' part of the filter follows an edit."""
    corpus.edit("river", {"publisher": "Survey"})
    assert [p.document.id for p in corpus.search(["river"], only=Only(publishers=("Survey",)))[0]] == ["river"]


def test_a_report_states_its_filters(factcheck: Terminal, tmp_path: Path) -> None:
    """Markdown and JSON name them, the command that repeats the check has them, and a search keeps to them."""
    (tmp_path / "river.txt").write_text("The Sarre\n\nThe river Sarre is 312 kilometres long.\n")
    (tmp_path / "bridge.txt").write_text("The bridge\n\nThe bridge over the Sarre is 90 metres long.\n")
    home = ("--home", tmp_path / "home")
    for name, kind in (("river", "primary"), ("bridge", "news")):
        factcheck("corpus", "add", tmp_path / f"{name}.txt", "--publisher", "City Council", "--kind", kind,
                  "--published", "2024-05-01", *home)  # fmt: skip
    filters = ("--publisher", "City Council", "--kind", "primary", "--since", "2024-01-01")
    (tmp_path / "article.txt").write_text("The river Sarre is 312 kilometres long.")
    shown = factcheck("check", tmp_path / "article.txt", *filters, *home).out
    assert "published by City Council, " not in shown
    assert "Only some documents were searched: published by City Council; of the kind primary; dated 2024" in shown
    assert "--since 2024-01-01 --publisher 'City Council' --kind primary" in shown
    run = json.loads(factcheck("check", tmp_path / "article.txt", "--format", "json", *filters, *home).out)["run"]
    assert (run["publishers"], run["kinds"], run["since"]) == (["City Council"], ["primary"], "2024-01-01")
    assert "bridge" not in factcheck("corpus", "search", "Sarre bridge", *filters, *home).out
    refused = factcheck("corpus", "search", "Sarre", "--publisher", "Nobody", *home)
    assert (refused.code, refused.out) == (2, "")
    assert factcheck("check", tmp_path / "article.txt", "--kind", "rumour", *home).code == 2
