"""Zip files that are documents: their bounds."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from factcheck.reading import ReadingError, docx, package
from factcheck.reading.package import Package
from reading.zips import word_parts, zipped

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    """A part that says it holds a gigabyte is refused at once and in little memory."""
    bomb = zipped({**word_parts(""), "word/document.xml": b"<w:p/>" * 20_000_000})
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(ReadingError, match="would swell") as caught:
        docx.read(bomb, "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.hint
    assert peak < 20_000_000
    assert time.perf_counter() - begun < 5


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    """A part inflates to no more than its directory says; that it holds more is damage."""
    data = zipped({"a.xml": b"a" * 100_000})
    assert data.count((100_000).to_bytes(4, "little")) == 2
    with pytest.raises(ReadingError, match="damaged"):
        Package(data.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")), "x").read("a.xml")


def test_many_parts_share_one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What all parts inflate to is counted together."""
    monkeypatch.setattr(package, "MAX_INFLATED", 1000)
    opened = Package(zipped({"a.xml": b"a" * 600, "b.xml": b"b" * 600}), "x")
    assert len(opened.read("a.xml")) == 600
    with pytest.raises(ReadingError, match="would swell"):
        opened.read("b.xml")


@pytest.mark.parametrize("name", ["MAX_PARTS", "MAX_DECLARED"])
def test_an_absurd_directory_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Too many parts, or too much in all, is refused from the directory alone."""
    monkeypatch.setattr(package, name, 1)
    with pytest.raises(ReadingError, match="would swell"):
        Package(zipped({"a.xml": b"aa", "b.xml": b"bb"}), "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/styles.xml"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    """A part that declares entities is refused, whichever part and in whatever encoding it is."""
    parts = word_parts("")
    with pytest.raises(ReadingError, match="declares entities"):
        docx.read(zipped({**parts, part: (BOMB + str(parts[part])).encode(encoding)}), "x")


def test_many_small_elements_are_refused() -> None:
    """What is small in bytes and large in memory, millions of empty elements, is refused before it is parsed."""
    with pytest.raises(ReadingError, match="more than 600,000 tags"):
        docx.read(zipped(word_parts("<w:p/>" * 2_000_000)), "x")


def test_a_missing_part_is_empty() -> None:
    """What is not there reads as nothing."""
    opened = Package(zipped({"a.xml": b"a"}), "x")
    assert opened.read("b.xml") == b""
    assert opened.tree("b.xml") is None
