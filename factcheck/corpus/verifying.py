"""Part of the corpus: its collections in; where they disagree, and what it takes to mend that, out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from factcheck.corpus.collections import Collections
from factcheck.corpus.layout import document_id, filtered_by, is_live, passage_id
from factcheck.corpus.records import Document, Fault
from factcheck.corpus.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Mapping

# So many documents are looked at together, for their texts are held meanwhile.
_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, and what it is about.

    `orphans` are passages of no document's version, `outdated` passages with the metadata that they should have,
    `broken` the documents whose passages have to be written anew, `unsketched` documents as they should be recorded.
    """

    faults: list[Fault] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    outdated: tuple[list[str], list[dict[str, Any]]] = field(default_factory=lambda: ([], []))
    broken: list[Document] = field(default_factory=list)
    unsketched: list[Document] = field(default_factory=list)


def examine(collections: Collections) -> Examination:
    """Every document against its passages and every passage against its document; nothing is written."""
    found = Examination()
    records = collections.records()
    documents = sorted(records.values(), key=lambda d: d.id)
    expected = {passage_id(d, n) for d in documents for n in range(d.passages)}
    strays: dict[str, list[str]] = {}
    for stray in (i for i, _ in collections.passage_metadata() if i not in expected):
        strays.setdefault(document_id(stray), []).append(stray)
    for identity, ids in sorted(strays.items()):
        found.orphans.extend(ids)
        beyond = any(is_live(i, records.get(identity)) for i in ids)
        what = "more passages than it has" if beyond else "passages of a version that was never finished or is gone"
        found.faults.append(Fault(identity if identity in records else "", f"{len(ids)} of {what}"))
        if beyond:
            found.broken.append(records[identity])
    for i in range(0, len(documents), _TOGETHER):
        _compare(documents[i : i + _TOGETHER], collections, found)
    return found


def _compare(documents: Sequence[Document], collections: Collections, found: Examination) -> None:
    texts = collections.texts(documents)
    rows = collections.rows([passage_id(d, n) for d in documents for n in range(d.passages)])
    for document in (d for d in documents if d not in found.broken):
        text = texts.get(document.id) or ""
        if hashlib.sha256(text.encode()).hexdigest() != document.sha256:
            found.faults.append(Fault(document.id, "its text is not the one that was added", mendable=False))
            continue
        if (made := sketch(text)) != document.sketch:
            document = replace(document, sketch=made)  # noqa: PLW2901 - as it will be from here on
            found.unsketched.append(document)
            found.faults.append(Fault(document.id, "it cannot be told whether it is a near-copy of another"))
        own = {i: rows.get(i) for n in range(document.passages) if (i := passage_id(document, n))}
        if reasons := sorted(set(_broken(own, text))):
            found.broken.append(document)
            found.faults.append(Fault(document.id, "; ".join(reasons)))
            continue
        meant = filtered_by(document)
        outdated = [i for i, row in own.items() if row and any(row[0].get(k) != v for k, v in meant.items())]
        if outdated:
            found.outdated[0].extend(outdated)
            found.outdated[1].extend([meant] * len(outdated))
            found.faults.append(Fault(document.id, "its passages carry another date, publisher or kind"))


def _broken(own: Mapping[str, tuple[Any, str, Any] | None], text: str) -> Iterator[str]:
    """Why a document's passages have to be written anew."""
    import numpy as np

    if missing := sum(row is None for row in own.values()):
        yield f"{missing} of its {len(own)} passages are missing"
    for metadata, words, vector in filter(None, own.values()):
        if words != text[int(metadata["start"]) : int(metadata["end"])]:
            yield "a passage does not stand in its text"
        # A passage that the index lost comes back without a vector, or with one of zeros.
        if vector is None or not abs(float(np.linalg.norm(vector)) - 1) < 0.01:  # nan is not less, either
            yield "a passage has no vector"
