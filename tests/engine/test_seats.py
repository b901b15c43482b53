"""Clients are seated in turn; none holds more than its share; whoever finds the house full is told at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from hasila.engine.seats import NoSeatError, Seats, Shares

from .conftest import eventually


def _soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


def test_one_client_holds_its_share_and_leaves_the_rest_to_others() -> None:
    seats = Seats(Shares(seats=3, each=2, crowd=10, queue=10))
    seats.take("greedy", _soon())
    seats.take("greedy", _soon())
    with pytest.raises(NoSeatError) as caught:
        seats.take("greedy", _soon(0.05))
    assert not caught.value.full
    begun = time.monotonic()
    seats.take("modest", _soon())
    assert time.monotonic() - begun < 0.5
    seats.give_back("greedy")
    seats.take("greedy", _soon())


def test_waiting_clients_are_seated_in_turn_and_not_in_the_order_of_requests() -> None:
    seats = Seats(Shares(seats=1, each=1, crowd=10, queue=20))
    seats.take("first", _soon())
    order: list[str] = []
    lock = threading.Lock()

    def ask(client: str) -> None:
        seats.take(client, _soon(5))
        with lock:
            order.append(client)
        seats.give_back(client)

    with ThreadPoolExecutor(8) as pool:
        asked = []
        for number, client in enumerate(["many", "many", "many", "many", "few", "other"], start=1):
            asked.append(pool.submit(ask, client))
            assert eventually(lambda wanted=number: seats.waiting == wanted)  # type: ignore[misc]
        seats.give_back("first")
        for one in asked:
            one.result(5)
    assert order[0] == "many" and set(order[:3]) == {"many", "few", "other"} and order[3:] == ["many"] * 3


def test_crowd_of_one_client_and_a_full_house_are_refused_at_once() -> None:
    seats = Seats(Shares(seats=1, each=1, crowd=2, queue=3))
    with ThreadPoolExecutor(4) as pool:
        seats.take("a", _soon())
        waiting = [pool.submit(seats.take, client, _soon(1)) for client in ("a", "b")]
        assert eventually(lambda: seats.waiting == 2)
        for client in ("a", "c"):
            begun = time.monotonic()
            with pytest.raises(NoSeatError) as caught:
                seats.take(client, _soon(5))
            assert caught.value.full and time.monotonic() - begun < 0.5
        assert all(isinstance(one.exception(5), NoSeatError) for one in waiting)
    seats.give_back("a")
    seats.take("c", _soon())


def test_no_seat_is_lost_whatever_happens_at_once() -> None:
    seats = Seats(Shares(seats=3, each=2, crowd=50, queue=60))
    inside: list[str] = []
    most = [0]
    lock = threading.Lock()

    def ask(client: str) -> bool:
        try:
            seats.take(client, _soon(0.02))
        except NoSeatError:
            return False
        with lock:
            inside.append(client)
            most[0] = max(most[0], len(inside))
            assert inside.count(client) <= 2
        time.sleep(0.001)
        with lock:
            inside.remove(client)
        seats.give_back(client)
        return True

    with ThreadPoolExecutor(24) as pool:
        assert any(pool.map(ask, [f"client {number % 5}" for number in range(600)]))
    assert most[0] == 3 and seats.waiting == 0
    for client in "abc":
        seats.take(client, _soon(0.5))
