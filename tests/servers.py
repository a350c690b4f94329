"""A scripted model server on the loopback: OpenAI's chat protocol, answers from a queue, requests kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer, sent after `delay` seconds; `body` goes out as it is."""

    body: str
    status: int = 200
    delay: float = 0.0
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


def says(content: str | dict[str, Any], *, finish: str = "stop") -> Reply:
    """A completion with this content, a dict as JSON."""
    return _completion({"content": content if isinstance(content, str) else json.dumps(content)}, finish)


def calls_tool(name: str, arguments: dict[str, Any]) -> Reply:
    """A completion that calls a tool with these arguments."""
    call = {"id": "t", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    return _completion({"content": None, "tool_calls": [call]}, "tool_calls")


def _completion(message: dict[str, Any], finish: str) -> Reply:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    head = {"id": "c", "object": "chat.completion", "created": 0, "model": "scripted"}
    return Reply(json.dumps({**head, "choices": [choice], "usage": usage}))


def fails(status: int, message: str = "scripted fault") -> Reply:
    """An error as OpenAI words it."""
    return Reply(json.dumps({"error": {"message": message, "type": "scripted", "code": None}}), status)


class ScriptedServer:
    """Serves `replies` in turn, the last one for ever, or what `answer` makes of each request.

    `requests` and `keys` hold what was asked and with which key.
    """

    def __init__(self, *replies: Reply, answer: Callable[[dict[str, Any]], Reply] | None = None) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = Lock()
        self._replies: Sequence[Reply] = replies
        self._answer = answer
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The base URL to connect to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _next(self, request: dict[str, Any]) -> Reply:
        if self._answer:
            return self._answer(request)
        return self._replies[min(len(self.requests), len(self._replies)) - 1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                with server._lock:
                    request = json.loads(asked)
                    server.requests.append(request)
                    server.keys.append(self.headers.get("Authorization", ""))
                    reply = server._next(request)
                    server._at_once += 1
                    server.most_at_once = max(server.most_at_once, server._at_once)
                time.sleep(reply.delay)
                with server._lock:
                    server._at_once -= 1
                self._send(reply)

            def _send(self, reply: Reply) -> None:
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers:
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(reply.body.encode())
                except (BrokenPipeError, ConnectionResetError):
                    """The client gave up waiting, as the slow replies mean it to."""

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test output clean."""

        return Handler


def material(request: dict[str, Any]) -> str:
    """What stands between the fences of a request's first question."""
    return str(request["messages"][1]["content"])


def is_extraction(request: dict[str, Any]) -> bool:
    """Whether claims are asked for, and not a verdict."""
    return "\nText:\n" in material(request)


def honest(request: dict[str, Any]) -> Reply:
    """Answers as a plain but honest model would.

    Every sentence of the text is a claim, and every claim is supported by the first sentence of the first passage.
    """
    if is_extraction(request):
        text = material(request).split("\nText:\n", 1)[1].rsplit("\n", 1)[0]
        found = [sentence.strip() for sentence in re.findall(r"[^.!?\n](?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]", text)]
        claims = [{"quote": each, "text": each, "speaker": None, "kind": "fact"} for each in found]
        return says({"claims": claims, "left_out": []})
    return says(judgement(first_words(request)))


def first_words(request: dict[str, Any], passage: int = 1) -> str:
    """The first sentence of that passage of a request for a verdict."""
    fence = material(request).splitlines()[0]
    body = material(request).split(f"{fence} [{passage}] ", 1)[1].split("\n", 1)[1]
    return re.split(r"(?<=[.!?])\s", body.replace(fence, ""), maxsplit=1)[0].strip()


def judgement(words: str, **changes: Any) -> dict[str, Any]:
    """A verdict that the words of the first passage carry."""
    quotes = [{"passage": 1, "words": words, "stance": "supports"}]
    rest = {"gap": "none", "certainty": "high", "conclusion": "It is as stated.", "missing": "", "search": ""}
    return {"reasoning": "Passage [1] says so.", "quotes": quotes, "label": "supported", **rest, **changes}
