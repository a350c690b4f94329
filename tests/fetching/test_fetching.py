"""The fetching door: safe, polite and bounded."""

from __future__ import annotations

import gzip
import time

import pytest
from pages import Page, Site, leads_to

import factcheck.fetching as door
from factcheck.errors import FetchError
from factcheck.fetching import Fetcher, address
from factcheck.fetching.network import is_public

WORDS = Page(b"<p>Words.</p>")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PAUSE", 0)


def refusal(site: Site, path: str = "/", *, allow_private: bool = True) -> str:
    with pytest.raises(FetchError) as caught:
        Fetcher(allow_private=allow_private).fetch(site.url + path)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_comes_with_its_type_and_last_address() -> None:
    """Redirects are followed, and the address that answered in the end is told."""
    with Site({"/old": leads_to("/new?a=1"), "/new?a=1": WORDS}) as site:
        found = Fetcher(allow_private=True).fetch(site.url + "/old#part")
        assert (found.url, found.data) == (f"{site.url}/new?a=1", b"<p>Words.</p>")
        assert (found.kind, found.charset) == ("text/html", "utf-8")


def test_only_public_addresses_are_asked() -> None:
    """A machine of the own network is not even connected to unless that is allowed."""
    with Site({"/": WORDS}) as site:
        assert "not on the public network (127.0.0.1)" in refusal(site, allow_private=False)
        assert site.asked == []


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::1]/"])
def test_a_redirect_is_checked_as_well(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """A public page that leads into a private network leads nowhere."""
    checked = "factcheck.fetching.network.is_public"
    monkeypatch.setattr(checked, lambda number: number == "127.0.0.1" or is_public(number))
    with Site({"/": leads_to(target)}) as site:
        assert "not on the public network" in refusal(site, allow_private=False)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "http://me:secret@example.org/", "mailto:a@b"]
)
def test_a_redirect_to_anything_but_a_page_is_refused(target: str) -> None:
    """Redirects to files, other protocols and passwords are refused."""
    with Site({"/": leads_to(target)}) as site:
        assert "which" in refusal(site)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("0.0.0.0", False),
        ("192.168.0.1", False), ("172.16.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:1::", False), ("::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(number: str, public: bool) -> None:
    """Loopback, private, link-local, shared and reserved ones are not, nor what wraps one of them."""
    assert is_public(number) is public


def test_names_and_odd_spellings_of_this_machine_are_seen_through() -> None:
    """Whatever this machine is called, the number behind the name is what is checked."""
    for host in ("localhost", "2130706433", "0x7f.1"):
        with pytest.raises(FetchError, match="not on the public network"):
            Fetcher().fetch(f"http://{host}:9/")


def test_robots_are_respected() -> None:
    """What robots.txt closes is not asked for, and the file is asked for once."""
    rules = Page(b"User-agent: *\nDisallow: /private/\nAllow: /private/press*\n", "text/plain")
    with Site({"/robots.txt": rules, "/private/a": WORDS, "/private/press1": WORDS}) as site:
        assert "closed to programs" in refusal(site, "/private/a")
        fetcher = Fetcher(allow_private=True)
        for _ in range(2):
            assert fetcher.fetch(site.url + "/private/press1").data
        assert site.asked.count("/robots.txt") == 2
        assert "/private/a" not in site.asked


def test_a_site_whose_rules_cannot_be_had_is_left_alone() -> None:
    """Where robots.txt fails with the server, nothing is fetched, as the standard has it."""
    with Site({"/robots.txt": Page(status=503), "/": WORDS}) as site:
        assert "closed to programs" in refusal(site)


def test_bounds_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, also once unpacked, redirects and time are bounded."""
    monkeypatch.setattr(door, "MAX_BYTES", 10_000)
    packed = Page(gzip.compress(b"a" * 1_000_000), headers={"Content-Encoding": "gzip"})
    pages = {"/large": Page(b"a" * 20_000), "/packed": packed, "/loop": leads_to("/loop")}
    with Site({**pages, "/slow": Page(b"a" * 100, drip=0.2)}) as site:
        assert "larger than" in refusal(site, "/large")
        assert "larger than" in refusal(site, "/packed")
        assert "redirects more than 5 times" in refusal(site, "/loop")
        assert "answers with 404" in refusal(site, "/missing")
        monkeypatch.setattr(door, "MAX_SECONDS", 1.0)
        begun = time.monotonic()
        assert "too long" in refusal(site, "/slow")
        assert time.monotonic() - begun < 5


def test_a_packed_page_is_unpacked() -> None:
    """A page packed for the way is given as it was."""
    with Site({"/": Page(gzip.compress(b"words"), headers={"Content-Encoding": "gzip"})}) as site:
        assert Fetcher(allow_private=True).fetch(site.url).data == b"words"


def test_a_host_that_is_not_there_is_one_line() -> None:
    """A dead port and a broken answer are refused in one line."""
    with pytest.raises(FetchError, match="cannot be fetched"):
        Fetcher(allow_private=True).fetch("http://127.0.0.1:9/")


def test_addresses_have_one_spelling() -> None:
    """Names and paths beyond ASCII are spelt as they are sent, and the fragment is dropped."""
    assert address("https://bücher.example/a b/ü?q=ä#x") == "https://xn--bcher-kva.example/a%20b/%C3%BC?q=%C3%A4"
    for wrong in ("https://", "http://[::1", "http://a:99999/", "mailto:a@b", "javascript:alert(1)"):
        with pytest.raises(FetchError):
            address(wrong)
