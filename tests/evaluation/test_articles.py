"""Whole articles: each checked in a corpus of its own, every share worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.article import Article
from factcheck.claims import Extraction
from factcheck.errors import GoldError, ModelError, SetupError
from factcheck.evaluation.articles import ArticlesFigures, Called, evaluate_articles
from factcheck.evaluation.cases import read_cases
from factcheck.pipeline import Brain
from factcheck.verdicts import Label

from .samples import GOLD, SUBJECT, brain, case, embedder, quiet

COST, OPENED, TRAMS, CATS, EXCLAIMED = (row["quote"] for row in GOLD)
# The cost is right and quotes its passage; the opening is called supported, by the wrong sentence; trams were missed.
LABELS = {COST: Label.SUPPORTED, OPENED: Label.SUPPORTED, CATS: Label.CONTRADICTED, EXCLAIMED: Label.UNVERIFIABLE}


def evaluated(folder: Path, labels: dict[str, Label] = LABELS) -> ArticlesFigures:
    return evaluate_articles(SUBJECT, read_cases([folder]), brain(labels), embedder(), quiet)


def test_the_shares_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    """Three of four claims covered, one right; one of two passages found; one of two true claims contradicted."""
    found = evaluated(case(tmp_path / "bridge"))
    shares = found.shares
    assert (found.articles, shares.gold_claims, found.extracted_claims, found.unchecked) == (1, 4, 4, 0)
    assert shares.coverage == 0.75
    assert shares.label_accuracy == 0.25
    assert shares.label_accuracy_covered == pytest.approx(1 / 3)
    assert shares.evidence_recall == 0.5
    assert shares.not_checkworthy_agreement == 0.0
    assert shares.true_called_contradicted == Called(1, 2, 0.5)
    assert found.macro_f1 == pytest.approx((0.5 + 0 + 0) / 3)
    assert found.confusion["unverifiable"]["not_found"] == 1
    assert found.per_label["supported"].precision == 0.5
    assert set(found.confidence_intervals) == {"label_accuracy", "balanced_accuracy", "macro_f1"}


def test_every_quote_has_its_outcome(tmp_path: Path) -> None:
    """Gold label, answer, the claim that answered and whether the passage was found, quote by quote."""
    outcomes = evaluated(case(tmp_path / "bridge")).outcomes
    assert [(o.quote, o.gold, o.given, o.evidence_found) for o in outcomes] == [
        (COST, "supported", "supported", True),
        (OPENED, "contradicted", "supported", False),
        (TRAMS, "unverifiable", "not_found", None),
        (CATS, "supported", "contradicted", None),
        (EXCLAIMED, "not_checkworthy", "unverifiable", None),
    ]
    assert [o.claim for o in outcomes] == [COST, OPENED, None, CATS, EXCLAIMED]


def test_what_the_tool_leaves_agrees_with_not_checkworthy(tmp_path: Path) -> None:
    """No claim over the exclamation is agreement on it."""
    found = evaluated(case(tmp_path / "bridge"), {COST: Label.SUPPORTED})
    assert found.shares.not_checkworthy_agreement == 1.0


def test_what_is_unchecked_is_counted_apart_and_wrong(tmp_path: Path) -> None:
    """It covers its quote, is no label, and is told."""
    found = evaluated(case(tmp_path / "bridge"), {COST: Label.UNCHECKED, TRAMS: Label.UNVERIFIABLE})
    assert (found.unchecked, found.confusion["supported"]["unchecked"]) == (1, 1)
    assert (found.shares.coverage, found.shares.label_accuracy) == (0.5, 0.25)


def test_each_article_has_its_row_and_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows by case; a corpus of one case is gone before the next; no folder stays."""
    for name in ("a", "b"):
        case(tmp_path / "cases" / name)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    found = evaluated(tmp_path / "cases")
    assert [(row.article, row.shares.coverage, row.extracted_claims) for row in found.per_article] == [
        ("a", 0.75, 4),
        ("b", 0.75, 4),
    ]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_same_cases_give_the_same_record_but_for_times(tmp_path: Path) -> None:
    """Nothing but seconds differs between two runs."""
    folder = case(tmp_path / "bridge")
    one, two = (evaluated(folder) for _ in range(2))
    assert timeless(one) == timeless(two)


def timeless(found: ArticlesFigures) -> ArticlesFigures:
    rows = tuple(replace(row, seconds=0.0) for row in found.per_article)
    return replace(found, seconds=0.0, per_article=rows)


class Broken:
    """Cannot read the articles whose text holds a word."""

    def __init__(self, word: str, error: ModelError) -> None:
        self.word, self.error = word, error

    def extract(self, article: Article) -> Extraction:
        if self.word in article.text:
            raise self.error
        return Extraction((), ())


def broken(folder: Path, word: str, error: ModelError) -> ArticlesFigures:
    unread = Brain("broken", "f00", Broken(word, error), brain({}).judge)
    return evaluate_articles(SUBJECT, read_cases([folder]), unread, embedder(), quiet)


def test_an_article_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    """Its gold claims are unchecked and its row says why; where all fail, or the model is not set up, that is told."""
    case(tmp_path / "cases" / "a")
    case(tmp_path / "cases" / "b")
    (tmp_path / "cases" / "b" / "article.md").write_text(f"A tunnel. {' '.join(row['quote'] for row in GOLD)}")
    found = broken(tmp_path / "cases", "tunnel", ModelError("no answer", hint="try again"))
    assert [row.failed for row in found.per_article] == [None, "no answer (try again)"]
    assert (found.unchecked, found.per_article[1].unchecked) == (4, 4)
    with pytest.raises(ModelError, match="none of the articles: no answer"):
        broken(tmp_path / "cases", "bridge", ModelError("no answer"))
    with pytest.raises(SetupError):
        broken(tmp_path / "cases", "tunnel", SetupError("no key"))


def test_a_document_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Figures on half a corpus would mislead."""
    folder = case(tmp_path / "bridge")
    (folder / "corpus" / "broken.txt").write_bytes(b"\x00\x01" * 99)
    with pytest.raises(GoldError, match=r"broken\.txt"):
        evaluated(folder)
