"""Gold files: what is right is read, what is wrong is named by file and line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from factcheck.errors import GoldError
from factcheck.evaluation.gold import numbered, read
from factcheck.evaluation.rows import Pair, Statement

GOOD = '{"claim": "A.", "evidence": "B.", "label": "SUPPORTS", "id": 7}'


def test_rows_are_read_in_order(tmp_path: Path) -> None:
    """Labels come in our words, unknown keys and blank lines are passed over, line numbers are the file's."""
    file = tmp_path / "gold.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\n" + GOOD.replace("SUPPORTS", "neutral").encode())
    assert numbered(file, Pair) == [(1, Pair("A.", "B.", "supported")), (3, Pair("A.", "B.", "unverifiable"))]


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    """What is in .gz reads as it does outside."""
    file = tmp_path / "gold.jsonl.gz"
    file.write_bytes(gzip.compress(GOOD.encode()))
    assert read(file, Pair) == [Pair("A.", "B.", "supported")]


def test_evidence_may_be_empty_and_a_line_separator_may_stand_in_a_text(tmp_path: Path) -> None:
    """Only a line feed ends a row."""
    file = tmp_path / "gold.jsonl"
    file.write_text('{"claim": "A\u2028B", "evidence": "", "label": "NEI"}\n', encoding="utf-8")
    assert read(file, Pair) == [Pair("A\u2028B", "", "unverifiable")]


def test_labels_of_statements_may_be_numbers(tmp_path: Path) -> None:
    """1 and 0, true and false stand for worth checking or not."""
    file = tmp_path / "gold.jsonl"
    file.write_text('{"text": "A", "label": 1}\n{"text": "B", "label": false}\n')
    assert [row.label for row in read(file, Statement)] == ["check_worthy", "not"]


@pytest.mark.parametrize(
    ("content", "said", "hint"),
    [
        (b"", "gold.jsonl is empty", '{"claim": '),
        (b"\n \n", "gold.jsonl is empty", '{"claim": '),
        (b"claim,label", "line 1 is not JSON", '{"claim": '),
        (b'{"claim": "A"', "line 1 is not JSON: EOF while parsing an object at character 13", '{"claim": '),
        (b'{"claim": "\xff"}', "line 1 is not JSON", '{"claim": '),
        (b'[{"claim": "A"}]', "line 1 is not a JSON object", '{"claim": '),
        (b'{"claim": "A", "label": "neutral"}', "line 1 lacks the key 'evidence'", '{"claim": '),
        (GOOD.encode() + b'\n{"claim": " ", "evidence": "", "label": "NEI"}', "line 2: the key 'claim' is empty", ""),
        (b'{"claim": "A", "evidence": 3, "label": "neutral"}', "line 1: the key 'evidence' is wrong: input should", ""),
        (GOOD.encode() + b"\n\n" + GOOD.replace("SUPPORTS", "maybe").encode(), "line 3: the label 'maybe'", "refutes"),
        (b"\x1f\x8b\x08\x00broken", "is damaged", ".gz"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, content: bytes, said: str, hint: str) -> None:
    """The message names file and line, the hint shows what a line looks like or which labels there are."""
    file = tmp_path / "gold.jsonl"
    file.write_bytes(content)
    with pytest.raises(GoldError) as caught:
        read(file, Pair)
    assert str(caught.value).startswith(str(file))
    assert said in str(caught.value)
    assert hint in caught.value.hint
    assert caught.value.hint


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """A missing file and a folder are named as that."""
    with pytest.raises(GoldError, match="does not exist"):
        read(tmp_path / "nowhere.jsonl", Pair)
    with pytest.raises(GoldError, match="is a folder"):
        read(tmp_path, Pair)
