"""What a command's options leave open: the environment, a settings file near or far, then the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.settings import Options, load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, beside an empty configuration folder."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr("factcheck.settings._configuration", lambda: tmp_path / "config")
    (tmp_path / "config").mkdir()
    return here


def _write(folder: Path, text: str) -> None:
    (folder / "factcheck.toml").write_text(text, encoding="utf-8")


def test_without_a_word_the_embedded_brain_reads_the_default_corpus(folder: Path) -> None:
    """Nobody has to configure anything."""
    found = load(Options())
    assert (found.model, found.corpus, found.cache, found.concurrency) == ("embedded", "default", True, 8)


def test_the_nearer_word_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option before the environment, that before the file here, that before the user's own."""
    _write(folder.parent / "config", 'model = "openai:far"\ncorpus = "far"\nconcurrency = 2\n')
    assert (load(Options()).model, load(Options()).corpus) == ("openai:far", "far")
    monkeypatch.setenv("FACTCHECK_TRUST_CONFIG", "1")
    _write(folder, 'model = "openai:here"\ncorpus = "here"\n')
    assert (load(Options()).model, load(Options()).corpus, load(Options()).concurrency) == ("openai:here", "here", 2)
    monkeypatch.setenv("FACTCHECK_MODEL", "openai:environment")
    assert load(Options()).model == "openai:environment"
    assert load(Options(model="embedded")).model == "embedded"


STRANGERS = {
    "a model": 'model = "openai:gpt"\n',
    "a server's address": 'model = "openai:x"\nbase-url = "https://stranger.example/v1"\n',
    "a server's address alone": 'base-url = "https://stranger.example/v1"\n',
    "a model file": 'model = "gguf:model.gguf"\n',
    "a model on this machine, which may be a name for one elsewhere": 'model = "ollama:x-cloud"\n',
    "a folder for corpora": 'home = "data"\n',
}


@pytest.mark.parametrize("text", STRANGERS.values(), ids=STRANGERS.keys())
def test_a_file_here_does_not_decide_where_article_and_key_go(
    text: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder may come from a stranger; the user's own file may say all that, or the user vouches for the folder."""
    monkeypatch.delenv("FACTCHECK_HOME")
    _write(folder, text)
    with pytest.raises(FactcheckError, match=r"may come from a stranger") as caught:
        load(Options())
    assert str(folder.parent / "config" / "factcheck.toml") in caught.value.hint
    assert "stranger.example" not in f"{caught.value} {caught.value.hint}"
    monkeypatch.setenv("FACTCHECK_TRUST_CONFIG", "1")
    assert load(Options())
    monkeypatch.delenv("FACTCHECK_TRUST_CONFIG")
    (folder / "factcheck.toml").rename(folder.parent / "config" / "factcheck.toml")
    assert load(Options())


def test_a_file_here_may_say_everything_else(folder: Path) -> None:
    """And what a nearer word overrules does no harm; nor does the brain that sends nothing."""
    _write(folder, 'corpus = "desk"\nconcurrency = 2\nmodel = "embedded"\n')
    assert (load(Options()).corpus, load(Options(model="openai:x")).concurrency) == ("desk", 2)
    _write(folder, 'model = "openai:here"\nbase-url = "https://stranger.example/v1"\nhome = "data"\n')
    assert load(Options(model="openai:x")).base_url is None
    assert load(Options(model="embedded")).model == "embedded"


def test_a_models_price_is_said_once(folder: Path) -> None:
    """In a table by model, of which another file may hold a part; an option comes before it, a price for all after."""
    _write(folder.parent / "config", 'price = [9, 9]\n[prices]\n"openai:a" = [0.25, 2]\n"openai:b" = [1, 8.5]\n')
    _write(folder, '[prices]\n"openai:b" = [0, 0]\n')
    assert load(Options(model="openai:a", budget=1)).price == (0.25, 2)
    assert load(Options(model="openai:b")).price == (0, 0)
    assert load(Options(model="openai:c")).price == (9, 9)
    assert load(Options(model="openai:a", price=(3, 4))).price == (3, 4)


def test_the_configuration_folder_is_ones_own_even_as_the_current_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file is not refused for where the user stands."""
    _write(folder.parent / "config", 'model = "openai:mine"\n')
    monkeypatch.chdir(folder.parent / "config")
    assert load(Options()).model == "openai:mine"


def test_an_address_goes_with_the_model_it_was_named_with(folder: Path) -> None:
    """Another model, and with it another provider's key, is never sent to the server of a settings file."""
    _write(folder.parent / "config", 'model = "openai:mine"\nbase-url = "http://127.0.0.1:9/v1"\n')
    assert load(Options()).base_url == "http://127.0.0.1:9/v1"
    assert load(Options(model="openai:gpt")).base_url is None


def test_an_address_in_the_providers_own_variable_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that answers of that server are never used for another's; an option comes before it."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert load(Options(model="openai:x")).base_url == "http://127.0.0.1:9/v1"
    assert load(Options(model="openai:x", base_url="http://127.0.0.1:8/v1")).base_url == "http://127.0.0.1:8/v1"
    assert load(Options(model="anthropic:x")).base_url is None
    assert load(Options()).base_url is None


def test_models_on_this_machine_get_more_time(folder: Path) -> None:
    """Unless told otherwise."""
    assert load(Options(model="openai:x")).timeout == 60
    assert load(Options(model="ollama:x")).timeout == 600
    assert load(Options(model="gguf:x", timeout=5)).timeout == 5


WRONG = {
    "no toml": ("model = ", "cannot be read"),
    "an unknown setting": ('modle = "x"\n', "no setting is called 'modle'"),
    "a wrong type": ("concurrency = 'many'\n", "concurrency"),
    "out of range": ("cascade = 7\n", "cascade"),
    "a price of one number": ("price = [1]\n", "price"),
    "a price in the table of one number": ('[prices]\n"openai:x" = 1\n', "prices.openai:x"),
    "a price without end": ("price = [inf, 1]\n", "price"),
    "a budget without a price": ("budget = 1.0\n", "a budget needs a price"),
    "an address without a scheme": ('model = "openai:x"\nbase-url = "127.0.0.1:8000/v1"\n', "no server's address"),
    "no corpus name": ('corpus = "No Name"\n', "cannot name a corpus"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_told_with_a_hint(text: str, message: str, folder: Path) -> None:
    """It is never read in part."""
    _write(folder.parent / "config", text)
    with pytest.raises(FactcheckError, match=message) as caught:
        load(Options())
    assert caught.value.hint


@pytest.mark.parametrize(
    "url", ["localhost", "http://", "http://[x/v1", "http://a:99999/v1", "file:///v1", "http://a b/"]
)
def test_what_is_no_address_of_a_server_is_refused(url: str, folder: Path) -> None:
    """Before anything is asked; it is not shown, since an address may hold a password."""
    with pytest.raises(FactcheckError, match="no server's address") as caught:
        load(Options(model="openai:x", base_url=url))
    assert url not in f"{caught.value}"
    assert "http://127.0.0.1:8000/v1" in caught.value.hint


@pytest.mark.parametrize("given", [Options(base_url="http://a/v1"), Options(cascade=0.9), Options(deep=True)])
def test_what_only_a_language_model_can_heed_needs_one(given: Options, folder: Path) -> None:
    """Where the command line says it; a settings file may hold it for other days."""
    with pytest.raises(FactcheckError, match="is for language models") as caught:
        load(given)
    assert "--model" in caught.value.hint
    _write(folder.parent / "config", 'model = "openai:x"\ndeep = true\n')
    assert load(Options(model="embedded")).deep
    assert load(given).model == "openai:x"


def test_a_file_may_begin_with_a_mark_and_name_the_home_by_a_tilde(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As editors on Windows, and people at a shell, write it."""
    monkeypatch.delenv("FACTCHECK_HOME")
    monkeypatch.setenv("HOME", str(folder))
    _write(folder.parent / "config", '\ufeffhome = "~/data"\n')
    assert load(Options()).home == folder / "data"
