"""Killed or out of room at any moment: what was reported as added is there, whole, and nothing else is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from chromadb.errors import InternalError
from corpora import RIVER, WordEmbedder

from factcheck.corpus import Corpus, open_corpus
from factcheck.errors import CorpusError
from factcheck.reading import Source

from .crash import words

KILLS = int(os.environ.get("CRASHES", "20"))
CHILD = Path(__file__).with_name("crash.py")


def killed(home: Path, first: int, after: float) -> list[list[str]]:
    """What a writer reported until it was killed, so many seconds after its first report."""
    child = subprocess.Popen([sys.executable, CHILD, str(home), str(first)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    opening = child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate(timeout=60)
    return [line.split() for line in f"{opening}{rest}".splitlines() if len(line.split()) == 3]


def test_a_killed_writer_loses_nothing_that_it_reported(tmp_path: Path) -> None:
    """Killed many times at random moments, the corpus holds every reported text, and no orphan after the next write."""
    chance = random.Random(7)
    reported: dict[str, int] = {}
    for kill in range(KILLS):
        first = max(reported.values(), default=-1) + 3
        for name, number, outcome in killed(tmp_path, first - first % 3, chance.uniform(0, 0.3)):
            # Unchanged is what a killed writer had stored, and not got to report.
            assert outcome in ("added", "replaced", "unchanged"), outcome
            reported[name] = int(number)
        corpus = open_corpus(tmp_path, "crash", WordEmbedder())
        held = {d.source: corpus.document(d.id)[1] for d in corpus.documents()}
        for name, number in reported.items():
            # A replacement may have been finished, and the writer killed before it could say so.
            assert held[name] in (words(number), words(number + 1)), f"kill {kill}: {name}"
        corpus.add([("after.md", Source(text=f"Written after kill {kill}."))])
        assert corpus.verify() == []
        corpus.close()
    assert len(reported) >= KILLS


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add([("river.md", RIVER)])
    return corpus


def test_a_full_disk_is_told_and_the_corpus_as_before(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the passages found room and the records none: one clear error, the old document whole, then all again.

    Chroma's own answer is played: with a limit on the size of files it sometimes never comes back.
    """
    before = corpus.statistics()
    many = [(f"{n}.md", Source(text=f"Report {n} on the river. " * 400)) for n in range(4)]
    upsert = corpus._collections.upsert

    def full(collection: object, *rest: object) -> None:
        if collection is corpus._collections.documents:
            raise InternalError("error returned from database: (code: 13) database or disk is full")
        upsert(collection, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(corpus._collections, "upsert", full)
    with pytest.raises(CorpusError, match="no room to write") as caught:
        corpus.add(many)
    monkeypatch.setattr(corpus._collections, "upsert", upsert)
    assert "free some space" in caught.value.hint
    assert corpus.statistics() == before
    assert [p.text for p in corpus.search(["river"])[0]] == [RIVER.text]
    assert {a.outcome for a in corpus.add(many)} == {"added"}
    assert corpus.verify() == []
