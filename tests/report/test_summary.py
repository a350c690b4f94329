from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from factcheck.claims import Reason
from factcheck.report import TallyPart
from factcheck.report.summary import summary
from factcheck.report.wording import percent, shorten, tally_sentences

from .sample import empty_report, sample_report


def test_summary_snapshot() -> None:
    """The sample's summary is the snapshot."""
    kept = Path(__file__).with_name("snapshots").joinpath("summary.txt").read_text(encoding="utf-8")
    assert summary(sample_report()) == kept


def test_nothing_found_takes_two_lines() -> None:
    """Without claims the summary is the tally alone."""
    assert summary(empty_report()).splitlines() == [
        "No claim to check was found in the article.",
        "1 passage of the article was not checked.",
    ]


def test_what_could_not_be_read_is_told_with_its_cause() -> None:
    """It is counted apart, since nobody knows whether it holds a claim."""
    report = sample_report()
    part = dataclasses.replace(report.not_checked[2], reason=str(Reason.FAILED), detail="the server failed")
    failed = dataclasses.replace(report, not_checked=(*report.not_checked[:2], part))
    assert ", 1 of them because of a failure." in summary(failed)
    assert f"  line {part.line}: the server failed" in summary(failed)


@pytest.mark.parametrize(
    ("reason", "finished"),
    [
        (Reason.OPINION, True),
        (Reason.FAILED, False),
        (Reason.SPENT, False),
        (Reason.PASSED_OVER, False),
        (Reason.NOT_FOUND, False),
    ],
)
def test_no_claim_is_a_finding_only_where_all_was_read(reason: Reason, finished: bool) -> None:
    """Where the model accounts for nothing, or was not asked, "no claim to check" would be a guess."""
    report = empty_report()
    parts = tuple(dataclasses.replace(part, reason=str(reason)) for part in report.not_checked)
    report = dataclasses.replace(report, not_checked=parts)
    assert report.finished is finished
    assert ("No claim to check was found" in summary(report)) is finished


def test_a_sentence_passed_over_beside_claims_is_listed_and_no_failure() -> None:
    """A small model passes over some in every article."""
    report = sample_report()
    claims = tuple(claim for claim in report.claims if claim.verdict.label != "unchecked")
    parts = tuple(dataclasses.replace(part, reason=str(Reason.PASSED_OVER)) for part in report.not_checked)
    tally = dataclasses.replace(report.tally, unchecked=0)
    assert dataclasses.replace(report, claims=claims, not_checked=parts, tally=tally).finished
    assert not report.finished


def test_a_terminal_gets_no_codes_from_foreign_text() -> None:
    """Control characters of an article do not reach the terminal, and a claim stays on its line."""
    report = sample_report()
    claim = dataclasses.replace(report.claims[0], text="red \x1b[31m\nline")
    assert "  line 3: red [31m line | " in summary(dataclasses.replace(report, claims=(claim,)))


@pytest.mark.parametrize(
    ("tally", "first"),
    [
        (TallyPart(1, 1, 0, 0, 0, 0), "1 claim checked: 0 contradicted, 1 supported, 0 unverifiable."),
        (TallyPart(2, 0, 0, 0, 2, 0), "No claim was checked."),
        (TallyPart(0, 0, 0, 0, 0, 0), "No claim to check was found in the article."),
    ],
)
def test_the_tally_is_a_plain_sentence(tally: TallyPart, first: str) -> None:
    """One claim is singular, and failures are in no verdict's count."""
    assert tally_sentences(dataclasses.replace(empty_report(), tally=tally, not_checked=()))[0] == first


def test_a_confidence_never_reads_as_certain() -> None:
    """Above 99 percent the report says so and no more."""
    assert [percent(each) for each in (0.5, 0.99, 0.999, 1.0)] == ["50%", "99%", "over 99%", "over 99%"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("one two three", "one two…"),
        ("one two", "one two"),
        ("abcdefghijklmn", "abcdefghi…"),
        ("one two, three", "one two…"),
    ],
)
def test_long_text_is_cut_between_words(text: str, short: str) -> None:
    """What does not fit in ten characters ends at a word, or within one that alone is too long."""
    assert shorten(text, 10) == short
