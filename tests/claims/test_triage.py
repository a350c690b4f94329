"""Lone statements: the decision of the embedded brain on each, as it runs."""

from __future__ import annotations

import pytest

from factcheck.claims import Reason
from factcheck.claims.triage import fingerprint, triage
from factcheck.embedder import MiniLM
from factcheck.grammar import SpacyGrammar


@pytest.fixture(scope="module")
def grammar() -> SpacyGrammar:
    return SpacyGrammar()


def test_each_text_has_its_reason_or_none(grammar: SpacyGrammar) -> None:
    """What is worth checking has no reason; the others have theirs, in order."""
    texts = ["Unemployment fell to 4 percent in 2023.", "Who would dare?", "I think it is lovely.", "Well."]
    assert triage(grammar, MiniLM(), texts) == [None, Reason.QUESTION, Reason.OPINION, Reason.NO_FACT]


def test_one_sentence_is_enough(grammar: SpacyGrammar) -> None:
    """A text is worth checking if any of its sentences is, wherever its lines break."""
    assert triage(grammar, MiniLM(), ["Who would dare?\nUnemployment fell to\n4 percent in 2023."]) == [None]


def test_texts_without_words_are_not_worth_checking(grammar: SpacyGrammar) -> None:
    """Nothing and mere marks are taken, and no texts give no answers."""
    assert triage(grammar, MiniLM(), ["", "…"]) == [Reason.NO_FACT, Reason.BOILERPLATE]
    assert triage(grammar, MiniLM(), []) == []
    assert len(fingerprint()) == 12
