"""Where the data of an engine come from, told by kind: files, held in memory or on disk.

Chooses; loading itself is in `loading` and `filling`, the place of stores in `storage`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hasila.engine.backend import Source
from hasila.engine.limits import Limits
from hasila.engine.loading import load
from hasila.engine.storage import fits, shelve
from hasila.engine.stored import DiskSource, MemorySource


def prepare(told: Mapping[str, Any], limits: Limits) -> Source:
    """Return the source that the nursery's configuration names; raises what loading raises."""
    federation = None
    if limits.federated:
        # Imported here: asyncio and ssl are for those alone who call other endpoints.
        from hasila.engine.federation import Federation

        federation = Federation.of_limits(limits)
    files = [(Path(path), graph) for path, graph in told["files"]]
    if fits(files, told["mebibytes"]):
        return MemorySource(load(files), federation)
    # One that was asked for is the only one that will do.
    wanted = [told["folder"]] if told["folder"] else filter(None, [told["beside"], told["private"]])
    folders = [Path(folder) for folder in wanted]
    return DiskSource(shelve(files, folders, told["digest"], lifeline=sys.stdin.fileno()), federation)
