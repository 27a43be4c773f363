"""Switches for every test: no network, no key, and `respx` on the SDK's HTTP library."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

# The repository's packages are importable whether it is installed or not.
sys.path.insert(0, str(Path(__file__).parents[1]))

# respx patches `httpx` and the SDK speaks through httpx2: make them one, unless a plugin was faster.
if "httpx" not in sys.modules:
    httpx2.alias_httpx()

# The tests' own clients wait for a machine that stands still; those of the product say how long they wait.
_PATIENCE_SEC = 60.0
_unless_told = httpx2._config.DEFAULT_TIMEOUT_CONFIG
_unless_told.connect = _unless_told.read = _unless_told.write = _unless_told.pool = _PATIENCE_SEC

_CLEARED = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OFFLINE_MODEL_FAULTS", "OFFLINE_MODEL_RETIRED")
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class OutsideCall(RuntimeError):
    """A test reached for the network."""


def pytest_configure(config: pytest.Config) -> None:
    """For the whole run, collection included: only this machine can be reached, and no developer's key is read."""
    # An empty variable counts as unset and, unlike a missing one, wins over a `.env` file.
    os.environ.update(dict.fromkeys(_CLEARED, ""))
    _replace(_guarded_connect, _guarded_connect_ex, _guarded_getaddrinfo)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the network back."""
    _replace(_connect, _connect_ex, _getaddrinfo)


def _replace(connect: Any, connect_ex: Any, getaddrinfo: Any) -> None:
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = getaddrinfo


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _refuse_outside(self, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _refuse_outside(self, address)
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if host is not None and not _is_here(host.decode() if isinstance(host, bytes) else host):
        raise OutsideCall(f"a test looked up {host!r}; tests have no network")
    return _getaddrinfo(host, *args, **kwargs)


def _refuse_outside(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise OutsideCall(f"a test connected to {address[0]!r}; tests have no network")


def _is_here(host: str) -> bool:
    if host in ("", "localhost", "0.0.0.0", "::", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
