"""`factcheck doctor`: what is there, what answers, and what to do about the rest."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import typer

from factcheck import __version__, settings
from factcheck.cli import options
from factcheck.cli.brains import chat
from factcheck.cli.exits import Exit
from factcheck.corpus import names, open_corpus
from factcheck.embedder import MiniLM
from factcheck.errors import FactcheckError
from factcheck.report.wording import count
from factcheck.settings import EMBEDDED, Options, Settings, is_set

_KEYLESS = ("ollama", "gguf")
_PACKAGES = ("chromadb", "langchain", "onnxruntime", "sentence-transformers", "spacy", "typer")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found, and what to do where it is not as it should be.

    `fine` is None for what is missing but not needed.
    """

    subject: str
    found: str
    hint: str = ""
    fine: bool | None = True


def doctor(
    home: options.Home = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
) -> None:
    """Look at what is installed, which brains answer and where the corpora are."""
    chosen = settings.load(Options(home=home, model=model, base_url=base_url, timeout=timeout))
    failed = False
    for finding in _findings(chosen):
        failed = failed or finding.fine is False
        mark = {True: "ok  ", False: "FAIL", None: "--  "}[finding.fine]
        typer.echo(f"{mark}  {finding.subject}: {finding.found}")
        if finding.hint:
            typer.echo(f"      hint: {finding.hint}")
    raise typer.Exit(Exit.INCOMPLETE if failed else Exit.FINISHED)


def _findings(chosen: Settings) -> Iterator[Finding]:
    yield Finding("factcheck", f"{__version__}, Python {platform.python_version()}")
    yield Finding("packages", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES))
    yield Finding("settings", str(settings.own_file()))
    yield _embedded()
    yield from _providers()
    if chosen.model != EMBEDDED:
        yield _model(chosen)
    yield from _corpora(chosen)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _embedded() -> Finding:
    from factcheck.entailment import Entailment

    try:
        entailment = Entailment(MiniLM())
        entailment.classify([("Water is wet.", "Water is wet.")])
    except (FactcheckError, ImportError, OSError) as error:
        return Finding("embedded brain", str(error), "reinstall factcheck with its constraints file", fine=False)
    return Finding("embedded brain", f"answers (fingerprint {entailment.fingerprint})")


def _providers() -> Iterator[Finding]:
    """Whether each provider's package and key are there; neither is needed by whoever uses another."""
    from factcheck.llm.providers import EXTRAS

    yield from map(_provider, EXTRAS)


def _provider(provider: str) -> Finding:
    from factcheck.llm.providers import key_variable, missing, package

    wanted = "xllamacpp" if provider == "gguf" else package(provider).replace("-", "_")
    if find_spec(wanted) is None:
        return Finding(f"{provider} models", "not installed", missing(provider).hint, fine=None)
    if provider in _KEYLESS or is_set(key_variable(provider)):
        return Finding(f"{provider} models", "installed" if provider in _KEYLESS else "installed, with a key")
    return Finding(f"{provider} models", "installed, without a key", f"set {key_variable(provider)}", fine=None)


def _model(chosen: Settings) -> Finding:
    """Asks the model for one word."""
    from factcheck.llm.ping import ping

    subject = f"model {chosen.model}"
    try:
        with chat(replace(chosen, cache=False)) as connected:
            ping(connected)
    except FactcheckError as error:
        return Finding(subject, str(error), error.hint, fine=False)
    return Finding(subject, "answers")


def _corpora(chosen: Settings) -> Iterator[Finding]:
    yield Finding("home", str(chosen.home))
    found = names(chosen.home)
    for name in found:
        try:
            held = open_corpus(chosen.home, name, MiniLM()).statistics()
        except FactcheckError as error:
            yield Finding(f"corpus {name}", str(error), error.hint, fine=False)
        else:
            sizes = f"{count(held.documents, 'document')}, {count(held.passages, 'passage')}"
            yield Finding(f"corpus {name}", f"{sizes}, snapshot {held.snapshot}")
    if not found:
        yield Finding("corpora", "none yet", "add documents with: factcheck corpus add PATH…", fine=None)
