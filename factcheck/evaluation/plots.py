"""Part of the evaluation: verdict figures in; a picture of how far confidences can be trusted out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from factcheck.evaluation.calibration import BINS
from factcheck.evaluation.verdicts import VerdictFigures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLUE, _GREY = "#2a6fb0", "#8a8a8a"


def reliability_plot(found: VerdictFigures) -> bytes:
    """A PNG: accuracy against confidence, and risk against coverage; the same figures give the same bytes."""
    from matplotlib.figure import Figure

    # A figure of its own, without pyplot: no window, no state shared with a caller's plots.
    figure = Figure(figsize=(10, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    _reliability(left, found)
    _risk(right, found)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
        axes.set_axisbelow(True)
    target = BytesIO()
    figure.savefig(target, format="png", dpi=150, metadata={"Software": None})
    return target.getvalue()


def _reliability(axes: Axes, found: VerdictFigures) -> None:
    axes.plot([0, 1], [0, 1], linestyle="--", color=_GREY, label="as right as it is sure")
    middles = [(one.low + one.high) / 2 for one in found.reliability]
    heights = [one.accuracy for one in found.reliability]
    axes.bar(middles, heights, width=0.9 / BINS, color=_BLUE, alpha=0.85, label="share right")
    for middle, one in zip(middles, found.reliability, strict=True):
        note = axes.annotate(str(one.count), (middle, one.accuracy), (0, 3), textcoords="offset points", ha="center")
        note.set(fontsize=8, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})
    ece = "–" if found.ece is None else f"{found.ece:.3f}"
    axes.set(xlim=(0, 1), ylim=(0, 1.08), ylabel="Share of answers that are right")
    axes.set_xlabel("Confidence in the label (on the bars: number of answers)")
    axes.set_title(f"Reliability (expected calibration error {ece})", fontsize=11)
    axes.legend(loc="upper left", fontsize=9, frameon=False)


def _risk(axes: Axes, found: VerdictFigures) -> None:
    coverage, risk = [one.coverage for one in found.risk_coverage], [one.risk for one in found.risk_coverage]
    axes.plot(coverage, risk, color=_BLUE, marker="o", markersize=3.5)
    axes.fill_between(coverage, risk, color=_BLUE, alpha=0.12)
    axes.set(xlim=(0, 1), ylim=(0, max([0.05, *risk]) * 1.15))
    axes.set(xlabel="Coverage: most confident answers kept", ylabel="Risk: share of those that are wrong")
    axes.set_title(f"Risk against coverage (area {found.area_under_risk_coverage:.3f})", fontsize=11)
