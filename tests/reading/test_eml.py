"""Mails saved as files."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from factcheck.reading import ReadingError, eml


def mail(plain: str | None, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "Brücke: the bridge", "Ann Writer <ann@example.org>"
    message["Date"] = "Tue, 05 Mar 2024 23:30:00 -0500"
    if plain is not None:
        message.set_content(plain)
    if html is not None and plain is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def test_a_mail_is_its_words_and_who_wrote_them_when() -> None:
    """Text, subject, sender and the day in the sender's own time are read, whatever the encoding."""
    source = eml.read(mail("It cost 4.2 million € – “all in”.\n", "<p>other</p>").as_bytes(), "x")
    assert source.text == "It cost 4.2 million € – “all in”."
    assert (source.title, source.author) == ("Brücke: the bridge", "Ann Writer <ann@example.org>")
    assert source.published == date(2024, 3, 5)


def test_a_mail_in_html_alone_is_read() -> None:
    """HTML gives its words where there is no plain part, or nothing in it."""
    page = "<html><body><p>It cost <b>4.2</b> million.</p></body></html>"
    assert eml.read(mail(None, page).as_bytes(), "x").text == "It cost 4.2 million."
    assert eml.read(mail(" \n", page).as_bytes(), "x").text == "It cost 4.2 million."


def test_attachments_are_named() -> None:
    """What was attached is not read, and the notes say so."""
    message = mail("See the report.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    source = eml.read(message.as_bytes(), "x")
    assert source.text == "See the report."
    assert source.notes == "not read: report.pdf"


@pytest.mark.parametrize(
    "head",
    ["", "Date: the other day\n", 'Content-Type: text/plain; charset="no-such"\n', "Content-Type: multipart/x\n"],
)
def test_what_is_odd_is_read_or_refused_in_one_line(head: str) -> None:
    """A mail with a wrong day, an unknown encoding, or none of the parts that it promises, is no crash."""
    try:
        found = eml.read(f"Subject: s\n{head}\nThe bridge.\n".encode(), "x").text
    except ReadingError as error:
        found = str(error)
    assert "\n" not in found
    assert found == "" or "The bridge." in found or "x is damaged" in found


def test_what_is_no_mail_is_refused() -> None:
    """A file without the heading lines of a mail is refused."""
    for data in (b"Only words.\n", b"", b"\x89PNG\r\n\x1a\n\0"):
        with pytest.raises(ReadingError, match="x is no mail"):
            eml.read(data, "x")


def test_bounds_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too much text, and too many tags of a body in HTML, are refused before they are parsed."""
    for name, said in (("MAX_TEXT", "of text"), ("MAX_TAGS", "tags")):
        with monkeypatch.context() as patch:
            patch.setattr(eml, name, 5)
            with pytest.raises(ReadingError, match=said):
                eml.read(mail(None, "<p>a<p>b<p>c<p>d<p>e<p>f").as_bytes(), "x")
