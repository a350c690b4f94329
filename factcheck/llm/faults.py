"""Part of the door to chat models: whatever a vendor's package raises in; a ModelError in our words out.

LangChain gives most faults a class of its own; for the rest the HTTP status decides.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from factcheck.errors import ModelError
from factcheck.llm import Usage

UNREACHED, STRANGE, TRUNCATED, FILTERED, TOO_LONG, REFUSED, REDIRECTED = -1, -2, -3, -4, -5, -6, -7
# HTTP statuses, and below zero what has none: message, hint, whether again may help.
_FAULTS = {
    401: ("{provider} refused the key", "set {key} to a valid key", False),
    402: ("{provider} wants to be paid first", "add credit to the account, or name another model", False),
    403: ("{provider} does not let this key use {model}", "set {key} to a key that may", False),
    404: ("{at} knows no model {model!r}", "check the name, and the base URL: often it ends in /v1", False),
    408: (
        "{name} gave no answer within {seconds} s",
        "try again, wait longer (--timeout), or name a faster model",
        True,
    ),
    429: ("{provider} limits calls, or the quota is used up", "wait and try again; --concurrency 1 is gentler", True),
    500: ("{at} failed to answer", "try again later", True),
    UNREACHED: ("no model server answers at {at}", "is it running at {at}, and this machine online?", True),
    STRANGE: ("{at} answered with something that is no chat completion", "is it a chat server?", False),
    TRUNCATED: ("the answer of {name} was cut off", "allow longer answers, or name another model", False),
    FILTERED: ("{name} declined to answer", "name another model", False),
    REFUSED: (
        "{at} refused the request (status {status})",
        "is it a chat server? check the base URL: often it ends in /v1",
        False,
    ),
    REDIRECTED: (
        "{at} sends its callers to another address",
        "name the address that it sends to: often it is https in place of http, or ends in /v1",
        False,
    ),
    TOO_LONG: ("the text is too long for {name}", "name a model that reads more at once", False),
}
_CUT = ("length", "max_tokens", "model_length")
_DECLINED = ("content_filter", "refusal", "safety", "prohibited_content", "recitation", "blocklist")
# The vendors' own bases, for what LangChain does not wrap, where loaded.
_VENDORS = (
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("google.genai.errors", "APIError"),
    ("ollama", "ResponseError"),
    ("httpx", "HTTPError"),
    ("httpx2", "HTTPError"),
)


class RefusedError(ModelError):
    """The server does not take the request as it is; a plainer one may do."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is asked, as the messages name it."""

    provider: str
    model: str
    address: str
    key: str
    timeout: float

    def fault(self, status: int) -> ModelError:
        """The error of that HTTP status or number above."""
        number = status if status in _FAULTS else 500 if status >= 500 else REDIRECTED if status < 400 else REFUSED
        message, hint, retryable = _FAULTS[TOO_LONG if status == 413 else number]
        words = {"name": f"{self.provider}:{self.model}", "model": self.model, "provider": self.provider}
        words |= {"at": self.address, "seconds": f"{self.timeout:g}", "key": self.key, "status": str(status)}
        return ModelError(message.format_map(words), hint=hint.format_map(words), retryable=retryable)

    def explained(self, error: BaseException, model: Any) -> ModelError:
        """A vendor's fault; a server's own words only on one line, every secret of `model` blotted out."""
        status = REDIRECTED if _elsewhere(error, self.address) else _status(error)
        if status in (400, 422, 501):
            shown = " ".join(_blotted(str(error), model).split())[:200]
            return RefusedError(
                f"{self.provider}:{self.model} refused the request: {shown}", hint="is it a chat model?"
            )
        return self.fault(status)


def raised() -> tuple[type[BaseException], ...]:
    """What a call may raise: LangChain's faults, the network's, and those of the vendors' packages that are loaded."""
    from langchain_core.exceptions import LangChainException

    vendors = [getattr(sys.modules[module], name) for module, name in _VENDORS if module in sys.modules]
    return (LangChainException, OSError, *vendors)


def partial(message: Any) -> int | None:
    """TRUNCATED or FILTERED where the message is not the whole answer, by the reason that the provider gives."""
    told = message.response_metadata
    reason = str(told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or "").lower()
    if reason in _DECLINED or message.additional_kwargs.get("refusal"):
        return FILTERED
    return TRUNCATED if reason in _CUT else None


def lost(error: BaseException) -> Usage:
    """The tokens of an answer that a vendor's package threw away for being cut off: they were paid for all the same."""
    for each in _chain(error):
        told = getattr(getattr(each, "completion", None), "usage", None)
        if told:
            return Usage(0, int(told.prompt_tokens), int(told.completion_tokens))
    return Usage()


def retry_after(error: BaseException, now: float) -> float | None:
    """Seconds that the server asked to wait (RFC 9110, 10.2.3); `now` is the time since the epoch."""
    for each in _chain(error):
        headers = getattr(getattr(each, "response", None), "headers", None) or {}
        told = headers.get("retry-after", "").strip()
        try:
            return max(0.0, float(told) if told[:1].isdigit() else parsedate_to_datetime(told).timestamp() - now)
        except (ValueError, TypeError):
            continue
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _elsewhere(error: BaseException, address: str) -> bool:
    """Whether the server answered by a redirect, be it that the call then failed at another address."""
    named = urlsplit(address)
    for each in _chain(error):
        if type(each).__name__ == "TooManyRedirects" or getattr(getattr(each, "response", None), "history", None):
            return True
        # What HTTPX raises names the request that failed, which is the last of several.
        asked = getattr(getattr(each, "_request", None), "url", None)
        if (
            asked is not None
            and named.hostname
            and _place(named.hostname, named.port) != _place(asked.host, asked.port)
        ):
            return True
    return False


def _place(host: str, port: int | None) -> tuple[str, int | None]:
    """Host and port, one that the scheme implies left aside."""
    return host, None if port in (80, 443) else port


def _status(error: BaseException) -> int:
    """The HTTP status or other fault, by its number in the table above, that an exception stands for."""
    from langchain_core import exceptions as known

    kind = type(error).__name__
    classes: tuple[tuple[type[BaseException], int], ...] = (
        (known.ContextOverflowError, TOO_LONG),
        (known.ModelTimeoutError, 408),
        (known.ModelConnectionError, UNREACHED),
        (known.ModelAuthenticationError, 401),
        (known.ModelPermissionDeniedError, 403),
        (known.ModelNotFoundError, 404),
        (known.ModelRateLimitError, 429),
    )
    names = {"LengthFinishReasonError": TRUNCATED, "ContentFilterFinishReasonError": FILTERED}
    if status := next((status for known_class, status in classes if isinstance(error, known_class)), names.get(kind)):
        return status
    if "Timeout" in kind:
        return 408
    if isinstance(error, OSError) or kind in ("ConnectError", "ReadError", "WriteError", "RemoteProtocolError"):
        return UNREACHED
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    return status if isinstance(status, int) else STRANGE


def _blotted(text: str, model: Any) -> str:
    for value in vars(model).values():
        if isinstance(value, SecretStr) and value.get_secret_value():
            text = text.replace(value.get_secret_value(), "***")
    return text
