"""What the description of the interface says in words: of routes, parameters and groups, in three languages.

The texts stand in `openapi.toml`; this reads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text, pick
from hasila.web.languages import INTERFACE_LANGUAGES


@cache
def texts() -> Mapping[str, Mapping[str, Text]]:
    """Return the texts: `routes` (and statuses), `parameters` and `groups`, each by name and language."""
    table: Mapping[str, Mapping[str, Text]] = tomllib.loads(
        files("hasila.web").joinpath("openapi.toml").read_text(encoding="utf-8")
    )
    return table


def _in(text: Text, language: str) -> str:
    return pick(text, language, INTERFACE_LANGUAGES[::-1])[0]


def operation_text(name: str, language: str) -> str:
    """Return what a route does, or a status means, in a language; empty for what the table does not have."""
    return _in(texts()["routes"].get(name, {}), language)


def parameter_text(name: str, language: str) -> str:
    """Return what a parameter means in a language; empty for what the table does not have."""
    return _in(texts()["parameters"].get(name, {}), language)


def tag_texts(language: str) -> dict[str, str]:
    """Return the groups of routes with what each is about, in a language."""
    return {name: _in(text, language) for name, text in texts()["groups"].items()}
