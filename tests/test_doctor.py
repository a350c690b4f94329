"""`factcheck doctor`: what is there, what answers, and what to do about the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from servers import ScriptedServer, fails, says
from terminal import Terminal


def test_it_finds_the_brain_and_the_corpora(factcheck: Terminal, starter_home: Path) -> None:
    """A fresh install with a corpus is in order."""
    shown = factcheck("doctor", "--home", starter_home)
    assert shown.code == 0
    assert "ok    embedded brain: answers" in shown.out
    assert "ok    corpus default: 81 documents" in shown.out
    assert re.search(r"ok    settings: .*factcheck\.toml", shown.out)


def test_without_a_corpus_it_says_how_to_get_one(factcheck: Terminal, tmp_path: Path) -> None:
    """That is no fault."""
    shown = factcheck("doctor", "--home", tmp_path / "new")
    assert shown.code == 0
    assert "factcheck corpus add" in shown.out


def test_it_names_what_a_provider_needs(factcheck: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package or a key that is missing, and never the key itself."""
    assert "set OPENAI_API_KEY" in factcheck("doctor", "--home", tmp_path).out
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    shown = factcheck("doctor", "--home", tmp_path)
    assert "ok    openai models: installed, with a key" in shown.out
    assert "sk-secret" not in shown.out


def test_a_model_is_asked_for_one_word(factcheck: Terminal, tmp_path: Path) -> None:
    """Where one is named; one that fails is told with its hint, and the exit code tells."""
    with ScriptedServer(says({"word": "ready"}), fails(401)) as server:
        words = ["doctor", "--home", tmp_path, "--model", "openai:x", "--base-url", server.url]
        good, bad = factcheck(*words), factcheck(*words)
    assert (good.code, bad.code) == (0, 3)
    assert "ok    model openai:x: answers" in good.out
    assert "FAIL  model openai:x: openai refused the key" in bad.out
    assert "OPENAI_API_KEY" in bad.out
