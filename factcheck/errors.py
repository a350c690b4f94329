"""Shelf: everything that can go wrong in a way a user can act on.

FactcheckError
├── ArticleError    the article cannot be read
├── CorpusError     the reference corpus cannot be read, written or used
├── FetchError      an address on the web cannot or must not be fetched
│   └── GoneError   there is nothing at the address any more
├── ModelError      a model fails or does not answer; `retryable` says whether again may help
│   └── SetupError  a model is unknown, not installed or has no key; nothing was asked of it
├── GoldError       a gold set to measure against cannot be read
└── PromptError     a prompt file is missing or broken
"""

from __future__ import annotations


class FactcheckError(Exception):
    """What is wrong, in one line, and in `hint` what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def whole(self) -> str:
        """Message and hint in one line, for a report."""
        return f"{self} ({self.hint})" if self.hint else str(self)


class ArticleError(FactcheckError):
    """The article cannot be read or holds nothing to check."""


class CorpusError(FactcheckError):
    """The reference corpus cannot be read, written or used."""


class FetchError(FactcheckError):
    """An address on the web cannot be fetched, or must not be."""


class GoneError(FetchError):
    """There is nothing at the address any more: the server answers with 404 or 410."""


class ModelError(FactcheckError):
    """A model is damaged, or failed to answer usefully."""

    def __init__(self, message: str, *, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.retryable = retryable


class SetupError(ModelError):
    """The model that the user named is unknown, not installed, or has no key."""


class GoldError(FactcheckError):
    """A gold set cannot be read or is not as it should be; the message names file and line."""


class PromptError(FactcheckError):
    """A prompt file is missing or lacks a slot."""
