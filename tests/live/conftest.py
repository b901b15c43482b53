"""What the live tests share: a real browser, and a server on the repository's release with the bundle beside it."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from hasila.bundle import Bundle, read_bundle
from hasila.release import Release

ROOT = Path(__file__).parents[2]


def _devtools() -> Any:
    # The tests are no package, so the module beside this one is loaded by its path.
    path = Path(__file__).with_name("devtools.py")
    spec = importlib.util.spec_from_file_location("devtools", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser(component: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser."""
    found = component("Debian's chromium", "chromium", "chromium-browser", "google-chrome")
    with _devtools().Browser(found, tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture(scope="session")
def bundle(lack: Callable[[str], NoReturn]) -> Bundle:
    """The bundle that the test set-up has made; without it its tests do not run, which CI does not accept."""
    found = read_bundle(ROOT / "build" / "assets")
    if not found.entries:
        lack("the browser assets are not bundled: hasila assets")
    return found


@pytest.fixture(scope="session")
def axe(bundle: Bundle) -> str:
    """The rules of accessibility, as a script."""
    return (ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def dressed_url(
    serving: Callable[..., AbstractContextManager[str]],
    release: Release,
    bundle: Bundle,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a live server on the repository's release with the bundle beside it."""
    folder = tmp_path_factory.mktemp("dressed")
    shutil.copytree(release.path, folder / "release", copy_function=os.link)
    (folder / "assets").symlink_to(bundle.folder)
    with serving(folder / "release") as url:
        yield url
