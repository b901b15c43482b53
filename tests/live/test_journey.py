"""The journeys that the pages are made for, in a real browser: by hand and by keyboard, on a telephone and on a desk.

From a key figure to its words; a query asked, changed and taken home; one place under all its names. Throughout, nothing is
said on the console, nothing leaves the server, and nothing that was asked for fails.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest

from hasila.rdf.languages import direction

pytestmark = pytest.mark.parametrize("width", [390, 1280], ids=["phone", "desk"])

HEIGHT = 900
PLACE = "/doc/place/marrakesh"
CONTROL, SHIFT = 2, 8
READY = "document.getElementById('editor').dataset.ready === 'true'"
EDITING = "document.getElementById('editor').dataset.editing === 'true'"
ROWS = "document.querySelectorAll('#answer tbody tr').length"
SEEN = """(at => {
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {name: at.outerHTML.slice(0, 120), body: at === document.body, editor: at.closest('.CodeMirror') !== null,
    marked: style.outlineStyle !== 'none' || at.closest('.CodeMirror') !== null || at.matches('.reached, iframe'),
    there: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight &&
      box.right > 0 && box.left < innerWidth};
})(document.activeElement)"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """The browser, held to say nothing, to ask nobody but this machine, and to be given what it asks for."""
    for noted in (browser.complaints, browser.requests, browser.failures):
        noted.clear()
    browser.call("Emulation.setFocusEmulationEnabled", enabled=True)
    # What moves is not yet where it will be.
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    yield browser
    browser.call("Emulation.setEmulatedMedia", features=[])
    assert not browser.complaints
    assert not browser.failures
    assert browser.requests
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in browser.requests), browser.requests


def _where(page: Any) -> tuple[str, dict[str, str]]:
    address = urlsplit(page.value("location.href"))
    return address.path, dict(parse_qsl(address.query))


def _reads(page: Any, language: str) -> None:
    shown = page.value("[document.documentElement.lang, getComputedStyle(document.body).direction]")
    assert shown == [language, direction(language)]


def _asked(url: str, query: str) -> list[dict[str, Any]]:
    address = f"{url}/sparql?{urlencode({'query': query})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "application/json"})) as response:
        return list(json.load(response)["results"]["bindings"])


def _tab_to(page: Any, condition: str, most: int = 60) -> None:
    """Press Tab until what has the focus fulfils a condition, in which it is called `at`."""
    for _ in range(most):
        page.press("Tab")
        if page.value(f"(at => {condition})(document.activeElement)"):
            return
    pytest.fail(f"the keyboard does not reach: {condition}")


def test_reader_switches_languages_and_goes_from_a_key_figure_to_its_place_in_the_source(
    page: Any, dressed_url: str, width: int
) -> None:
    page.load(f"{dressed_url}/?lang=ar", width, HEIGHT)
    headings = set()
    for language in ("ar", "fr", "en"):
        if language != "ar":
            page.arrive(lambda chosen=language: page.click(f'.languages a[hreflang="{chosen}"]'))
        _reads(page, language)
        headings.add(page.value("document.querySelector('h1').textContent"))
    assert len(headings) == 3
    card = '.cards.figures li:has(a[href^="/doc/indicator/clearance-rate"])'
    said = page.value(f"document.querySelector('{card} .big .number').value")
    page.arrive(lambda: page.click(f"{card} .big a"))
    figure, given = _where(page)
    assert figure == "/doc/figure/2025.clearance-rate" and given == {"lang": "en"}
    assert page.value("document.querySelector('.big .number').value") == said
    page.arrive(lambda: page.click('a[href^="/doc/statement/"]'))
    statement, _ = _where(page)
    _reads(page, "en")
    known = _asked(dressed_url, f"""PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX : <https://w3id.org/hasila/def/>
      SELECT ?start ?end ?paragraph {{ <https://w3id.org/hasila{statement.replace("/doc/", "/id/")}> :paragraph ?paragraph ;
      :evidence/oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end }}""")[0]  # fmt: skip
    told = "[...document.querySelectorAll('.passage dd')].map(said => said.textContent).join(' ')"
    words = page.value(told).replace(",", "")
    assert all(known[part]["value"] in words.split() for part in ("start", "end", "paragraph")), words
    assert figure in page.value(
        "[...document.querySelectorAll('main a')].map(link => link.getAttribute('href')).join()"
    )
    page.arrive(lambda: page.click('.passage a[href^="/doc/source/"]'))
    assert page.value("document.querySelector('h1').textContent") == "Sawt Al Adala's article on the 2025 report"
    assert page.value("document.documentElement.scrollWidth") <= width


def test_query_is_chosen_run_changed_run_again_and_its_answer_taken_home(
    page: Any, dressed_url: str, width: int, tmp_path: Path
) -> None:
    page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.load(f"{dressed_url}/sparql?lang=fr", width, HEIGHT)
    page.until(READY)
    page.until("document.querySelectorAll('.choice option').length > 50")
    page.value("""(chooser => { chooser.value = '/queries/list-reports-of-series'; chooser.dispatchEvent(new Event('change')) })
      (document.querySelector('.choice select'))""")
    page.until("document.querySelector('textarea').value.includes('Report')")
    page.click("form.question button[type=submit]")
    page.until(f"{ROWS} > 5")
    first = page.value("document.querySelector('#answer').textContent")
    page.click('label[for="query"]')
    page.until(EDITING)
    page.click(".CodeMirror-lines")
    page.press("End", CONTROL)
    page.type("LIMIT 2")
    page.click("form.question button[type=submit]")
    page.until(f"{ROWS} === 2")
    assert page.value("document.querySelector('#answer').textContent") != first
    path, given = _where(page)
    assert path == "/sparql" and given["query"].rstrip().endswith("LIMIT 2") and given["lang"] == "fr"
    page.click('#answer .formats a[type="text/csv"]')
    taken = _arrived(tmp_path)
    address = f"{dressed_url}/sparql?{urlencode({'query': given['query']})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/csv"})) as response:
        assert response.headers.get_content_type() == "text/csv"
        assert taken == response.read()
    assert taken.count(b"\r\n") == 3
    assert page.value(ROWS) == 2  # the page is still there


def _arrived(folder: Path) -> bytes:
    deadline = time.monotonic() + 15
    while not (found := [path for path in folder.iterdir() if path.suffix == ".csv"]):
        assert time.monotonic() < deadline, list(folder.iterdir())
        time.sleep(0.05)
    return found[0].read_bytes()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_one_place_is_found_under_all_its_names(page: Any, dressed_url: str, width: int, language: str) -> None:
    firsts = []
    for typed in ("مراكش", "مرّاكُش", "Marrakech", "marrakesh"):
        page.load(f"{dressed_url}/?lang={language}", width, HEIGHT)
        page.click('.masthead input[type="search"]')
        page.type(typed)
        page.arrive(lambda: page.press("Enter"))
        assert _where(page) == ("/search", {"q": typed, "lang": language})
        page.arrive(lambda: page.click(".results a"))
        firsts.append((_where(page), page.value("document.querySelector('h1').textContent")))
        _reads(page, language)
    assert firsts == [firsts[0]] * 4 and firsts[0][0] == (PLACE, {"lang": language})


@pytest.mark.parametrize("path", ["/", "/sparql", "/doc/figure/2025.clearance-rate", "/search?q=" + quote("مراكش")])
def test_keyboard_reaches_everything_sees_where_it_is_and_is_never_caught(
    page: Any, dressed_url: str, width: int, path: str
) -> None:
    page.load(f"{dressed_url}{path}{'&' if '?' in path else '?'}lang=ar", width, HEIGHT)
    if path == "/sparql":
        page.until(READY)
    page.press("Tab")
    assert page.value("document.activeElement.className") == "skip"
    before, stops = "", []
    while not (now := page.value(SEEN))["body"]:
        assert now["there"] and now["marked"], now
        assert now["name"] != before or not now["editor"], "caught in the editor"
        before = now["name"]
        stops.append(before)
        assert len(stops) < 400, stops[-5:]
        page.press("Tab")
    links = page.value(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]"
        ".filter(it => it.checkVisibility() && it.tabIndex >= 0).length"
    )
    assert len(stops) >= links > 10


def test_keyboard_skips_switches_searches_and_asks(page: Any, dressed_url: str, width: int) -> None:
    page.load(f"{dressed_url}/?lang=ar", width, HEIGHT)
    page.press("Tab")
    page.press("Enter")
    assert page.value("document.activeElement.id") == "content"
    page.load(f"{dressed_url}/?lang=ar", width, HEIGHT)
    if width < 640:
        _tab_to(page, "at.matches('button.menu')")
        page.press("Enter")
        page.press("Tab")
        assert page.value("(at => at.closest('#menu') !== null && at.checkVisibility())(document.activeElement)")
        page.press("Escape")
        assert page.value("document.activeElement.matches('button.menu')")
        assert not page.value("document.querySelector('#menu a').checkVisibility()")
        page.press("Enter")
    _tab_to(page, "at.matches('#menu a[href^=\"/sparql\"]')")
    page.arrive(lambda: page.press("Enter"))
    page.until(READY)
    _tab_to(page, "at.hreflang === 'en'")
    page.arrive(lambda: page.press("Enter"))
    page.until(READY)
    _reads(page, "en")
    _tab_to(page, "at.matches('textarea') || at.closest('.CodeMirror') !== null")
    page.until(EDITING)
    assert page.value("document.activeElement.closest('.CodeMirror') !== null")
    page.press("a", CONTROL)
    page.press("Delete")
    page.type("SELECT ?n { VALUES ?n { 1 2 3 } }")
    page.press("Enter", CONTROL)
    page.until(f"{ROWS} === 3")
    page.press("Tab", SHIFT)
    assert not page.value("document.activeElement.closest('.CodeMirror') !== null")
    page.load(f"{dressed_url}/?lang=en", width, HEIGHT)
    _tab_to(page, "at.matches('.masthead input[type=search]')")
    page.type("marrakesh")
    page.arrive(lambda: page.press("Enter"))
    _tab_to(page, "at.closest('.results') !== null", 80)
    page.arrive(lambda: page.press("Enter"))
    assert _where(page)[0] == PLACE
