"""Builds the brain that `--model` names: the embedded one, or the LLM chain over LangChain."""

from __future__ import annotations

from factcheck.embedder import MiniLM
from factcheck.pipeline import Brain
from factcheck.settings import EMBEDDED, Settings


def brain(settings: Settings, embedder: MiniLM) -> Brain:
    """The brain, ready to work. Raises ModelError where the model is unknown or its package is missing."""
    return _embedded(embedder) if settings.model == EMBEDDED else _chain(settings)


def _embedded(embedder: MiniLM) -> Brain:
    from factcheck.claims.embedded import EmbeddedExtractor
    from factcheck.entailment import Entailment
    from factcheck.grammar import SpacyGrammar
    from factcheck.verdicts.embedded import EmbeddedJudge

    entailment = Entailment(embedder)
    extractor = EmbeddedExtractor(SpacyGrammar(), embedder)
    return Brain(EMBEDDED, entailment.fingerprint, extractor, EmbeddedJudge(entailment))


def _chain(settings: Settings) -> Brain:
    from factcheck import prompts
    from factcheck.claims.chain import ChainExtractor
    from factcheck.llm import connect
    from factcheck.verdicts.chain import ChainJudge

    chat = connect(settings.model, base_url=settings.base_url, timeout=settings.timeout)
    return Brain(
        settings.model,
        settings.model,
        ChainExtractor(chat),
        ChainJudge(chat),
        prompts=prompts.fingerprint(),
        calls=lambda: chat.calls,
        address=chat.address if settings.base_url else None,
    )
