"""A corpus in step with a folder: what is new comes, what changed follows, what vanished goes, and no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from corpora import WordEmbedder
from terminal import Terminal

from factcheck.corpus import Corpus, open_corpus
from factcheck.errors import CorpusError
from factcheck.ingest import Provenance, add_paths
from factcheck.upkeep.syncing import Wanted, sync, watch

TEXTS = {
    "a.md": "The river Sarre is 312 kilometres long.",
    "b.md": "The lighthouse at Cape Orm was built in 1871.",
    "sub/c.md": "The bridge of Ormstadt cost 4.2 million euros.",
}


@dataclass
class Shelf:
    """A folder of three files and the corpus that follows it."""

    folder: Path
    corpus: Corpus

    def sync(self, **rest: object) -> list[tuple[str, str]]:
        done = sync(self.corpus, replace(Wanted((self.folder,)), **rest))  # type: ignore[arg-type]
        return sorted((s.outcome, s.id) for s in done.steps if s.outcome != "unchanged")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "files", open_corpus(tmp_path / "home", "rivers", WordEmbedder(), create=True))
    for name, text in TEXTS.items():
        shelf.write(name, text)
    shelf.sync()
    return shelf


def test_the_corpus_follows_the_folder(shelf: Shelf) -> None:
    """New files are added, changed ones replaced, vanished ones removed; a second sync does nothing."""
    shelf.write("d.md", "The harbour of Norvik has three quays.")
    shelf.write("b.md", "The lighthouse at Cape Orm was built in 1872.")
    (shelf.folder / "a.md").unlink()
    assert shelf.sync(rehearse=True) == [("added", "d.md"), ("removed", "a"), ("replaced", "b")]
    assert [d.id for d in shelf.corpus.documents()] == ["a", "b", "c"]
    assert shelf.sync() == [("added", "d"), ("removed", "a"), ("replaced", "b")]
    assert [d.id for d in shelf.corpus.documents()] == ["b", "c", "d"]
    assert shelf.sync() == []


def test_a_moved_file_keeps_its_document(shelf: Shelf) -> None:
    """Same text, same id, at its new place, with nothing embedded; a place that another file takes over is its own."""
    before = shelf.corpus.statistics()
    (shelf.folder / "a.md").rename(shelf.folder / "sub" / "renamed.md")
    assert shelf.sync() == [("moved", "a")]
    assert shelf.corpus.document("a")[0].source == str((shelf.folder / "sub" / "renamed.md").resolve())
    assert shelf.corpus.statistics() == before
    (shelf.folder / "b.md").rename(shelf.folder / "sub" / "c.md")
    assert shelf.sync() == [("moved", "b"), ("removed", "c")]
    assert shelf.sync() == []


def test_a_row_more_in_a_table_moves_the_others(shelf: Shelf) -> None:
    """Rows keep their documents where one is put in before them, and a deleted row's document goes."""
    shelf.write("t.csv", "title,text\nOne,The first row has words.\nTwo,The second row has others.\n")
    shelf.sync()
    shelf.write("t.csv", "title,text\nNew,A row put in before.\nOne,The first row has words.\n")
    assert shelf.sync() == [("added", "t-2-2"), ("moved", "t-2"), ("removed", "t-3")]
    shelf.write("t.csv", "no table at all\x00")
    assert shelf.sync() == []


@pytest.mark.parametrize("whole", [True, False], ids=["missing", "empty"])
def test_a_disk_that_is_not_mounted_removes_nothing(shelf: Shelf, *, whole: bool) -> None:
    """Where the folder is missing or more than half of its documents would go, it takes a word from the user."""
    shelf.folder.rename(shelf.folder.with_name("away"))
    if not whole:
        shelf.folder.mkdir()
    with pytest.raises(CorpusError) as caught:
        shelf.sync()
    assert "--remove-all" in caught.value.hint
    assert len(shelf.corpus.documents()) == 3
    assert len(shelf.sync(remove_all=True)) == 3
    assert shelf.corpus.documents() == []


def test_only_what_came_from_the_folder_is_removed(shelf: Shelf, tmp_path: Path) -> None:
    """Documents from elsewhere and files that a sync does not look at stay, and so does one that cannot be read."""
    (tmp_path / "other.md").write_text("A document from another place.")
    shelf.write("README.md", "A readme that was named by itself.")
    add_paths(shelf.corpus, [tmp_path / "other.md", shelf.folder / "README.md"], Provenance())
    shelf.write("a.md", "\x00\x01" * 200)
    (tmp_path / "other.md").unlink()
    assert shelf.sync() == []
    assert len(shelf.corpus.documents()) == 5


def test_what_the_user_said_stays(shelf: Shelf) -> None:
    """Options of an earlier add and later edits hold for the changed file; options of the sync go over the former."""
    add_paths(shelf.corpus, [shelf.folder / "a.md"], Provenance(publisher="Survey", kind="primary"))
    shelf.corpus.edit("a", {"language": "en"})
    assert shelf.sync() == []
    shelf.write("a.md", "The river Sarre is 318 kilometres long.")
    assert shelf.sync(provenance=Provenance(kind="news")) == [("replaced", "a"), ("replaced", "b"), ("replaced", "c")]
    document = shelf.corpus.document("a")[0]
    assert (document.publisher, document.kind, document.language) == ("Survey", "news", "en")


def test_a_watched_folder_is_synced_when_it_holds_still(shelf: Shelf) -> None:
    """A file that is still being written waits, a failure is told once and tried again, and no change is no sync."""
    calls: list[str] = []
    waits = 0

    def wait(_: float) -> None:
        nonlocal waits
        waits += 1
        if waits == 3:
            shelf.write("d.md", "half")
        if waits == 4:
            shelf.write("d.md", "half and half")
        if waits > 8:
            raise KeyboardInterrupt

    def once() -> None:
        calls.append(str(waits))
        if len(calls) < 3:
            raise CorpusError("another process is writing")

    told: list[CorpusError] = []
    with pytest.raises(KeyboardInterrupt):
        watch([shelf.folder], once, told.append, wait)
    assert calls == ["1", "2", "5"]
    assert len(told) == 1


def test_the_command_tells_what_it_did(factcheck: Terminal, shelf: Shelf, tmp_path: Path) -> None:
    """The summary is standard output, every change on the other; a dry run writes nothing; a failure is code 3."""
    words = ("corpus", "sync", shelf.folder, "--home", tmp_path / "other")
    assert factcheck(*words, "--publisher", "Survey").out == "3 added\n"
    (shelf.folder / "a.md").unlink()
    shelf.write("bad.txt", "\x00\x01" * 200)
    dry = factcheck(*words, "--dry-run")
    assert (dry.code, dry.out) == (3, "1 removed, 2 unchanged, 1 failed\n")
    assert "nothing was changed" in dry.err
    shown = factcheck(*words)
    assert (shown.code, shown.out) == (3, "1 removed, 2 unchanged, 1 failed\n")
    assert "  removed  a  (" in shown.err
    assert "bad.txt" in shown.err
    assert factcheck("corpus", "sync", tmp_path / "nowhere", "--home", tmp_path / "other").code == 2
