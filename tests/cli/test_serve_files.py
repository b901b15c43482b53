"""`hasila serve --load`: what is wrong with its options and files is one sentence and the documented exit code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from hasila.cli import main


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "hasila", "serve", *map(str, arguments)]


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The command takes signals over; a test gives them back."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def _serve(*arguments: object) -> tuple[int, list[str]]:
    """Return the exit code and what is said on standard error, progress left out."""
    done = CliRunner().invoke(main, ["serve", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, [line for line in done.stderr.splitlines() if not line.startswith("…")]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good file and bad ones, and one of its own for what is temporary."""
    (tmp_path / "good.ttl").write_text("<a> <b> 'c' .", encoding="utf-8")
    (tmp_path / "bad.ttl").write_text("<a> <b>\n 'c .", encoding="utf-8")
    (tmp_path / "table.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["--load", "none.ttl"], 2, "none.ttl: there is no such file"),
        (["--load", "good.ttl", "none.ttl"], 2, "none.ttl: there is no such file"),
        (["--load", "table.csv"], 2, "'.csv'"),
        (["--load", "bad.ttl"], 1, "bad.ttl:2:2: "),
        (["--load", "good.ttl", "--load", "http://g/=bad.ttl"], 1, "bad.ttl:2:2: "),
        (["--load", "g=good.ttl"], 2, "'g' is not an absolute IRI"),
        (["--load", "good.ttl", "--release", "build"], 2, "--release and --load"),
        (["--load", "good.ttl", "--base", "here"], 2, "--base 'here'"),
        (["--base", "http://base.example/"], 2, "--base is for files"),
        (["good.ttl"], 2, "hasila serve --load FILE"),
        (["--load", "good.ttl", "--port", "70000"], 2, "at most 65535"),
    ],
)
def test_wrong_use_is_one_sentence(files: Path, arguments: list[str], code: int, part: str) -> None:
    exit_code, said = _serve(*arguments)
    assert exit_code == code, said
    assert len(said) == 1 and said[0].startswith("hasila: ") and part in said[0]
    assert not list((files / "temporary").iterdir())


def test_port_in_use_is_told_before_the_files_are_read(files: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = _serve("--load", files / "bad.ttl", "--port", port)
    assert code == 3 and len(said) == 1 and str(port) in said[0]


def test_signal_while_files_are_read_leaves_nothing_behind(files: Path) -> None:
    large = files / "large.nt"
    large.write_text("".join(f'<http://s/{n}> <http://p/> "{n}" .\n' for n in range(300_000)), encoding="utf-8")
    temporary = files / "temporary"
    with subprocess.Popen(_command("--load", large, "--port", _free_port()), stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "TMPDIR": str(temporary)}) as process:  # fmt: skip
        assert process.stderr and process.stderr.readline().startswith("… reading large.nt")
        deadline = time.monotonic() + 20
        while not list(temporary.glob("*/dumps/*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(20) == 128 + signal.SIGTERM, rest
    assert "Traceback" not in rest
    assert not list(temporary.iterdir())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
