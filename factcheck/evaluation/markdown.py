"""Part of the evaluation: a record of figures in; the same as markdown for people out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from factcheck.evaluation.articles import ArticleFigures, ArticlesFigures
from factcheck.evaluation.claims import ClaimFigures
from factcheck.evaluation.retrieval import RetrievalFigures
from factcheck.evaluation.tables import confusion, decimal, heading, headline, name, per_label, table
from factcheck.evaluation.verdicts import VerdictFigures
from factcheck.report.escape import inline
from factcheck.report.wording import count


def verdicts_markdown(found: VerdictFigures) -> str:
    """Labels of claim and evidence: how right, how sure, and what is left at the shipped thresholds."""
    scores = found.scores
    speed = f"{found.pairs_per_second:.1f} pairs per second"
    said = f"{count(found.pairs, 'pair')} of claim and evidence from {count(len(found.files), 'file')}, {speed}."
    ends = scores.confidence_intervals
    return _joined(
        heading("Evaluation: verdicts", found.subject, said + _unchecked(found.unchecked)),
        headline(
            ("Accuracy", scores.accuracy, ends["accuracy"]),
            ("Balanced accuracy", scores.balanced_accuracy, ends["balanced_accuracy"]),
            ("Macro-F1", scores.macro_f1, ends["macro_f1"]),
        ),
        _reasons(found),
        per_label(scores.per_label),
        confusion(scores.confusion),
        _thresholds(found),
        _calibration(found),
        _risk(found),
        _files(found),
    )


def retrieval_markdown(found: RetrievalFigures) -> str:
    """How well search finds the relevant documents."""
    queries = "1 judged query" if found.queries == 1 else f"{found.queries} judged queries"
    said = f"{queries} on {count(found.documents, 'document')} ({count(found.passages, 'passage')}) "
    said += f"of {inline(found.folder)}."
    head = ["Search", "Recall@1", "Recall@5", "Recall@10", "nDCG@10", "MRR@10", "Milliseconds per query"]
    rows = [
        [way, *map(decimal, astuple(one.scores)), f"{1000 * one.seconds_per_query:.1f}"]
        for way, one in found.methods.items()
    ]
    return _joined(heading("Evaluation: retrieval", found.subject, said), table(head, rows))


def claims_markdown(found: ClaimFigures) -> str:
    """How well the statements worth checking are picked."""
    speed = f"{found.statements_per_second:.1f} statements per second"
    said = f"{count(found.statements, 'statement')} from {count(len(found.files), 'file')}, {speed}. Precision, "
    said += "recall and F1 are those of the check-worthy class." + _unchecked(found.unchecked)
    ends = found.confidence_intervals
    return _joined(
        heading("Evaluation: check-worthy claims", found.subject, said),
        headline(
            ("Precision", found.precision, ends["precision"]),
            ("Recall", found.recall, ends["recall"]),
            ("F1", found.f1, ends["f1"]),
            ("Accuracy", found.accuracy, ends["accuracy"]),
        ),
        confusion(found.confusion),
    )


def articles_markdown(found: ArticlesFigures) -> str:
    """How the whole pipeline does on articles."""
    shares, called = found.shares, found.shares.true_called_contradicted
    said = f"{count(found.articles, 'article')} with {count(shares.gold_claims, 'checkable gold claim')}; "
    said += f"{count(found.extracted_claims, 'claim')} extracted." + _unchecked(found.unchecked)
    ends = found.confidence_intervals
    return _joined(
        heading("Evaluation: articles", found.subject, said),
        headline(
            ("Coverage", shares.coverage, None),
            ("Label accuracy", shares.label_accuracy, ends["label_accuracy"]),
            ("Label accuracy, covered claims only", shares.label_accuracy_covered, None),
            ("Balanced accuracy", found.balanced_accuracy, ends["balanced_accuracy"]),
            ("Macro-F1", found.macro_f1, ends["macro_f1"]),
            ("Evidence recall", shares.evidence_recall, None),
            ("Agreement on what is not check-worthy", shares.not_checkworthy_agreement, None),
            ("True claims called contradicted", called.share, None),
        ),
        f"{called.count} of {count(called.of, 'true claim')} called contradicted.",
        per_label(found.per_label),
        confusion(found.confusion),
        _articles(found.per_article),
    )


def _joined(*parts: str) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"


def _unchecked(number: int) -> str:
    counts = "counts" if number == 1 else "count"
    return f" {number} could not be checked and {counts} as wrong." if number else ""


def _reasons(found: VerdictFigures) -> str:
    return "\n".join(f"- {number} unchecked: {inline(reason)}" for reason, number in found.unchecked_reasons.items())


def _thresholds(found: VerdictFigures) -> str:
    rows = [
        [label, decimal(one.threshold), str(one.given), decimal(one.precision), decimal(one.coverage)]
        for label, one in found.at_thresholds.items()
    ]
    head = ["Label", "Threshold", "Given", "Precision", "Coverage"]
    shipped = any(one.threshold is not None for one in found.at_thresholds.values())
    return f"## {'At the shipped thresholds' if shipped else 'Verdicts as given'}\n\n{table(head, rows)}"


def _calibration(found: VerdictFigures) -> str:
    rows = [
        [f"{one.low:.1f} to {one.high:.1f}", str(one.count), decimal(one.confidence), decimal(one.accuracy)]
        for one in found.reliability
    ]
    said = f"Expected calibration error: {decimal(found.ece)}"
    head = ["Confidence", "Answers", "Mean confidence", "Accuracy"]
    return f"## Calibration\n\n{said}\n\n{table(head, rows)}"


def _risk(found: VerdictFigures) -> str:
    rows = [
        [f"{one.coverage:.0%}", decimal(one.risk), decimal(one.confidence)]
        for number, one in enumerate(found.risk_coverage, 1)
        if number % 2 == 0 or len(found.risk_coverage) <= 10
    ]
    said = f"Area under the risk-coverage curve: {decimal(found.area_under_risk_coverage)}"
    head = ["Most confident answers kept", "Share wrong", "Least confidence"]
    return f"## Risk against coverage\n\n{said}\n\n{table(head, rows)}"


def _files(found: VerdictFigures) -> str:
    rows = [[name(one.file), str(one.pairs), decimal(one.accuracy), decimal(one.macro_f1)] for one in found.files]
    return "## By file\n\n" + table(["File", "Pairs", "Accuracy", "Macro-F1"], rows) if len(rows) > 1 else ""


def _articles(rows: Sequence[ArticleFigures]) -> str:
    head = ["Article", "Gold claims", "Coverage", "Label accuracy", "Evidence recall", "Unchecked", "Seconds"]
    cells = [
        [
            name(one.article) + (f" ({name(one.failed)})" if one.failed else ""),
            str(one.shares.gold_claims),
            decimal(one.shares.coverage),
            decimal(one.shares.label_accuracy),
            decimal(one.shares.evidence_recall),
            str(one.unchecked),
            f"{one.seconds:.1f}",
        ]
        for one in rows
    ]
    return "## By article\n\n" + table(head, cells)
