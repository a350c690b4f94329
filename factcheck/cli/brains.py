"""Builds the brain that the settings name: the embedded one, or the LLM chain over LangChain, or both in a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factcheck.claims import Extractor
from factcheck.cli.output import tell
from factcheck.embedder import MiniLM
from factcheck.errors import FactcheckError
from factcheck.llm import Asks, Price
from factcheck.pipeline import Brain
from factcheck.settings import EMBEDDED, Settings
from factcheck.verdicts import Judge

if TYPE_CHECKING:
    from factcheck.entailment import Entailment
    from factcheck.llm.chat import Chat, Terms


@contextmanager
def brain(settings: Settings, embedder: MiniLM) -> Iterator[Brain]:
    """The brain, ready to work, until the context ends. Raises ModelError where it cannot be had."""
    if settings.model == EMBEDDED:
        yield embedded(embedder)
        return
    with chat(settings) as connected:
        yield chain(settings, connected, connected, embedder)


def embedded(embedder: MiniLM) -> Brain:
    """The brain that needs no key and no network."""
    judge, entailment = _embedded_judge(embedder)
    return Brain(EMBEDDED, entailment.fingerprint, embedded_extractor(embedder), judge, reader=entailment)


def embedded_extractor(embedder: MiniLM) -> Extractor:
    """The first half of that brain; the entailment model has no part in it."""
    from factcheck.claims.embedded import EmbeddedExtractor
    from factcheck.grammar import SpacyGrammar

    return EmbeddedExtractor(SpacyGrammar(), embedder)


def _embedded_judge(embedder: MiniLM) -> tuple[Judge, Entailment]:
    """The other half and the model that it asks; the grammar, which takes two seconds to load, has no part in it."""
    from factcheck.entailment import Entailment
    from factcheck.verdicts.embedded import EmbeddedJudge

    entailment = Entailment(embedder)
    return EmbeddedJudge(entailment), entailment


def chat(settings: Settings, *, to_ask: bool = True) -> Chat:
    """The model that the settings name, to be closed; nothing is sent yet."""
    from factcheck.llm.providers import connect
    from factcheck.llm.store import FILE, Lenient, Store

    store = Lenient(Store(settings.home / FILE), _without_answers) if settings.cache else None
    return connect(settings.model, base_url=settings.base_url, terms=_terms(settings), store=store, to_ask=to_ask)


def _without_answers(error: FactcheckError) -> None:
    tell(error, "; going on without kept answers")


def chain(settings: Settings, connected: Chat, asks: Asks, embedder: MiniLM) -> Brain:
    """The brain that asks `asks`, which is the connected model itself or stands in for it."""
    from factcheck import prompts
    from factcheck.claims.chain import ChainExtractor
    from factcheck.verdicts.chain import ChainJudge

    judge: Judge = ChainJudge(asks, deep=settings.deep)
    fingerprint = connected.identity
    if settings.cascade is not None:
        judge, first = _cascade(judge, settings.model, settings.cascade, embedder)
        fingerprint = f"{fingerprint} after {first} from {settings.cascade:g}"
    return Brain(
        settings.model,
        fingerprint,
        ChainExtractor(asks),
        judge,
        prompts=prompts.fingerprint(),
        usage=lambda: connected.usage,
        price=_price(settings),
        address=connected.address if settings.base_url else None,
        options=_options(settings),
    )


def _options(settings: Settings) -> tuple[str, ...]:
    """The options that have a part in the verdicts, as on the command line."""
    sure = () if settings.cascade is None else ("--cascade", f"{settings.cascade:g}")
    return (*sure, *(("--deep",) if settings.deep else ()))


def _cascade(judge: Judge, name: str, sure: float, embedder: MiniLM) -> tuple[Judge, str]:
    """The embedded judge in front of that one, and the fingerprint of the first."""
    from factcheck.verdicts.cascade import CascadeJudge, Named

    first, entailment = _embedded_judge(embedder)
    return CascadeJudge(Named(EMBEDDED, first), Named(name, judge), sure=sure), entailment.fingerprint


def _terms(settings: Settings) -> Terms:
    from factcheck.llm.chat import Terms

    return Terms(
        concurrency=settings.concurrency,
        timeout=settings.timeout,
        rpm=settings.rpm,
        price=_price(settings),
        budget=settings.budget,
    )


def _price(settings: Settings) -> Price | None:
    return Price(*settings.price) if settings.price else None
