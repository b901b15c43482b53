"""What metadata and vocabularies are measured by: rules over a graph that is at hand, whoever published it. No I/O."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text


@cache
def families() -> Mapping[str, Mapping[str, Text]]:
    """Return the families of metrics a release is measured by, each with its label and a lead, in order."""
    return tomllib.loads(files("hasila.quality").joinpath("families.toml").read_text(encoding="utf-8"))
