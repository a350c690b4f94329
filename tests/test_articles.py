"""Whole articles through the whole program, as a user would check them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from terminal import Terminal

from factcheck.passages import sentences

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.md") if path.stem != "README")


def checked(factcheck: Terminal, article: Path, home: Path) -> dict[str, Any]:
    run = factcheck("check", article, "--home", home, "--format", "json")
    assert run.code == 0
    report: dict[str, Any] = json.loads(run.out)
    return report


def about(report: dict[str, Any], words: str) -> dict[str, Any]:
    """The verdict on the claim that holds the words."""
    return next(claim["verdict"] for claim in report["claims"] if words in claim["text"])


def quotes(verdict: dict[str, Any], stance: str) -> str:
    return " ".join(c["quote"] for c in verdict["citations"] if c["stance"] == stance)


@pytest.mark.shared
def test_a_published_article_is_read_rightly(factcheck: Terminal, starter_home: Path, shared: Path) -> None:
    """A real article: the wrong year is found and the right one quoted; what is right is supported; opinion is left."""
    report = checked(factcheck, shared / "articles" / "india-russia-defence.txt", starter_home)
    founded = about(report, "established in 2000")
    assert founded["label"] == "contradicted"
    assert "2010" in quotes(founded, "contradicts")
    assert founded["citations"][0]["document"]["kind"] in ("primary", "agency")
    trade = about(report, "$68.7B")
    assert trade["label"] == "supported"
    assert "68.7 billion" in quotes(trade, "supports")
    delivered = about(report, "three squadrons out of five")
    assert delivered["label"] == "supported"
    assert "hree of" in quotes(delivered, "supports")
    reasons = {part["quote"]: part["reason"] for part in report["not_checked"]}
    assert any(reason == "opinion" and "synergy" in quote for quote, reason in reasons.items())
    assert reasons["Comments are closed."] == "boilerplate"


@pytest.mark.parametrize("article", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_of_a_demo_article_vanishes(factcheck: Terminal, starter_home: Path, article: Path) -> None:
    """Every sentence is touched by a claim or by the list of what was not checked, and the tally adds up."""
    report = checked(factcheck, article, starter_home)
    text = report["article"]["text"]
    parts = [*report["claims"], *report["not_checked"]]
    assert all(text[part["start"] : part["end"]] == part["quote"] for part in parts)
    for start, end in sentences(text):
        assert any(part["start"] < end and start < part["end"] for part in parts), text[start:end]
    tally = report["tally"]
    assert tally["claims"] == len(report["claims"]) == sum(tally[label] for label in (
        "supported", "contradicted", "unverifiable", "unchecked"
    ))  # fmt: skip
    assert tally["not_checked"] == len(report["not_checked"])


@pytest.mark.parametrize("article", EXAMPLES, ids=lambda path: path.stem)
def test_verdicts_on_a_demo_article_are_quoted(factcheck: Terminal, starter_home: Path, article: Path) -> None:
    """Whatever is decided has a quote of its stance; both labels occur; the claims stand in article order."""
    report = checked(factcheck, article, starter_home)
    needed = {"supported": "supports", "contradicted": "contradicts"}
    for claim in report["claims"]:
        stance = needed.get(claim["verdict"]["label"])
        assert stance is None or quotes(claim["verdict"], stance)
    assert {"supported", "unverifiable"} <= {claim["verdict"]["label"] for claim in report["claims"]}
    starts = [claim["start"] for claim in report["claims"]]
    assert starts == sorted(starts)
