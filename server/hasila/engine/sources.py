"""Where the data of an engine come from, told by kind: files, held in memory or on disk, or other endpoints.

Chooses; loading itself is in `loading` and `filling`, the place of stores in `storage`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.engine.backend import Source
from hasila.engine.limits import Limits


def prepare(told: Mapping[str, Any], limits: Limits) -> Source:
    """Return the source that the nursery's configuration names; raises what loading raises."""
    # Imported by kind: what the other kind needs would be carried along by every worker.
    if told["kind"] == "remote":
        from hasila.engine.remote import RemoteSource

        return RemoteSource(tuple(told["endpoints"]), tuple(told["graphs"]), told["triples"])
    from hasila.engine.loading import load
    from hasila.engine.storage import fits, shelve
    from hasila.engine.stored import DiskSource, MemorySource

    federation = None
    if limits.federated:
        # asyncio and ssl are for those alone who call other endpoints.
        from hasila.engine.federation import Federation

        federation = Federation.of_limits(limits)
    files = [(Path(path), graph) for path, graph in told["files"]]
    if fits(files, told["mebibytes"]):
        return MemorySource(load(files), federation)
    # One that was asked for is the only one that will do.
    wanted = [told["folder"]] if told["folder"] else filter(None, [told["beside"], told["private"]])
    folders = [Path(folder) for folder in wanted]
    return DiskSource(shelve(files, folders, told["digest"], lifeline=sys.stdin.fileno()), federation)
