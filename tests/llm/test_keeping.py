"""Answers that are kept: an identical question makes no call, a run cut off goes on, and nothing secret is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel
from servers import Reply, ScriptedServer, fails, says

from factcheck.errors import FactcheckError, ModelError
from factcheck.llm import NotAskedError, Price, SpentError, Usage
from factcheck.llm.chat import Chat, Terms
from factcheck.llm.providers import connect
from factcheck.llm.rehearsal import Rehearsal
from factcheck.llm.store import Keeps, Kept, Lenient, Store

TURNS = ("Rules.", "Material.")
KEPT = Kept('{"word": "yes"}', Usage(1, 10, 5))


class Word(BaseModel):
    """A word."""

    word: str


class OtherWord(BaseModel):
    """A word of another schema."""

    word: str
    more: str = ""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "new" / "answers.sqlite3")


def _chat(server: ScriptedServer, store: Keeps | None, **terms: object) -> Chat:
    return connect("openai:scripted", base_url=server.url, terms=Terms(**terms), store=store)  # type: ignore[arg-type]


def _asked(chat: Chat, *turns: tuple[str, str]) -> list[Word]:
    with chat:
        return chat.together([chat.ask(each, Word) for each in turns or (TURNS,)])


def test_the_same_question_is_asked_once(store: Store) -> None:
    """A later run reads the answer, and counts what it took; of its own it spends nothing."""
    with ScriptedServer(says({"word": "yes"})) as server:
        _asked(_chat(server, store))
        again = _chat(server, store)
        assert _asked(again) == [Word(word="yes")]
    assert len(server.requests) == 1
    assert (again.usage, again.spent, again.reused) == (Usage(1, 10, 5), Usage(), 1)


def test_another_question_schema_or_server_is_another_answer(store: Store) -> None:
    """The key holds the whole talk, the schema, the model and its address."""
    with ScriptedServer(says({"word": "yes"})) as server, ScriptedServer(says({"word": "no"})) as other:
        _asked(_chat(server, store))
        _asked(_chat(server, store), ("Rules.", "Material!"))
        with _chat(server, store) as chat:
            chat.together([chat.ask(TURNS, OtherWord)])
        assert _asked(_chat(other, store)) == [Word(word="no")]
    assert (len(server.requests), len(other.requests)) == (3, 1)


def test_a_failure_is_not_kept(store: Store) -> None:
    """The next run asks again."""
    with ScriptedServer(fails(401), says({"word": "yes"})) as server:
        with pytest.raises(ModelError):
            _asked(_chat(server, store))
        assert _asked(_chat(server, store)) == [Word(word="yes")]


def test_what_was_answered_before_a_failure_is_kept(store: Store) -> None:
    """A run that is cut off goes on where it ended."""
    talks = [("Rules.", f"Material {n}.") for n in range(3)]
    with ScriptedServer(says({"word": "one"}), says({"word": "two"}), fails(401), says({"word": "three"})) as server:
        with pytest.raises(ModelError):
            _asked(_chat(server, store, concurrency=1), *talks)
        found = _asked(_chat(server, store, concurrency=1), *talks)
    assert [each.word for each in found] == ["one", "two", "three"]
    assert len(server.requests) == 4


def test_neither_key_nor_question_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file holds digests and answers, and none but its owner may read it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with ScriptedServer(says({"word": "yes"})) as server:
        _asked(_chat(server, store), ("Rules.", "confidential article"))
    data = store.path.read_bytes()
    assert b"sk-secret" not in data
    assert b"confidential" not in data
    assert store.path.stat().st_mode & 0o077 == 0


def test_what_is_held_is_counted_and_forgotten(store: Store) -> None:
    """By model, with what it took."""
    assert (store.held(), store.clear()) == ([], 0)
    with ScriptedServer(says({"word": "yes"})) as server:
        _asked(_chat(server, store), TURNS, ("Rules.", "More."))
    (held,) = store.held()
    assert (held.model, held.answers, held.usage) == ("openai:scripted", 2, Usage(2, 20, 10))
    assert store.clear() == 2
    assert store.held() == []


DAMAGE = b"no database at all, but long enough to be taken for one" * 50


def test_a_damaged_file_is_told_with_a_way_out(store: Store) -> None:
    """It is not overwritten, until its owner clears it."""
    store.path.parent.mkdir()
    store.path.write_bytes(DAMAGE)
    with pytest.raises(FactcheckError, match="cannot be used") as caught:
        store.get("key")
    assert "cache clear" in caught.value.hint
    assert store.path.read_bytes() == DAMAGE
    assert store.clear() is None
    assert not store.path.exists()
    assert store.put("key", "model", KEPT) == store.get("key") == KEPT


def test_clearing_leaves_the_file_to_those_who_use_it(store: Store) -> None:
    """The rows are gone, from the disk as well; a file of the same name beside an open one would split the store."""
    store.put("key", "model", Kept('{"word": "confidential"}', Usage(1, 2, 3)))
    before = store.path.stat().st_ino
    assert store.clear() == 1
    assert store.path.stat().st_ino == before
    assert b"confidential" not in store.path.read_bytes()
    assert store.get("key") is None


def test_the_answer_kept_first_is_everybodys(store: Store) -> None:
    """Two who ask the same at once get two answers, and go by one: that which a rerun will read."""
    with ScriptedServer(
        Reply(says({"word": "late"}).body, delay=0.4), says({"word": "early"}), says({"word": "never"})
    ) as server:
        chat = _chat(server, store)
        assert _asked(chat, TURNS, TURNS) == [Word(word="early")] * 2
        assert _asked(_chat(server, store)) == [Word(word="early")]
    assert (len(server.requests), chat.usage, chat.spent) == (2, Usage(2, 20, 10), Usage(2, 20, 10))


def test_what_the_first_answer_took_is_what_is_reported(store: Store) -> None:
    """As by a rerun; what was spent is spent."""

    class Raced(Store):
        def put(self, key: str, model: str, kept: Kept) -> Kept:
            super().put(key, "another process", Kept('{"word": "first"}', Usage(2, 70, 30)))
            return super().put(key, model, kept)

    with ScriptedServer(says({"word": "second"})) as server:
        chat = _chat(server, Raced(store.path))
        assert _asked(chat) == [Word(word="first")]
    assert (chat.usage, chat.spent) == (Usage(2, 70, 30), Usage(1, 10, 5))


def test_an_answer_that_somebody_spoilt_is_asked_for_again(store: Store) -> None:
    """It fits no schema; nothing is believed for having been kept."""

    class Spoilt(Store):
        def put(self, key: str, model: str, kept: Kept) -> Kept:
            return super().put(key, model, Kept('{"wrod": 1}', kept.usage))

    with ScriptedServer(says({"word": "yes"})) as server:
        for _ in range(2):
            assert _asked(_chat(server, Spoilt(store.path))) == [Word(word="yes")]
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", ["damaged", "a folder that cannot be", "full"])
def test_a_store_that_fails_is_told_of_once_and_done_without(
    fault: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are there all the same, each asked for."""
    told: list[FactcheckError] = []
    if fault == "damaged":
        store.path.parent.mkdir()
        store.path.write_bytes(DAMAGE)
    elif fault == "full":
        store.put("key", "model", KEPT)
        # SQLite's own limit stands in for the disk's: both end a write in the same error.
        monkeypatch.setattr("factcheck.llm.store._TABLE", "pragma max_page_count = 1")
    else:
        (tmp_path / "new").write_text("a file")
    long = "yes " * 5000
    with ScriptedServer(says({"word": long})) as server:
        found = _asked(_chat(server, Lenient(store, told.append)), TURNS, TURNS, TURNS)
    assert found == [Word(word=long)] * 3
    assert [str(store.path) in str(error) for error in told] == [True]
    assert told[0].hint


def test_a_rehearsal_asks_nothing_and_counts_what_it_would(store: Store) -> None:
    """What is kept is answered; for the rest the size of the question is a quarter of its characters."""
    with ScriptedServer(says({"word": "yes"})) as server:
        _asked(_chat(server, store))
        with _chat(server, store) as chat:
            rehearsal = Rehearsal(chat)
            assert rehearsal.together([rehearsal.ask(TURNS, Word)]) == [Word(word="yes")]
            with pytest.raises(NotAskedError):
                rehearsal.together([rehearsal.ask(("R" * 30, "M" * 10), Word)])
    assert rehearsal.wanted == Usage(1, 10, 0)
    assert len(server.requests) == 1


def test_a_spent_budget_ends_the_asking(store: Store) -> None:
    """The error says how to go on; what was paid for is kept."""
    talks = [("Rules.", f"Material {n}.") for n in range(3)]
    price = Price(read=100_000, written=0)  # one unit of money an answer
    with ScriptedServer(says({"word": "yes"})) as server:
        with pytest.raises(SpentError, match="budget of 2 is spent") as caught:
            _asked(_chat(server, store, concurrency=1, price=price, budget=2), *talks)
        assert len(server.requests) == 2
        assert "goes on from here" in caught.value.hint
        _asked(_chat(server, store, concurrency=1, price=price, budget=2), *talks)
    assert len(server.requests) == 3
