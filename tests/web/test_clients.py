"""Clients are told apart by address, behind trusted proxies only by what these say, and may be held to a rate."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from hasila.engine.protocol import Answer, Engine, Query
from hasila.errors import RateExceeded, SettingInvalid
from hasila.release import Release
from hasila.settings import resolve
from hasila.web.app import create_app
from hasila.web.clients import Clients, Rate, networks
from hasila.web.site import Site

TRUSTED = networks("10.0.0.0/8 2001:db8::1", "trusted_proxies")


@pytest.mark.parametrize(
    ("address", "forwarded", "name"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "198.51.100.9, 10.2.2.2", "198.51.100.9"),
        ("10.0.0.1", "10.9.9.9", "10.9.9.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("10.0.0.1", "x" * 5000, "10.0.0.1"),
        ("2001:db8::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:9:9:9:9", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("", "", ""),
    ],
)
def test_client_is_named_by_the_last_address_that_is_known_to_be_true(address: str, forwarded: str, name: str) -> None:
    assert Clients(TRUSTED).name(address, forwarded) == name


def test_nobody_is_trusted_by_default() -> None:
    assert Clients().name("127.0.0.1", "192.0.2.7") == "127.0.0.1"


def test_wrong_network_is_refused_at_start() -> None:
    with pytest.raises(SettingInvalid, match="trusted_proxies"):
        networks("10.0.0.0/99", "trusted_proxies")


def test_rate_is_counted_for_each_client() -> None:
    rate = Rate(3)
    for _ in range(3):
        rate.count("a")
    with pytest.raises(RateExceeded) as caught:
        rate.count("a")
    assert caught.value.facts["per_minute"] == 3 and 1 <= int(str(caught.value.facts["retry_after"])) <= 21
    rate.count("b")


def test_rate_of_nothing_limits_nothing() -> None:
    for _ in range(10_000):
        Rate(0).count("a")


def test_too_many_requests_are_429_with_a_time_to_wait(forestry: Release, forest: FlaskClient) -> None:
    engine = forest.application.extensions["hasila"].engine
    client = create_app(forestry, engine, resolve({"rate_per_minute": 5, "cache_mebibytes": 0}, {}, {})).test_client()
    statuses = [client.get("/sparql?query=ASK%7B%7D").status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    refused = client.get("/", headers={"Accept": "text/html"})
    assert refused.status_code == 429 and "<h1" in refused.get_data(as_text=True)
    problem = client.get("/queries", headers={"Accept-Language": "fr"})
    assert problem.json["type"] == "/problems/rate-exceeded" and "minute" in problem.json["detail"]
    assert 1 <= int(problem.headers["Retry-After"]) <= 60
    assert problem.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/health").status_code == 200


def test_engine_is_told_who_asks(forestry: Release, forest: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    site = forest.application.extensions["hasila"]
    assert isinstance(site, Site)
    engine: Engine = site.engine
    seen: list[str] = []
    answer = engine.answer

    def note(query: Query, *, own: bool = False, client: str = "") -> Answer:
        seen.append(client)
        return answer(query, own=own, client=client)

    monkeypatch.setattr(engine, "answer", note)
    settings = resolve({"trusted_proxies": "192.0.2.0/24", "cache_mebibytes": 0}, {}, {})
    client = create_app(forestry, engine, settings).test_client()
    for address, forwarded in (("192.0.2.1", "198.51.100.7"), ("198.51.100.8", "203.0.113.1")):
        for accept in ("text/csv", "text/html"):
            client.get("/sparql?query=ASK%7B%7D", headers={"X-Forwarded-For": forwarded, "Accept": accept},
                       environ_overrides={"REMOTE_ADDR": address})  # fmt: skip
    assert seen == ["198.51.100.7"] * 2 + ["198.51.100.8"] * 2
