"""What keeps the product from starting is one sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from shared.launching.checks import CannotStart, check_folder, check_ports
from shared.launching.lock import Running, only_one
from shared.launching.parts import Part
from tests.shared.launching.stand_ins import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this process listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def part(name: str, port: int, host: str = "127.0.0.1") -> Part:
    return Part(name, (), host, port, f"{name.upper()}_PORT", "/")


def test_a_taken_port_names_service_port_holder_and_variable(taken: int) -> None:
    with pytest.raises(CannotStart) as refused:
        check_ports((part("portal", taken),))
    said = str(refused.value)
    assert said.startswith(f"the portal cannot listen on 127.0.0.1 port {taken}: process {os.getpid()} (")
    suggested = int(said.partition("PORTAL_PORT=")[2].partition(" ")[0])
    assert suggested > taken
    check_ports((part("portal", suggested),))


def test_a_holder_that_cannot_be_known_is_another_program(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "net_connections", lambda kind: [])
    with pytest.raises(CannotStart, match="another program has it"):
        check_ports((part("portal", taken),))


def test_two_services_on_one_port_are_wrong_settings() -> None:
    port = free_port()
    with pytest.raises(CannotStart, match=f"ONE_PORT and OTHER_PORT are both {port}") as refused:
        check_ports((part("one", port), part("other", port)))
    assert refused.value.exit_code == 2


def test_an_address_that_is_not_this_machines_is_said() -> None:
    with pytest.raises(CannotStart, match=r"the portal cannot listen on 192\.0\.2\.1 port .*: cannot assign"):
        check_ports((part("portal", free_port(), "192.0.2.1"),))


def test_free_ports_are_fine() -> None:
    check_ports((part("one", free_port()),))


def test_the_data_folder_is_made(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CannotStart, match="cannot be made"):
            check_folder(folder)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    with pytest.raises(CannotStart, match="cannot be written to"):
        check_folder(tmp_path)


def test_files_of_another_user_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "postgres").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 12_345)
    with pytest.raises(CannotStart, match=r"postgres in the data folder .* belongs to another user"):
        check_folder(tmp_path)


def test_a_full_disk_is_said_with_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nearly_full = shutil.disk_usage("/")._replace(free=12_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)
    with pytest.raises(CannotStart, match="has 12 MB left and the database needs 200"):
        check_folder(tmp_path)


def test_only_one_product_runs_in_a_folder(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(Running, match=f"process {os.getpid()}"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass
