"""Writes the snapshots anew: `python -m tests.report.regenerate`. Read the difference before keeping it."""

from __future__ import annotations

from pathlib import Path

from factcheck.report.json import to_json
from factcheck.report.markdown import to_markdown
from factcheck.report.summary import summary

from .sample import sample_report

SNAPSHOTS = {"report.md": to_markdown, "report.json": to_json, "summary.txt": summary}

if __name__ == "__main__":
    for name, render in SNAPSHOTS.items():
        Path(__file__).with_name("snapshots").joinpath(name).write_text(render(sample_report()), encoding="utf-8")
