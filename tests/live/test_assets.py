"""What is bundled for browsers, in a real one: figures drawn from their tables, the editor of queries, and the font.

Every page is held to its content security policy and to its own server. The first tests are of the page without scripts.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from hasila.bundle import Bundle

QUERY = "SELECT ?year ?n WHERE { VALUES (?year ?n) { (2019 4) (2020 5) (2022 7) } }"
SHOW_CHART = (
    "(s => { s.value = 'chart'; s.dispatchEvent(new Event('change')) })(document.querySelector('.views select'))"
)
READY = "document.getElementById('editor').dataset.ready === 'true'"
EDITING = "document.getElementById('editor').dataset.editing === 'true'"
BUDGET = 200_000
"""Bytes of the first view, everything counted as it is transferred."""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """The browser, held to say nothing and to ask nobody but this machine."""
    browser.complaints.clear()
    browser.requests.clear()
    browser.call("Emulation.setFocusEmulationEnabled", enabled=True)
    yield browser
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert not browser.complaints
    assert browser.requests
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in browser.requests), browser.requests


def _figure(kind: str, options: dict[str, str], columns: list[str], rows: list[list[str]]) -> str:
    """Return a figure as the pages write it."""
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in options.items())
    head = "".join(f'<th scope="col" data-column="{name}">{name}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f'<td data-value="{escape(cell)}">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f'<figure class="display {kind}" data-display="{kind}"{data}><figcaption>Figure</figcaption>'
        f'<div class="plot" aria-hidden="true"></div><details open><summary>Table</summary>'
        f'<table class="answer"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details></figure>'
    )


def _turn_to_editor(page: Any) -> None:
    """Turn to the field of the query, which the editor then takes the place of."""
    page.until(READY)
    page.value("document.querySelector('textarea').focus()")
    page.until(EDITING)


def _draw(page: Any, bundle: Bundle, url: str, language: str, figure: str, width: int = 800) -> None:
    """Put a figure into a page, in place of its content, and have the page's own script draw it."""
    page.load(f"{url}/problems/?lang={language}", width, 900)
    page.value(f"document.querySelector('main').innerHTML = {json.dumps('<h1>Title</h1>' + figure)}")
    script = json.dumps(bundle.addresses["chart"])
    page.value(f"import({script}).then(script => script.drawAll(document)).then(() => true)")
    page.until("document.querySelector('figure').dataset.drawn === 'true'")


CHART = _figure(
    "chart",
    {"x": "year", "y": "value", "series": "kind", "lower": "least", "upper": "most", "mark": "said", "break": "cut"},
    ["year", "value", "kind", "least", "most", "said", "cut"],
    [
        ["2015", "10", "cards", "", "", "exact", ""],
        ["2016", "12", "cards", "12", "", "at least", ""],
        ["2017", "13", "cards", "", "", "exact", ""],
        ["2020", "20", "cards", "", "", "exact", ""],  # nothing is known of 2018 and 2019
        ["2021", "21", "cards", "", "", "exact", ""],
        ["2021", "18", "cards", "", "", "exact", ""],  # another source competes
        ["2022", "22", "cards", "", "24", "at most", "counted anew"],
        ["2023", "23", "cards", "20", "26", "about", ""],
        ["2020", "5", "passports", "", "", "exact", ""],
    ],
)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_chart_is_drawn_from_its_table(page: Any, bundle: Bundle, dressed_url: str, language: str) -> None:
    _draw(page, bundle, dressed_url, language, CHART)
    # Three runs of years: 2015 to 2017, 2020 to 2021, and 2022 to 2023 after the break; nothing over the gap.
    paths = page.value("[...document.querySelectorAll('.series-0 .line')].map(path => path.getAttribute('d'))")
    assert [len(path.split("L")) for path in paths] == [3, 2, 2]
    assert page.value("document.querySelectorAll('.point').length") == 9
    assert page.value("document.querySelectorAll('.point.competing').length") == 1
    assert page.value("document.querySelectorAll('.bound').length") == 3
    assert page.value("document.querySelector('.break title').textContent") == "counted anew"
    assert page.value("[...document.querySelectorAll('.legend')].map(list => list.children.length)") == [2, 4]
    places = page.value(
        "[...document.querySelectorAll('.point')].slice(0, 5).map(point => point.getBoundingClientRect().x)"
    )
    assert places == sorted(places, reverse=language == "ar")
    # The mark "at least" points upwards, whatever the language.
    box = "document.querySelectorAll('.point')[1].querySelector('.bound').getBBox()"
    assert page.value(f"{box}.y") < -10 and page.value(f"{box}.y + {box}.height") <= 1
    assert page.value("document.querySelector('.plot').hasAttribute('aria-hidden')") is False


def test_points_are_reached_and_read_by_the_keyboard(page: Any, bundle: Bundle, dressed_url: str) -> None:
    _draw(page, bundle, dressed_url, "ar", CHART)
    assert page.value("document.querySelectorAll('.point[tabindex=\"0\"]').length") == 1
    page.value("document.querySelector('.point[tabindex=\"0\"]').focus()")
    assert page.value("document.querySelector('.tip').textContent") == "cards · 2015 · 10 · exact"
    page.press("ArrowLeft")  # onwards, where the years run to the left
    assert page.value("document.activeElement.getAttribute('aria-label')") == "cards · 2016 · 12 · at least"
    assert page.value("document.querySelector('.tip').hidden") is False
    page.press("Escape")
    assert page.value("document.querySelector('.tip').hidden") is True
    page.press("End")
    assert page.value("document.activeElement.getAttribute('aria-label')") == "passports · 2020 · 5 · exact"


def test_each_unit_has_a_panel_of_its_own(page: Any, bundle: Bundle, dressed_url: str) -> None:
    columns = ["year", "n", "what", "of", "area"]
    rows = [["2020", "800000", "cases", "Cases", "all"], ["2021", "900000", "cases", "Cases", "all"],
            ["2020", "91.5", "rate", "Percent", "all"], ["2021", "92", "rate", "Percent", "all"]]  # fmt: skip
    figure = _figure("chart", {"x": "year", "y": "n", "series": "what area", "unit": "of"}, columns, rows)
    _draw(page, bundle, dressed_url, "fr", figure)
    assert page.value("[...document.querySelectorAll('.unit-of')].map(name => name.textContent)") == [
        "Cases",
        "Percent",
    ]
    heights = page.value(
        "[...document.querySelectorAll('.drawing')].map(svg => svg.querySelector('.line').getBBox().y)"
    )
    assert len(heights) == 2 and max(heights) < 60
    # What is the same everywhere is no part of a series' name.
    name = "document.querySelectorAll('.point')[2].getAttribute('aria-label')"
    assert page.value(name) == "rate · 2020 · 91.5 · Percent"


@pytest.mark.parametrize(
    ("language", "tick"), [("ar", "\u200f2\u00a0مليون"), ("fr", "2\u00a0M"), ("en", "2M")], ids=["ar", "fr", "en"]
)
def test_numbers_are_written_as_in_the_language_of_the_page(
    page: Any, bundle: Bundle, dressed_url: str, language: str, tick: str
) -> None:
    rows = [["2020", "2500000"], ["2021", "3600000"]]
    _draw(page, bundle, dressed_url, language, _figure("chart", {"x": "year", "y": "value"}, ["year", "value"], rows))
    ticks = page.value("[...document.querySelectorAll('.rules .tick text')].map(text => text.textContent)")
    assert tick.replace("\u200f", "") in [text.replace("\u200f", "").replace("\u202f", "\u00a0") for text in ticks]
    assert page.value("[...document.querySelectorAll('.axis:not(.rules) .tick text')].map(text => text.textContent)") == [
        "2020", "2021"]  # fmt: skip


def test_picture_keeps_the_height_it_was_given(page: Any, bundle: Bundle, dressed_url: str) -> None:
    rows = [[name, str(index)] for index, name in enumerate("abcdefghijklmnopqrstuvwxyz")]
    for figure in (CHART, _figure("chart", {"x": "name", "y": "n"}, ["name", "n"], rows)):
        _draw(page, bundle, dressed_url, "fr", figure, width=390)
        reserved = "parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--plot')) * 16"
        assert page.value(f"Math.abs(document.querySelector('.plot').offsetHeight - ({reserved})) < 1")
        assert page.value("document.documentElement.scrollWidth") <= 390
        page.call("Emulation.setDeviceMetricsOverride", width=600, height=900, deviceScaleFactor=1, mobile=True)
        page.until("document.querySelector('.drawing').clientWidth > 500")


def test_timeline_network_and_map_are_drawn(page: Any, bundle: Bundle, dressed_url: str) -> None:
    timeline = [["2015-03-01", "", "founded"], ["2018-01-01", "2020-06-30", "reformed"]]
    figures = _figure("timeline", {"begin": "from", "end": "to", "label": "what"}, ["from", "to", "what"], timeline)
    network = [["north", "whole", "merged"], ["south", "whole", "merged"], ["whole", "later", "renamed"]]
    figures += _figure("network", {"from": "old", "to": "new", "label": "how"}, ["old", "new", "how"], network)
    places = [["POINT(-7.99 31.63)", "a"], ["34.02 -6.83", "b"], ["nowhere", "c"]]
    figures += _figure("map", {"point": "where", "label": "name"}, ["where", "name"], places)
    _draw(page, bundle, dressed_url, "en", figures)
    page.until("document.querySelectorAll('figure[data-drawn]').length === 3")
    assert page.value("document.querySelectorAll('.timeline .entry').length") == 2
    assert page.value("document.querySelectorAll('.timeline .entry rect').length") == 1
    assert page.value("document.querySelectorAll('.network .node').length") == 4
    # Columns from the first to the last of what became of it.
    at = "name => [...document.querySelectorAll('.node')].find(n => n.textContent === name).getBoundingClientRect().x"
    assert page.value(
        f"(at => at('north') === at('south') && at('south') < at('whole') && at('whole') < at('later'))({at})"
    )
    assert page.value("document.querySelectorAll('.map .place').length") == 2
    assert page.value("document.querySelector('.map .land').getAttribute('d').length") > 100


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize(
    ("query", "kind", "mark"),
    [
        ("show-identity-cards", "chart", "point"),
        ("list-events-timeline", "timeline", "entry"),
        ("list-organisational-changes", "network", "node"),
    ],
)
def test_answer_of_a_saved_query_is_drawn_on_its_page(
    page: Any, axe: str, dressed_url: str, query: str, kind: str, mark: str, language: str
) -> None:
    page.load(f"{dressed_url}/queries/{query}?lang={language}", 390, 900)
    page.until("document.querySelector('figure.display').dataset.drawn === 'true'")
    assert page.value("document.querySelector('figure.display').dataset.display") == kind
    rows = page.value("document.querySelectorAll('figure tbody tr').length")
    marks = page.value(f"document.querySelectorAll('.drawing .{mark}').length")
    assert marks >= 1 and (kind == "network" or marks == rows)
    assert page.value("document.querySelector('.drawing').getAttribute('aria-label')")
    assert page.value("document.documentElement.scrollWidth") <= 390
    assert not _violations(page, axe)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_editor_runs_a_query_and_the_address_restores_it(page: Any, dressed_url: str, language: str) -> None:
    page.load(f"{dressed_url}/sparql?lang={language}", 1280, 900)
    _turn_to_editor(page)
    assert page.value("document.querySelector('.CodeMirror').closest('[dir]').dir") == "ltr"
    page.value(
        f"(cm => {{ cm.setValue({json.dumps(QUERY)}); cm.focus() }})(document.querySelector('.CodeMirror').CodeMirror)"
    )
    page.press("Enter", modifiers=2)
    page.until("document.querySelectorAll('#answer tbody tr').length === 3")
    assert page.value("document.querySelector('[role=status]').textContent")
    address = page.value("location.href")
    given = dict(parse_qsl(urlsplit(address).query))
    assert given == {"query": QUERY, "lang": language}
    page.value(SHOW_CHART)
    page.until("document.querySelectorAll('#answer .point').length === 3")
    assert page.value("document.querySelectorAll('#answer .line').length") == 1
    page.load(address, 390, 900)
    _turn_to_editor(page)
    assert page.value("document.querySelector('.CodeMirror').CodeMirror.getValue().trim()") == QUERY
    assert page.value("document.querySelectorAll('#answer tbody tr').length") == 3
    assert page.value("document.documentElement.scrollWidth") <= 390


def test_editor_takes_over_text_caret_and_focus_when_it_comes(page: Any, dressed_url: str) -> None:
    field = "document.querySelector('textarea')"
    page.load(f"{dressed_url}/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }'})}", 1280, 900)
    page.until(READY)
    page.call("Network.setBlockedURLs", urls=["*/assets/yasqe-*"])
    page.value(f"{field}.setSelectionRange(4, 4); {field}.focus()")
    page.call("Input.insertText", text="# one\n")
    page.press("Enter", modifiers=2)  # what cannot be fetched is done without
    page.until("location.search.includes('one')")
    assert page.value("document.querySelector('#answer .boolean') !== null")
    page.call("Network.setBlockedURLs", urls=[])
    page.value(f"{field}.blur(); {field}.focus()")
    page.until(EDITING)
    page.call("Input.insertText", text="# two\n")
    wanted = json.dumps("ASK # one\n# two\n{ ?s ?p ?o }")
    page.until(f"{field}.value === {wanted}")
    page.complaints[:] = [said for said in page.complaints if "ERR_BLOCKED_BY_CLIENT" not in said]


def test_editor_waits_until_a_part_of_the_query_is_marked(page: Any, dressed_url: str) -> None:
    page.load(f"{dressed_url}/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }'})}", 1280, 900)
    page.until(READY)
    left, top = page.value(
        "(box => [box.x + 16, box.y + 20])(document.querySelector('textarea').getBoundingClientRect())"
    )

    def mouse(kind: str, x: float) -> None:
        page.call("Input.dispatchMouseEvent", type=kind, x=x, y=top, button="left", buttons=1, clickCount=1)

    mouse("mousePressed", left)
    page.until("performance.getEntriesByType('resource').some(entry => entry.name.includes('/yasqe-'))")
    mouse("mouseMoved", left + 60)
    marked = (
        "(field => field.value.slice(field.selectionStart, field.selectionEnd))(document.querySelector('textarea'))"
    )
    wanted = page.until(marked)
    # The module has run by then, and yet the editor waits.
    page.value(
        "import(performance.getEntriesByType('resource').find(entry => entry.name.includes('/yasqe-')).name)"
        ".then(() => new Promise(done => setTimeout(done, 300)))"
    )
    assert not page.value(EDITING)
    mouse("mouseReleased", left + 60)
    page.until(EDITING)
    assert page.value("document.querySelector('.CodeMirror').CodeMirror.getSelection()") == wanted


def test_keyboard_leaves_the_editor(page: Any, dressed_url: str) -> None:
    page.load(f"{dressed_url}/sparql?lang=ar", 1280, 900)
    _turn_to_editor(page)
    page.value("document.querySelector('.CodeMirror').CodeMirror.focus()")
    assert page.value("document.activeElement.closest('.CodeMirror') !== null")
    before = page.value("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    page.press("Tab")
    assert page.value("document.activeElement.id") == "format"
    page.press("Tab", modifiers=8)
    assert page.value("document.activeElement.closest('.CodeMirror') !== null")
    assert page.value("document.querySelector('.CodeMirror').CodeMirror.getValue()") == before


def test_editor_completes_from_our_own_vocabulary_by_label(page: Any, dressed_url: str) -> None:
    page.load(f"{dressed_url}/sparql?lang=ar", 1280, 900)
    _turn_to_editor(page)
    text = json.dumps("SELECT * WHERE {\n  ?figure \n}")
    page.value(
        f"(cm => {{ cm.setValue({text}); cm.setCursor({{line: 1, ch: 10}}); cm.focus() }})"
        "(document.querySelector('.CodeMirror').CodeMirror)"
    )
    page.call("Input.insertText", text="مؤشر")
    first = page.until("document.querySelector('.CodeMirror-hint')?.textContent")
    assert first.startswith("hasila:indicator") and "مؤشر" in first
    page.press("Enter")
    wanted = "PREFIX hasila: <https://w3id.org/hasila/def/>\nSELECT * WHERE {\n  ?figure hasila:indicator\n}"
    assert page.value("document.querySelector('textarea').value").replace(" \n}", "\n}") == wanted


def test_editor_shows_places_on_a_map(page: Any, dressed_url: str) -> None:
    query = 'SELECT ?name ?lat ?long WHERE { VALUES (?name ?lat ?long) { ("A" 34.02 -6.83) ("B" 31.63 -7.99) } }'
    page.load(f"{dressed_url}/sparql?{urlencode({'query': query})}", 1280, 900)
    page.until(READY)
    page.value(SHOW_CHART.replace("chart", "map"))
    page.until("document.querySelectorAll('#answer .place').length === 2")
    assert page.value("document.querySelector('#answer .place').getAttribute('aria-label')") == "A"


def test_editor_offers_examples_code_and_says_what_is_wrong(page: Any, dressed_url: str) -> None:
    page.load(f"{dressed_url}/sparql?lang=fr", 1280, 900)
    _turn_to_editor(page)
    page.until("document.querySelectorAll('.choice option').length > 50")
    titles = page.value("[...document.querySelectorAll('.choice optgroup')].map(group => group.label)")
    assert titles[:3] == ["Le bilan de l'année", "Indicateurs et séries", "Chiffres"]
    page.value(
        "(s => { s.value = '/queries/list-trends'; s.dispatchEvent(new Event('change')) })"
        "(document.querySelector('.choice select'))"
    )
    page.until("document.querySelector('textarea').value.includes('VALUES ?language { \"fr\" }')")
    assert "#+" not in page.value("document.querySelector('textarea').value")
    page.value("document.querySelector('.snippets').open = true")
    page.until("document.querySelectorAll('.snippets pre').length === 3")
    names = page.value("[...document.querySelectorAll('.snippets h2')].map(heading => heading.textContent)")
    assert names == ["curl", "Python", "R"]
    page.value("document.querySelector('.CodeMirror').CodeMirror.setValue('SELEKT')")
    page.value("document.querySelector('form.question button').click()")
    page.until("document.querySelector('#answer .detail') !== null")
    assert page.value("document.querySelector('[role=status]').textContent").startswith("400")
    # That the query is refused is what this is about.
    page.complaints[:] = [said for said in page.complaints if "400" not in said]


@pytest.mark.parametrize(
    "query", ['SELECT ("it\'s \\"so\\" $HOME `x` \\\\" AS ?a) WHERE {}', "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p 1 }"]
)
def test_code_asks_the_very_query(page: Any, dressed_url: str, query: str, tmp_path: Path) -> None:
    page.load(f"{dressed_url}/sparql?{urlencode({'query': query})}", 1280, 900)
    page.until(READY)
    page.value("document.querySelector('.snippets').open = true")
    page.until("document.querySelectorAll('.snippets pre').length === 3")
    shell, python, r = page.value("[...document.querySelectorAll('.snippets pre')].map(block => block.textContent)")
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=30, check=True)
    asked = subprocess.run([sys.executable, "-c", python], capture_output=True, text=True, timeout=30, check=True)
    if query.startswith("SELECT"):
        assert done.stdout.splitlines()[1] == '"it\'s ""so"" $HOME `x` \\"'
        assert 'it\'s \\"so\\" $HOME' in asked.stdout or 'it\\\'s "so" $HOME' in asked.stdout
    assert query.replace("\\", "\\\\").replace('"', '\\"') in r


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?" + urlencode({"query": QUERY}), "/queries/list-trends"])
def test_page_works_without_scripts(page: Any, dressed_url: str, path: str) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.load(f"{dressed_url}{path}", 390, 900)
    assert page.value("document.documentElement.dataset.ready === undefined")
    form = page.value("document.querySelector('form.question textarea')?.offsetHeight ?? 100")
    assert form > 50
    assert page.value("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", ["/sparql", "/sparql?" + urlencode({"query": QUERY})])
def test_editor_is_accessible(page: Any, axe: str, dressed_url: str, path: str, language: str) -> None:
    page.load(f"{dressed_url}{path}{'&' if '?' in path else '?'}lang={language}", 1280, 900)
    _turn_to_editor(page)
    page.value("document.querySelector('.snippets').open = true")
    if "query" in path:
        page.value(SHOW_CHART)
        page.until("document.querySelectorAll('#answer .point').length === 3")
    assert not _violations(page, axe)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_chart_is_accessible(page: Any, axe: str, bundle: Bundle, dressed_url: str, language: str) -> None:
    _draw(page, bundle, dressed_url, language, CHART)
    assert not _violations(page, axe)


def _violations(page: Any, axe: str) -> list[str]:
    page.value(axe + "; true")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.value(f"axe.run({{runOnly: {json.dumps(tags)}}}).then(result => result.violations.map(v => "
                       "`${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' // ')}`))")  # fmt: skip
    return list(found)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_first_view_is_small_and_nothing_moves(page: Any, dressed_url: str, language: str) -> None:
    page.call("Network.clearBrowserCache")
    page.load(f"{dressed_url}/?lang={language}", 390, 900)
    page.value("document.fonts.ready.then(() => true)")
    sizes = page.value(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => [entry.name, entry.transferSize])"
    )
    assert sum(size for _, size in sizes) < BUDGET, sizes
    moved = page.value(
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"
    )
    assert moved < 0.02
    loaded = page.value("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert (language != "ar") or any("Naskh" in family for family in loaded)


def test_every_file_of_the_bundle_is_served_as_it_is(bundle: Bundle, dressed_url: str) -> None:
    for name in bundle.files:
        if name.endswith((".gz", ".zst")):
            continue
        asked = urllib.request.Request(f"{dressed_url}/assets/{name}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=10) as response:
            body = response.read()
            body = gzip.decompress(body) if response.headers["Content-Encoding"] == "gzip" else body
        assert body == (bundle.folder / name).read_bytes()


def test_licences_of_what_is_bundled_are_told(bundle: Bundle) -> None:
    text = (bundle.folder / bundle.entries["licences"]).read_text(encoding="utf-8")
    for name in (
        "@fontsource/noto-naskh-arabic",
        "@zazuko/yasqe",
        "codemirror",
        "d3-shape",
        "world-atlas",
        "lodash-es",
    ):
        assert f"\n{name} " in text, name
    assert "SIL OPEN FONT LICENSE" in text
