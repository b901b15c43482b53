"""Why a worker died, told from how the kernel reports it.

wait(2), signal(7). Kills nothing and waits for nothing.
"""

from __future__ import annotations

import os
import signal
from enum import StrEnum

from hasila.engine.limits import Limits
from hasila.errors import EngineFault, HasilaError, QueryMemoryExceeded, QueryTimedOut


class Death(StrEnum):
    """What ended a worker: its own decision, the time limit, the memory limit, or a fault."""

    RETIRED = "retired"
    TIME = "time"
    MEMORY = "memory"
    FAULT = "fault"


def diagnose(status: int, grown: int, limits: Limits) -> Death:
    """Return the cause for a wait status and the MiB the process had grown at its largest.

    An allocation that fails in Rust aborts. SIGKILL comes from the kernel when the machine is out of memory, and from
    an operator otherwise; a process that had used half of its allowance is taken for the former.
    """
    if os.WIFEXITED(status):
        return Death.RETIRED if os.WEXITSTATUS(status) == 0 else Death.FAULT
    number = os.WTERMSIG(status)
    if number == signal.SIGALRM:
        return Death.TIME
    if number == signal.SIGABRT or (number == signal.SIGKILL and grown * 2 >= limits.mebibytes):
        return Death.MEMORY
    return Death.FAULT


def error_for(death: Death | None, limits: Limits, seconds: float | None = None) -> HasilaError:
    """Return the exception that tells a client honestly why its answer did not come; None means unknown.

    `seconds` is the time limit of this query, where it was lower than that of all.
    """
    if death is Death.TIME:
        limit = limits.seconds if seconds is None else seconds
        return QueryTimedOut(f"The query ran longer than {limit:g} s.", seconds=limit)
    if death is Death.MEMORY:
        message = f"The query needed more than {limits.mebibytes} MiB of memory."
        return QueryMemoryExceeded(message, mebibytes=limits.mebibytes)
    return EngineFault("The process that evaluated the query died before the answer was complete.")
