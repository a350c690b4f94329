"""What an extraction holds, in a form that a test can compare."""

from __future__ import annotations

from factcheck.claims import Extraction


def texts(extraction: Extraction) -> list[str]:
    """The claims' stand-alone wordings, in order."""
    return [claim.text for claim in extraction.claims]
