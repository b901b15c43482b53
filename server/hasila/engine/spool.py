"""An answer while it arrives: in memory when small, in an unlinked temporary file when large.

Raises EngineUnavailable when the machine has no room for it.
"""

from __future__ import annotations

import contextlib
import tempfile
from io import BytesIO
from typing import IO

from hasila.errors import EngineUnavailable

IN_MEMORY = 1_048_576
"""Up to so many bytes an answer stays in memory."""


class Spool:
    """Takes the bytes of one answer; `length` is how many came."""

    def __init__(self) -> None:
        self.length = 0
        self._file: IO[bytes] = BytesIO()

    def write(self, data: bytes) -> None:
        """Add the bytes."""
        self.length += len(data)
        try:
            if self.length > IN_MEMORY and isinstance(self._file, BytesIO):
                file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on open
                file.write(self._file.getvalue())
                self._file = file
            self._file.write(data)
        except OSError as error:
            reason = error.strerror
            raise EngineUnavailable(
                "The server has no room for an answer of this size at the moment.", reason=reason
            ) from error

    def rewound(self) -> IO[bytes]:
        """Return the file, to be read from its start; the caller closes it."""
        try:
            self._file.seek(0)
        except OSError as error:
            raise EngineUnavailable("The server has no room for an answer at the moment.") from error
        return self._file

    def close(self) -> None:
        """Give the room back."""
        with contextlib.suppress(OSError):
            self._file.close()
