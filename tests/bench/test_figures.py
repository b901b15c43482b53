"""Medians, ratios and geometric means, and what is missing from them."""

from __future__ import annotations

import pytest

from .figures import Batch, Cached, Measurement, Mix, PeerFacts, compared, geometric_mean, median


@pytest.fixture
def batch() -> Batch:
    """Two rounds of two queries; hasila fails at the second query in round two."""
    batch = Batch("1e5", 97_277, ["Q01", "Q02"], {name: PeerFacts(name, "1") for name in ("oxigraph", "hasila")})
    for number, own in ((0, 1.0), (1, 3.0)):
        batch.measurements += [
            Measurement(number, "Q01", "oxigraph", 4.0, 9.0, rate=100.0),
            Measurement(number, "Q01", "hasila", own, 9.0, rate=300.0 + number, refused=number),
            Measurement(number, "Q02", "oxigraph", 10.0, 20.0),
        ]
    batch.measurements.append(Measurement(0, "Q02", "hasila", 5.0, 6.0))
    batch.mixes += [Mix(0, "hasila", 30.0, 0), Mix(1, "hasila", 50.0, 2)]
    return batch


def test_time_is_the_median_over_rounds(batch: Batch) -> None:
    assert batch.p50("Q01", "hasila") == 2.0
    assert batch.p99("Q01", "hasila") == 9.0
    assert batch.rate("Q01", "hasila") == 300.5
    assert batch.rate("Q02", "oxigraph") is None
    assert batch.p50("Q01", "nobody") is None


def test_ratio_is_to_the_reference(batch: Batch) -> None:
    assert batch.ratios("hasila") == {"Q01": 0.5, "Q02": 0.5}
    assert batch.ratios("oxigraph") == {"Q01": 1.0, "Q02": 1.0}
    assert batch.ratios("nobody") == {}


def test_query_left_out_later_counts_for_no_round(batch: Batch) -> None:
    batch.left_out["Q02", "hasila"] = "HTTP 500"
    assert batch.p50("Q02", "hasila") is None
    assert batch.ratios("hasila") == {"Q01": 0.5}


def test_spread_is_the_range_by_the_median(batch: Batch) -> None:
    assert batch.spread("hasila") == (1.0, 1.0)  # Q01 alone has two rounds: (3 - 1) / 2
    assert batch.spread("oxigraph") == (0.0, 0.0)
    assert Batch("1e5", 1, ["Q01"]).spread("hasila") is None


def test_mix_and_refusals_are_told_by_peer(batch: Batch) -> None:
    assert batch.mix_rates("hasila") == [30.0, 50.0]
    assert batch.mix_rates("oxigraph") == []
    assert batch.refused("hasila") == 1


def test_mean_is_geometric() -> None:
    assert geometric_mean([0.25, 4.0]) == pytest.approx(1.0)
    assert geometric_mean([0.5]) == pytest.approx(0.5)
    assert geometric_mean([]) is None
    assert median([]) is None


def test_peers_are_compared_over_what_both_answered() -> None:
    mean, common = compared({"Q01": 0.5, "Q02": 0.5, "Q03": 9.0}, {"Q01": 2.0, "Q02": 0.5})
    assert mean == pytest.approx(0.5) and common == 2
    assert compared({"Q01": 1.0}, {"Q02": 1.0}) == (None, 0)


def test_cached_look_ups_are_compared_with_the_rival() -> None:
    cached = Cached("1e5", "rival", {"rival": [10.0, 30.0], "own": [40.0]})
    assert cached.ratio("own") == 2.0
    assert cached.ratio("other") is None
    assert Cached("1e5", "rival", {"own": [1.0]}).ratio("own") is None
