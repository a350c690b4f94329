"""Cases: an article, its corpus and its labelled quotes, all found where they are said to stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.errors import ArticleError, GoldError
from factcheck.evaluation.cases import read_cases

from .samples import ARTICLE, DOCUMENT, GOLD, case


def test_a_case_is_read(tmp_path: Path) -> None:
    """Quotes and evidence have their places, in the article and in the document."""
    (found,) = read_cases([case(tmp_path / "bridge")])
    assert (found.name, found.article.text, len(found.gold)) == ("bridge", ARTICLE, 5)
    assert all(ARTICLE[marked.start : marked.end] == marked.quote for marked in found.gold)
    (piece,) = found.gold[1].evidence
    assert DOCUMENT[piece.start : piece.end] == piece.text == "It was opened in June."


def test_a_folder_of_cases_gives_them_by_name(tmp_path: Path) -> None:
    """Folders without gold are passed over; several folders may be named."""
    for name in ("b", "a"):
        case(tmp_path / "cases" / name)
    (tmp_path / "cases" / "notes").mkdir()
    other = case(tmp_path / "other")
    assert [found.name for found in read_cases([other, tmp_path / "cases"])] == ["other", "a", "b"]


def test_the_words_of_a_repeated_quote_are_taken_in_turn(tmp_path: Path) -> None:
    """Gold goes in the article's order, so that the second of two equal quotes is the second place."""
    folder = case(tmp_path / "c", {"quote": "It opened in May.", "label": "NEI"}, {"quote": "It ", "label": "NEI"})
    first, second = read_cases([folder])[0].gold
    assert (first.start, second.start) == (ARTICLE.index("It opened"), ARTICLE.index("It opened"))
    folder = case(tmp_path / "d", {"quote": "It carries", "label": "NEI"}, {"quote": "It ", "label": "NEI"})
    assert read_cases([folder])[0].gold[1].start == ARTICLE.index("It carries")


def test_a_quote_may_differ_in_typography(tmp_path: Path) -> None:
    """What a person has retyped is found all the same, and kept as it stands."""
    folder = case(tmp_path / "c", {"quote": "it opened  in May", "label": "neutral"})
    assert read_cases([folder])[0].gold[0].quote == "It opened in May"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"quote": "It closed.", "label": "supported"}, "line 1: the quote does not stand in the article"),
        ({"quote": "It opened in May.", "label": "perhaps"}, "line 1: the label 'perhaps' is unknown"),
        ({**GOLD[1], "evidence": [{"doc": "no.md", "quote": "x"}]}, "line 1: there is no no.md in"),
        ({**GOLD[1], "evidence": [{"doc": "council.md", "quote": "xyz"}]}, "the evidence does not stand in council.md"),
        ({**GOLD[1], "evidence": [{"doc": "council.md"}]}, "line 1 lacks the key 'evidence.0.quote'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, row: dict[str, object], said: str) -> None:
    """The gold file's line is told, with a hint."""
    with pytest.raises(GoldError) as caught:
        read_cases([case(tmp_path / "c", row)])
    assert said in str(caught.value)
    assert caught.value.hint


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    """No folder, no case, no corpus, no article, an empty article."""
    for path, said in ((tmp_path / "nowhere", "does not exist"), (tmp_path, "holds no case")):
        with pytest.raises(GoldError, match=said):
            read_cases([path])
    folder = case(tmp_path / "c")
    (folder / "corpus").rename(folder / "documents")
    with pytest.raises(GoldError, match="no folder corpus/"):
        read_cases([folder])
    (folder / "article.md").write_text("")
    (folder / "documents").rename(folder / "corpus")
    with pytest.raises(ArticleError, match="holds no words"):
        read_cases([folder])
    (folder / "article.md").unlink()
    with pytest.raises(GoldError, match=r"no article\.md"):
        read_cases([folder])
