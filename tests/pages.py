"""A small site on the loopback: answers by path, requests kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass(frozen=True, slots=True)
class Page:
    """One answer; `drip` seconds pass between its bytes."""

    data: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0


def leads_to(target: str) -> Page:
    """A redirect."""
    return Page(status=302, headers={"Location": target})


class Site:
    """Serves `pages` by their path, 404 for every other; `asked` holds the paths that were asked for."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                page = site.pages.get(self.path, Page(b"not here", status=404))
                self.send_response(page.status)
                for name, value in {"Content-Type": page.kind, **page.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                step = 1 if page.drip else len(page.data) or 1
                try:
                    for at in range(0, len(page.data), step):
                        self.wfile.write(page.data[at : at + step])
                        time.sleep(page.drip)
                except (BrokenPipeError, ConnectionResetError):
                    """The client had enough, as the large and slow pages mean it to."""

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test output clean."""

        return Handler
