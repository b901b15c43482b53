"""Settings: one table, four sources in their order, and nothing unknown."""

from __future__ import annotations

import pytest

from hasila.errors import SettingInvalid
from hasila.settings import LIMITS, SETTINGS, resolve


def test_command_line_beats_environment_beats_manifest_beats_default() -> None:
    assert resolve({}, {}, {}).integer("port") == 8000
    assert resolve({}, {}, {"port": 1}).integer("port") == 1
    assert resolve({}, {"HASILA_PORT": "2", "PATH": "x"}, {"port": 1}).integer("port") == 2
    assert resolve({"port": 3}, {"HASILA_PORT": "2"}, {"port": 1}).integer("port") == 3
    assert resolve({"port": None}, {"HASILA_PORT": "2"}, {}).integer("port") == 2


def test_whole_number_is_good_for_a_number() -> None:
    assert resolve({}, {}, {"query_seconds": 3}).number("query_seconds") == 3.0


@pytest.mark.parametrize(
    ("options", "environment", "section", "part"),
    [
        ({}, {}, {"prot": 1}, "Did you mean 'port'"),
        ({}, {"HASILA_PRT": "1"}, {}, "Did you mean 'port'"),
        ({}, {}, {"zzz": 1}, "Known are"),
        ({}, {}, {"port": "8000"}, "of type int"),
        ({}, {"HASILA_PORT": "eight"}, {}, "HASILA_PORT"),
        ({}, {}, {"port": True}, "of type int"),
        ({}, {}, {"workers": 0}, "at least 1"),
        ({"port": -1}, {}, {}, "--port"),
        ({}, {"HASILA_QUERY_SECONDS": "nan"}, {}, "HASILA_QUERY_SECONDS"),
    ],
)
def test_wrong_setting_is_refused(
    options: dict[str, int], environment: dict[str, str], section: dict[str, object], part: str
) -> None:
    with pytest.raises(SettingInvalid, match=part):
        resolve(options, environment, section)


def test_every_default_is_of_its_type() -> None:
    for setting in SETTINGS:
        assert isinstance(setting.default, setting.type), setting.name
        assert setting.help


def test_limits_are_numbers_with_the_unit_that_their_name_tells() -> None:
    told = {"seconds", "mebibytes", "kibibytes"}
    for setting in SETTINGS:
        if setting.name.startswith(("cache_", "store_")):
            continue  # a budget of the server's own, which refuses no query
        unit = setting.name.rpartition("_")[2]
        assert setting.unit == unit if unit in told else setting.unit not in told, setting.name
    assert {"workers", "query_nesting", "query_seconds"} <= {setting.name for setting in LIMITS}
    for setting in LIMITS:
        assert setting.type is not str and setting.least is not None
