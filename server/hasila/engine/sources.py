"""Where the data of an engine come from, told by kind: files loaded into memory.

Chooses; loading itself is in `loading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.engine.backend import Source
from hasila.engine.loading import load
from hasila.engine.stored import MemorySource


def prepare(told: Mapping[str, Any]) -> Source:
    """Return the source that the nursery's configuration names; raises what loading raises."""
    return MemorySource(load([(Path(path), graph) for path, graph in told["files"]]))
