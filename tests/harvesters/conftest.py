"""The harvesters of portals, each in an environment of its own, and what they bring in from an address."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parents[1] / "build" / "harvesters"

Run = Callable[..., dict[str, Any]]


def run_in(name: str) -> Run:
    """Return a function that runs a harvester's script in its environment and gives what it prints.

    Without the environment, fails under continuous integration and skips elsewhere.
    """
    python = ENVIRONMENTS / name / "bin" / "python"
    if not (ENVIRONMENTS / name / "installed.txt").is_file():
        message = f"{python} is missing: tests/harvesters/install {name}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)

    def run(*arguments: str) -> dict[str, Any]:
        command = [str(python), str(HERE / f"{name}_harvest.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=HERE)
        assert done.returncode == 0, done.stderr[-4000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run


@pytest.fixture(scope="session")
def ckan() -> Run:
    """CKAN's own RDF harvester and schema: `harvest URL`, `validate FILE`."""
    return run_in("ckan")
