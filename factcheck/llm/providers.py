"""Part of the door to chat models: a model's name in; the connected model out. Nothing is sent yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from factcheck.errors import SetupError
from factcheck.llm.answers import brief
from factcheck.llm.chat import Chat, Terms
from factcheck.llm.faults import Told, raised
from factcheck.llm.store import Keeps

EXAMPLES = "openai:gpt-5-mini, anthropic:claude-haiku-4-5, google_genai:gemini-2.5-flash, ollama:qwen3, gguf:PATH"
# Provider -> the extra that installs it.
EXTRAS = {"openai": "openai", "anthropic": "anthropic", "google_genai": "google", "ollama": "ollama", "gguf": "gguf"}
_KEYS = {"google_genai": "GOOGLE_API_KEY"}


def connect(
    model: str,
    *,
    base_url: str | None = None,
    terms: Terms | None = None,
    store: Keeps | None = None,
    to_ask: bool = True,
) -> Chat:
    """The model called PROVIDER:NAME, at `base_url` where it is not the provider's own.

    An OpenAI-compatible server at a `base_url` needs no key; `gguf:PATH` starts a server for that file, which ends when
    the chat is closed. A model that is not `to_ask` needs neither key nor package: what is kept of it can be read, and
    that is all. Raises SetupError where the provider is unknown, its package is not installed, or it has no key.
    """
    terms = terms or Terms()
    provider, _, name = model.partition(":")
    if not provider or not name:
        raise SetupError(f"{model!r} is no model name", hint=f"name it as PROVIDER:NAME, such as {EXAMPLES}")
    if provider == "gguf":
        return _local(Path(name).expanduser(), terms, store, to_ask=to_ask)
    made = _made(provider, name, base_url=base_url, terms=terms) if to_ask else None
    told = Told(provider, name, _address(base_url) or provider, key_variable(provider), terms.timeout)
    return Chat(made, told, terms=terms, store=store)


def key_variable(provider: str) -> str:
    """The name of the variable that holds the provider's key."""
    return _KEYS.get(provider, f"{provider.upper()}_API_KEY")


def package(provider: str) -> str:
    """The LangChain package that speaks to the provider."""
    return f"langchain-{'openai' if provider == 'gguf' else provider.replace('_', '-')}"


def _local(path: Path, terms: Terms, store: Keeps | None, *, to_ask: bool) -> Chat:
    from factcheck.llm.gguf import LocalServer

    server = LocalServer(path, store)
    # It takes one request at a time: those in line would spend their time limit there.
    terms = replace(terms, concurrency=1)
    made = _made("openai", path.name, base_url=f"{server.start()}/v1", terms=terms) if to_ask else None
    told = Told("gguf", path.name, "the local server", "", terms.timeout)
    return Chat(made, told, terms=terms, store=store, identity=f"gguf:{server.fingerprint}").ending_with(server.stop)


def _made(provider: str, name: str, *, base_url: str | None, terms: Terms) -> Any:
    made = _initialised(provider, name, base_url=base_url, terms=terms)
    for key in (value.get_secret_value() for value in vars(made).values() if isinstance(value, SecretStr)):
        # Sent all the same, such a key ends as an illegal header and reads like a dead server.
        if not key:
            raise _keyless(provider)
        if not (key.isascii() and key.isprintable()):
            raise SetupError(
                f"the key for {provider} is malformed: it holds a line break or another character that no key has",
                hint=f"set {key_variable(provider)} again, to the key alone",
            )
    return made


def _initialised(provider: str, name: str, *, base_url: str | None, terms: Terms) -> Any:
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise missing(provider) from None
    # What fails is tried again in one place (`patience`), so never by the vendors' own clients.
    options: dict[str, Any] = {"temperature": 0, "timeout": terms.timeout, "max_retries": 0}
    options |= {"base_url": base_url} if base_url else {}
    # ChatOllama takes no timeout of its own; it hands these to its HTTP client.
    options |= {"client_kwargs": {"timeout": terms.timeout}} if provider == "ollama" else {}
    try:
        return init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise missing(provider) from None
    except ValidationError as error:
        raise SetupError(
            f"{provider} cannot be set up: {brief(error)}", hint=f"is {key_variable(provider)} set?"
        ) from None
    except ValueError:
        raise SetupError(f"unknown model provider {provider!r}", hint=f"known are, among others: {EXAMPLES}") from None
    except raised() as error:
        # ChatOpenAI alone insists on a key at once; a server of one's own seldom has any.
        if not base_url or "credentials" not in str(error).lower():
            raise _keyless(provider) from None
        return init_chat_model(name, model_provider=provider, api_key="none", **options)


def missing(provider: str) -> SetupError:
    """What to say where the provider's package is not installed."""
    extra = EXTRAS.get(provider)
    wanted = f'"factcheck[{extra}]"' if extra else package(provider)
    return SetupError(f"the package for {provider} models is not installed", hint=f"pip install {wanted}")


def _keyless(provider: str) -> SetupError:
    return SetupError(f"no key for {provider}", hint=f"set {key_variable(provider)}")


def _address(base_url: str | None) -> str:
    """Scheme, host and path alone: an address may carry a password."""
    parts = urlsplit(base_url or "")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if base_url else ""
