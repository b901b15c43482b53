"""Every kind of page in every language: accessible, valid, within a telephone's width, silent, and asking nobody else.

WCAG 2.2 AA by axe-core; HTML by the Nu HTML checker (vnu); both come with the bundle's development packages.
"""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from hasila.release import Release

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ar", "fr", "en")
BUDGET = 200_000
"""Bytes of a first view as they are transferred, scripts, styles and fonts included."""
MOVED = 0.01
VIEW = """document.fonts.ready.then(() => new Promise(done => {
  const moves = [];
  new PerformanceObserver(list => moves.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done({
    bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .reduce((sum, entry) => sum + entry.transferSize, 0),
    moved: moves.reduce((sum, move) => sum + move.value, 0),
    which: moves.flatMap(move => move.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? '')).slice(0, 3),
  }), 100);
}))"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALIKE = ["tbody > tr:nth-child(n + 25)", ".terms > .term:nth-of-type(n + 25)", "main > .shape:nth-of-type(n + 25)"]
"""Rows, terms and shapes after so many like them: to look at each of them takes as long as all the rest."""
AXE = f"axe.run({{exclude: {json.dumps(ALIKE)}}}, {{runOnly: {json.dumps(TAGS)}}})"
FIXED = (
    "/", "/def/", "/shapes", "/sparql", "/queries", "/queries/show-two-indicators", "/queries/show-two-years",
    "/queries/show-coverage-grid", "/queries/list-events-timeline", "/search?q=" + quote("مراكش"), "/search?q=zzzz", "/catalog",
    "/dataset/report-2025", "/dumps/", "/releases/", "/quality", "/graph/places", "/problems", "/def/Indicator",
    "/nothing-here", "/sparql?" + urlencode({"query": "SELECT * { ?s"}),
    "/sparql?" + urlencode({"query": "SELECT ?s { ?s a ?c } LIMIT 3"}),
    "/doc/organization/dgsn?" + urlencode({"inverse": "http://www.w3.org/ns/org#unitOf"}),
)  # fmt: skip


def _first_of(url: str, of_class: str) -> str:
    asked = f"SELECT ?thing {{ ?thing a <{of_class}> FILTER(CONTAINS(STR(?thing), '/id/')) }} ORDER BY ?thing LIMIT 1"
    request = urllib.request.Request(f"{url}/sparql?{urlencode({'query': asked})}", headers={"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return str(response.read().decode().splitlines()[1])


@pytest.fixture(scope="module")
def paths(dressed_url: str, release: Release) -> list[str]:
    """One page of each kind: of each class that the manifest has a page for, of each frozen version, and the fixed ones."""
    publication = release.publication
    things = dict.fromkeys(_first_of(dressed_url, page.of) for page in publication.pages)
    found = [quote(thing.removeprefix(publication.base)).replace("id/", "/doc/", 1) for thing in things]
    return [*FIXED, *found, *(f"/def/{version}" for version in publication.ontology_versions[:1])]


def _at(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """The browser, which must have asked nobody but this machine when the test ends."""
    browser.requests.clear()
    browser.complaints.clear()
    yield browser
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in browser.requests), browser.requests


@pytest.fixture
def unknowing(page: Any) -> Iterator[Any]:
    """The browser, which keeps nothing from one page to the next: every view is the first."""
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    yield page
    page.call("Network.setCacheDisabled", cacheDisabled=False)


def _told_of_view(seen: dict[str, Any]) -> list[str]:
    """Return what is wrong with a first view: too large, or something in it moved."""
    large = [] if 0 < seen["bytes"] < BUDGET else [f"{seen['bytes']} bytes"]
    return large + ([f"moved by {seen['moved']}: {seen['which']}"] if seen["moved"] >= MOVED else [])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_first_view_of_every_kind_of_page_is_small_and_nothing_moves(
    unknowing: Any, dressed_url: str, paths: list[str], language: str
) -> None:
    wrong = {}
    for path in paths:
        unknowing.load(f"{dressed_url}{_at(path, language)}", 1280, 900)
        if told := _told_of_view(unknowing.value(VIEW)):
            wrong[path] = told
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_long_table_stands_still_while_it_arrives(unknowing: Any, dressed_url: str) -> None:
    """On a slow machine rows are painted as they are read; without a remedy two of three views move."""
    unknowing.call("Emulation.setCPUThrottlingRate", rate=4)
    moved = []
    for _ in range(4):
        unknowing.load(f"{dressed_url}/queries/show-two-years?lang=en", 1280, 900)
        moved.append(unknowing.value(VIEW)["moved"])
    unknowing.call("Emulation.setCPUThrottlingRate", rate=1)
    assert max(moved) < MOVED, moved


def test_what_moves_is_noticed(unknowing: Any, dressed_url: str) -> None:
    unknowing.load(f"{dressed_url}/problems/", 390, 900)
    unknowing.value(VIEW)
    added = "Object.assign(document.createElement('pre'), {textContent: String.fromCharCode(10).repeat(9)})"
    unknowing.value(f"document.querySelector('main').prepend({added})")
    assert unknowing.value(VIEW)["moved"] > MOVED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_accessible_fits_a_telephone_and_stands_still_there(
    unknowing: Any, axe: str, dressed_url: str, paths: list[str], language: str
) -> None:
    wrong = {}
    for path in paths:
        unknowing.complaints.clear()
        unknowing.load(f"{dressed_url}{_at(path, language)}", 390, 900)
        view = _told_of_view(unknowing.value(VIEW))
        unknowing.value(axe + "; true")
        found = unknowing.value(
            f"{AXE}.then(result => result.violations.map(v => "
            "`${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' // ')}`))"
        )
        width = unknowing.value("document.documentElement.scrollWidth")
        # The 404 was asked for.
        said = [line for line in unknowing.complaints if "Failed to load resource" not in line]
        assert unknowing.value("document.documentElement.lang") == language
        if view or found or said or width > 390:
            wrong[path] = [*view, *found, *said, *([f"{width} px wide"] if width > 390 else [])]
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_every_kind_of_page_is_valid_html(
    component: Callable[..., str], dressed_url: str, paths: list[str], tmp_path: Path
) -> None:
    java = component("Debian's default-jre-headless", "java")
    jar = ROOT / "build" / "npm" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    names = {}
    for language in LANGUAGES:
        for path in paths:
            name = f"{len(names)}.html"
            names[name] = _at(path, language)
            (tmp_path / name).write_bytes(_html(dressed_url + names[name]))
    done = subprocess.run(
        [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", "--skip-non-html", str(tmp_path)],
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    said = json.loads(done.stderr or done.stdout)["messages"]
    wrong = {
        f"{names[message['url'].rpartition('/')[2]]}: {message['message']}: {message.get('extract', '')[:160]}"
        for message in said
        if message["type"] == "error"
    }
    assert not wrong, "\n".join(sorted(wrong))


def _html(url: str) -> bytes:
    try:
        request = urllib.request.Request(url, headers={"Accept": "text/html"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return bytes(response.read())
    except urllib.error.HTTPError as problem:  # a page that says what is wrong is a page
        with problem:
            return bytes(problem.read())
