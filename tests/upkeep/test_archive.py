"""A corpus as one file: it comes back as it was, twice is once, and a hostile file is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from corpora import RIVER, TOWER, WordEmbedder
from terminal import Terminal

from factcheck.corpus import Corpus, open_corpus
from factcheck.errors import CorpusError
from factcheck.reading import Source


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    text = "The river Sarre is long.\n\nThe lighthouse stands at Cape Orm."
    corpus.add(
        [
            ("river.md", replace(RIVER, publisher="Survey", published=date(2024, 5, 1), said=("publisher",))),
            ("tower.md", TOWER),
            ("report.pdf", Source(text=text, pages=(0, 26))),
        ]
    )
    corpus.edit("tower", {"language": "en"})
    return corpus


@pytest.fixture
def other(tmp_path: Path) -> Corpus:
    return open_corpus(tmp_path / "elsewhere", "copy", WordEmbedder(), create=True)


def test_a_corpus_comes_back_as_it_was_without_embedding(tmp_path: Path, corpus: Corpus, other: Corpus) -> None:
    """Documents, passages, vectors and fingerprint are the same, and a second import changes nothing."""
    assert corpus.export(tmp_path / "a.zip") == 3
    assert [a.outcome for a in other.take_in(tmp_path / "a.zip")] == ["added"] * 3
    assert other._embedder.history == ["length"]  # type: ignore[attr-defined]
    assert other.documents() == corpus.documents()
    assert other.statistics().snapshot == corpus.statistics().snapshot
    wanted = ["river lighthouse Sarre"]
    assert other.search(wanted) == corpus.search(wanted)
    assert [a.outcome for a in other.take_in(tmp_path / "a.zip")] == ["unchanged"] * 3
    assert other.verify() == []


def test_the_same_corpus_gives_the_same_file(tmp_path: Path, corpus: Corpus, other: Corpus) -> None:
    """Exports are byte-identical, the one of an imported corpus, too; an empty corpus has nothing to export."""
    with pytest.raises(CorpusError, match="nothing to export"):
        other.export(tmp_path / "none.zip")
    corpus.export(tmp_path / "a.zip")
    other.take_in(tmp_path / "a.zip")
    other.export(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert [p.name for p in tmp_path.glob(".*.part")] == []


def test_what_is_there_is_kept_apart(tmp_path: Path, corpus: Corpus, other: Corpus) -> None:
    """Another document's id is not taken over, and one of the same source is replaced."""
    corpus.export(tmp_path / "a.zip")
    other.add([("x/river.md", TOWER), ("report.pdf", RIVER)])
    outcomes = {a.id: a.outcome for a in other.take_in(tmp_path / "a.zip")}
    assert outcomes == {"report": "replaced", "river-2": "added", "tower": "added"}
    assert other.verify() == []


def test_the_file_of_another_model_is_refused(tmp_path: Path, corpus: Corpus) -> None:
    """Vectors of different models are never mixed."""
    corpus.export(tmp_path / "a.zip")
    other = open_corpus(tmp_path / "elsewhere", "copy", WordEmbedder("other"), create=True)
    with pytest.raises(CorpusError, match="embedding model 'words', not other"):
        other.take_in(tmp_path / "a.zip")


Members = dict[str, bytes]


def changed(**fields: object) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        first, *rest = members["documents.jsonl"].splitlines(keepends=True)
        line = json.dumps(json.loads(first) | fields).encode() + b"\n"
        members["documents.jsonl"] = b"".join([line, *rest])

    return change


def with_vectors(make: Callable[[np.ndarray], np.ndarray], *, pickled: bool = False) -> Callable[[Members], None]:  # type: ignore[type-arg]
    def change(members: Members) -> None:
        out = io.BytesIO()
        np.save(out, make(np.load(io.BytesIO(members["vectors.npy"]))), allow_pickle=pickled)
        members["vectors.npy"] = out.getvalue()

    return change


def put(name: str, data: bytes) -> Callable[[Members], None]:
    return lambda members: members.update({name: data})


HOSTILE: dict[str, Callable[[Members], None]] = {
    "a path that leads out": put("../../evil.txt", b"x"),
    "a member too few": lambda members: members.pop("vectors.npy") and None,
    "a bomb": put("documents.jsonl", b" " * 50_000_000),
    "a line without end": put("documents.jsonl", b'{"id": "' + np.random.default_rng(1).bytes(45_000_000)),
    "no manifest": put("manifest.json", b"[]"),
    "another format": put(
        "manifest.json", b'{"format":9,"embedder":"words","documents":3,"passages":4,"dimensions":64}'
    ),
    "more documents than said": put(
        "manifest.json", b'{"format":1,"embedder":"words","documents":2,"passages":4,"dimensions":64}'
    ),
    "nested deeply": put("documents.jsonl", b"[" * 100_000 + b"]" * 100_000 + b"\n"),
    "an id that is a path": changed(id="../../x"),
    "an id that looks like a passage's": changed(id="a:b:c"),
    "another text": changed(text="Other words."),
    "a passage past the end": changed(spans=[[0, 10_000, "", 0]]),
    "passages that overlap": changed(spans=[[0, 20, "", 0], [10, 24, "", 0]]),
    "no passages": changed(spans=[]),
    "an unknown kind": changed(kind="rumour"),
    "a field too many": changed(passages=7),
    "an edited field that is none": changed(edited=["version"]),
    "too few vectors": with_vectors(lambda v: v[:-1]),
    "narrow vectors": with_vectors(lambda v: v[:, :32]),
    "doubles": with_vectors(lambda v: v.astype(np.float64)),
    "pickled objects": with_vectors(lambda v: np.array([{}] * len(v), dtype=object), pickled=True),
    "vectors that are no numbers": with_vectors(lambda v: v * np.float32("nan")),
    "long vectors": with_vectors(lambda v: v * np.float32(3)),
    "no vectors": put("vectors.npy", b"nothing"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_adds_nothing(tmp_path: Path, corpus: Corpus, other: Corpus, case: str) -> None:
    """Whatever is wrong with it, one clear error, and not even its good documents are added."""
    corpus.export(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        members = {name: file.read(name) for name in file.namelist()}
    HOSTILE[case](members)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    with pytest.raises(CorpusError):
        other.take_in(tmp_path / "b.zip")
    assert other.documents() == []
    assert other._collections.passages.count() == 0


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_told(tmp_path: Path, other: Corpus, data: bytes) -> None:
    """A file of another kind, or a cut one, is one line and a hint."""
    (tmp_path / "c.zip").write_bytes(data)
    with pytest.raises(CorpusError, match="cannot be imported"):
        other.take_in(tmp_path / "c.zip")


def test_the_commands_carry_a_corpus_over(factcheck: Terminal, tmp_path: Path) -> None:
    """Export on one machine, import on another, and again."""
    (tmp_path / "river.txt").write_text("The river Sarre is 312 kilometres long.\n")
    factcheck("corpus", "add", tmp_path / "river.txt", "--home", tmp_path / "one")
    file = tmp_path / "corpus.zip"
    assert factcheck("corpus", "export", file, "--home", tmp_path / "one").out == f"1 document exported to {file}\n"
    assert factcheck("corpus", "import", file, "--home", tmp_path / "two").out == "1 added\n"
    assert factcheck("corpus", "import", file, "--home", tmp_path / "two").out == "1 unchanged\n"
    assert "312" in factcheck("corpus", "search", "how long is the river", "--home", tmp_path / "two").out
    assert factcheck("corpus", "import", tmp_path / "none.zip", "--home", tmp_path / "two").code == 2
