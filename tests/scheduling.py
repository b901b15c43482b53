"""Which tests a worker of a parallel run is given together, and which come first. pytest-xdist's loadfile scheduling, refined.

Tests of one file stay together, for they share what is costly to make. Those of Virtuoso stay together over all files: one
store, filled once, is enough. What takes longest begins first, so that no worker is left alone with it at the end.
"""

from __future__ import annotations

import re

import pytest
from xdist.scheduler import LoadFileScheduling

STORE = "virtuoso"
_OF_STORE = re.compile(rf"\[(?:.*-)?{STORE}(?:-.*)?\]$")
LONGEST = (
    STORE,
    "tests/shapes/test_cases.py",  # asks nothing of the release that the store's tests begin with building
    "tests/engine/test_remote.py",
    "tests/engine/test_guard.py",
    "tests/live/test_page_kinds.py",
    "tests/live/test_hostile.py",
    "tests/web/test_dereferencing.py",
    "tests/publication/test_releases.py",
    "tests/live/test_journey.py",
    "tests/live/test_browser.py",
    "tests/rehearsal/test_own.py",
    "tests/publication/test_breakages.py",
    "tests/queries/test_queries.py",
    "tests/web/test_pages.py",
    "tests/publication/test_refusals.py",
    "tests/live/test_assets.py",
    "tests/web/test_freezing.py",
    "tests/web/test_queries.py",
    "tests/engine/test_storage.py",
    "tests/live/test_succession.py",
    "tests/publication/test_answers.py",
    "tests/data/test_new_report.py",
    "tests/web/test_catalog.py",
    "tests/live/test_server.py",
    "tests/publication/test_build.py",
    # Not among the first, for they may still be being installed.
    "tests/harvesters/test_udata.py",
    "tests/harvesters/test_ckan.py",
)
"""What takes longest, by measurement; whatever else comes after, by number of tests."""


def scope_of(nodeid: str) -> str:
    """Return the name of what a test stays together with."""
    return STORE if _OF_STORE.search(nodeid) else nodeid.split("::", 1)[0]


class LongestFirst(LoadFileScheduling):
    """Gives workers whole scopes."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests so that what takes longest comes first; those that stay together keep their order."""
    sizes: dict[str, int] = {}
    for item in items:
        sizes[scope_of(item.nodeid)] = sizes.get(scope_of(item.nodeid), 0) + 1
    rank = {scope: place for place, scope in enumerate(LONGEST)}

    def place(item: pytest.Item) -> tuple[int, int, str]:
        scope = scope_of(item.nodeid)
        return rank.get(scope, len(rank)), -sizes[scope], scope

    return sorted(items, key=place)
