"""What a brain answers to a pair of claim and evidence."""

from __future__ import annotations

import pytest

from factcheck.entailment import Stances
from factcheck.errors import ModelError
from factcheck.evaluation.answers import Answer, classified, judged
from factcheck.evaluation.rows import Pair
from factcheck.verdicts import Label

from .samples import Classifier, Judge, quiet


def test_themost_probable_label_is_given() -> None:
    """The label is not held to any threshold; its probability is the confidence."""
    classifier = Classifier({"a": Stances(0.4, 0.35, 0.25), "b": Stances(0.2, 0.3, 0.5)})
    answers = classified(classifier, [Pair("a", "e", "supported"), Pair("b", "f", "supported")], quiet)
    assert answers == [Answer(Label.SUPPORTED, 0.4), Answer(Label.UNVERIFIABLE, 0.5)]
    assert classifier.history == [("a", "e"), ("b", "f")]


def test_many_pairs_are_asked_for_in_blocks() -> None:
    """Progress goes from nothing to all, and no pair is lost between two blocks."""
    seen: list[tuple[int, int]] = []
    classifier = Classifier({"a": Stances(1.0, 0.0, 0.0)})
    pairs = [Pair("a", str(n), "supported") for n in range(1100)]
    assert len(classified(classifier, pairs, lambda _, done, total: seen.append((done, total)))) == 1100
    assert [evidence for _, evidence in classifier.history] == [str(n) for n in range(1100)]
    assert (seen[0], seen[-1]) == ((0, 1100), (1100, 1100))


def test_a_judge_sees_the_evidence_as_its_one_passage() -> None:
    """The passage is the evidence letter for letter; the verdict's label and confidence are the answer."""
    judge = Judge({"a": Label.CONTRADICTED})
    assert judged(judge, [Pair("a", "Not a. Never.", "supported")], quiet) == [Answer(Label.CONTRADICTED, 0.8)]
    claim, evidence = judge.history[0]
    assert (claim.text, claim.quote) == ("a", "a")
    assert [passage.text for passage in evidence.passages] == ["Not a. Never."]


def test_empty_evidence_is_no_passage() -> None:
    """A judge is handed nothing where there is nothing."""
    judge = Judge({"a": Label.UNVERIFIABLE})
    judged(judge, [Pair("a", " ", "unverifiable")], quiet)
    assert judge.history[0][1].passages == ()


def test_a_failure_is_counted_and_not_a_label() -> None:
    """What a judge could not check is unchecked, with the reason."""
    judge = Judge({"a": Label.UNCHECKED, "b": Label.SUPPORTED})
    answers = judged(judge, [Pair("a", "e", "supported"), Pair("b", "e", "supported")], quiet)
    assert answers[0] == Answer(Label.UNCHECKED, 0.0, "timeout")
    assert answers[1].label is Label.SUPPORTED


def test_a_model_that_never_answers_is_given_up_on() -> None:
    """After five failures from the start it is told, not measured."""
    judge = Judge({"a": Label.UNCHECKED})
    with pytest.raises(ModelError, match="none of the first 5 pairs: timeout"):
        judged(judge, [Pair("a", "e", "supported")] * 50, quiet)
    assert len(judge.history) == 5
