"""Where the data of an engine come from, told by kind: files loaded into memory, or other endpoints.

Chooses; loading itself is in `loading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.engine.backend import Source


def prepare(told: Mapping[str, Any]) -> Source:
    """Return the source that the nursery's configuration names; raises what loading raises."""
    # Imported by kind: what the other kind needs would be carried along by every worker.
    if told["kind"] == "remote":
        from hasila.engine.remote import RemoteSource

        return RemoteSource(tuple(told["endpoints"]), tuple(told["graphs"]), told["triples"])
    from hasila.engine.loading import load
    from hasila.engine.stored import MemorySource

    return MemorySource(load([(Path(path), graph) for path, graph in told["files"]]))
