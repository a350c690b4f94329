"""Trying again: bounded, only where it may help, and no sooner than the server says."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from pydantic import BaseModel
from servers import Reply, ScriptedServer, fails, says

from factcheck.errors import ModelError
from factcheck.llm.chat import Terms
from factcheck.llm.faults import retry_after
from factcheck.llm.patience import TRIES
from factcheck.llm.providers import connect

TURNS = ("Rules.", "Material.")


class Word(BaseModel):
    """A word."""

    word: str


def _busy(after: str) -> Reply:
    return Reply("{}", 429, headers=(("Content-Type", "application/json"), ("Retry-After", after)))


def _ask(server: ScriptedServer, number: int = 1, concurrency: int = 8) -> list[Word]:
    with connect("openai:x", base_url=server.url, terms=Terms(concurrency=concurrency)) as chat:
        return chat.together([chat.ask(("Rules.", str(n)), Word) for n in range(number)])


def test_a_passing_fault_costs_a_try_and_no_answer() -> None:
    """The retry counts as the same call."""
    with ScriptedServer(fails(500), fails(429), says({"word": "yes"})) as server:
        with connect("openai:x", base_url=server.url) as chat:
            assert chat.together([chat.ask(TURNS, Word)]) == [Word(word="yes")]
        assert chat.usage.calls == 1
    assert len(server.requests) == 3


def test_tries_are_bounded() -> None:
    """A server that stays down is given up."""
    with ScriptedServer(fails(503)) as server, pytest.raises(ModelError, match="failed to answer"):
        _ask(server)
    assert len(server.requests) == TRIES


def test_nothing_is_asked_before_the_time_that_the_server_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the call that was told nor one that begins after it."""
    waits: list[float] = []
    pause = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await pause(0)

    monkeypatch.setattr(asyncio, "sleep", noted)
    with ScriptedServer(_busy("40"), says({"word": "yes"})) as server:
        _ask(server, 2, concurrency=1)
    assert len(server.requests) == 3
    told, first_again, second = [wait for wait in waits if wait > 1]
    assert told >= 40
    assert min(first_again, second) > 30


def test_a_wait_that_is_too_long_is_not_waited_for() -> None:
    """The user is told instead."""
    with (
        ScriptedServer(_busy("3600"), says({"word": "yes"})) as server,
        pytest.raises(ModelError, match="limits calls"),
    ):
        _ask(server)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("1.5", 1.5), ("Wed, 25 Nov 2026 10:00:30 GMT", 30.0), ("soon", None), ("", None), ("-5", None)],
)
def test_retry_after_is_read_in_both_its_forms(header: str, seconds: float | None) -> None:
    """Seconds, or a date; what is neither is no wish."""

    error = ConnectionError()
    error.response = SimpleNamespace(headers={"retry-after": header})  # type: ignore[attr-defined]
    assert retry_after(error, now=1795600800.0) == seconds


def test_a_fault_that_stays_is_not_tried_again() -> None:
    """A refused key is as wrong the second time."""
    with ScriptedServer(fails(401)) as server, pytest.raises(ModelError):
        _ask(server)
    assert len(server.requests) == 1


def test_questions_are_asked_at_once_up_to_the_limit() -> None:
    """With four at a time, eight slow answers take two rounds."""
    with ScriptedServer(Reply(says({"word": "yes"}).body, delay=0.3)) as server:
        _ask(server, 8, concurrency=4)
    assert len(server.requests) == 8
    assert server.most_at_once == 4


def test_waiting_for_the_rate_is_no_part_of_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 30 requests a minute one that may take a second is sent after two, and answered."""
    monkeypatch.setattr("factcheck.llm.patience.TRIES", 1)
    terms = Terms(rpm=30, timeout=1)
    with ScriptedServer(says({"word": "yes"})) as server, connect("openai:x", base_url=server.url, terms=terms) as chat:
        assert chat.together([chat.ask(TURNS, Word)]) == [Word(word="yes")]
