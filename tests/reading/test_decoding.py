"""Bytes into characters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.reading import ReadingError
from factcheck.reading.decoding import decode

NEWS = "“We waited long enough,” the minister said — it’s £500 million for the café. " * 3
RUSSIAN = "Министр обороны России прибыл в Дели на переговоры в четверг."


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (NEWS, NEWS.encode()),
        (NEWS, codecs.BOM_UTF8 + NEWS.encode()),
        (NEWS, codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le")),
        (NEWS, codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be")),
        (NEWS, NEWS.encode("cp1252")),
        (RUSSIAN, RUSSIAN.encode("cp1251")),
        (RUSSIAN, RUSSIAN.encode("koi8-r")),
    ],
)
def test_known_encodings_are_decoded(text: str, data: bytes) -> None:
    """UTF-8, marked UTF-16 and legacy encodings with one sensible reading are decoded."""
    assert decode(data, "x") == text


def test_a_lone_pound_sign_stays_a_pound_sign() -> None:
    """A single legacy character in English text is read as Western European."""
    assert "£500 million" in decode(b"It cost \xa3500 million in total, officials said on Monday.", "x")


@pytest.mark.parametrize("data", [b"caf\xe9", "Grüße aus Köln. ".encode() * 9 + b"caf\xe9"])
def test_a_doubtful_encoding_is_refused(data: bytes) -> None:
    """Where two readings are possible the file is refused, with the byte and a way to convert it."""
    with pytest.raises(ReadingError, match="not UTF-8 \\(first at byte") as caught:
        decode(data, "x")
    assert "iconv" in caught.value.hint


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """Any bytes give characters or a ReadingError, and always the same."""

    def outcome() -> str:
        try:
            return decode(data, "x")
        except ReadingError as error:
            return f"refused: {error}"

    assert outcome() == outcome()
