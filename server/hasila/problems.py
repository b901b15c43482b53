"""The problem table: what each problem slug means, loaded once from `problems.toml`.

RFC 9457, section 3.1: a problem type has a stable address, a title and a usual status. Renders nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text


@dataclass(frozen=True)
class Problem:
    """One problem type: its slug, HTTP status, and title, cause and cure in each language.

    `detail` is what to say of one occurrence, with the names of facts in braces; it may be empty.
    """

    slug: str
    status: int
    title: Text
    cause: Text
    cure: Text
    detail: Text = field(default_factory=dict)


@cache
def problems() -> Mapping[str, Problem]:
    """Return the whole table, in the order of the file."""
    table = tomllib.loads(files("hasila").joinpath("problems.toml").read_text(encoding="utf-8"))
    return {slug: Problem(slug, **entry) for slug, entry in table.items()}


def problem(slug: str) -> Problem:
    """Return the problem with that slug; one that is not in the table is an internal error."""
    table = problems()
    return table.get(slug, table["internal-error"])
