"""The report says what was measured, what is missing and what may be claimed, and nothing of who ran it."""

from __future__ import annotations

import getpass
import socket

import pytest

from . import machine
from .cached import CACHED, NOT_MODIFIED
from .figures import Batch, Cached, Measurement, Mix, PeerFacts
from .report import number, report, table, unexplained


def _batch(peers: dict[str, dict[str, float]], scale: str = "1e5") -> Batch:
    batch = Batch(scale, 97_277, ["Q01", "Q02"], {name: PeerFacts(f"{name} in its mode", "1.2") for name in peers})
    batch.measurements = [
        Measurement(0, query, peer, p50, 2 * p50, 1000 / p50)
        for peer, times in peers.items()
        for query, p50 in times.items()
    ]
    return batch


@pytest.fixture
def batches() -> list[Batch]:
    quick = _batch({"hasila": {"Q01": 1.0, "Q02": 2.0}, "oxigraph": {"Q01": 2.0, "Q02": 4.0}})
    quick.mixes += [Mix(0, "hasila", 30.0, 7), Mix(0, "oxigraph", 10.0, 0)]
    slow = _batch({"oxigraph": {"Q01": 4.0, "Q02": 8.0}, "trifid": {"Q01": 1.0}})
    slow.left_out["Q02", "trifid"] = "HTTP 500"
    slow.absent["rdflib-endpoint"] = "no network"
    return [quick, slow]


def test_claims_name_the_peer_with_its_mode(batches: list[Batch]) -> None:
    text = report(batches, None, ["a machine"])
    assert (
        "hasila takes **0.50** of the time of oxigraph in its mode, over 2 queries (aim: at most 0.60, reached)" in text
    )
    # By way of the reference: 0.5 of it against 0.25 of it, over the one query that both answered.
    assert "**2.00** of the time of trifid in its mode, over 1 queries (aim: at most 1.00, not reached)" in text
    assert "**3.00** times as many queries a second as oxigraph in its mode." in text


def test_tables_show_ratio_of_each_batch_and_what_is_missing(batches: list[Batch]) -> None:
    lines = report(batches, None, []).splitlines()
    assert "| query | hasila | oxigraph | trifid |" in lines
    assert "| Q01 | 1.00 (0.50) | 2.00 | 1.00 (0.25) |" in lines
    assert "| Q02 | 2.00 (0.50) | 4.00 | HTTP 500 |" in lines
    assert "| **mean of the ratios** | **0.50** of 2 | **1.00** of 2 | **0.25** of 1 |" in lines
    assert "| Q01 | 1000 (2.00) | 500 | 1000 (4.00) |" in lines
    assert "| **whole mix** | 30.0 (3.00) | 10.0 | – |" in lines


def test_notes_tell_what_was_left_out(batches: list[Batch]) -> None:
    batches[0].counts = {
        "Q01": {"oxigraph": [9], "hasila": [9]},
        "Q14 triples by graph": {"oxigraph": [5], "virtuoso": [8]},
    }
    text = report(batches, None, [])
    assert "- rdflib-endpoint was left out: no network" in text
    assert "- hasila left 7 requests unanswered at eight clients" in text
    assert "Not the same answer, and known: Q14 triples by graph: virtuoso answers 8, oxigraph 5" in text
    assert unexplained(batches) == []
    batches[0].counts["Q01"]["hasila"] = [8]
    assert "**Not the same answer**: Q01: hasila answers 8, oxigraph 9." in report(batches, None, [])
    assert unexplained(batches) == ["1e5 Q01: hasila answers 8, oxigraph 9"]


def test_aim_of_the_mix_belongs_to_the_larger_scale() -> None:
    batch = _batch({"hasila": {"Q01": 1.0}, "oxigraph": {"Q01": 1.0}}, "1e6")
    batch.mixes += [Mix(0, "hasila", 20.0, 0), Mix(0, "oxigraph", 10.0, 0)]
    text = report([batch], None, [])
    assert "**2.00** times as many" in text and "(aim: at least 2.50, not reached)" in text
    assert "(aim: at most 0.50, not reached)" in text


def test_report_without_hasila_claims_nothing() -> None:
    assert "hasila takes" not in report([_batch({"oxigraph": {"Q01": 1.0}})], None, [])


def test_cached_look_ups_have_a_table_or_a_reason() -> None:
    cached = Cached("1e6", "the rival", {CACHED: [30.0, 50.0], NOT_MODIFIED: [10.0], "the rival": [20.0]})
    text = report([], cached, [])
    assert f"| {CACHED} | 40.0 | 30.0 to 50.0 | 2.00 (aim: at least 1.50, reached) |" in text
    assert f"| {NOT_MODIFIED} | 10.0 | 10.0 to 10.0 | 0.50 (aim: at least 1.50, not reached) |" in text
    assert "| the rival | 20.0 | 20.0 to 20.0 | 1.00 |" in text
    assert "Not measured: no cache." in report([], Cached("1e6", "the rival", note="no cache"), [])


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "0.00"), (9.994, "9.99"), (12.34, "12.3"), (1234.5, "1234")]
)
def test_figure_has_the_digits_worth_reading(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_table_is_markdown() -> None:
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_machine_is_told_without_user_or_host() -> None:
    told = "\n".join(machine.lines(["--scale", "1e5"]))
    assert "make bench 'BENCH=--scale 1e5'" in told and " cores (" in told and "GiB" in told
    assert getpass.getuser() not in told.split() and socket.gethostname() not in told.split()
