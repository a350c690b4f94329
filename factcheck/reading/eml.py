"""Part of the reading door: mails saved as files (.eml), by Python's own parser. Attachments are named, not read."""

from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from factcheck.reading.markup import to_text
from factcheck.reading.normalising import normalise, one_line
from factcheck.reading.source import FAULTS, MAX_TAGS, MAX_TEXT, ReadingError, Source, damaged, too_long, too_many_tags

if TYPE_CHECKING:
    from datetime import date

_HINT = "save it anew from the mail program, or save its text"


def read(data: bytes, name: str) -> Source:
    """The mail's words, plain where it has them so; subject, sender and day, and in `notes` what was attached.

    Raises ReadingError for what has no heading lines of a mail.
    """
    faults: tuple[type[Exception], ...] = (LookupError, *FAULTS)
    try:
        mail = message_from_bytes(data, policy=policy.default)
        if not any(mail.get(head) for head in ("From", "Subject", "Date", "Received")):
            raise ReadingError(f"{name} is no mail: it names no sender, subject or day", hint=_HINT)
        text = _body(mail, name)
        attached = [found for part in mail.iter_attachments() if (found := one_line(part.get_filename()))]
    except faults as error:
        raise damaged(name, error, hint=_HINT) from error
    return Source(
        text,
        title=one_line(mail.get("Subject")),
        author=one_line(mail.get("From")),
        published=_day(mail),
        language=one_line(mail.get("Content-Language")),
        notes=f"not read: {', '.join(attached)}" if attached else "",
    )


def _body(mail: EmailMessage, name: str) -> str:
    """The plain part, or the one in HTML where that is all there is or the plain one is empty."""
    for kind, to_words in (("plain", normalise), ("html", to_text)):
        part = mail.get_body(preferencelist=(kind,))
        content = part.get_content() if part is not None else ""
        if len(content) > MAX_TEXT:
            raise too_long(name)
        if kind == "html" and content.count("<") > MAX_TAGS:
            raise too_many_tags(name)
        text = to_words(content)
        if any(map(str.isalnum, text)):
            return text
    return ""


def _day(mail: EmailMessage) -> date | None:
    """The day in the sender's own time."""
    with suppress(*FAULTS):
        sent = mail["Date"].datetime
        return sent.date() if sent else None
    return None
