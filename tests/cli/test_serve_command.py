"""What `serve` refuses before it serves; tests/page has the rest."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from onewindow.cli import serving
from onewindow.cli.app import run
from onewindow.desk import desk


def test_without_the_extra_it_names_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda _name: None)
    assert run(["serve"]) == 2
    assert "pip install 'onewindow[web]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("nicegui")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run(["serve", "--port", str(port), "--lang", "en"]) == 2
        assert f"{port}  cannot listen there" in capsys.readouterr().err
        free = serving._free("127.0.0.1", None)
        assert free != port


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("nicegui")
    (tmp_path / "file").write_text("")
    assert run(["serve", "--studies", str(tmp_path / "file" / "studies"), "--lang", "en"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_network_is_given_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("nicegui")
    from onewindow.page import serving as page

    monkeypatch.setattr(desk, "Runner", lambda *_args, **_named: _Nobody())
    said = {}

    def served(_desk: object, **named: object) -> None:
        said.update(named, store=os.environ["ONEWINDOW_STORE"])
        named["ready"]()  # type: ignore[operator]

    monkeypatch.setattr(page, "run", served)
    command = ["serve", "--studies", str(tmp_path), "--no-browser", "--lang", "en"]
    assert run(command) == 0
    assert (said["token"], said["show"], said["host"]) == ("", False, "127.0.0.1")
    assert "token" not in capsys.readouterr().err
    assert run([*command, "--host", "0.0.0.0", "--store", str(tmp_path / "store")]) == 0
    assert said["store"] == str(tmp_path / "store")
    assert len(str(said["token"])) > 20
    assert f"?token={said['token']}" in capsys.readouterr().err


class _Nobody:
    def close(self) -> None:
        pass
