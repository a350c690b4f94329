"""The words for labels: those of other gold sets are led back to ours, others are not guessed at."""

from __future__ import annotations

import pytest

from factcheck.evaluation.labels import QUOTES, VERDICTS, WORTH, Labels, find, listing


@pytest.mark.parametrize(
    ("word", "labels", "label"),
    [
        ("SUPPORTS", VERDICTS, "supported"),
        ("entailment", VERDICTS, "supported"),
        ("REFUTES", VERDICTS, "contradicted"),
        ("Contradiction", VERDICTS, "contradicted"),
        ("NOT ENOUGH INFO", VERDICTS, "unverifiable"),
        ("not_enough_info", VERDICTS, "unverifiable"),
        ("neutral", VERDICTS, "unverifiable"),
        ("check-worthy", WORTH, "check_worthy"),
        ("verifiable", WORTH, "check_worthy"),
        (True, WORTH, "check_worthy"),
        (1, WORTH, "check_worthy"),
        ("Not Check-Worthy", WORTH, "not"),
        (0, WORTH, "not"),
        ("not_checkworthy", QUOTES, "not_checkworthy"),
        ("REFUTED", QUOTES, "contradicted"),
        ("not_checkworthy", VERDICTS, None),
        ("maybe", VERDICTS, None),
        ("", WORTH, None),
        (None, WORTH, None),
    ],
)
def test_a_word_leads_to_its_label(word: object, labels: Labels, label: str | None) -> None:
    """Case, hyphens and spaces do not matter; a word that is none of the set's gives None."""
    assert find(word, labels) == label


@pytest.mark.parametrize("labels", [VERDICTS, WORTH, QUOTES])
def test_every_label_is_a_word_for_itself(labels: Labels) -> None:
    """Our own words are accepted, and the listing names every label."""
    assert [find(label, labels) for label in labels] == list(labels)
    assert all(label in listing(labels) for label in labels)
