"""Retrieval: sets in BEIR's form are read, indexed apart from the user's corpora, searched and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from corpora import WordEmbedder

from factcheck.entailment import Stances
from factcheck.errors import GoldError
from factcheck.evaluation.beir import read_set
from factcheck.evaluation.ranking import RankScores
from factcheck.evaluation.retrieval import evaluate_retrieval

from .samples import SUBJECT, lines, quiet

CORPUS = [
    {"_id": "river", "title": "The Sarre", "text": "The river Sarre is 312 kilometres long."},
    {"_id": "tower", "title": "", "text": "The lighthouse at Cape Orm was built in 1871."},
    {"_id": "copy", "title": "", "text": "The lighthouse at Cape Orm was built in 1871."},
    {"_id": 4, "title": "Bread rises with yeast", "text": ""},
]
QUERIES = [
    {"_id": "q1", "text": "how long is the river Sarre"},
    {"_id": "q2", "text": "lighthouse at Cape Orm"},
    {"_id": "q3", "text": "never judged"},
    {"_id": 5, "text": "why bread rises"},
]
JUDGED = [
    {"query-id": "q1", "corpus-id": "river", "score": 1},
    {"query-id": "q1", "corpus-id": "tower", "score": 0},
    {"query-id": "q2", "corpus-id": "copy", "score": 2},
    {"query-id": 5, "corpus-id": 4, "score": 1},
]
TABLE = "query-id\tcorpus-id\tscore\nq1\triver\t1\nq1\ttower\t0\nq2\tcopy\t2\n5\t4\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines(tmp_path / "set" / "corpus.jsonl", *CORPUS)
    lines(tmp_path / "set" / "queries.jsonl", *QUERIES)
    lines(tmp_path / "set" / "qrels.jsonl", *JUDGED)
    return tmp_path / "set"


def test_a_set_is_read(folder: Path) -> None:
    """Ids may be numbers; what is not relevant and what was not judged stays out."""
    found = read_set(folder)
    assert [entry.id for entry in found.documents] == ["river", "tower", "copy", "4"]
    assert [query.id for query in found.queries] == ["q1", "q2", "5"]
    assert found.relevant == {"q1": {"river": 1}, "q2": {"copy": 2}, "5": {"4": 1}}


def test_judgements_may_be_a_table(folder: Path) -> None:
    """BEIR's qrels/test.tsv gives the same set."""
    expected = read_set(folder)
    (folder / "qrels.jsonl").unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(TABLE)
    assert read_set(folder) == expected


def test_the_search_is_measured(folder: Path) -> None:
    """Each relevant document comes first: one with its title as its only text, one that is another's copy."""
    found = evaluate_retrieval(SUBJECT, "set", read_set(folder), (WordEmbedder(), None), quiet)
    assert list(found.methods) == ["dense", "lexical", "fused"]
    assert all(one.scores == RankScores(1.0, 1.0, 1.0, 1.0, 1.0) for one in found.methods.values())
    assert (found.documents, found.passages, found.queries) == (4, 3, 3)


def test_a_document_without_text_is_never_found(folder: Path) -> None:
    """It counts as missed, and takes no other's place."""
    lines(folder / "corpus.jsonl", *CORPUS[:3], {"_id": 4, "title": "", "text": ""})
    found = evaluate_retrieval(SUBJECT, "set", read_set(folder), (WordEmbedder(), None), quiet)
    assert [one.scores.recall_at_10 for one in found.methods.values()] == pytest.approx([2 / 3] * 3)


def test_the_entailment_model_reranks(folder: Path) -> None:
    """With a model a fourth search is measured: the fused one in the order of the model's stances."""
    pairs: list[tuple[str, str]] = []

    class Contrary:
        """Calls the right documents open and all others decided."""

        def classify(self, asked: Sequence[tuple[str, str]]) -> list[Stances]:
            pairs.extend(asked)
            right = [bool(set(claim.lower().split()) & set(text.lower().split())) for claim, text in asked]
            return [Stances(0.0, 0.0, 1.0) if each else Stances(1.0, 0.0, 0.0) for each in right]

    found = evaluate_retrieval(SUBJECT, "set", read_set(folder), (WordEmbedder(), Contrary()), quiet)
    assert found.methods["reranked"].scores.recall_at_1 == 0
    assert ("why bread rises", "[The Sarre] The river Sarre is 312 kilometres long.") in pairs


def test_nothing_is_left_behind(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus is a temporary one and is deleted."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    evaluate_retrieval(SUBJECT, "set", read_set(folder), (WordEmbedder(), None), quiet)
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", None, "holds no corpus.jsonl"),
        ("queries.jsonl", None, "holds no queries.jsonl"),
        ("qrels.jsonl", None, "qrels/test.tsv"),
        ("corpus.jsonl", '{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}', "line 2: the id 'a' stands"),
        ("corpus.jsonl", '{"_id": "river", "text": ""}', "every document is empty"),
        ("queries.jsonl", '{"_id": "q1"}', "line 1 lacks the key 'text'"),
        ("qrels.jsonl", '{"query-id": "q9", "corpus-id": "river", "score": 1}', "line 1: there is no query 'q9'"),
        ("qrels.jsonl", '{"query-id": "q1", "corpus-id": "sea", "score": 1}', "line 1: there is no document 'sea'"),
        ("qrels.jsonl", '{"query-id": "q1", "corpus-id": "river", "score": 0}', "calls no document relevant"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(folder: Path, name: str, content: str | None, said: str) -> None:
    """A missing file, and a line that does not fit, are told with what to do."""
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content)
    with pytest.raises(GoldError) as caught:
        read_set(folder)
    assert said in str(caught.value)
    assert caught.value.hint


def test_a_broken_table_is_named(folder: Path) -> None:
    """A line without its three columns is told with its number."""
    (folder / "qrels.jsonl").unlink()
    (folder / "qrels.tsv").write_text(TABLE + "q1 river 1\n")
    with pytest.raises(GoldError, match=r"qrels\.tsv, line 6 is not query-id, corpus-id and score"):
        read_set(folder)
