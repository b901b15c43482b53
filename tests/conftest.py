"""What the tests share: the repository's own release, an engine and a server on it, and the development material."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from hasila.cli.answering import EngineAnswering
from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.limits import Limits
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.release import Release
from hasila.settings import resolve

ROOT = Path(__file__).parents[1]
FORESTRY = Path(__file__).parent / "publications" / "forestry"


FLOOR = 3500
"""How many tests a full run collects at least: a suite that shrinks by mistake stays green otherwise."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a full run that has lost tests."""
    whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not session.config.option.keyword
    if whole and len(session.items) < FLOOR:
        raise pytest.UsageError(f"only {len(session.items)} tests were collected, at least {FLOOR} are expected")


def build_release(root: Path, out: Path) -> Release:
    """Build as `hasila build` does, the answers of the saved queries included."""
    manifest = read_manifest(root)
    answering = EngineAnswering.of_settings(resolve({}, {}, manifest.server))
    return build(manifest, out, answering=answering)[0]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the publication and its software."""
    return ROOT


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release that the repository's sources make."""
    return build_release(ROOT, tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session")
def forestry(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of another body's publication, small, with another vocabulary and other languages."""
    return build_release(FORESTRY, tmp_path_factory.mktemp("forestry"))


@pytest.fixture
def forestry_sources(tmp_path: Path) -> Path:
    """A copy of the small publication's sources, to be broken."""
    return Path(shutil.copytree(FORESTRY, tmp_path / "forestry"))


@pytest.fixture(scope="session")
def engine(release: Release) -> Iterator[EmbeddedEngine]:
    """A started engine on the repository's release."""
    limits = Limits(seconds=10.0, mebibytes=512, workers=2, queue_seconds=10.0, result_mebibytes=64, nesting=128)
    with EmbeddedEngine.of_release(release, limits) as started:
        yield started


def free_port() -> int:
    """Return a TCP port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server_url(release: Release) -> Iterator[str]:
    """The address of a live server on the repository's release."""
    port = free_port()
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(release.path), "--port", str(port)]
    process = subprocess.Popen([*command, "--query-seconds", "2", "--query-mebibytes", "512"], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(url + "/health", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development material beside the repository; the user of a release does not have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing, and continuous integration must have it")
        pytest.skip(f"{folder} is missing: this compares the data with the source text, which is not published")
    return folder
