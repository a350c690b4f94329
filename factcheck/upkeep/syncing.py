"""Part of upkeep: folders and a corpus in; the corpus in step with the folders, and a line on each change, out."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from factcheck.corpus import Addition, Corpus, Document
from factcheck.corpus.editing import with_said
from factcheck.corpus.planning import plan
from factcheck.errors import CorpusError, FactcheckError
from factcheck.ingest import Found, Provenance, Skipped, bare, read_folder
from factcheck.reading import Columns, Source

# So many seconds pass between two looks at a watched folder.
PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document: `outcome` is added, replaced, moved, removed, unchanged or duplicate."""

    outcome: str
    id: str
    source: str


@dataclass(frozen=True, slots=True)
class Sync:
    """All that a sync did, or would do; every file that was left out or failed is named."""

    steps: tuple[Step, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is synced: folders, what the user says of their documents, and the columns of tables.

    With `rehearse` nothing is written. With `remove_all` more than half of a folder's documents may go.
    """

    folders: tuple[Path, ...]
    provenance: Provenance = field(default_factory=Provenance)
    columns: Columns = field(default_factory=Columns)
    rehearse: bool = False
    remove_all: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """Documents to remove, the new places of those that moved, by id, and the sources to add, by name."""

    gone: tuple[Document, ...]
    moves: Mapping[str, str]
    sources: Mapping[str, Source]


def sync(corpus: Corpus, wanted: Wanted, progress: Callable[[int, int], None] | None = None) -> Sync:
    """Add what is new in the folders, replace what changed, remove what vanished; a moved file keeps its document.

    Only documents read from files of the folders are removed, and only where the file, or the row of a table that can
    be read, is no longer there. Raises CorpusError, changing nothing, where a folder is missing or more than half of
    its documents would go, as when a disk is not mounted, unless `remove_all` is set.
    """
    _require(wanted)
    skipped: list[Skipped] = []
    found = [each for folder in wanted.folders for each in _read(folder, wanted.columns, skipped)]
    skipped += [Skipped(f.name, str(f.content), f.content.hint) for f in found if isinstance(f.content, FactcheckError)]
    documents = corpus.documents()
    change = _change(documents, found, wanted)
    _guard(documents, change.gone, wanted)
    if wanted.rehearse:
        additions = _foreseen(documents, change)
    else:
        if change.gone:
            corpus.remove([d.id for d in change.gone])
        if change.moves:
            corpus.move(change.moves)
        additions = corpus.add(list(change.sources.items()), progress)
    names = {each.source: each.name for each in found}
    skipped += [bare(names[a.source]) for a in additions if a.outcome == "empty"]
    steps = [Step(a.outcome, a.id, a.source) for a in additions if a.outcome != "empty"]
    return Sync((*_leaving(change), *steps), tuple(skipped))


def watch(
    folders: Sequence[Path],
    once: Callable[[], None],
    failed: Callable[[CorpusError], None],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Call `once` now and whenever something changed in the folders and then held still; never returns.

    What it raises goes to `failed`, once as long as it stays the same, and it is tried again.
    """
    seen: object = None
    told = ""
    while True:
        now = _state(folders)
        wait(PAUSE)
        if now == seen or now != _state(folders):
            continue
        try:
            once()
            seen, told = now, ""
        except CorpusError as error:
            if str(error) != told:
                failed(error)
            told = str(error)


def _state(folders: Sequence[Path]) -> frozenset[tuple[str, int, int]]:
    """What tells one state of the folders from another: every file's size and time."""
    found = set()
    for path in (path for folder in folders for path in folder.rglob("*")):
        try:
            status = path.stat()
        except OSError:  # it has just gone
            continue
        found.add((str(path), status.st_size, status.st_mtime_ns))
    return frozenset(found)


def _require(wanted: Wanted) -> None:
    for folder in wanted.folders:
        if folder.exists() and not folder.is_dir():
            raise CorpusError(f"{folder} is not a folder", hint="name folders to sync; `corpus add` takes files")
        if not folder.exists() and not wanted.remove_all:
            raise CorpusError(
                f"{folder} does not exist",
                hint="is its disk mounted? To remove the documents that came from it, add --remove-all",
            )


def _read(folder: Path, columns: Columns, skipped: list[Skipped]) -> Iterable[Found]:
    return read_folder(folder, columns, skipped) if folder.is_dir() else ()


def _change(documents: Sequence[Document], found: Sequence[Found], wanted: Wanted) -> _Change:
    roots = [folder.resolve() for folder in wanted.folders]
    held = {d.source: d for d in documents if any(_under(d, root) for root in roots)}
    read = {each.source: each.content for each in found}
    vanished = {source for source in held if source not in read and _vanished(source, read)}
    texts = {s: hashlib.sha256(c.text.encode()).hexdigest() for s, c in read.items() if isinstance(c, Source)}
    moves = _moves(held, texts, vanished)
    taken = set(moves.values())
    gone = [d for source, d in held.items() if d.id not in moves and (source in vanished or source in taken)]
    left = {d.id for d in gone}
    now = {moves.get(d.id, d.source): d for d in documents if d.id not in left}
    sources = {
        source: with_said(wanted.provenance.over(content), now.get(source))
        for source, content in read.items()
        if isinstance(content, Source)
    }
    return _Change(tuple(gone), moves, sources)


def _moves(held: Mapping[str, Document], texts: Mapping[str, str], vanished: set[str]) -> dict[str, str]:
    """Where the texts of documents lie now that their files are gone or hold other words; by document id."""
    loose = {
        d.sha256: d
        for source, d in held.items()
        if source in vanished or (source in texts and texts[source] != d.sha256)
    }
    moves = {}
    for source, digest in texts.items():
        stays = source in held and held[source].sha256 == digest
        if not stays and (document := loose.pop(digest, None)):
            moves[document.id] = source
    return moves


def _under(document: Document, root: Path) -> bool:
    """Whether the document was read from a file under that folder; addresses and standard input never are."""
    path = Path(document.source)
    return path.is_absolute() and path.is_relative_to(root)


def _vanished(source: str, read: Mapping[str, object]) -> bool:
    """Whether the file that a document was read from is gone, or its row from a table that can be read."""
    try:
        if Path(source).exists():
            return False
        table = re.sub(r"#\d+$", "", source)
        return table == source or not Path(table).exists() or any(name.startswith(f"{table}#") for name in read)
    except OSError:  # it cannot be told
        return False


def _guard(documents: Sequence[Document], gone: Sequence[Document], wanted: Wanted) -> None:
    for folder in wanted.folders:
        held, going = (sum(_under(d, folder.resolve()) for d in each) for each in (documents, gone))
        if going * 2 > held and not wanted.remove_all:
            raise CorpusError(
                f"{going} of the {held} documents from {folder} would be removed, for their files are gone",
                hint="is everything mounted and in its place? If it is meant, add --remove-all",
            )


def _leaving(change: _Change) -> list[Step]:
    removed = [Step("removed", d.id, d.source) for d in change.gone]
    return removed + [Step("moved", identity, source) for identity, source in change.moves.items()]


def _foreseen(documents: Sequence[Document], change: _Change) -> list[Addition]:
    """What adding the sources would come to; new documents, which have no id yet, by their files' names."""
    left = {d.id for d in change.gone}
    known = [replace(d, source=change.moves.get(d.id, d.source)) for d in documents if d.id not in left]
    _, additions = plan(list(change.sources.items()), known)
    named = {a.id: Path(a.source).name for a in additions if a.outcome == "added"}
    return [replace(a, id=named.get(a.id, a.id)) for a in additions]
