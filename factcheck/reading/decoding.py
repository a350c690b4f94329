"""Part of the reading door: bytes into characters, or a clear refusal; a wrong guess would change words and sums."""

from __future__ import annotations

import codecs
import re

from factcheck.reading.source import MAX_TEXT, ReadingError, too_long

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WESTERN = frozenset("€‚„…‘’“”•–—™ŠŒŽšœžŸ\xa0¡£§©«®°·»½¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ")
_CONVERT = "convert it to UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"


def decode(data: bytes, name: str, *, limit: int = MAX_TEXT) -> str:
    """The characters: UTF-8, UTF-16 with its mark, or a legacy encoding where there is only one sensible reading.

    Raises ReadingError for binary data, for text whose encoding cannot be told for certain, and for more than `limit`
    bytes.
    """
    if len(data) > limit:
        raise too_long(name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark), encoding, name)
    if b"\0" in data or len(_CONTROL.findall(data)) > len(data) // 50:
        raise ReadingError(
            f"{name} is a binary file, not text", hint="give a file of text, or the right suffix to this one"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _western(data) or _detected(data)
        if text is None:
            message = f"{name} is not UTF-8 (first at byte {error.start}), and its encoding cannot be told for certain"
            raise ReadingError(message, hint=_CONVERT) from error
        return text


def _marked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name} is damaged: it claims to be {encoding} and is not", hint=_CONVERT) from error


def _western(data: bytes) -> str | None:
    """Windows-1252 for mostly-ASCII text whose other characters all belong to Western European prose.

    Detection alone reads a lone 0xA3 as the Polish letter rather than the pound sign.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f"]
    mixed = any(char > "\x7f" for char in data.decode("utf-8", "ignore"))
    return None if mixed or len(foreign) > len(text) * 0.08 or not _WESTERN.issuperset(foreign) else text


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches or matches[0].chaos > 0.05:
        return None
    rivals = {str(match) for match in matches if match.chaos <= matches[0].chaos + 0.02}
    return rivals.pop() if len(rivals) == 1 else None
