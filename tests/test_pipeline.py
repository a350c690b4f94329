"""The pipeline: every claim gets exactly one outcome, and the same inputs give the same report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from corpora import RIVER, TOWER, WordEmbedder

from factcheck.article import Article
from factcheck.claims import Claim, Extraction, Leftover, Reason
from factcheck.corpus import Corpus, open_corpus
from factcheck.errors import CorpusError, ModelError
from factcheck.evidence import Evidence
from factcheck.pipeline import Brain, Stage, check
from factcheck.report.json import to_json
from factcheck.verdicts import Gap, Label, OneByOne, Unchecked, Verdict

TEXT = "The Sarre is long. The Sarre is long. Lovely!"
ARTICLE = Article(text=TEXT, sha256="a" * 64, source="a.md", published=date(2025, 1, 2))
NOON = datetime(2025, 1, 3, 12, tzinfo=UTC)


class TwoClaims:
    """Finds the same sentence twice, and leaves one out."""

    def extract(self, article: Article) -> Extraction:
        claims = tuple(Claim(f"c{n}", TEXT[:18], TEXT[:18], start, start + 18) for n, start in ((1, 0), (2, 19)))
        return Extraction(claims, (Leftover("Lovely!", 38, 45, Reason.OPINION),))


class Queue(OneByOne):
    """A judge that answers from a queue and remembers what it was given."""

    def __init__(self, *answers: Verdict | Unchecked) -> None:
        self.answers = list(answers)
        self.history: list[tuple[Claim, Evidence]] = []

    def judge(self, claim: Claim, evidence: Evidence) -> Verdict | Unchecked:
        self.history.append((claim, evidence))
        return self.answers.pop(0)


OPEN = Verdict(Label.UNVERIFIABLE, 0.5, "Not verified.", "Nothing near.", Gap.NEAR_MISS)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add([("river.md", RIVER), ("tower.md", TOWER)])
    return corpus


def brain(judge: Queue) -> Brain:
    return Brain("scripted", "f00", TwoClaims(), judge)


def test_equal_claims_at_two_places_stay_two(corpus: Corpus) -> None:
    """Duplicates never collapse: as many verdicts as claims, each judged on evidence of its own."""
    judge = Queue(OPEN, Unchecked("timeout"))
    report = check(ARTICLE, corpus, brain(judge), checked_at=NOON)
    assert [c.verdict.label for c in report.claims] == ["unverifiable", "unchecked"]
    assert [e.claim_id for _, e in judge.history] == ["c1", "c2"]


def test_the_tally_is_counted_from_the_records(corpus: Corpus) -> None:
    """A failure of ours is counted apart from the verdicts."""
    report = check(ARTICLE, corpus, brain(Queue(OPEN, Unchecked("timeout"))), checked_at=NOON)
    tally = report.tally
    assert (tally.claims, tally.unverifiable, tally.unchecked, tally.not_checked) == (2, 1, 1, 1)


def test_the_same_inputs_give_the_same_bytes(corpus: Corpus) -> None:
    """Two runs differ in nothing but the time of the run."""
    runs = [to_json(check(ARTICLE, corpus, brain(Queue(OPEN, OPEN)), checked_at=NOON)) for _ in range(2)]
    assert runs[0] == runs[1]


def test_the_report_says_against_what_was_checked(corpus: Corpus) -> None:
    """Corpus, snapshot, date limit and model are in the run's record."""
    report = check(ARTICLE, corpus, brain(Queue(OPEN, OPEN)), checked_at=NOON, as_of=date(2025, 1, 1))
    assert report.corpus.snapshot == corpus.statistics().snapshot
    assert (report.run.as_of, report.run.checked_at, report.run.model) == (
        "2025-01-01",
        "2025-01-03T12:00:00Z",
        "scripted",
    )


def test_progress_goes_from_nothing_to_all(corpus: Corpus) -> None:
    """The last stage ends at the number of claims."""
    stages: list[Stage] = []
    check(ARTICLE, corpus, brain(Queue(OPEN, OPEN)), checked_at=NOON, progress=stages.append)
    assert stages[-1] == Stage("judging", 2, 2)


def test_an_empty_corpus_is_no_verdict(tmp_path: Path) -> None:
    """Without a document there is nothing to check against, and the user is told what to do."""
    empty = open_corpus(tmp_path, "empty", WordEmbedder(), create=True)
    with pytest.raises(CorpusError, match="'empty' is empty") as caught:
        check(ARTICLE, empty, brain(Queue()), checked_at=NOON)
    assert "factcheck corpus add" in caught.value.hint


def test_a_failing_extractor_ends_the_check(corpus: Corpus) -> None:
    """Where no claims could be found because the model failed, there is no report that looks complete."""

    class Broken:
        def extract(self, article: Article) -> Extraction:
            raise ModelError("no answer", retryable=True)

    with pytest.raises(ModelError):
        check(ARTICLE, corpus, Brain("broken", "f00", Broken(), Queue()), checked_at=NOON)
