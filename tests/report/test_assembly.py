from __future__ import annotations

import pytest

from factcheck.article import Article
from factcheck.claims import Claim, Extraction
from factcheck.report import ClaimPart, CorpusPart, NotCheckedPart
from factcheck.report.assembly import compile_report
from factcheck.verdicts import Gap, Label, Unchecked, Verdict

from .sample import TEXT, empty_report, run, sample_report


def test_quotes_stand_at_their_offsets_and_lines() -> None:
    """Each claim and each leftover is the article's text from start to end, and begins on its line."""
    report = sample_report()
    parts: list[ClaimPart | NotCheckedPart] = [*report.claims, *report.not_checked]
    for part in parts:
        assert report.article.text[part.start : part.end] == part.quote
        assert report.article.text.splitlines()[part.line - 1].find(part.quote.splitlines()[0]) >= 0


def test_the_tally_is_counted() -> None:
    """The tally counts each label and the leftovers; what failed is in no verdict's count."""
    tally = sample_report().tally
    assert (tally.claims, tally.not_checked) == (6, 4)
    assert (tally.supported, tally.contradicted, tally.unverifiable, tally.unchecked) == (2, 1, 2, 1)
    assert empty_report().tally.claims == 0


def test_a_failure_is_unchecked_with_its_reason() -> None:
    """Unchecked carries what failed, no confidence and no quotes."""
    verdict = sample_report().claims[-1].verdict
    assert verdict.label == "unchecked"
    assert verdict.reasoning == "the model gave no answer within 60 s"
    assert (verdict.confidence, verdict.citations, verdict.gap) == (0.0, (), None)


def test_grounds_are_carried_over() -> None:
    """Gap, what is missing, near misses and the place of a quote reach the report; a confidence has three decimals."""
    claims = {claim.id: claim.verdict for claim in sample_report().claims}
    assert claims["c2"].confidence == 0.997
    assert (claims["c5"].gap, claims["c5"].missing) == ("only near misses", "A census figure or a population register.")
    assert claims["c5"].near_misses[0].document.id == "council-minutes-2021"
    assert (claims["c4"].citations[0].page, claims["c4"].citations[0].heading) == (14, "Fleet")


@pytest.mark.parametrize("outcomes", [[], [Unchecked("a"), Unchecked("b")]])
def test_every_claim_needs_one_outcome(outcomes: list[Unchecked]) -> None:
    """A claim without an outcome, or an outcome without a claim, is refused."""
    extraction = Extraction((Claim("c1", "x", TEXT[:3], 0, 3),), ())
    with pytest.raises(ValueError, match="1 claims need as many outcomes"):
        compile_report(Article(TEXT, "0", "-"), extraction, outcomes, CorpusPart("a", "b", 1, 1, None), run())


def test_a_file_name_that_is_no_text_can_be_written() -> None:
    """Bytes of a file's name that are not UTF-8 are replaced, so that the report can be saved."""
    article = Article(TEXT, "0", "caf\udce9.md")
    report = compile_report(article, Extraction((), ()), [], CorpusPart("a", "b", 1, 1, None), run())
    assert report.article.source == "caf?.md"


def test_an_unknown_date_stays_unknown() -> None:
    """An article without a date has none in the report."""
    verdict = Verdict(Label.UNVERIFIABLE, 0.5, "", "", gap=Gap.NOTHING_RETRIEVED)
    extraction = Extraction((Claim("c1", "x", TEXT[:3], 0, 3),), ())
    article = Article(TEXT, "0", "-")
    assert (
        compile_report(article, extraction, [verdict], CorpusPart("a", "b", 1, 1, None), run()).article.published
        is None
    )
