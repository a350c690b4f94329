"""Builds what `factcheck eval` measures: the part of a brain that a gold set is about, and its name in the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from factcheck import __version__
from factcheck.cli.brains import brain
from factcheck.cli.progress import Bar
from factcheck.embedder import NAME, WEIGHTS_SHA256, MiniLM
from factcheck.evaluation import Subject
from factcheck.pipeline import Brain
from factcheck.settings import EMBEDDED, Settings
from factcheck.verdicts import Label

if TYPE_CHECKING:
    from factcheck.evaluation.answers import Answer
    from factcheck.evaluation.rows import Pair

TOOL = f"factcheck {__version__}"


@dataclass(frozen=True, slots=True)
class Labeller:
    """Labels pairs of claim and evidence; `thresholds` are those it was shipped with, None for a language model."""

    subject: Subject
    answer: Callable[[Sequence[Pair]], list[Answer]]
    thresholds: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class Picker:
    """Decides which statements are worth checking."""

    subject: Subject
    decide: Callable[[Sequence[str]], list[str]]


@contextmanager
def labeller(chosen: Settings, show: Bar) -> Iterator[Labeller]:
    """The embedded entailment model, or the language model's judge."""
    from factcheck.evaluation.answers import classified, judged

    if chosen.model != EMBEDDED:
        with whole(chosen, MiniLM()) as (built, subject):
            yield Labeller(subject, partial(judged, built.judge, progress=show), None)
        return
    from factcheck.entailment import Entailment

    entailment = Entailment(MiniLM())
    shipped = entailment.calibration
    thresholds: dict[str, float] = {Label.SUPPORTED: shipped.supported, Label.CONTRADICTED: shipped.contradicted}
    subject = Subject(TOOL, EMBEDDED, entailment.fingerprint)
    yield Labeller(subject, partial(classified, entailment, progress=show), thresholds)


@contextmanager
def picker(chosen: Settings, show: Bar) -> Iterator[Picker]:
    """The embedded rules and their trained head, or the language model's extractor."""
    from factcheck.evaluation.claims import decided, extracted

    if chosen.model != EMBEDDED:
        with whole(chosen, MiniLM()) as (built, subject):
            yield Picker(subject, partial(extracted, built.extractor, progress=show))
        return
    from factcheck.claims.triage import fingerprint
    from factcheck.grammar import SpacyGrammar

    yield Picker(Subject(TOOL, EMBEDDED, fingerprint()), partial(decided, SpacyGrammar(), MiniLM(), progress=show))


def search() -> Subject:
    """The search, which no brain has a part in."""
    return Subject(TOOL, NAME, WEIGHTS_SHA256[:12])


@contextmanager
def whole(chosen: Settings, embedder: MiniLM) -> Iterator[tuple[Brain, Subject]]:
    """A whole brain."""
    with brain(chosen, embedder) as built:
        yield built, Subject(TOOL, built.name, built.fingerprint, built.prompts)
