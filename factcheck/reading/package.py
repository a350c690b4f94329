"""Part of the reading door: documents that are zip files inside (.docx, .epub), read within bounds, never unpacked."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

from factcheck.reading.source import FAULTS, MAX_TAGS, ReadingError, damaged, too_many_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS = 10_000
MAX_DECLARED = 500_000_000
MAX_INFLATED = 50_000_000

_DECLARATIONS = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_HINT = "open it in the program that made it and save it anew"


class Package:
    """The parts of one file; what is read of all of them together stays under MAX_INFLATED bytes."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises ReadingError for what is no zip file, and for one whose directory tells of absurd sizes."""
        self._name = name
        self._left = MAX_INFLATED
        self._tags = 0
        try:
            self._zip = ZipFile(BytesIO(data))
        except FAULTS as error:
            raise damaged(name, error, hint=_HINT) from error
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_DECLARED:
            raise self._too_large()
        self.parts = frozenset(part.filename for part in parts)

    def read(self, part: str) -> bytes:
        """One part's bytes; b"" where there is none of that name."""
        if part not in self.parts:
            return b""
        if self._zip.getinfo(part).file_size > self._left:
            raise self._too_large()
        try:
            with self._zip.open(part) as file:
                data = file.read(self._left + 1)
        except FAULTS as error:
            raise damaged(self._name, error, hint=_HINT) from error
        self._left -= len(data)
        if self._left < 0:
            raise self._too_large()
        return data

    def markup(self, part: str) -> bytes:
        """One part of XML or XHTML, refused where it declares entities: they can swell to any size."""
        data = self.read(part)
        if _DECLARATIONS.search(data.replace(b"\0", b"")):
            raise ReadingError(f"{self._name}: {part} declares entities, as hostile files do", hint=_HINT)
        self._tags += data.count(b"<")
        if self._tags > MAX_TAGS:
            raise too_many_tags(self._name)
        return data

    def tree(self, part: str) -> _Element | None:
        """One part of XML as a tree; None where it is not there. No entity is resolved and nothing is fetched."""
        from lxml import etree

        data = self.markup(part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser) if data else None
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self._name, error, hint=_HINT) from error

    def markup_only(self) -> BytesIO:
        """A zip file of the XML parts alone, for a library that reads one without bounds of its own."""
        kept = BytesIO()
        with ZipFile(kept, "w", ZIP_STORED) as target:
            for part in sorted(self.parts):
                if part.endswith((".xml", ".rels")):
                    target.writestr(part, self.markup(part))
        kept.seek(0)
        return kept

    def _too_large(self) -> ReadingError:
        message = f"{self._name} would swell to more than {MAX_INFLATED // 1_000_000} MB"
        return ReadingError(message, hint="where it is not hostile, split it, or save it as plain text")
