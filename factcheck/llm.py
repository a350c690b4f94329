"""Door: any chat model, through LangChain. Turns of a talk and a schema in; one valid answer out, or a ModelError.

    chat = connect("openai:gpt-4o-mini")
    chat.ask((rules, material), Judgement)

What a model writes is read with `json.loads` and checked against the schema; it is never evaluated or templated.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationError

from factcheck.errors import ModelError, SetupError

Answer = TypeVar("Answer", bound=BaseModel)

EXAMPLES = "openai:gpt-4o-mini, anthropic:claude-haiku-4-5, google_genai:gemini-2.5-flash, ollama:qwen3"
RETRIES = 2
TIMEOUT = 60.0

_EXTRAS = {"openai": "openai", "anthropic": "anthropic", "google_genai": "google", "ollama": "ollama"}
_KEYS = {"google_genai": "GOOGLE_API_KEY"}
_ROLES = ("system", "human", "ai", "human", "ai", "human")
_CUT = ("length", "max_tokens", "model_length")
_DECLINED = ("content_filter", "refusal", "safety", "prohibited_content", "recitation", "blocklist")
# HTTP statuses, and below zero what has none: message, hint, whether again may help.
_UNREACHED, _STRANGE, _TRUNCATED, _FILTERED = -1, -2, -3, -4
_FAULTS = {
    401: ("{provider} refused the key", "set {key} to a valid key", False),
    403: ("{provider} does not let this key use {model}", "set {key} to a key that may", False),
    404: ("{at} knows no model {model!r}", "check the name, and the base URL: often it ends in /v1", False),
    408: ("{name} gave no answer within {seconds} s", "try again, or name a faster model", True),
    429: ("{provider} limits calls, or the quota is used up", "wait and try again", True),
    500: ("{at} failed to answer", "try again later", True),
    _UNREACHED: ("no model server answers at {at}", "is it running at {at}, and this machine online?", True),
    _STRANGE: ("{at} answered with something that is no chat completion", "is it a chat server?", False),
    _TRUNCATED: ("the answer of {name} was cut off", "allow longer answers, or name another model", False),
    _FILTERED: ("{name} declined to answer", "name another model", False),
}
# LangChain gives most faults a class of its own; these are the vendors' own bases for the rest, where loaded.
_VENDORS = (
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("google.genai.errors", "APIError"),
    ("ollama", "ResponseError"),
    ("httpx", "HTTPError"),
    ("httpx2", "HTTPError"),
)


class Asks(Protocol):
    """What the rooms need of a chat model."""

    def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """The answer to a talk of rules, material, and by turns an earlier answer and what was wrong with it.

        Raises ModelError where none comes that fits the schema.
        """
        ...


class Chat:
    """A connected model. `calls` and `tokens` count what was asked of it; a retry after a fault is the same call."""

    def __init__(self, model: Any, *, provider: str, name: str, address: str, timeout: float) -> None:
        self.name = f"{provider}:{name}"
        self.calls = 0
        self.tokens = 0
        self._model = model
        self._provider = provider
        self.address = address
        self._timeout = timeout
        self._structured = True

    def ask(self, turns: Sequence[str], schema: type[Answer]) -> Answer:
        """As `Asks` promises: structured output where the provider can, else a JSON block; one repair round."""
        message = self._answer(turns, schema)
        try:
            return _read(message, schema)
        except (ValueError, RecursionError) as error:
            fault = f"Your answer cannot be read: {_brief(error)}. Give the whole answer again."
        message = self._plain((*turns, _text(message) or "(nothing)", fault), schema)
        try:
            return _read(message, schema)
        except (ValueError, RecursionError) as error:
            raise ModelError(
                f"{self.name} gave no readable answer: {_brief(error)}",
                hint="try again, or name a larger model",
                retryable=True,
            ) from None

    def _answer(self, turns: Sequence[str], schema: type[BaseModel]) -> Any:
        if not self._structured:
            return self._plain(turns, schema)
        try:
            return self._constrained(turns, schema)
        except _RefusedError:
            message = self._plain(turns, schema)
        self._structured = False
        return message

    def _constrained(self, turns: Sequence[str], schema: type[BaseModel]) -> Any:
        """One call held to the schema by the provider, in whatever way LangChain knows for it."""
        options = {"strict": True} if self._provider == "openai" else {}
        try:
            model = self._model.with_structured_output(schema.model_json_schema(), include_raw=True, **options)
        except NotImplementedError:
            raise _RefusedError(f"{self.name} has no structured output") from None
        return self._send(model, turns)["raw"]

    def _plain(self, turns: Sequence[str], schema: type[BaseModel]) -> Any:
        shape = json.dumps(schema.model_json_schema(), ensure_ascii=False)
        order = f"Answer with one JSON object and nothing else. It follows this JSON schema:\n{shape}"
        return self._send(self._model, (*turns[:-1], f"{turns[-1]}\n\n{order}"))

    def _send(self, model: Any, turns: Sequence[str]) -> Any:
        """One call. The turns go in as finished messages, so that LangChain fills no template with them."""
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

        chain = ChatPromptTemplate([MessagesPlaceholder("talk")]) | model
        self.calls += 1
        try:
            reply = chain.invoke({"talk": list(zip(_ROLES, turns, strict=False))})
        except _faults() as error:
            # The vendor's exception is not kept as the cause: its text and request may hold the key.
            raise self._explained(error) from None
        except (ValueError, TypeError, AttributeError, LookupError):
            # What the vendors' packages do on a body that is not JSON, or JSON of another kind.
            raise self._fault(_STRANGE) from None
        message = reply["raw"] if isinstance(reply, dict) else reply
        self.tokens += (message.usage_metadata or {}).get("total_tokens", 0)
        self._refuse_partial(message)
        return reply

    def _refuse_partial(self, message: Any) -> None:
        told = message.response_metadata
        reason = str(told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or "").lower()
        if reason in _DECLINED or message.additional_kwargs.get("refusal"):
            raise self._fault(_FILTERED)
        if reason in _CUT:
            raise self._fault(_TRUNCATED)

    def _explained(self, error: BaseException) -> ModelError:
        """The vendor's fault in our words; a server's own words only where no key is at stake."""
        status = _status(error)
        if status in (400, 422, 501):
            return _RefusedError(f"{self.name} refused the request: {self._shown(error)}", hint="is it a chat model?")
        return self._fault(status if status in _FAULTS else 500 if status >= 500 else _STRANGE)

    def _fault(self, status: int) -> ModelError:
        message, hint, retryable = _FAULTS[status]
        words = {"name": self.name, "model": self.name.partition(":")[2], "provider": self._provider}
        words |= {"at": self.address, "seconds": f"{self._timeout:g}", "key": _key(self._provider)}
        return ModelError(message.format_map(words), hint=hint.format_map(words), retryable=retryable)

    def _shown(self, error: BaseException) -> str:
        """A fault's own words on one line, every secret of the model blotted out."""
        text = str(error)
        for value in vars(self._model).values():
            if isinstance(value, SecretStr) and value.get_secret_value():
                text = text.replace(value.get_secret_value(), "***")
        return " ".join(text.split())[:200]


class _RefusedError(ModelError):
    """The server does not take the request as it is; a plainer one may do."""


def connect(model: str, *, base_url: str | None = None, timeout: float = TIMEOUT) -> Chat:
    """The model called PROVIDER:NAME, at `base_url` where it is not the provider's own; nothing is sent yet.

    An OpenAI-compatible server at a `base_url` needs no key. Raises SetupError where the provider is unknown, its
    package is not installed, or it has no key.
    """
    provider, _, name = model.partition(":")
    if not provider or not name:
        raise SetupError(f"{model!r} is no model name", hint=f"name it as PROVIDER:NAME, such as {EXAMPLES}")
    made = _made(provider, name, base_url=base_url, timeout=timeout)
    if any(isinstance(value, SecretStr) and not value.get_secret_value() for value in vars(made).values()):
        # Sent all the same, an empty key ends as an illegal header and reads like a dead server.
        raise _keyless(provider)
    return Chat(made, provider=provider, name=name, address=_address(base_url) or provider, timeout=timeout)


def _made(provider: str, name: str, *, base_url: str | None, timeout: float) -> Any:
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise _missing(provider) from None
    options: dict[str, Any] = {"temperature": 0, "timeout": timeout, "max_retries": RETRIES}
    options |= {"base_url": base_url} if base_url else {}
    # ChatOllama takes no timeout of its own; it hands these to its HTTP client.
    options |= {"client_kwargs": {"timeout": timeout}} if provider == "ollama" else {}
    try:
        return init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise _missing(provider) from None
    except ValidationError as error:
        raise SetupError(f"{provider} cannot be set up: {_brief(error)}", hint=f"is {_key(provider)} set?") from None
    except ValueError:
        raise SetupError(f"unknown model provider {provider!r}", hint=f"known are, among others: {EXAMPLES}") from None
    except _faults() as error:
        # ChatOpenAI alone insists on a key at once; a server of one's own seldom has any.
        if not base_url or "credentials" not in str(error).lower():
            raise _keyless(provider) from None
        return init_chat_model(name, model_provider=provider, api_key="none", **options)


def _missing(provider: str) -> SetupError:
    extra, package = _EXTRAS.get(provider), f"langchain-{provider.replace('_', '-')}"
    package = f'"factcheck[{extra}]"' if extra else package
    return SetupError(f"the package for {provider} models is not installed", hint=f"pip install {package}")


def _keyless(provider: str) -> SetupError:
    return SetupError(f"no key for {provider}", hint=f"set {_key(provider)}")


def _key(provider: str) -> str:
    return _KEYS.get(provider, f"{provider.upper()}_API_KEY")


def _address(base_url: str | None) -> str:
    """Scheme, host and path alone: an address may carry a password."""
    parts = urlsplit(base_url or "")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if base_url else ""


def _faults() -> tuple[type[BaseException], ...]:
    """What a call may raise: LangChain's faults, the network's, and those of the vendors' packages that are loaded."""
    from langchain_core.exceptions import LangChainException

    vendors = [getattr(sys.modules[module], name) for module, name in _VENDORS if module in sys.modules]
    return (LangChainException, OSError, *vendors)


def _status(error: BaseException) -> int:
    """The HTTP status or other fault, by its number in the table above, that an exception stands for."""
    from langchain_core import exceptions as known

    kind = type(error).__name__
    classes: tuple[tuple[type[BaseException], int], ...] = (
        (known.ModelTimeoutError, 408),
        (known.ModelConnectionError, _UNREACHED),
        (known.ModelAuthenticationError, 401),
        (known.ModelPermissionDeniedError, 403),
        (known.ModelNotFoundError, 404),
        (known.ModelRateLimitError, 429),
    )
    names = {"LengthFinishReasonError": _TRUNCATED, "ContentFilterFinishReasonError": _FILTERED}
    if status := next((status for known_class, status in classes if isinstance(error, known_class)), names.get(kind)):
        return status
    if "Timeout" in kind:
        return 408
    if isinstance(error, OSError) or kind in ("ConnectError", "ReadError", "WriteError", "RemoteProtocolError"):
        return _UNREACHED
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    return status if isinstance(status, int) else _STRANGE


def _read(message: Any, schema: type[Answer]) -> Answer:
    """The answer in a message: a tool call's arguments, else the JSON object in its text."""
    if message.tool_calls:
        return schema.model_validate(message.tool_calls[0]["args"])
    text = _text(message)
    block = re.search(r"\{.*\}", text, re.DOTALL)
    if not block:
        raise ValueError("it holds no JSON object")
    return schema.model_validate(json.loads(block.group()))


def _text(message: Any) -> str:
    return str(message.text).strip()


def _brief(error: BaseException) -> str:
    """What is wrong on one line, none of the model's own words in it."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
