"""Part of the evaluation: one record for a line of each kind of gold file, and what pydantic demands of its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from factcheck.evaluation.labels import QUOTES, VERDICTS, WORTH, Labels, find, listing


def _one_of(labels: Labels) -> BeforeValidator:
    def known(word: Any) -> str:
        label = find(word, labels)
        if label is None:
            shown = {"label": repr(word), "hint": f"accepted labels: {listing(labels)}"}
            raise PydanticCustomError("unknown_label", "the label {label} is unknown", shown)
        return label

    return BeforeValidator(known)


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, Field(coerce_numbers_to_str=True, min_length=1)]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim held against a piece of evidence, which may be empty."""

    example: ClassVar[str] = '{"claim": "…", "evidence": "…", "label": "supported"}'
    claim: Words
    evidence: str
    label: Annotated[str, _one_of(VERDICTS)]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, and whether it is worth checking."""

    example: ClassVar[str] = '{"text": "…", "label": "check_worthy"}'
    text: Words
    label: Annotated[str, _one_of(WORTH)]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document in a case's corpus that bears on a quote; `doc` is the document's file name."""

    doc: str
    quote: Words


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, and what its corpus makes of them."""

    example: ClassVar[str] = '{"quote": "…", "label": "supported", "evidence": [{"doc": "FILE.md", "quote": "…"}]}'
    quote: Words
    label: Annotated[str, _one_of(QUOTES)]
    evidence: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a retrieval set."""

    example: ClassVar[str] = '{"_id": "d1", "title": "…", "text": "…"}'
    id: Annotated[Id, Field(alias="_id")]
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a retrieval set."""

    example: ClassVar[str] = '{"_id": "q1", "text": "…"}'
    id: Annotated[Id, Field(alias="_id")]
    text: Words


@dataclass(frozen=True, slots=True)
class Judged:
    """How relevant a document is to a query: 0 not at all, else the higher the more."""

    example: ClassVar[str] = '{"query-id": "q1", "corpus-id": "d1", "score": 1}'
    query: Annotated[Id, Field(alias="query-id")]
    document: Annotated[Id, Field(alias="corpus-id")]
    score: int = 1
