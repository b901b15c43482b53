"""The settings of the server: one table of name, type, default and help; the sources in their order.

Command line > environment `HASILA_*` > `[server]` in hasila.toml > default. Unknown names and wrong types are refused
with a hint. Reads no file itself: whoever starts hands in the environment and the manifest's section.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from hasila.errors import SettingInvalid

PREFIX = "HASILA_"
"""Every setting is read from the environment under this prefix, in capitals."""

Value = str | int | float


@dataclass(frozen=True)
class Setting:
    """One setting: its name, type, default, what it means (with its unit) and the least and greatest value of a number.

    One with a `unit` is a limit on queries, counted in that unit; the service description states it.
    """

    name: str
    type: type[str] | type[int] | type[float]
    default: Value
    help: str
    least: float | None = None
    unit: str = ""
    most: float = math.inf


SETTINGS: tuple[Setting, ...] = (
    Setting("host", str, "127.0.0.1", "address to listen on"),
    Setting("port", int, 8000, "TCP port to listen on", 1, most=65535),
    Setting("engine", str, "embedded", "who answers queries: embedded, or remote (the store behind `endpoints`)"),
    Setting("endpoints", str, "", "addresses of the store's SPARQL endpoints, separated by spaces; tried in turn"),
    Setting("threads", int, 96, "requests the web process works on at once", 1),
    Setting("workers", int, 4, "queries evaluated at once, each in a process of its own", 1, "queries"),
    Setting("client_workers", int, 2, "queries of one client evaluated at once", 1, "queries"),
    Setting("client_queries", int, 12, "queries of one client running or waiting at once", 1, "queries"),
    Setting("query_seconds", float, 20.0, "time limit of one query, in seconds", 0.05, "seconds"),
    Setting("query_mebibytes", int, 1024, "memory limit of one query beyond the store, in MiB", 32, "mebibytes"),
    Setting("queue_seconds", float, 1.5, "longest wait for a free worker, in seconds", 0.0, "seconds"),
    Setting("result_mebibytes", int, 256, "largest answer of one query, in MiB", 1, "mebibytes"),
    Setting("result_rows", int, 1_000_000, "most rows or triples in the answer of one query", 1, "rows"),
    Setting("request_kibibytes", int, 1024, "largest request body, in KiB", 1, "kibibytes"),
    Setting("query_kibibytes", int, 256, "longest text of a query, in KiB of UTF-8", 1, "kibibytes"),
    Setting("query_nesting", int, 128, "deepest nesting of brackets in a query", 1, "levels"),
    Setting("cache_mebibytes", int, 64, "memory for answers that are kept, in MiB; 0 keeps none", 0),
    Setting("rate_per_minute", int, 0, "requests a minute of one client beyond the cache; 0: any", 0, "requests"),
    Setting("trusted_proxies", str, "", "proxies whose X-Forwarded-… is believed: addresses or networks"),
    Setting("public_url", str, "", "address readers know this server by, such as https://data.example"),
    Setting("store_mebibytes", int, 4096, "largest store held in memory, in MiB; a larger one goes to disk", 0),
    Setting(
        "store_folder", str, "", "folder of stores on disk; empty: `stores` beside the release, or a temporary one"
    ),
    Setting(
        "service_allow",
        str,
        "",
        "endpoints that SERVICE may call, spaces between; `*` ends one for all that begin so",
    ),
    Setting("service_private", str, "", "addresses and CIDR blocks where those may be although they are not public"),
    Setting("language", str, "", "language of the command line: a language of the publication; empty takes LANG"),
    Setting("log_level", str, "info", "least level that is logged: debug, info, warning or error"),
)

LIMITS = tuple(setting for setting in SETTINGS if setting.unit)
"""The settings that bound what a query may take."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Settings:
    """The settings in force, by name."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """Return a setting that is a string."""
        return str(self.values[name])

    def integer(self, name: str) -> int:
        """Return a setting that is a whole number."""
        return int(self.values[name])

    def number(self, name: str) -> float:
        """Return a setting that is a number."""
        return float(self.values[name])


def resolve(
    options: Mapping[str, Value | None], environment: Mapping[str, str], section: Mapping[str, object]
) -> Settings:
    """Return the settings in force from command-line options, environment and the manifest's section.

    An option that is None was not given. Raises SettingInvalid for an unknown name or a wrong value in any of them.
    """
    values: dict[str, Value] = {setting.name: setting.default for setting in SETTINGS}
    for key, raw in section.items():
        values[_known(key, "[server] in hasila.toml").name] = _typed(_known(key, ""), raw, f"[server] {key}")
    for key, text in environment.items():
        if key.startswith(PREFIX):
            setting = _known(key[len(PREFIX) :].lower(), "the environment")
            values[setting.name] = _typed(setting, _converted(setting, text), key)
    for key, option in options.items():
        if option is not None:
            values[key] = _typed(_known(key, "the command line"), option, f"--{key.replace('_', '-')}")
    return Settings(values)


def _known(name: str, where: str) -> Setting:
    if name in _BY_NAME:
        return _BY_NAME[name]
    close = difflib.get_close_matches(name, _BY_NAME, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(_BY_NAME)}."
    raise SettingInvalid(f"Unknown setting {name!r} in {where}. {hint}", name=name, hint=hint)


def _converted(setting: Setting, text: str) -> object:
    try:
        return setting.type(text)
    except ValueError:
        return text


def _typed(setting: Setting, raw: object, where: str) -> Value:
    fits = isinstance(raw, setting.type) or (setting.type is float and isinstance(raw, int))
    if not fits or isinstance(raw, bool):
        raise SettingInvalid(
            f"{where}: {raw!r} is not of type {setting.type.__name__} ({setting.help}).", name=setting.name
        )
    value = setting.type(str(raw)) if setting.type is not str else str(raw)
    # Written so that NaN, which compares to nothing, is refused too.
    if setting.least is not None and not (setting.least <= float(value) <= setting.most and float(value) < math.inf):
        bounds = f"at least {setting.least:g}" + (f" and at most {setting.most:g}" if setting.most < math.inf else "")
        raise SettingInvalid(f"{where}: {raw!r} is not a number of {bounds} ({setting.help}).", name=setting.name)
    return value
