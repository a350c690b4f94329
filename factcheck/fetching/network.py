"""Part of the fetching door: connections to addresses that were checked, with one deadline for all that is read."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from factcheck.errors import FetchError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class CheckedNetwork(httpcore.NetworkBackend):
    """Resolves a host, refuses it where any of its addresses is not public, and connects to one of those it checked.

    A name that is looked up a second time may lead elsewhere; so it is not.
    """

    def __init__(self, deadline: float, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers."""
        numbers = _resolved(host, port)
        closed = [] if self._allow_private else [number for number in numbers if not is_public(number)]
        if closed:
            raise FetchError(
                f"{host} is not on the public network ({closed[0]})",
                hint="add --allow-private if you mean a machine of your own network",
            )
        for number in numbers[:-1]:
            try:
                return self._connected(number, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue
        return self._connected(numbers[-1], port, timeout, local_address, socket_options)

    def _connected(self, number: str, port: int, timeout: float | None, *rest: Any) -> httpcore.NetworkStream:
        return _Timed(self._inner.connect_tcp(number, port, _left(self._deadline, timeout), *rest), self._deadline)


class _Timed(httpcore.NetworkStream):
    """A connection of which every wait ends at the deadline: a server that sends a byte now and then gains nothing."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = _left(self._deadline, timeout)
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, wait), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def is_public(number: str) -> bool:
    """Whether the address is one of the public internet, also where it wraps one of the older kind."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if wrapped is None and found in _NAT64:
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host}", hint="check the address and your connection") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return min(left, timeout or left)
