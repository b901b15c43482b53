"""Open connections to the workers of one lane, used again and again; each worker has one, and serves nobody else.

Speaks `frames` as far as the worker's greeting; what is asked and answered is for `client`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hasila.engine import frames
from hasila.engine.seats import Seats, Shares


@dataclass
class Channel:
    """One connection and the worker behind it; `fit` says whether it may be used once more."""

    connection: socket.socket
    reader: frames.FrameReader
    worker: str
    fit: bool = False

    def close(self) -> None:
        """Let the worker go: it waits for the next client."""
        self.connection.close()


class Lane:
    """The channels of the workers that listen on one socket, given out fairly."""

    def __init__(self, path: Path, shares: Shares) -> None:
        self._path = path
        self._idle: deque[Channel] = deque()
        self.seats = Seats(shares)

    @contextmanager
    def seat(self, client: str, deadline: float) -> Iterator[None]:
        """Hold one of the lane's seats; raises NoSeatError."""
        self.seats.take(client, deadline)
        try:
            yield
        finally:
            self.seats.give_back(client)

    @contextmanager
    def channel(self, deadline: float) -> Iterator[Channel]:
        """Hand out a channel, with a seat held; it is kept afterwards where it was marked `fit`.

        Raises FileNotFoundError or ConnectionRefusedError without a nursery, another ConnectionError when the worker died
        before it said its name, TimeoutError past the deadline.
        """
        try:
            channel = self._idle.pop()
        except IndexError:
            channel = self._open(deadline)
        channel.fit = False
        try:
            yield channel
        finally:
            if channel.fit:
                self._idle.append(channel)
            else:
                channel.close()

    def close(self) -> None:
        """Close the channels that nobody uses."""
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _open(self, deadline: float) -> Channel:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            _connect(connection, str(self._path), deadline)
            reader = frames.FrameReader(connection)
            greeting = reader.read(deadline)
            if greeting is None or greeting[0] != frames.HELLO:
                raise ConnectionError("the worker left before it said its name")
            return Channel(connection, reader, str(json.loads(greeting[1])["worker"]))
        except BaseException:
            connection.close()
            raise


def _connect(connection: socket.socket, path: str, deadline: float) -> None:
    while True:
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            return connection.connect(path)
        except BlockingIOError:
            # The kernel's queue of connections is full.
            if time.monotonic() > deadline:
                raise TimeoutError from None
            time.sleep(0.01)
