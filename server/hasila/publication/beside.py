"""Work done beside the rest of a build: in a fork of it, which has all that was read and runs on another processor.

fork(2): the data are shared copy-on-write, and nothing of what the child does is seen here but its result. Python evaluates in
one thread at a time, and most of a build is Python's. Knows nothing of what is done.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Generic, NoReturn, Self, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """The result of a function that a forked process computes; the process ends with the context at the latest."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._result, end = os.pipe()
        self._child = os.fork()
        if not self._child:
            _work(work, end)
        os.close(end)

    def result(self) -> T:
        """Wait for the function and return what it returned; to be called once.

        Raises what the function raised, ChildProcessError when the process was killed.
        """
        with os.fdopen(os.dup(self._result), "rb") as said:
            try:
                raised, found = pickle.load(said)  # noqa: S301 - a child of ours wrote it
            except EOFError as error:
                raise ChildProcessError("what was done beside the build was killed") from error
        if raised:
            raise found
        value: T = found
        return value

    def __enter__(self) -> Self:
        """Return the work itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whether it is done or not."""
        os.close(self._result)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def _work(work: Callable[[], T], end: int) -> NoReturn:
    """Do the work in the forked process and end it: nothing of the parent's may run on here."""
    try:
        # The lock of the output folder above all: it must be free as soon as the parent is gone.
        os.closerange(3, end)
        os.closerange(end + 1, os.sysconf("SC_OPEN_MAX"))
        try:
            outcome: tuple[bool, object] = False, work()
        except Exception as error:
            outcome = True, error
        with os.fdopen(end, "wb") as said:
            pickle.dump(outcome, said, protocol=pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
