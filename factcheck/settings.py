"""Shelf: one frozen `Settings`; the only place that reads the environment and the settings file.

What a command's options leave open is taken from FACTCHECK_MODEL and FACTCHECK_HOME, then from `factcheck.toml` in the
current folder, then from the one in the user's configuration folder, then from the defaults here. A folder may come
from a stranger, so a file there does not decide where article and key go unless FACTCHECK_TRUST_CONFIG is 1.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from annotated_types import Ge, Gt, Le, Lt

from factcheck.errors import FactcheckError

EMBEDDED = "embedded"
FILE = "factcheck.toml"
# A model on this machine may think long over ten passages.
_PATIENT = ("gguf", "ollama")
# The variables in which the providers' packages look for another server, the first one first.
_ADDRESSES = {
    "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
    "anthropic": ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
}


Cost = Annotated[float, Ge(0), Lt(inf)]


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line or a settings file may say; None where it says nothing.

    `prices` holds the price of each model by name, and comes before a file's own `price`, which is for all others.
    """

    home: Path | None = None
    corpus: str | None = None
    model: str | None = None
    base_url: str | None = None
    timeout: Annotated[float, Gt(0)] | None = None
    concurrency: Annotated[int, Ge(1), Le(256)] | None = None
    rpm: Annotated[float, Gt(0)] | None = None
    price: tuple[Cost, Cost] | None = None
    prices: dict[str, tuple[Cost, Cost]] | None = None
    budget: Annotated[float, Ge(0)] | None = None
    cascade: Annotated[float, Ge(0), Le(1)] | None = None
    deep: bool | None = None
    cache: bool | None = None


_NAMES = tuple(field.name for field in fields(Options))
# What decides where article, key and answers go, or whose corpora are opened.
_OWN = {"model": "a model", "base_url": "a server's address", "home": "a folder for corpora"}
# Given without a model, these would be passed over in silence, and a check be less than was asked for.
_OF_MODELS = ("base_url", "cascade", "deep")
_KNOWN = f"settings are {', '.join(_NAMES)}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lives, which corpus and which brain; made by `load`.

    `price` is what a million tokens read and a million written cost, `budget` the most that a run may cost in the same
    currency, `rpm` the most requests a minute, `cascade` the confidence from which the embedded brain settles a claim.
    """

    home: Path
    corpus: str = "default"
    model: str = EMBEDDED
    base_url: str | None = None
    timeout: float = 60.0
    concurrency: int = 8
    rpm: float | None = None
    price: tuple[float, float] | None = None
    budget: float | None = None
    cascade: float | None = None
    deep: bool = False
    cache: bool = True


def load(given: Options) -> Settings:
    """The options as given, and what was not given from where the module's docstring says.

    Raises FactcheckError for a settings file that cannot be read or that decides what only the user's own may, a corpus
    name that Chroma or a file system would not take, a base URL that is none, a budget without a price, and what only a
    language model can heed without one.
    """
    environment = Options(model=os.environ.get("FACTCHECK_MODEL") or None, home=_path("FACTCHECK_HOME"))
    here, own = _file(Path(FILE)), _file(own_file())
    layers = (given, environment, here, own)
    chosen: dict[str, object] = {}
    for layer in layers:
        chosen = {n: value for n in _NAMES if (value := getattr(layer, n)) is not None} | chosen
    # A server's address belongs to the model that is named with it, and not to another from a nearer layer.
    by = next((layer for layer in layers if layer.model), None)
    if by and not given.base_url and chosen.get("base_url") != by.base_url:
        chosen.pop("base_url", None)
    _refuse(here, chosen, (given, environment))
    chosen.pop("prices", None)
    if not given.price and (known := _listed_price(str(chosen.get("model")), layers)):
        chosen["price"] = known
    if chosen.get("model", EMBEDDED) == EMBEDDED and (idle := [n for n in _OF_MODELS if getattr(given, n) is not None]):
        raise FactcheckError(
            f"--{idle[0].replace('_', '-')} is for language models", hint="name one: --model openai:NAME"
        )
    if address := _own_server(str(chosen.get("model", ""))):
        chosen.setdefault("base_url", address)
    chosen.setdefault("timeout", 600.0 if str(chosen.get("model")).partition(":")[0] in _PATIENT else 60.0)
    chosen.setdefault("home", _default_home())
    return _sound(Settings(**chosen))  # type: ignore[arg-type]


def _listed_price(model: str, layers: Sequence[Options]) -> tuple[float, float] | None:
    return next((layer.prices[model] for layer in layers if layer.prices and model in layer.prices), None)


def _refuse(here: Options, chosen: Mapping[str, object], nearer: Sequence[Options]) -> None:
    """Raise FactcheckError where the current folder's file decides what may be a stranger's wish."""
    own = own_file()
    if os.environ.get("FACTCHECK_TRUST_CONFIG") == "1" or Path(FILE).resolve() == own.resolve():
        return
    for name, what in _OWN.items():
        value = getattr(here, name)
        decides = value not in (None, EMBEDDED) and chosen.get(name) == value
        if decides and all(getattr(layer, name) is None for layer in nearer):
            raise FactcheckError(
                f"{FILE} in the current folder names {what}, and a folder may come from a stranger",
                hint=f"name it in {own}, or on the command line; or trust the file: FACTCHECK_TRUST_CONFIG=1",
            )


def own_file() -> Path:
    """The user's own settings file, whether or not it is there."""
    return _configuration() / FILE


def _sound(settings: Settings) -> Settings:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,46}[a-z0-9]", settings.corpus):
        raise FactcheckError(
            f"{settings.corpus!r} cannot name a corpus",
            hint="use 3 to 48 lower-case letters, digits, '-' or '_', beginning and ending with a letter or digit",
        )
    if settings.base_url is not None and not _is_server(settings.base_url):
        # Not shown: it may hold a password.
        raise FactcheckError("the base URL is no server's address", hint="write it as http://127.0.0.1:8000/v1")
    if settings.budget is not None and settings.price is None:
        raise FactcheckError(
            "a budget needs a price",
            hint="give the cost of a million tokens: --price 0.25,2, or [prices] in factcheck.toml",
        )
    return settings


def _own_server(model: str) -> str | None:
    """The address that the provider's package would read for itself: kept answers and the report have to know it."""
    variables = _ADDRESSES.get(model.partition(":")[0], ())
    return next((value for variable in variables if (value := os.environ.get(variable))), None)


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
        )
    except ValueError:
        return False


def _file(path: Path) -> Options:
    if not path.is_file():
        return Options()
    from pydantic import TypeAdapter, ValidationError

    try:
        table = _underscored(tomllib.loads(path.read_text(encoding="utf-8-sig")))
        if unknown := sorted(set(table) - set(_NAMES)):
            raise FactcheckError(f"{path}: no setting is called {unknown[0]!r}", hint=_KNOWN)
        read = TypeAdapter(Options).validate_python(table)
        return replace(read, home=read.home.expanduser()) if read.home else read
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactcheckError(f"{path} cannot be read: {error}", hint="correct it, or delete it") from error
    except ValidationError as error:
        first = error.errors()[0]
        wrong = ".".join(map(str, first["loc"]))
        raise FactcheckError(f"{path}: {wrong}: {first['msg'].lower()}", hint=_KNOWN) from error


def _underscored(table: Mapping[str, object]) -> dict[str, object]:
    """Names as in Python; a file may spell them like the options, with hyphens."""
    return {name.replace("-", "_"): value for name, value in table.items()}


def _path(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named).expanduser() if named else None


def _configuration() -> Path:
    from platformdirs import user_config_path

    return user_config_path("factcheck", appauthor=False)


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("factcheck", appauthor=False)


def is_set(variable: str) -> bool:
    """Whether the environment holds a value of that name; the value itself is left where it is."""
    return bool(os.environ.get(variable))


def run_time() -> datetime:
    """Now in UTC, or the moment that SOURCE_DATE_EPOCH (seconds since 1970) fixes for reproducible reports."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if re.fullmatch(r"\d{1,11}", fixed) else datetime.now(UTC)
    return moment.replace(microsecond=0)
