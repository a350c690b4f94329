"""`factcheck eval` as it is typed: four commands on small gold, with the shipped models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from servers import Reply, ScriptedServer, fails, material, says
from terminal import Run, Terminal

from .samples import case, lines

PAIRS = [
    {"claim": "The lighthouse was built in 1871.", "evidence": "It was built in 1871.", "label": "SUPPORTS"},
    {"claim": "The lighthouse was built in 1920.", "evidence": "It was built in 1871.", "label": "REFUTES"},
    {"claim": "The bank raised its rate.", "evidence": "Bread rises because of yeast.", "label": "NOT ENOUGH INFO"},
]
STATEMENTS = [
    {"text": "Trade grew by 4 percent in 2024.", "label": "check_worthy"},
    {"text": "Who would dare?", "label": "not"},
]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return lines(tmp_path / "pairs.jsonl", *PAIRS)


def parsed(shown: Run) -> dict[str, Any]:
    assert (shown.code, shown.err) == (0, "")
    found: dict[str, Any] = json.loads(shown.out)
    return found


def without_times(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: without_times(value) for key, value in found.items() if "second" not in key}
    return [without_times(value) for value in found] if isinstance(found, list) else found


def test_verdicts_are_measured(factcheck: Terminal, pairs: Path) -> None:
    """The plain pairs get their labels; a rerun gives the same figures."""
    one, two = (parsed(factcheck("eval", "verdicts", pairs, "--format", "json")) for _ in range(2))
    assert (one["pairs"], one["unchecked"], one["model"]) == (3, 0, "embedded")
    assert sum(label["support"] for label in one["per_label"].values()) == 3
    assert one["at_thresholds"]["supported"]["threshold"] > 0
    assert without_times(one) == without_times(two)


def test_several_files_are_measured_together(factcheck: Terminal, pairs: Path, tmp_path: Path) -> None:
    """The figures are over all pairs; each file has its row."""
    more = lines(tmp_path / "more.jsonl", *PAIRS[:1])
    found = parsed(factcheck("eval", "verdicts", pairs, more, "--format", "json"))
    assert found["pairs"] == 4
    assert [(row["file"], row["pairs"]) for row in found["files"]] == [(str(pairs), 3), (str(more), 1)]


def test_markdown_is_the_default_and_files_can_be_named(factcheck: Terminal, pairs: Path, tmp_path: Path) -> None:
    """With --out and --plot both files are written, standard output stays empty, and their names are told."""
    assert factcheck("eval", "verdicts", pairs).out.startswith("# Evaluation: verdicts\n")
    report, plot = tmp_path / "report.md", tmp_path / "plot.png"
    shown = factcheck("eval", "verdicts", pairs, "--out", report, "--plot", plot)
    assert (shown.code, shown.out) == (0, "")
    # The first time ever, matplotlib may tell before it that it looks for fonts.
    assert shown.err.endswith(f"Plot: {plot}\nReport: {report}\n")
    assert report.read_text(encoding="utf-8").startswith("# Evaluation: verdicts\n")
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_retrieval_is_measured(factcheck: Terminal, tmp_path: Path) -> None:
    """The real embedder finds the plain documents first."""
    texts = {"a": "The river Sarre is 312 kilometres long.", "b": "Bread rises because of yeast."}
    lines(tmp_path / "set" / "corpus.jsonl", *({"_id": key, "text": text} for key, text in texts.items()))
    lines(tmp_path / "set" / "queries.jsonl", {"_id": "q", "text": "how long is the river"})
    lines(tmp_path / "set" / "qrels.jsonl", {"query-id": "q", "corpus-id": "a", "score": 1})
    found = parsed(factcheck("eval", "retrieval", tmp_path / "set", "--format", "json"))
    names = ("recall_at_1", "recall_at_5", "recall_at_10", "ndcg_at_10", "mrr_at_10")
    assert list(found["methods"]) == ["dense", "lexical", "fused", "reranked"]
    assert [found["methods"]["reranked"][name] for name in names] == [1.0] * 5
    assert found["methods"]["reranked"]["seconds_per_query"] > 0


def test_claims_are_measured(factcheck: Terminal, tmp_path: Path) -> None:
    """A statement with a figure is picked, a question is not."""
    gold = lines(tmp_path / "statements.jsonl", *STATEMENTS)
    found = parsed(factcheck("eval", "claims", gold, "--format", "json"))
    assert [found[name] for name in ("precision", "recall", "f1", "accuracy")] == [1.0] * 4


def test_articles_are_measured(factcheck: Terminal, tmp_path: Path) -> None:
    """The whole check runs on the case; the user's own corpora are not touched."""
    found = parsed(factcheck("eval", "articles", case(tmp_path / "bridge"), "--format", "json"))
    assert (found["articles"], found["gold_claims"], len(found["outcomes"])) == (1, 4, 5)
    assert found["coverage"] >= 0.5
    assert [row["article"] for row in found["per_article"]] == ["bridge"]
    assert not (tmp_path / "home").exists()


def test_a_language_model_is_measured_by_the_same_command(factcheck: Terminal, pairs: Path, tmp_path: Path) -> None:
    """Its verdicts are the answers; one that fails is unchecked, counts as wrong, and ends with 3."""
    quoted = {"passage": 1, "words": "It was built in 1871.", "stance": "supports"}
    answer = {
        "reasoning": "r", "quotes": [quoted], "label": "supported", "gap": "none", "certainty": "high",
        "conclusion": "It is so.", "missing": "", "search": "",
    }  # fmt: skip

    def first_only(request: dict[str, Any]) -> Reply:
        return says(answer) if PAIRS[0]["claim"] in material(request) else fails(401)

    with ScriptedServer(answer=first_only) as server:
        shown = factcheck(
            "eval", "verdicts", pairs, "--format", "json", "--model", "openai:small", "--base-url", server.url
        )
    found = json.loads(shown.out)
    assert (shown.code, found["model"], found["unchecked"]) == (3, "openai:small", 2)
    assert found["accuracy"] == pytest.approx(1 / 3, abs=1e-5)
    assert found["confusion"]["supported"]["supported"] == 1
    assert list(found["unchecked_reasons"].values()) == [2]


BAD = {
    "missing": (["verdicts", "nowhere.jsonl"], "nowhere.jsonl does not exist"),
    "not JSON": (["verdicts", "text.txt"], "text.txt, line 1 is not JSON"),
    "missing key": (["claims", "pairs.jsonl"], "pairs.jsonl, line 1 lacks the key 'text'"),
    "label": (["verdicts", "label.jsonl"], "label.jsonl, line 2: the label 'maybe' is unknown"),
    "empty": (["claims", "empty.jsonl"], "empty.jsonl is empty"),
    "no set": (["retrieval", "."], "holds no corpus.jsonl"),
    "no case": (["articles", "."], "holds no case"),
    "out": (["verdicts", "pairs.jsonl", "--out", "no/report.md"], "cannot write the report"),
    "overwrite": (["verdicts", "pairs.jsonl", "--out", "pairs.jsonl"], "would overwrite the gold set"),
    "plot": (["verdicts", "pairs.jsonl", "--plot", "plot.pdf"], "plot.pdf is no name for a PNG picture"),
    "model": (["verdicts", "pairs.jsonl", "--model", "nonsense"], "nonsense"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_line_and_a_hint(
    factcheck: Terminal, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What is wrong is said in one line, what to do in the next; the exit code is 2, and no gold is overwritten."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text("claim and evidence")
    (tmp_path / "empty.jsonl").write_text("\n")
    lines(tmp_path / "label.jsonl", PAIRS[0], PAIRS[0] | {"label": "maybe"})
    words, said = BAD[name]
    before = pairs.read_bytes()
    shown = factcheck("eval", *words)
    told = shown.err.strip().splitlines()
    assert (shown.code, shown.out, len(told)) == (2, "", 2)
    assert told[0].startswith("factcheck: ")
    assert said in told[0]
    assert told[1].startswith("  hint: ")
    assert pairs.read_bytes() == before


def test_an_unknown_label_is_answered_with_those_accepted(factcheck: Terminal, tmp_path: Path) -> None:
    """All three labels and their synonyms are listed."""
    gold = lines(tmp_path / "label.jsonl", PAIRS[0] | {"label": "maybe"})
    told = factcheck("eval", "verdicts", gold).err
    assert all(word in told for word in ("supported (", "refutes", "not enough info", "neutral"))


@pytest.mark.shared
def test_a_development_article_is_mostly_covered(factcheck: Terminal, shared: Path) -> None:
    """On a real case the statements that people marked are found."""
    found = parsed(factcheck("eval", "articles", shared / "data" / "articles" / "01-budget-vote", "--format", "json"))
    assert found["gold_claims"] == 30
    assert found["coverage"] > 0.9
