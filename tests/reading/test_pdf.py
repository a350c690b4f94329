"""PDF files."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest

from factcheck.passages import split
from factcheck.reading import ReadingError, read_stream
from factcheck.reading import pdf as reader
from reading.pdfs import pdf

REPORT = pdf(
    ["Council report 2024", "The bridge cost 4.2 million euros.", "It was opened in May and is used by", "1"],
    [
        "Council report 2024",
        "some 3,000 cars a day. The mayor spoke of a well-",
        "known success for infor-",
        "mation.",
        "2",
    ],
    ["Council report 2024", "Its span is 300 metres, a well-known figure.", "3"],
    title="Bridge report",
    author="City Council",
)


def test_each_page_begins_where_it_says() -> None:
    """The text of every page begins at its offset, and title and author come along."""
    source = reader.read(REPORT, "x")
    assert [source.text[start:].split()[0] for start in source.pages] == ["The", "some", "Its"]
    assert (source.title, source.author, source.published) == ("Bridge report", "City Council", None)


def test_a_sentence_is_not_torn_by_the_end_of_a_page() -> None:
    """Lines that head and foot the pages go, and the sentence between them is whole and on the page it begins on."""
    source = reader.read(REPORT, "x")
    assert "used by\nsome 3,000 cars" in source.text
    assert "Council report" not in source.text
    spans = split(source.text, source.pages)
    assert [span.page for span in spans] == [1, 2, 3]
    assert source.text[spans[0].start : spans[0].end].endswith("some 3,000 cars a day.")


def test_a_word_cut_by_a_line_end_is_whole_again() -> None:
    """It loses the hyphen of the line's end, but not one that it has elsewhere too."""
    text = reader.read(REPORT, "x").text
    assert "a well-known success for information." in text


def test_a_scan_is_reported_as_one() -> None:
    """Pages that are pictures are refused as such, with a way out."""
    with pytest.raises(ReadingError, match="x holds no text: its 2 pages are pictures") as caught:
        reader.read(pdf([], []), "x")
    assert "ocrmypdf" in caught.value.hint


def test_empty_pages_keep_their_number() -> None:
    """A page without text still counts, so that the next ones have the number printed on them."""
    source = reader.read(pdf(["Page one has words."], [], ["Page three has words."]), "x")
    assert [span.page for span in split(source.text, source.pages)] == [1, 3]


def test_a_title_that_a_program_made_up_is_none() -> None:
    """The name of the file that was printed is not a title."""
    assert reader.read(pdf(["Some words."], title="Microsoft Word - draft3.docx"), "x").title == ""


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 not a pdf at all", REPORT[:100], b"words"])
def test_a_damaged_file_is_one_line(data: bytes) -> None:
    """A file that is cut short or no PDF at all is refused in one line, with a hint."""
    with pytest.raises(ReadingError, match="x is damaged") as caught:
        reader.read(data, "x")
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_locked_file_is_refused() -> None:
    """A file that asks for a password is refused as such."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(REPORT)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(ReadingError, match="locked with a password"):
        reader.read(locked.getvalue(), "x")


def test_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pages, too much text and too much time end the reading with a clear refusal."""
    for name, value, said in [("MAX_PAGES", 2, "pages"), ("MAX_TEXT", 50, "of text"), ("MAX_SECONDS", -1, "given up")]:
        with monkeypatch.context() as patch:
            patch.setattr(reader, name, value)
            with pytest.raises(ReadingError, match=said):
                reader.read(REPORT, "x")


def test_a_pdf_made_by_another_program_is_read() -> None:
    """Embedded fonts with their own numbering give the same words: a page that matplotlib drew."""
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    drawn = BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(drawn) as pages:
        for words in ("The bridge cost 4.2 million euros.", "Its span is 300 metres – “a record”."):
            figure = Figure()
            figure.text(0.1, 0.5, words)
            pages.savefig(figure)
    source = read_stream(drawn.getvalue(), "x")
    assert source.text == "The bridge cost 4.2 million euros.\n\nIts span is 300 metres – “a record”."
    assert len(source.pages) == 2


def test_a_page_that_swells_is_refused() -> None:
    """A page of ten million bytes in a file of some thousands is given up within seconds."""
    body = zlib.compress(b"BT /F1 12 Tf " + b"(a)Tj " * 1_700_000 + b" ET")
    plain = pdf(["words"])
    head, _, rest = plain.partition(b"<< /Length")
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(body), body)
    bomb = head + stream + rest.partition(b"endstream")[2]
    assert len(bomb) < 20_000
    with pytest.raises(ReadingError, match="x is damaged"):
        reader.read(bomb, "x")
