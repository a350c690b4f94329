"""The entailment door, on the shipped model."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from factcheck.embedder import MiniLM
from factcheck.entailment import Calibration, Entailment, Part, Stances

LIGHT = "The lighthouse at Cape Orm was built in 1871 from grey granite."
PASSAGE = f"Cape Orm lies in the north. {LIGHT} Some 4,000 people visit it every year."
CLAIM = "The Cape Orm lighthouse was built in 1871."


@pytest.fixture(scope="module")
def entailment() -> Entailment:
    return Entailment(MiniLM())


def whole(text: str) -> Part:
    return Part(text, 0, len(text))


def near(one: Stances, other: Stances) -> bool:
    pairs = zip((one.supported, one.contradicted), (other.supported, other.contradicted), strict=True)
    return all(abs(a - b) < 1e-4 for a, b in pairs)


def test_the_three_probabilities_sum_to_one(entailment: Entailment) -> None:
    """Every part gets one triple, in the order asked for, and no part gives an empty list."""
    found = entailment.score(CLAIM, [whole(LIGHT), whole("Bread rises because of yeast.")])
    assert [round(s.supported + s.contradicted + s.unverifiable, 5) for s in found] == [1.0, 1.0]
    assert found[0].supported > found[1].supported
    assert entailment.score(CLAIM, []) == []


def test_it_tells_the_three_labels_apart(entailment: Entailment) -> None:
    """A claim that the evidence states, one that it denies and one on something else get their labels."""
    evidence = [whole(LIGHT)]
    stated = entailment.score(CLAIM, evidence)[0]
    denied = entailment.score("The Cape Orm lighthouse was built in 1920.", evidence)[0]
    foreign = entailment.score("The national bank raised its key rate on Monday.", evidence)[0]
    assert stated.supported > max(stated.contradicted, stated.unverifiable)
    assert denied.contradicted > denied.supported
    assert foreign.unverifiable > max(foreign.supported, foreign.contradicted)


def test_company_in_the_batch_changes_nothing(entailment: Entailment) -> None:
    """A pair's probabilities do not depend on what is scored beside it."""
    alone = Entailment(MiniLM()).score(CLAIM, [whole(LIGHT)])[0]
    beside = entailment.score(CLAIM, [whole(PASSAGE * 2), whole(LIGHT), whole("Bread.")])[1]
    assert near(alone, beside)


def test_a_part_is_read_apart_from_the_rest(entailment: Entailment) -> None:
    """A part is what its offsets say: the sentence that matters counts for more than the one beside it."""
    start = PASSAGE.index(LIGHT)
    part, other = Part(PASSAGE, start, start + len(LIGHT)), Part(PASSAGE, 0, start - 1)
    scores = entailment.score(CLAIM, [part, other])
    assert scores[0].supported > scores[1].supported
    similar = entailment.similarity(CLAIM, [part, other])
    assert 1 >= similar[0] > similar[1] >= -1


def test_a_pair_is_scored_once() -> None:
    """Asked again, it answers from memory."""
    entailment = Entailment(MiniLM())
    first = entailment.score(CLAIM, [whole(LIGHT)])
    entailment._run = None  # type: ignore[assignment,method-assign]
    assert entailment.score(CLAIM, [whole(LIGHT)]) == first


def test_pairs_are_classified_one_by_one(entailment: Entailment) -> None:
    """Each pair gets what its claim would get alone, in the order asked for, over more pairs than fit one batch."""
    evidence = [f"Bread rises because of yeast {n} times." for n in range(40)] + [LIGHT]
    found = entailment.classify([(CLAIM, text) for text in reversed(evidence)])
    assert len(found) == 41
    assert near(found[0], entailment.score(CLAIM, [whole(LIGHT)])[0])
    assert near(found[-1], entailment.score(CLAIM, [whole(evidence[0])])[0])
    assert entailment.classify([]) == []


def test_long_and_empty_texts_are_taken(entailment: Entailment) -> None:
    """Text past the limit is cut there, and a claim without a word still gets three probabilities."""
    assert len(entailment.score("word " * 500, [whole("other words " * 500)])) == 1
    assert len(entailment.score("", [whole("")])) == 1


def test_temperature_softens_and_never_turns_a_label(entailment: Entailment) -> None:
    """A higher temperature lowers the strongest probability and leaves the order as it is."""
    soft = Entailment(MiniLM(), Calibration(3.0, 0.5, 0.5)).score(CLAIM, [whole(LIGHT)])[0]
    sharp = Entailment(MiniLM(), Calibration(0.5, 0.5, 0.5)).score(CLAIM, [whole(LIGHT)])[0]
    assert sharp.supported > soft.supported > max(soft.contradicted, soft.unverifiable)


def test_the_model_card_shows_the_shipped_figures() -> None:
    """The card's table is that of verifier.json; on our own held-out pairs the model is well above both baselines."""
    models = files("factcheck").joinpath("models")
    kept = json.loads(models.joinpath("verifier.json").read_text(encoding="utf-8"))["development"]
    card = models.joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
    for name, figures in kept.items():
        assert f"| {name} | {figures['pairs']} | {figures['accuracy']:.3f} | {figures['macro_f1']:.3f} (" in card
    assert kept["own"]["accuracy"] > 0.15 + max(kept["own"]["majority"], kept["own"]["similarity_threshold"])
