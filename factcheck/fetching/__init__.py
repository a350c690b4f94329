"""Door: addresses on the web into bytes, as far as that is safe, polite and bounded.

In comes an http or https address, out goes a `Fetched`. Only public addresses are connected to, at every redirect anew
and by the very number that was checked; robots.txt is respected; size, time and redirects are bounded. Nothing is run,
no cookie is kept, and no proxy is used.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from factcheck import __version__
from factcheck.errors import FetchError, GoneError
from factcheck.reading import MAX_BYTES

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from protego import Protego

AGENT = f"factcheck/{__version__}"
MAX_SECONDS = 60.0
MAX_WAIT = 15.0
MAX_REDIRECTS = 5
# Between two requests to one host, where its robots.txt does not ask for more.
PAUSE = 0.5
LONGEST_PAUSE = 10.0
_ROBOTS_BYTES = 512_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: `url` is where it came from in the end, `kind` its media type, "" where none was told."""

    url: str
    kind: str
    charset: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    kind: str
    data: bytes


class Fetcher:
    """Fetches pages one after another, at each site's own pace; keeps robots.txt files, nothing else."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._robots: dict[str, Protego] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str) -> Fetched:
        """The page or file at the address. Raises FetchError, never anything else."""
        deadline = time.monotonic() + MAX_SECONDS
        at = address(url)
        for _ in range(MAX_REDIRECTS + 1):
            self._permitted(at, url)
            answer = self._get(at, deadline, MAX_BYTES)
            if answer.status in _REDIRECTS and answer.location:
                at = address(urljoin(at, answer.location), reached_from=url)
                continue
            if answer.status != 200:
                kind_of = GoneError if answer.status in (404, 410) else FetchError
                raise kind_of(f"{url} answers with {answer.status}", hint="open it in a browser; is it still there?")
            if len(answer.data) > MAX_BYTES:
                raise FetchError(f"{url} is larger than {MAX_BYTES // 1_000_000} MB", hint="save the part that matters")
            kind, _, rest = answer.kind.partition(";")
            return Fetched(at, kind.strip().lower(), _charset(rest), answer.data)
        raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times", hint="name the page that it leads to")

    def _permitted(self, at: str, url: str) -> None:
        """Raise FetchError where the site's robots.txt keeps programs out of that page; wait as long as it asks to."""
        origin = urlunsplit((*urlsplit(at)[:2], "", "", ""))
        robots = self._robots.get(origin)
        if robots is None:
            robots = self._robots[origin] = self._rules(origin)
        if not robots.can_fetch(at, AGENT):
            raise FetchError(
                f"{url} is closed to programs by the site's robots.txt", hint="save the page and add the file"
            )
        pause = min(max(robots.crawl_delay(AGENT) or 0, PAUSE), LONGEST_PAUSE)
        time.sleep(max(0.0, self._last.get(origin, 0) + pause - time.monotonic()))
        self._last[origin] = time.monotonic()

    def _rules(self, origin: str) -> Protego:
        """As RFC 9309 has it: what cannot be found allows everything, a server that fails allows nothing."""
        from protego import Protego

        deadline = time.monotonic() + MAX_SECONDS
        at = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._get(at, deadline, _ROBOTS_BYTES)
            if answer.status not in _REDIRECTS or not answer.location:
                break
            at = address(urljoin(at, answer.location), reached_from=at)
        if answer.status >= 500:
            return Protego.parse("User-agent: *\nDisallow: /")
        return Protego.parse(answer.data[:_ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == 200 else "")

    def _get(self, at: str, deadline: float, most: int) -> _Answer:
        """One answer, of its body `most` bytes and one more; redirects are the caller's business."""
        import httpcore

        from factcheck.fetching.network import CheckedNetwork

        network = CheckedNetwork(deadline, allow_private=self._allow_private)
        headers = [("Host", urlsplit(at).netloc), ("User-Agent", AGENT), ("Accept", "*/*"), ("Accept-Encoding", "gzip")]
        waits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), MAX_WAIT)}
        with (
            _as_fetch_error(at),
            httpcore.ConnectionPool(ssl_context=self._tls, network_backend=network) as pool,
            pool.stream("GET", at, headers=headers, extensions=waits) as response,
        ):
            told = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
            data = b"" if response.status in _REDIRECTS else _body(response.iter_stream(), most)
        return _Answer(
            response.status, told.get("location", ""), told.get("content-type", ""), _plain(data, told, at, most)
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        import httpcore

        context: ssl.SSLContext = httpcore.default_ssl_context()
        return context


def is_address(name: str) -> bool:
    """Whether a name is meant as an address on the web, a wrong one too, and not as a file."""
    return "://" in name


def address(url: str, *, reached_from: str = "") -> str:
    """The address in the one spelling that is sent: ASCII, without fragment. Raises FetchError for what is none."""
    place = f"{reached_from} leads to {url}, which" if reached_from else url
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise FetchError(f"{place} is no address", hint="copy it from the browser") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{place} is no http or https address", hint="name a page or file on the web")
    if parts.username or parts.password:
        raise FetchError(f"{place} holds a name or password", hint="save the page and add the file")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""))


def _body(chunks: Iterator[bytes], most: int) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            break
    return bytes(data[: most + 1])


def _plain(data: bytes, told: dict[str, str], at: str, most: int) -> bytes:
    """The body as it was before it was packed for the way, and no more than one byte past `most`."""
    packed = told.get("content-encoding", "identity").strip().lower()
    if packed in ("identity", "") or not data:
        return data
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(
            f"{at} came packed as {packed}, which was not asked for", hint="save the page and add the file"
        )
    return inflated(data, at, most)


def inflated(data: bytes, name: str, most: int = MAX_BYTES) -> bytes:
    """What gzip or zlib packed, cut one byte past `most`. Raises FetchError where it is damaged."""
    import zlib

    try:
        return zlib.decompressobj(47).decompress(data, most + 1)
    except zlib.error as error:
        raise FetchError(f"{name} came damaged", hint="try again later") from error


def _charset(parameters: str) -> str:
    named = (part.strip().partition("=") for part in parameters.split(";"))
    return next((value.strip("\"' ") for key, _, value in named if key.strip().lower() == "charset"), "")


@contextmanager
def _as_fetch_error(at: str) -> Iterator[None]:
    import ssl

    import httpcore

    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError(f"{at} takes too long to answer", hint="try again later, or save the page") from error
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        ssl.SSLError,
        OSError,
    ) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise FetchError(f"{at} cannot be fetched: {reason}", hint="check the address and your connection") from error
