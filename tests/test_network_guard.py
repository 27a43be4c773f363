"""Tests reach this machine and nothing else."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("host", ["1.1.1.1", "api.openai.com", "2606:4700::1111"])
def test_an_outside_call_fails_at_once(host: str) -> None:
    with pytest.raises(RuntimeError, match="tests have no network"):
        socket.create_connection((host, 443), timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
