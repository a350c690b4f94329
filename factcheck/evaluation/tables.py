"""Part of the evaluation: figures in; the markdown tables that several renderers share out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from factcheck.evaluation import Subject
from factcheck.evaluation.scores import Interval, LabelScores
from factcheck.report.escape import cell, inline


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and the others numbers; cells are markdown already."""
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rules, *rows))


def heading(title: str, subject: Subject, said: str) -> str:
    """The title, what was measured by what, and one paragraph on it."""
    prompts = f", prompts {subject.prompts}" if subject.prompts else ""
    model = f"{inline(subject.model)} ({inline(subject.fingerprint)}{prompts})"
    return f"# {title}\n\n{said} Measured: {model}, {subject.tool}."


def headline(*figures: tuple[str, float, Interval | None]) -> str:
    """Each figure by its name, with its 95% interval where it has one."""
    rows = [[name, decimal(value), interval(ends)] for name, value, ends in figures]
    return table(["Figure", "Value", "95% interval"], rows)


def per_label(scores: Mapping[str, LabelScores]) -> str:
    """Each label's precision, recall, F1 and support."""
    rows = [
        [label, decimal(one.precision), decimal(one.recall), decimal(one.f1), str(one.support)]
        for label, one in scores.items()
    ]
    return "## By label\n\n" + table(["Label", "Precision", "Recall", "F1", "Support"], rows)


def confusion(counts: Mapping[str, Mapping[str, int]]) -> str:
    """How often each gold label (row) got which answer (column); answers that never came are left out."""
    answers = [a for a in next(iter(counts.values())) if a in counts or any(row[a] for row in counts.values())]
    rows = [[label, *(str(row[answer]) for answer in answers)] for label, row in counts.items()]
    head = ["Gold, and the answer", *(answer.replace("_", " ") for answer in answers)]
    return "## Confusion\n\n" + table(head, rows)


def decimal(value: float | None) -> str:
    """Three decimals; a dash for what there is not."""
    return "–" if value is None else f"{value:.3f}"


def interval(ends: Interval | None) -> str:
    """Both ends of an interval; "" for none."""
    return f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""


def name(text: str) -> str:
    """A file's or folder's name, safe in a table."""
    return cell(inline(text))
