"""Which endpoints may be called: the list of them, whatever an IRI is dressed up as, and the addresses behind names."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from hasila.engine.addresses import is_reachable, read_networks
from hasila.engine.endpoints import Endpoint, read_allow_list
from hasila.engine.limits import Limits
from hasila.errors import SettingInvalid
from hasila.settings import resolve

ALLOWED = "https://a.example/* http://b.example:8080/sparql https://c.example/data* http://[2001:db8::1]/x"


@pytest.mark.parametrize(
    "iri",
    [
        "https://a.example/",
        "https://a.example",
        "HTTPS://A.Example:443/sparql?x=1%2f",
        "https://a.example/\u0627",
        "http://b.example:8080/sparql",
        "https://c.example/database",
        "https://c.example/data?graph=x",
        "http://[2001:DB8::1]:80/x",
    ],
)
def test_endpoint_on_the_list_is_allowed(iri: str) -> None:
    assert read_allow_list(ALLOWED).allows(iri)


@pytest.mark.parametrize(
    "iri",
    [
        "https://a.example.evil/",
        "https://a.example@evil/",
        "https://a.example:443@evil/",
        "https://user@a.example/",
        "https://a.example:8443/",
        "http://a.example/",
        "https://a.example/#fragment",
        "https://a.example\\@evil/",
        "https://a.example/../x",
        "https://a.example/x/%2e%2E/y",
        "https://a.example/x/.%2e",
        "https://a.example/x%2f..%2fy",
        "https://a.example/x%5cy",
        "https://a.example/%zz",
        "https://\u0430.example/",
        "https://a.example./",
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://a.example:/",
        "ftp://a.example/",
        "file:///etc/passwd",
        "//a.example/",
        "https:/a.example/",
        "https:///a.example/",
        " https://a.example/",
        "https://a.example\n/",
        "http://b.example:8080/sparql/",
        "http://b.example:8080/SPARQL",
        "http://b.example:8080/sparql?x",
        "http://b.example/sparql",
        "https://c.example/dat",
        "https://c.example/x/../data",
        "http://[2001:db8::2]/x",
        "https://a.example/\ud800",
        "",
    ],
)
def test_endpoint_that_only_looks_like_one_on_the_list_is_refused(iri: str) -> None:
    assert not read_allow_list(ALLOWED).allows(iri)


def test_locator_has_one_spelling() -> None:
    assert str(Endpoint.of("HTTP://EXAMPLE.org:80?a=%c3%A9\u00e9")) == "http://example.org/?a=%C3%A9%C3%A9"


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "*",
            "https://*",
            "https://a.example*",
            "https://*.example/",
            "https://a.example/*/x",
            "a.example",
            "ftp://a/",
        ),
        *("https://a.example?x*", "https://u@a.example/*", "https://a.example/#*", "https://a.example/../*"),
    ],
)
def test_setting_that_could_cover_too_much_is_refused_with_a_hint(entry: str) -> None:
    with pytest.raises(SettingInvalid, match="Write endpoints like") as caught:
        Limits.of_settings(resolve({"service_allow": f"https://fine.example/ {entry}"}, {}, {}))
    assert caught.value.facts["name"] == "service_allow"


@pytest.mark.parametrize("entry", ["localhost", "10.0.0.1/8", "10.0.0.0/33", "::g"])
def test_networks_that_are_none_are_refused_with_a_hint(entry: str) -> None:
    with pytest.raises(SettingInvalid, match="Write addresses like"):
        Limits.of_settings(resolve({"service_private": entry}, {}, {}))


def test_no_setting_means_no_federation() -> None:
    assert not Limits.of_settings(resolve({"service_allow": "  "}, {}, {})).federated
    assert Limits.of_settings(resolve({"service_allow": "https://a.example/*"}, {}, {})).federated


PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.2.3"),
    *("240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *("100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "4000::1", "::ffff:0:7f00:1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_public_is_out_of_reach(address: str) -> None:
    assert not is_reachable(ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "193.0.14.129", "::ffff:1.1.1.1", "64:ff9b::101:101", "2606:4700::1111", "2a00:1450::1"]
)
def test_public_address_is_reachable(address: str) -> None:
    assert is_reachable(ip_address(address))


def test_listed_network_is_reachable_in_either_spelling() -> None:
    listed = read_networks("10.0.0.0/8 ::1")
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "::1"):
        assert is_reachable(ip_address(address), listed)
    assert not is_reachable(ip_address("127.0.0.1"), listed)
