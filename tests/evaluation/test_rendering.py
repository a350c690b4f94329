"""What the user is shown: markdown and JSON of each kind of figures, and the plot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpora import WordEmbedder

from factcheck.evaluation.articles import evaluate_articles
from factcheck.evaluation.beir import RetrievalSet
from factcheck.evaluation.cases import read_cases
from factcheck.evaluation.claims import evaluate_claims
from factcheck.evaluation.json import to_json
from factcheck.evaluation.markdown import articles_markdown, claims_markdown, retrieval_markdown, verdicts_markdown
from factcheck.evaluation.plots import reliability_plot
from factcheck.evaluation.retrieval import evaluate_retrieval
from factcheck.evaluation.rows import Entry, Query

from .samples import SUBJECT, brain, case, quiet
from .test_articles import LABELS, timeless
from .test_claims import GOLD
from .test_verdicts import figures

SNAPSHOTS = Path(__file__).parent / "snapshots"


def verdicts(_: Path) -> Any:
    return replace(figures(), seconds=0.5, pairs_per_second=12.0)


def retrieval(_: Path) -> Any:
    relevant = {"q": {"a": 1}}
    gold = RetrievalSet(
        (
            Entry("a", "The river is long."),
            Entry("b", "Bread."),
        ),
        (Query("q", "river"),),
        relevant,
    )
    found = evaluate_retrieval(SUBJECT, "set|one", gold, (WordEmbedder(), None), quiet)
    methods = {name: replace(one, seconds_per_query=0.0123456) for name, one in found.methods.items()}
    return replace(found, methods=methods, seconds_indexing=0.1)


def claims(_: Path) -> Any:
    found = evaluate_claims(SUBJECT, ["a.jsonl"], GOLD, lambda _: ["check_worthy", "not", "check_worthy", "not"])
    return replace(found, seconds=0.1, statements_per_second=40.0)


def articles(folder: Path) -> Any:
    cases = read_cases([case(folder / "a_bridge|1")])
    return timeless(evaluate_articles(SUBJECT, cases, brain(LABELS), WordEmbedder(), quiet))


KINDS: dict[str, tuple[Callable[[Path], Any], Callable[[Any], str]]] = {
    "verdicts": (verdicts, verdicts_markdown),
    "retrieval": (retrieval, retrieval_markdown),
    "claims": (claims, claims_markdown),
    "articles": (articles, articles_markdown),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_reads_as_kept(tmp_path: Path, kind: str) -> None:
    """Both formats are compared letter for letter with the kept text; delete a file to write it anew."""
    make, markdown = KINDS[kind]
    found = make(tmp_path)
    for suffix, shown in ((".md", markdown(found)), (".json", to_json(found))):
        kept = SNAPSHOTS / f"{kind}{suffix}"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(shown, encoding="utf-8")
        assert shown == kept.read_text(encoding="utf-8")


def test_figures_stand_side_by_side_in_json(tmp_path: Path) -> None:
    """The keys that other programs read are at the top."""
    assert {
        "model", "fingerprint", "pairs", "accuracy", "balanced_accuracy", "macro_f1", "per_label", "confusion", "ece",
        "confidence_intervals", "at_thresholds", "risk_coverage", "area_under_risk_coverage", "pairs_per_second",
    } <= set(json.loads(to_json(verdicts(tmp_path))))  # fmt: skip
    assert {
        "coverage", "label_accuracy", "label_accuracy_covered", "macro_f1", "evidence_recall", "confusion", "per_label",
        "not_checkworthy_agreement", "true_called_contradicted", "unchecked", "per_article",
    } <= set(json.loads(to_json(articles(tmp_path))))  # fmt: skip


def test_the_plot_is_a_picture_and_repeats(tmp_path: Path) -> None:
    """The same figures give the same bytes, also where there is next to nothing to draw."""
    found = verdicts(tmp_path)
    assert reliability_plot(found).startswith(b"\x89PNG")
    assert reliability_plot(found) == reliability_plot(found)
    assert reliability_plot(replace(found, ece=None, reliability=(), risk_coverage=())).startswith(b"\x89PNG")
