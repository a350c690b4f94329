"""Small gold by hand, doubles for what is measured, and the records that come of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpora import WordEmbedder

from factcheck.article import Article
from factcheck.claims import Claim, Extraction
from factcheck.entailment import Stances
from factcheck.evaluation import Subject
from factcheck.evidence import Evidence
from factcheck.pipeline import Brain
from factcheck.verdicts import Citation, Gap, Label, OneByOne, Stance, Unchecked, Verdict

SUBJECT = Subject("factcheck 0.0", "scripted", "f00")
ARTICLE = "The bridge cost 4 million. It opened in May. It carries trams. Cats like it. What a bridge!"
DOCUMENT = "The bridge cost 4 million, the council said. It was opened in June. Nobody knows more."


def quiet(name: str, done: int, total: int) -> None:
    """No progress."""


def lines(path: Path, *rows: object) -> Path:
    """The file, with a JSON object on each line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def case(folder: Path, *gold: dict[str, Any]) -> Path:
    """A case on the bridge: five sentences, one document."""
    (folder / "corpus").mkdir(parents=True)
    (folder / "article.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "corpus" / "council.md").write_text(DOCUMENT, encoding="utf-8")
    lines(folder / "gold.jsonl", *(gold or GOLD))
    return folder


GOLD: tuple[dict[str, Any], ...] = (
    {
        "quote": "The bridge cost 4 million.",
        "label": "supported",
        "evidence": [{"doc": "council.md", "quote": "The bridge cost 4 million"}],
    },
    {
        "quote": "It opened in May.",
        "label": "contradicted",
        "evidence": [{"doc": "council.md", "quote": "It was opened in June."}],
    },
    {"quote": "It carries trams.", "label": "unverifiable"},
    {"quote": "Cats like it.", "label": "supported"},
    {"quote": "What a bridge!", "label": "not_checkworthy"},
)


class Classifier:
    """Answers from a table of claim to probabilities; remembers the pairs."""

    def __init__(self, table: dict[str, Stances]) -> None:
        self.table = table
        self.history: list[tuple[str, str]] = []

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Stances]:
        self.history += pairs
        return [self.table[claim] for claim, _ in pairs]


class Judge(OneByOne):
    """Gives the label in its table to a claim with these words, its first sentence of evidence quoted."""

    def __init__(self, table: dict[str, Label]) -> None:
        self.table = table
        self.history: list[tuple[Claim, Evidence]] = []

    def judge(self, claim: Claim, evidence: Evidence) -> Verdict | Unchecked:
        self.history.append((claim, evidence))
        label = self.table[claim.text]
        if label is Label.UNCHECKED:
            return Unchecked("timeout")
        gap = Gap.NEAR_MISS if label is Label.UNVERIFIABLE else None
        return Verdict(label, 0.8, "So.", "Because.", gap, () if gap else (quotation(label, evidence),))


def quotation(label: Label, evidence: Evidence) -> Citation:
    """The first sentence of the first passage, of the label's stance."""
    passage = evidence.passages[0]
    quote = passage.text.split(". ")[0]
    stance = Stance.SUPPORTS if label is Label.SUPPORTED else Stance.CONTRADICTS
    return Citation(quote, stance, passage, passage.start, passage.start + len(quote))


class Extractor:
    """Finds the sentences that it is given, wherever they stand."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences

    def extract(self, article: Article) -> Extraction:
        found = [(article.text.find(s), s) for s in self.sentences if s in article.text]
        return Extraction(tuple(Claim(f"c{n}", s, s, at, at + len(s)) for n, (at, s) in enumerate(found, 1)), ())


def brain(labels: dict[str, Label]) -> Brain:
    """A brain that finds the sentences of the table, and labels them so."""
    return Brain("scripted", "f00", Extractor(*labels), Judge(labels))


def embedder() -> WordEmbedder:
    return WordEmbedder()
