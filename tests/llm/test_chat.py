"""The door to chat models, against a scripted server: what is sent, what is believed, and how each fault is told."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from typing import Literal, NamedTuple

import pytest
from pydantic import BaseModel
from servers import Reply, ScriptedServer, calls_tool, fails, says

from factcheck.errors import ModelError, SetupError
from factcheck.llm import Price, Usage
from factcheck.llm.chat import Chat, Terms
from factcheck.llm.providers import connect

TURNS = ("Rules with {braces}.", "Material with {{slots}} and %s.")
RIGHT = {"word": "yes", "sure": "high"}


class Said(BaseModel):
    """A word, and how sure."""

    word: str
    sure: Literal["low", "high"]


def _connect(server: ScriptedServer, timeout: float = 5.0) -> Chat:
    return connect("openai:scripted", base_url=server.url, terms=Terms(timeout=timeout))


def _ask(chat: Chat, *more: str) -> Said:
    """The answer to one question, after which the chat is closed: a loop left open is told of at any later moment."""
    with chat:
        return _asked(chat, *more)


def _asked(chat: Chat, *more: str) -> Said:
    return chat.together([chat.ask((*TURNS, *more), Said)])[0]


def test_turns_arrive_as_they_are_with_the_schema_and_temperature_zero() -> None:
    """Foreign text is never a template; the server is asked to hold its answer to the schema."""
    with ScriptedServer(says(RIGHT)) as server:
        assert _ask(_connect(server), "an answer", "a fault") == Said(word="yes", sure="high")
    (request,) = server.requests
    assert [(turn["role"], turn["content"]) for turn in request["messages"]] == [
        ("system", TURNS[0]),
        ("user", TURNS[1]),
        ("assistant", "an answer"),
        ("user", "a fault"),
    ]
    assert request["temperature"] == 0
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["word", "sure"]


def test_a_server_of_ones_own_needs_no_key() -> None:
    """With a base URL a placeholder goes out in place of a key."""
    with ScriptedServer(says(RIGHT)) as server:
        _ask(_connect(server))
    assert server.keys == ["Bearer none"]


def test_a_key_that_is_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's own variable holds it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine")
    with ScriptedServer(says(RIGHT)) as server:
        _ask(_connect(server))
    assert server.keys == ["Bearer sk-mine"]


def test_calls_and_tokens_are_counted() -> None:
    """Over all questions."""
    with ScriptedServer(says(RIGHT)) as server, _connect(server) as chat:
        _asked(chat)
        _asked(chat)
    assert chat.usage == chat.spent == Usage(2, 20, 10)


@pytest.mark.parametrize(
    "content",
    [f"Sure!\n```json\n{json.dumps(RIGHT)}\n```\nAnything else?", f"{json.dumps(RIGHT)}", "\n" + json.dumps(RIGHT)],
)
def test_a_json_block_in_prose_is_read(content: str) -> None:
    """Where a server ignores the schema, the object in its text counts."""
    with ScriptedServer(says(content)) as server:
        assert _ask(_connect(server)).word == "yes"


def test_a_server_without_structured_output_is_asked_plainly_from_then_on() -> None:
    """The weaker ways are tried once; the schema then stands in the question."""
    refusal = fails(400, "not supported")
    with ScriptedServer(refusal, refusal, refusal, says(RIGHT)) as server, _connect(server) as chat:
        _asked(chat)
        _asked(chat)
    assert [request.get("response_format", {}).get("type") for request in server.requests] == [
        "json_schema",
        None,
        "json_object",
        None,
        None,
    ]
    assert ["tools" in request for request in server.requests] == [False, True, False, False, False]
    assert '"sure"' in server.requests[3]["messages"][-1]["content"]


def test_a_tool_call_is_an_answer() -> None:
    """Where a server has tools and no JSON schema."""
    with ScriptedServer(fails(400, "not supported"), calls_tool("Said", RIGHT)) as server:
        assert _ask(_connect(server)).sure == "high"
    assert len(server.requests) == 2


UNREADABLE = {
    "prose": "I cannot say.",
    "nothing": "",
    "half a JSON object": '{"word": "yes", "su',
    "another schema": '{"verdict": "true"}',
    "an unknown label": '{"word": "yes", "sure": "perhaps"}',
    "code": "__import__('os').system('false')",
    "nesting without end": '{"word": ' + "[" * 50_000 + "}",
    "half a surrogate pair": '{"word": "\\ud83d", "sure": "high"}',
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_answer_goes_back_once(content: str) -> None:
    """With the fault; a second answer that can be read is taken."""
    with ScriptedServer(says(content), says(RIGHT)) as server:
        assert _ask(_connect(server)).sure == "high"
    roles = [turn["role"] for turn in server.requests[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "cannot be read" in server.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_two_unreadable_answers_are_a_model_error(content: str) -> None:
    """Never a third try."""
    with ScriptedServer(says(content)) as server, pytest.raises(ModelError, match="no readable answer") as caught:
        _ask(_connect(server))
    assert len(server.requests) == 2
    assert caught.value.hint


HTML = Reply("<html>It works!</html>", headers=(("Content-Type", "text/html"),))


def _moved(status: int, location: str) -> Reply:
    return Reply("{}", status, headers=(("Content-Type", "application/json"), ("Location", location)))


class Told(NamedTuple):
    """What a fault becomes, and after how many requests."""

    reply: Reply
    message: str
    hint: str
    requests: int = 1
    retryable: bool = False


FAULTS = {
    "401": Told(fails(401, "wrong key sk-mine"), "refused the key", "OPENAI_API_KEY"),
    "403": Told(fails(403, "wrong key sk-mine"), "does not let this key", "OPENAI_API_KEY"),
    "404": Told(fails(404), "knows no model 'scripted'", "/v1"),
    "400": Told(fails(400, "too long, sk-mine"), r"too long, \*\*\*", "chat model", requests=4),
    "429": Told(fails(429), "limits calls", "wait", requests=4, retryable=True),
    "500": Told(fails(500), "failed to answer", "later", requests=4, retryable=True),
    "402": Told(fails(402), "wants to be paid", "credit"),
    "413": Told(fails(413), "too long for openai:scripted", "reads more"),
    "418": Told(fails(418), r"refused the request \(status 418\)", "/v1"),
    "529": Told(fails(529), "failed to answer", "later", requests=4, retryable=True),
    "a redirect to nowhere": Told(_moved(302, ""), "another address", "https"),
    "a redirect to where nobody is": Told(_moved(308, "http://127.0.0.1:9/v1"), "another address", "https"),
    "a redirect to what is no model": Told(_moved(301, "/v1/models"), "another address", "https", requests=1),
    "cut off": Told(says(RIGHT, finish="length"), "cut off", "longer"),
    "content filter": Told(says("", finish="content_filter"), "declined", "another model"),
    "a web page": Told(HTML, "no chat completion", "chat server"),
    "garbage": Told(Reply("{{{"), "no chat completion", "chat server"),
    "half a body": Told(Reply(says(RIGHT).body[:90]), "no chat completion", "chat server"),
    "no choices": Told(Reply('{"choices": []}'), "no chat completion", "chat server"),
    "a body of endless depth": Told(Reply("[" * 100_000), "no chat completion", "chat server"),
    "null": Told(Reply("null"), "no chat completion", "chat server"),
}


@pytest.mark.parametrize("told", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_in_our_words(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong and what to do; retries are bounded; no key in the message, the hint or the cause."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine")
    with ScriptedServer(told.reply) as server, pytest.raises(ModelError, match=told.message) as caught:
        _ask(_connect(server))
    assert told.hint in caught.value.hint
    assert caught.value.retryable is told.retryable
    assert len(server.requests) == told.requests
    assert "sk-mine" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.__cause__ is None


def test_a_redirect_without_end_is_told_as_that() -> None:
    """And not as a dead server; it is not tried again."""
    with ScriptedServer(_moved(307, "/v1/chat/completions")) as server, pytest.raises(ModelError) as caught:
        _ask(_connect(server))
    assert "another address" in str(caught.value)
    assert len(server.requests) < 30


def test_tokens_that_a_server_does_not_count_are_reckoned() -> None:
    """Four characters a token; a budget would hold nothing otherwise."""
    body = json.loads(says(RIGHT).body)
    del body["usage"]
    with ScriptedServer(Reply(json.dumps(body))) as server:
        chat = _connect(server)
        _ask(chat)
    assert chat.spent == Usage(1, sum(map(len, TURNS)) // 4, len(json.dumps(RIGHT)) // 4)


def test_a_budget_counts_the_answers_that_are_on_their_way() -> None:
    """Asking at once spends no more than asking in turn, and no less."""
    terms = Terms(price=Price(0, 1e6), budget=20)
    with (
        ScriptedServer(Reply(says(RIGHT).body, delay=0.1)) as server,
        connect("openai:x", base_url=server.url, terms=terms) as chat,
        pytest.raises(ModelError, match="budget of 20 is spent"),
    ):
        chat.together([chat.ask((TURNS[0], str(number)), Said) for number in range(8)])
    assert len(server.requests) == 4


def test_a_slow_server_is_a_timeout() -> None:
    """The message names the limit."""
    with ScriptedServer(Reply("{}", delay=1.0)) as server, pytest.raises(ModelError, match=r"within 0\.2 s") as caught:
        _ask(_connect(server, timeout=0.2))
    assert caught.value.retryable


def test_a_dead_server_is_named_without_its_password() -> None:
    """The hint asks whether it runs at that address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=f"http://127.0.0.1:{port}/v1") as caught:
        _ask(connect("openai:x", base_url=f"http://me:secret@127.0.0.1:{port}/v1"))
    assert "is it running" in caught.value.hint
    assert "secret" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize("name", ["gpt-4o-mini", "openai:", ":gpt", ""])
def test_a_name_without_provider_or_model_is_refused(name: str) -> None:
    """The hint shows the form."""
    with pytest.raises(ModelError, match="is no model name") as caught:
        connect(name)
    assert "openai:gpt-5-mini" in caught.value.hint


def test_an_unknown_provider_is_refused_with_examples() -> None:
    """Nothing is guessed."""
    with pytest.raises(ModelError, match="unknown model provider 'nobody'") as caught:
        connect("nobody:x")
    assert "ollama:" in caught.value.hint


def test_a_missing_key_names_its_variable() -> None:
    """Where the provider's own server is meant."""
    with pytest.raises(ModelError, match="no key for openai") as caught:
        connect("openai:gpt-4o-mini")
    assert "OPENAI_API_KEY" in caught.value.hint


def test_an_empty_key_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told before anything is sent."""
    monkeypatch.setenv("OPENAI_API_KEY", "")
    with pytest.raises(ModelError, match="no key for openai"):
        connect("openai:gpt-4o-mini")


@pytest.mark.parametrize("key", ["sk-mine\n", "sk-mine\r", "sk-m\u00efne", "sk-mine\u200b"])
def test_a_malformed_key_is_told_as_that(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be sent, which would read like a dead server; it is not shown."""
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(SetupError, match="the key for openai is malformed") as caught:
        connect("openai:x", base_url="http://127.0.0.1:9/v1")
    assert "OPENAI_API_KEY" in caught.value.hint
    assert "sk-m" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("name", "package", "command"),
    [
        ("anthropic:x", "langchain_anthropic", 'pip install "factcheck[anthropic]"'),
        ("google_genai:x", "langchain_google_genai", 'pip install "factcheck[google]"'),
        ("mistralai:x", "langchain_mistralai", "pip install langchain-mistralai"),
    ],
)
def test_a_missing_package_is_named_with_its_command(
    name: str, package: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Providers are extras."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match="not installed") as caught:
        connect(name)
    assert caught.value.hint == command


def test_the_door_opens_langchain_only_when_a_model_is_named() -> None:
    """Importing it loads none of the heavy packages."""
    code = (
        "import sys, factcheck.llm; print([m for m in ('langchain', 'langchain_core', 'openai') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
