"""The address asked is believed when it is a plain host and port, and nothing else is repeated."""

from __future__ import annotations

import time

import pytest

from hasila.web.addresses import address


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1:8000", "data.example", "Data.Example.:443", "my_service:80", "xn--mgbb9fbpob.example", "[::1]",
     "[2001:db8::1]:8000", "[::ffff:192.0.2.1]:1", "a" * 63 + ".b:65535"],
)  # fmt: skip
def test_host_and_port_make_an_address_as_they_are_written(host: str) -> None:
    assert address("https", host, "/sparql") == f"https://{host}/sparql"


@pytest.mark.parametrize(
    "host",
    ["", ":80", "a:", "a:0", "a:65536", "a:123456", "a:8a", "a:٨", "-a", "a-", "a..b", ".a", "a b", "a\n", "a\r\nX: y", "a/b",
     "a/", "a?b", "a#b", "u@a", "u:p@a", "a\\b", "a>b", "<a>", 'a"b', "a'b", "a{b}", "a%2Fb", "é.example", "شرطة", "a,b",
     "[::1", "::1", "[::g]", "[1.2.3.4]", "[v1.a]", "[::1]a", "[fe80::1%25eth0]", "a" * 64, "a." * 127 + "a", "\ud800", "\0"],
)  # fmt: skip
def test_what_is_no_host_gives_no_address(host: str) -> None:
    assert address("http", host, "/sparql") is None


@pytest.mark.parametrize("scheme", ["", "ftp", "javascript", "HTTP", "https, http", "http:"])
def test_only_http_has_addresses(scheme: str) -> None:
    assert address(scheme, "a", "/") is None


def test_hostile_host_is_refused_at_once() -> None:
    begun = time.monotonic()
    for host in ("a-" * 500_000, "a." * 500_000, "[" + ":" * 500_000, "a" * 253, "a-" * 126):
        assert address("http", host, "/") is None
    assert time.monotonic() - begun < 1
