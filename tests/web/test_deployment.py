"""The address that catalogues name: the setting, a trusted proxy's word, or where we listen; never a client's Host."""

from __future__ import annotations

import pytest

from hasila.errors import SettingInvalid
from hasila.settings import Value, resolve
from hasila.web.deployment import Deployment

BASE = "https://data.example/forests/"
CANONICAL = "https://data.example/forests"


def deployment(**settings: Value) -> Deployment:
    return Deployment.of(resolve(settings, {}, {}), BASE)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "10.0.0.9", "", "a b", "x" * 300, "127.0.0.1:1"])
def test_address_listened_on_stands_whatever_the_host_header(host: str) -> None:
    here = deployment(host="127.0.0.1", port=8000)
    environ = {"HTTP_HOST": host, "REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_HOST": "evil.example"}
    assert here.origin(environ) == "http://127.0.0.1:8000"
    assert here.is_fixed


def test_address_of_the_sixth_version_has_brackets() -> None:
    assert deployment(host="::1", port=80).origin({}) == "http://[::1]:80"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("localhost:1", CANONICAL),
        ("localhost", CANONICAL),
        ("evil.example:8000", CANONICAL),
        ("127.0.0.1.evil.example:8000", CANONICAL),
        ("8.8.8.8:8000", CANONICAL),
        ("evil@localhost:8000", CANONICAL),
        ("", CANONICAL),
    ],
)
@pytest.mark.parametrize("any_address", ["0.0.0.0", "::"])
def test_on_every_address_only_loopback_names_are_believed(any_address: str, host: str, origin: str) -> None:
    here = deployment(host=any_address, port=8000)
    assert here.origin({"HTTP_HOST": host, "REMOTE_ADDR": "192.0.2.1"}) == origin
    assert not here.is_fixed


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://data.example", "https://data.example"),
        ("https://data.example/", "https://data.example"),
        ("http://10.0.0.1:8080/open/data/", "http://10.0.0.1:8080/open/data"),
    ],
)
def test_setting_wins_over_everything(text: str, origin: str) -> None:
    here = deployment(public_url=text, trusted_proxies="127.0.0.1")
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "other.example", "HTTP_HOST": "x.example"}
    assert here.origin(environ) == origin
    assert here.is_fixed


@pytest.mark.parametrize(
    "text",
    ["data.example", "ftp://data.example", "https://", "https://a b", "https://data.example/?x", "https://data.example/#x",
     'https://data.example/"', "https://user:secret@data.example", "https://data.example/<", "https://data.example:99999"],
)  # fmt: skip
def test_setting_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(SettingInvalid, match="public_url"):
        deployment(public_url=text)


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"HTTP_X_FORWARDED_HOST": "data.example", "HTTP_X_FORWARDED_PROTO": "https"}, "https://data.example"),
        ({"HTTP_X_FORWARDED_HOST": "evil.example, data.example", "HTTP_X_FORWARDED_PROTO": "http,https"},
         "https://data.example"),
        ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "data.example"}, "https://data.example"),
        ({"HTTP_X_FORWARDED_HOST": "data.example"}, "http://data.example"),
        ({"HTTP_X_FORWARDED_HOST": 'data.example/"><x', "HTTP_X_FORWARDED_PROTO": "https"}, "http://127.0.0.1:8000"),
        ({"HTTP_X_FORWARDED_HOST": "data.example", "HTTP_X_FORWARDED_PROTO": "javascript"}, "http://127.0.0.1:8000"),
        ({"HTTP_HOST": "data.example"}, "http://127.0.0.1:8000"),
    ],
)  # fmt: skip
def test_trusted_proxy_is_believed_as_far_as_it_makes_sense(headers: dict[str, str], origin: str) -> None:
    here = deployment(trusted_proxies="10.0.0.0/8")
    assert here.origin({"REMOTE_ADDR": "10.1.2.3", **headers}) == origin
    assert here.origin({"REMOTE_ADDR": "192.0.2.1", **headers}) == "http://127.0.0.1:8000"
    assert not here.is_fixed
