"""Frames on a stream socket: one byte of type, four bytes of length (big-endian), the payload.

The protocol between web processes and workers; knows nothing of what the payloads mean.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping

HELLO = b"H"
REQUEST = b"Q"
DATA = b"D"
END = b"E"
FAREWELL = b"F"
"""The worker ends after this answer."""
ERROR = b"X"

PAYLOAD = 64 * 1_048_576
"""The longest payload that is read; a longer one means that the peer is broken."""
_HEADER = struct.Struct(">cI")
_RECEIVE = 65_536


class BrokenFrameError(ConnectionError):
    """The peer left in the middle of a frame, or sent what is none."""


def pack(kind: bytes, payload: bytes) -> bytes:
    """Return one frame as bytes; raises ValueError when the payload is longer than `PAYLOAD`."""
    if len(payload) > PAYLOAD:
        raise ValueError(f"a frame of {len(payload)} bytes is longer than {PAYLOAD}")
    return _HEADER.pack(kind, len(payload)) + payload


def pack_json(kind: bytes, value: Mapping[str, object]) -> bytes:
    """Return one frame whose payload is a JSON object."""
    return pack(kind, json.dumps(value, separators=(",", ":")).encode())


class FrameReader:
    """Reads frames from a socket, whatever pieces they arrive in."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def read(self, deadline: float | None) -> tuple[bytes, bytes] | None:
        """Return type and payload of the next frame, or None when the peer has closed between two frames.

        `deadline` is a reading of time.monotonic(); None waits for ever. Raises TimeoutError past it, BrokenFrameError
        on half a frame.
        """
        if not self._fill(_HEADER.size, deadline):
            return None
        kind, length = _HEADER.unpack_from(self._buffer)
        if length > PAYLOAD:
            raise BrokenFrameError(f"a frame announces {length} bytes")
        end = _HEADER.size + length
        self._fill(end, deadline)
        payload = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return kind, payload

    def _fill(self, wanted: int, deadline: float | None) -> bool:
        while len(self._buffer) < wanted:
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining <= 0:
                raise TimeoutError
            self._connection.settimeout(remaining)
            piece = self._connection.recv(_RECEIVE)
            if not piece:
                if self._buffer:
                    raise BrokenFrameError("the peer left in the middle of a frame")
                return False
            self._buffer += piece
        return True
