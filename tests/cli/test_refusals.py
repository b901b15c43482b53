"""What the machine or the user got wrong: one clear sentence and the documented exit code, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hasila.release import Release


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hasila", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})


def _is_one_sentence(text: str) -> bool:
    said = [line for line in text.splitlines() if not line.startswith("…")]
    return len(said) == 1 and said[0].startswith("hasila: ")


@pytest.mark.parametrize("command", [["serve"], ["build"], ["validate"]])
def test_unknown_setting_in_the_environment_is_refused_with_a_hint(forestry_sources: Path, command: list[str]) -> None:
    done = _run(*command, "--root", str(forestry_sources), HASILA_PROT="9000")
    assert done.returncode == 2 and _is_one_sentence(done.stderr)
    assert "Did you mean 'port'" in done.stderr


def test_setting_of_the_wrong_type_in_the_manifest_is_refused(forestry_sources: Path) -> None:
    path = forestry_sources / "hasila.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'port = "eight"\n', encoding="utf-8")
    done = _run("serve", "--root", str(forestry_sources))
    assert done.returncode == 2 and _is_one_sentence(done.stderr) and "port" in done.stderr


@pytest.mark.parametrize("command", [["build"], ["validate"], ["verify", "--source", "/dev/null"]])
def test_missing_manifest_is_named(tmp_path: Path, command: list[str]) -> None:
    done = _run(*command, "--root", str(tmp_path))
    assert done.returncode == 2 and _is_one_sentence(done.stderr)
    assert str(tmp_path / "hasila.toml") in done.stderr


def test_missing_release_is_named(tmp_path: Path) -> None:
    done = _run("serve", "--release", str(tmp_path))
    assert done.returncode == 2 and _is_one_sentence(done.stderr) and "holds no release" in done.stderr


def test_port_in_use_is_said_before_anything_is_started(forestry: Release) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _run("serve", "--release", str(forestry.path), "--port", str(port))
    assert done.returncode == 3 and _is_one_sentence(done.stderr) and str(port) in done.stderr


@pytest.mark.parametrize(
    "arguments", [["serve", "--colour"], ["buidl"], ["validate", "/nowhere"], ["serve", "--port", "x"]]
)
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    assert _run(*arguments).returncode == 2
