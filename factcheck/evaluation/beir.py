"""Part of the evaluation: a folder in BEIR's form (Thakur et al. 2021) in; documents, queries and judgements out.

It holds corpus.jsonl, queries.jsonl, and qrels.jsonl or qrels/test.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from factcheck.errors import GoldError
from factcheck.evaluation.gold import lines, numbered
from factcheck.evaluation.rows import Entry, Judged, Query

JUDGEMENTS = ("qrels.jsonl", "qrels.jsonl.gz", "qrels/test.tsv", "qrels.tsv")
HEADER = ["query-id", "corpus-id", "score"]
LAYOUT = f"a retrieval set is a folder with corpus.jsonl, queries.jsonl and one of {', '.join(JUDGEMENTS)}"


Named = TypeVar("Named", Entry, Query)


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """All documents, the queries that have a relevant one, and how relevant (above 0) which document is to which."""

    documents: tuple[Entry, ...]
    queries: tuple[Query, ...]
    relevant: Mapping[str, Mapping[str, int]]


def read_set(folder: Path) -> RetrievalSet:
    """The set in a folder. Raises GoldError where a file is missing or wrong, or names what the others do not hold."""
    if not folder.is_dir():
        raise GoldError(f"{folder} is not a folder" if folder.exists() else f"{folder} does not exist", hint=LAYOUT)
    documents, queries = _first(folder, "corpus.jsonl", "corpus.jsonl.gz"), _first(folder, "queries.jsonl")
    judgements = _first(folder, *JUDGEMENTS)
    entries, asked = _distinct(documents, numbered(documents, Entry)), _distinct(queries, numbered(queries, Query))
    if not any(entry.text.strip() or entry.title.strip() for entry in entries.values()):
        raise GoldError(f"{documents} holds no text: every document is empty", hint="give the documents their text")
    relevant: dict[str, dict[str, int]] = {}
    for number, judged in _judged(judgements):
        for kind, name, known in (("query", judged.query, asked), ("document", judged.document, entries)):
            if name not in known:
                raise GoldError(
                    f"{judgements}, line {number}: there is no {kind} {name!r}",
                    hint=f"every {kind} judged has to stand in {queries.name if kind == 'query' else documents.name}",
                )
        if judged.score > 0:
            relevant.setdefault(judged.query, {})[judged.document] = judged.score
    if not relevant:
        raise GoldError(f"{judgements} calls no document relevant", hint="a relevant document has a score above 0")
    return RetrievalSet(tuple(entries.values()), tuple(q for q in asked.values() if q.id in relevant), relevant)


def _first(folder: Path, *names: str) -> Path:
    found = next((folder / name for name in names if (folder / name).exists()), None)
    if found is None:
        raise GoldError(f"{folder} holds no {' or '.join(names)}", hint=LAYOUT)
    return found


def _distinct(path: Path, rows: Sequence[tuple[int, Named]]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for number, row in rows:
        if row.id in found:
            raise GoldError(f"{path}, line {number}: the id {row.id!r} stands there twice", hint="ids must be unique")
        found[row.id] = row
    return found


def _judged(path: Path) -> list[tuple[int, Judged]]:
    return _table(path) if path.suffix == ".tsv" else numbered(path, Judged)


def _table(path: Path) -> list[tuple[int, Judged]]:
    """The judgements of a tab-separated file; BEIR's first line names its columns."""
    adapter = TypeAdapter(Judged)
    rows = []
    for number, line in lines(path):
        cells = [cell.strip() for cell in line.decode("utf-8", "replace").split("\t")]
        if cells == HEADER:
            continue
        try:
            rows.append((number, adapter.validate_python(dict(zip(HEADER, cells, strict=True)))))
        except (ValidationError, ValueError):
            raise GoldError(
                f"{path}, line {number} is not query-id, corpus-id and score, with tabs between",
                hint="a line looks like this: q1<TAB>d1<TAB>1",
            ) from None
    return rows
