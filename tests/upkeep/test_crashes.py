"""Killed or out of room at any moment: what was reported as added is there, whole, and nothing else is left behind."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
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
            assert outcome in ("added", "replaced"), outcome
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


def test_a_full_disk_is_told_and_the_corpus_as_before(tmp_path: Path, corpus: Corpus) -> None:
    """A limit on the size of files stands for the disk: one clear error, the old document whole, then all again."""
    before = corpus.statistics()
    many = [(f"{n}.md", Source(text=f"Report {n} on the river. " * 400)) for n in range(40)]
    database = next((tmp_path / "chroma").glob("*.sqlite3"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (database.stat().st_size, hard))
    try:
        with pytest.raises(CorpusError, match="no room to write") as caught:
            corpus.add(many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "free some space" in caught.value.hint
    assert corpus.statistics() == before
    assert [p.text for p in corpus.search(["river"])[0]] == [RIVER.text]
    assert {a.outcome for a in corpus.add(many)} == {"added"}
    assert corpus.verify() == []
