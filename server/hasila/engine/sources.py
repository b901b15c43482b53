"""Where the data of an engine come from, told by kind: files loaded into memory.

Chooses; loading itself is in `loading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.engine.backend import Source
from hasila.engine.limits import Limits
from hasila.engine.loading import load
from hasila.engine.stored import MemorySource


def prepare(told: Mapping[str, Any], limits: Limits) -> Source:
    """Return the source that the nursery's configuration names; raises what loading raises."""
    federation = None
    if limits.federated:
        # Imported here: asyncio and ssl are for those alone who call other endpoints.
        from hasila.engine.federation import Federation

        federation = Federation.of_limits(limits)
    return MemorySource(load([(Path(path), graph) for path, graph in told["files"]]), federation)
