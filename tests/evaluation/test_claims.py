"""Check-worthiness: four statements, the figures of the check-worthy class worked out by hand."""

from __future__ import annotations

import pytest

from factcheck.article import Article
from factcheck.claims import Extraction
from factcheck.embedder import MiniLM
from factcheck.errors import ModelError, SetupError
from factcheck.evaluation.claims import decided, evaluate_claims, extracted
from factcheck.evaluation.rows import Statement
from factcheck.grammar import SpacyGrammar

from .samples import SUBJECT, Extractor, quiet

GOLD = [Statement(text, label) for text, label in zip("abcd", ["check_worthy"] * 2 + ["not"] * 2, strict=True)]


def test_the_figures_are_those_worked_out_by_hand() -> None:
    """One of two found, one of two given rightly; half of all right."""
    found = evaluate_claims(SUBJECT, ["a.jsonl"], GOLD, lambda _: ["check_worthy", "not", "check_worthy", "not"])
    assert (found.precision, found.recall, found.f1, found.accuracy) == (0.5, 0.5, 0.5, 0.5)
    assert found.confusion == {
        "check_worthy": {"check_worthy": 1, "not": 1, "unchecked": 0},
        "not": {"check_worthy": 1, "not": 1, "unchecked": 0},
    }
    assert set(found.confidence_intervals) == {"precision", "recall", "f1", "accuracy"}
    assert all(0 <= low <= 0.5 <= high <= 1 for low, high in found.confidence_intervals.values())


def test_what_is_unchecked_is_wrong_either_way() -> None:
    """A failure is no decision against a statement that is not worth checking."""
    found = evaluate_claims(SUBJECT, [], GOLD, lambda _: ["check_worthy", "unchecked", "not", "unchecked"])
    assert (found.unchecked, found.accuracy, found.precision, found.recall) == (2, 0.5, 1.0, 0.5)


def test_the_embedded_brain_decides_by_its_rules() -> None:
    """A statement with a figure is worth checking, a question and an opinion are not; order is kept over blocks."""
    texts = ["Trade grew by 4 percent in 2024.", "Who would dare?", "I love this place."]
    assert decided(SpacyGrammar(), MiniLM(), texts * 100, quiet) == ["check_worthy", "not", "not"] * 100


def test_an_extractor_decides_by_what_it_finds() -> None:
    """A text in which it finds a claim is worth checking."""
    assert extracted(Extractor("Yes."), ["Yes. No.", "No."], quiet) == ["check_worthy", "not"]


class Broken:
    """Fails on every text that says so."""

    def __init__(self, error: ModelError) -> None:
        self.error = error
        self.asked = 0

    def extract(self, article: Article) -> Extraction:
        self.asked += 1
        if article.text == "fail":
            raise self.error
        return Extraction((), ())


def test_a_failing_extractor_leaves_a_text_unchecked() -> None:
    """One failure costs one text; a model that fails five times from the start, or cannot be set up, ends it."""
    assert extracted(Broken(ModelError("no")), ["fail", "a", "fail"], quiet) == ["unchecked", "not", "unchecked"]
    broken = Broken(ModelError("no answer"))
    with pytest.raises(ModelError, match="no answer"):
        extracted(broken, ["fail"] * 20, quiet)
    assert broken.asked == 5
    with pytest.raises(SetupError):
        extracted(Broken(SetupError("no key")), ["a", "fail"], quiet)
