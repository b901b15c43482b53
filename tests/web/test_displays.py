"""Displays of answers: each draws what its columns say, as text that needs no script, and leads to its question."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from flask import render_template_string
from flask.testing import FlaskClient

from hasila.bundle import Bundle
from hasila.rdf.displays import Display
from hasila.rdf.iris import IriSpace
from hasila.rdf.namespaces import PROV
from hasila.rdf.saved_queries import SavedQuery
from hasila.release import FileEntry, Release, digest_of
from hasila.settings import resolve
from hasila.web.app import create_app
from hasila.web.dates import period
from hasila.web.displays import grid_of, places_of
from hasila.web.sparklines import sparkline
from hasila.web.tables import Column, Table
from hasila.web.terms import Viewer

HTML = {"Accept": "text/html"}
HEAD = """#+ title-en: Trees <now>
#+ title-fr: Arbres
#+ parameter: thing iri
"""
THING = "VALUES ?thing { <https://data.example/forests/id/stand/oak-1> }"
QUERIES = {
    "show-chart": """#+ display: chart
#+ display-x: year
#+ display-y: trees
#+ display-series: species
#+ display-mark: sure
#+ display-unit: unit
SELECT ?thing ?year ?trees ?species ?sure ?unit WHERE { VALUES_ VALUES (?year ?trees ?species ?sure ?unit) {
  (2023 12000 "oak" "exact" "trees") (2024 15000 "oak" "about" "trees") } } ORDER BY ?year""",
    "show-timeline": """#+ display: timeline
#+ display-begin: begin
#+ display-end: end
#+ display-label: what
#+ display-note: where
SELECT ?thing ?begin ?end ?what ?where WHERE { VALUES_ VALUES (?begin ?end ?what ?where) {
  ("2023-05-01" "2023-05-31" "Planting"@en "North") ("2024-02-03" "2024-02-03" "Storm & rain"@en UNDEF) } } ORDER BY ?begin""",
    "show-grid": """#+ display: grid
#+ display-x: year
#+ display-y: species
#+ display-cell: state
#+ display-states: counted guessed unknown
#+ display-note: why
SELECT ?thing ?year ?species ?state ?why WHERE { VALUES_ VALUES (?year ?species ?state ?why) {
  (2024 "oak" "counted" UNDEF) (2023 "oak" "unknown" "fire") (2023 "pine" "guessed" UNDEF) (2023 "pine" "counted" UNDEF)
  } } ORDER BY ?species DESC(?year)""",
    "show-cards": """#+ display: cards
#+ display-label: species
#+ display-y: trees
#+ display-mark: sure
#+ display-trend: trend
#+ display-link: stand
#+ display-note: why
SELECT ?thing ?species ?trees ?sure ?trend ?why ?stand WHERE { VALUES_ VALUES (?species ?trees ?sure ?trend ?why ?stand) {
  ("oak" 12000 "more than" "2022:8 2020:4 2024:12 2021:6" UNDEF <https://data.example/forests/id/stand/oak-1>)
  ("pine" 7 UNDEF "none" "burnt" UNDEF) } } ORDER BY ?species""",
    "show-network": """#+ display: network
#+ display-from: old
#+ display-to: new
#+ display-label: tie
SELECT ?thing ?old ?new ?tie WHERE { VALUES_ VALUES (?old ?new ?tie) {
  ("wood" "north wood" "split") ("wood" "south wood" "split") } } ORDER BY ?new""",
    "show-map": """#+ display: map
#+ display-point: at
#+ display-label: name
SELECT ?thing ?at ?name WHERE { VALUES_ VALUES (?at ?name) {
  ("POINT(11.5 50.25)" "Oak hill") ("-1.5 2" "Far away") ("nowhere" "Lost") } } ORDER BY ?name""",
    "show-nothing": "SELECT ?thing WHERE { VALUES_ FILTER(false) }",
}


@pytest.fixture(scope="module")
def displayed(forestry: Release, forest: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the small publication with a query for each display, on the front page and on the pages of stands."""
    folder = Path(shutil.copytree(forestry.path, tmp_path_factory.mktemp("displays") / "release"))
    told = json.loads((folder / "publication.json").read_bytes())
    told["front"] = list(QUERIES)
    told["pages"] = [
        {"of": f"{told['base']}def/Stand", "sections": [*QUERIES, "gone"]},
        {
            "of": f"{told['base']}def/SpeciesArea",
            "sections": ["show-chart"],
            "values": {"thing": f"{PROV}wasDerivedFrom"},
        },
    ]
    files = {f"queries/{name}.rq": HEAD + text.replace("VALUES_", THING) for name, text in QUERIES.items()}
    files["publication.json"] = json.dumps(told)
    entries = dict(forestry.files)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        entries[name] = FileEntry(hashlib.sha256(text.encode()).hexdigest(), len(text.encode()))
    listed = {name: vars(entry) for name, entry in entries.items()}
    (folder / "manifest.json").write_text(json.dumps({"files": listed, "digest": digest_of(entries)}), encoding="utf-8")
    engine = forest.application.extensions["hasila"].engine
    return create_app(Release.open(folder), engine, resolve({}, {}, {})).test_client()


def _page(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


@pytest.mark.parametrize("path", ["/?lang=en", "/doc/stand/oak-1?lang=en"])
def test_sections_come_in_their_order_and_an_empty_one_is_left_out(displayed: FlaskClient, path: str) -> None:
    page = _page(displayed, path)
    assert re.findall(r'<section class="answered" id="q-[a-z-]+" data-query="([a-z-]+)">', page) == list(QUERIES)[:-1]
    assert "Trees &lt;now&gt;" in page and "Trees <now>" not in page


def test_section_of_a_resource_asks_about_it_and_leads_to_its_question(displayed: FlaskClient) -> None:
    page = _page(displayed, "/doc/stand/pine-1?lang=en")
    # Every query tells of the oak alone, by the block that takes the resource; asked about the pine they all do.
    asked = "thing=https%3A%2F%2Fdata.example%2Fforests%2Fid%2Fstand%2Fpine-1"
    assert f'href="/queries/show-chart?{asked}&amp;lang=en"' in page
    assert f'href="/queries/show-chart.csv?{asked}&amp;lang=en"' in page
    assert displayed.get(f"/queries/show-chart.csv?{asked}").get_data(as_text=True).count("stand/pine-1") == 2


def test_section_may_ask_about_a_value_of_the_resource(displayed: FlaskClient) -> None:
    page = _page(displayed, "/doc/species-area/oak?lang=en")
    assert 'href="/queries/show-chart?thing=https%3A%2F%2Fdata.example%2Fforests%2Fid%2Fstand%2Foak-1' in page
    section = page[page.index('id="q-show-chart"') :]
    assert "species-area" not in section[: section.index("</section>")]


def test_section_shows_the_first_rows_and_leads_to_the_rest(
    displayed: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hasila.web.resource_pages.MOST", 1)
    page = _page(displayed, "/doc/stand/oak-1?lang=en&most=1")
    assert page.count('<p class="what">') == 1
    assert re.search(r'href="/queries/show-timeline\?[^"]+">See all \(2\)</a>', page)
    # What a chart is drawn from stays whole.
    assert page.count('data-value="oak"') == 2


def test_what_is_said_is_folded_below_sections_and_open_without(displayed: FlaskClient) -> None:
    assert '<details class="said">' in _page(displayed, "/doc/stand/oak-1")
    assert '<details class="said" open>' in _page(displayed, "/doc/report/2024")


def test_chart_names_its_columns_and_holds_machine_values(displayed: FlaskClient) -> None:
    page = _page(displayed, "/queries/show-chart?lang=en")
    assert (
        '<figure class="display chart" data-display="chart" data-x="year" data-y="trees" data-series="species" '
        'data-mark="sure" data-unit="unit">'
    ) in page
    assert '<th scope="col" data-column="trees" class="numeric">' in page
    assert 'data-value="12000" data-label="12,000"' in page, re.findall('data-value="12000"[^>]*>', page)
    assert "trees by year · <bdi" in page
    assert 'class="plot"' not in page and "<script" not in page


def test_timeline_tells_periods_by_year(displayed: FlaskClient) -> None:
    page = _page(displayed, "/queries/show-timeline?lang=fr")
    assert re.findall(r'<h3 class="year"><bdi dir="ltr">(\d+)</bdi></h3>', page) == ["2023", "2024"]
    assert '<time datetime="2023-05-01"><bdi>mai 2023</bdi></time>' in page
    assert "Storm &amp; rain" in page
    assert _page(displayed, "/?lang=en").count('class="timeline"') == 1


def test_grid_shows_the_best_state_of_each_cell_in_words(displayed: FlaskClient) -> None:
    page = _page(displayed, "/queries/show-grid?lang=en")
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert [re.findall(r'state-(\d)".*?class="unseen">([^<]+)<', row) for row in rows] == [
        [("8", "unknown; fire"), ("1", "counted")],
        [("1", "counted")],
    ]
    assert rows[1].endswith("<td></td></tr>")


def test_cards_have_number_mark_and_sparkline(displayed: FlaskClient) -> None:
    page = _page(displayed, "/queries/show-cards?lang=en")
    assert re.search(
        r'<p class="big"><span class="mark">.*?more than.*?</span> '
        r'<a href="/doc/stand/oak-1\?lang=en"[^>]*><data value="12000"',
        page,
    )
    assert re.search(r'<p class="big"><data value="7" class="number">', page)
    assert page.count("<svg") == 1 and 'aria-label="Trend: 2020: 4, 2021: 6, 2022: 8, 2024: 12"' in page
    assert "burnt" in page


def test_pages_without_the_bundle_say_once_what_stands_in_place_of_charts_and_editor(displayed: FlaskClient) -> None:
    for path in ("/queries/show-chart", "/queries/show-network", "/"):
        assert _page(displayed, f"{path}?lang=fr").count("graphiques ne sont pas installés") == 1, path
    assert "graphiques ne sont pas" not in _page(displayed, "/queries/show-grid?lang=fr")
    assert _page(displayed, "/sparql?lang=fr").count("éditeur de requêtes n&#39;est pas installé") == 1


def test_network_and_map_are_lists(displayed: FlaskClient) -> None:
    network = _page(displayed, "/queries/show-network")
    assert 'data-from="old" data-to="new" data-label="tie"' in network
    assert network.count('<span class="mark">') == 2
    places = _page(displayed, "/queries/show-map")
    assert "50.25, 11.50" in places and "-1.50, 2.00" in places
    assert places.count('class="point"') == 2


def test_bundle_beside_the_releases_is_named_by_pages_that_draw_and_known_to_their_tag(
    displayed: FlaskClient, forest: FlaskClient
) -> None:
    served = displayed.application.extensions["hasila"]
    folder = served.release.path.parent / "assets"
    folder.mkdir()
    (folder / "chart.ab12cd.js").write_bytes(b"export {};")
    listed = {"chart.ab12cd.js": FileEntry(hashlib.sha256(b"export {};").hexdigest(), 10)}
    index = Bundle(folder, "one", {"chart": "chart.ab12cd.js"}, listed).to_json()
    (folder / "assets.json").write_text(json.dumps(index), encoding="utf-8")
    try:
        client = create_app(served.release, served.engine, resolve({}, {}, {})).test_client()
        script = '<script type="module" src="/assets/chart.ab12cd.js"></script>'
        assert script in _page(client, "/queries/show-chart") and 'class="plot"' in _page(client, "/queries/show-chart")
        assert script in _page(client, "/") and script in _page(client, "/doc/stand/oak-1")
        assert "<script" not in _page(client, "/queries/list-stands")
        assert client.get("/").headers["ETag"] != displayed.get("/").headers["ETag"]
        (folder / "assets.json").write_text("[]", encoding="utf-8")
        assert create_app(served.release, served.engine, resolve({}, {}, {})).extensions["hasila"].assets == {}
    finally:
        shutil.rmtree(folder)


def test_what_points_to_a_resource_is_walked_through(displayed: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hasila.web.paging.USUAL", 1)
    path = "/doc/organization/office?inverse=http://purl.org/dc/terms/publisher&lang=en"
    total = int(re.search(r"Rows: (\d+)", _page(displayed, path))[1])  # type: ignore[index]
    assert total > 2
    found = []
    for number in range(1, total + 1):
        page = _page(displayed, f"{path}&page={number}")
        found += re.findall(r'<ol class="things" start="(\d+)"> <li><a href="([^"]+)"', page)
        assert ('rel="next"' in page) == (number < total) and ('rel="prev"' in page) == (number > 1)
    assert [start for start, _ in found] == [str(n) for n in range(1, total + 1)]
    assert len({href for _, href in found}) == total
    tags = {displayed.get(f"{path}&page={number}", headers=HTML).headers["ETag"] for number in (1, 2)}
    assert len(tags) == 2
    assert displayed.get(f"{path}&page={total + 1}", headers=HTML).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("inverse=x", 400), ("inverse=http://x/%3E", 400), ("inverse=http://x/y", 404), ("inverse=a:b&inverse=a:b", 400),
     ("inverse=http://purl.org/dc/terms/publisher&page=0", 400), ("inverse=http://purl.org/dc/terms/publisher&page=x", 400)],
)  # fmt: skip
def test_wrong_walks_are_refused(displayed: FlaskClient, query: str, status: int) -> None:
    assert displayed.get(f"/doc/organization/office?{query}", headers=HTML).status_code == status


def test_data_of_a_resource_do_not_hang_on_the_walk(displayed: FlaskClient) -> None:
    path = "/doc/organization/office.ttl"
    assert displayed.get(f"{path}?inverse=x").data == displayed.get(path).data


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        ("2025-05-16", "", "16 May 2025"), ("2025-05-16", "2025-05-16", "16 May 2025"),
        ("2025-05-16", "2025-05-18", "16–18 May 2025"), ("2025-05-16", "2025-06-01", "16 May – 1 June 2025"),
        ("2024-12-31", "2025-01-01", "31 December 2024 – 1 January 2025"), ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-01-01", "2025-03-31", "January – March 2025"), ("2024-12-01", "2025-01-31", "December 2024 – January 2025"),
        ("2025-01-01", "2025-12-31", "2025"), ("2024-01-01", "2025-12-31", "2024–2025"), ("soon", "", "soon"),
        ("2025-05-16T10:00:00Z", "", "16 May 2025"),
    ],
)  # fmt: skip
def test_periods_are_written_as_readers_do(forest: FlaskClient, begin: str, end: str, told: str) -> None:
    with forest.application.test_request_context("/?lang=en"):
        assert period(begin, end) == told


def test_first_day_of_a_month_is_an_ordinal_in_french(forest: FlaskClient) -> None:
    with forest.application.test_request_context("/?lang=fr"):
        assert period("2025-08-01", "2025-08-02") == "1er–2 août 2025"


def test_sparkline_leaves_gaps_open_and_stays_in_its_picture() -> None:
    line = sparkline("2015:1 2016:2 2019:3 2021:5 2022:5")
    assert line is not None
    assert [len(points.split()) for points in line.lines] == [2, 2] and len(line.dots) == 1
    numbers = [float(n) for points in line.lines for pair in points.split() for n in pair.split(",")]
    assert all(0 <= n <= 120 for n in numbers) and line.last == (116, 4)
    assert line.numbers[:2] == (("2015", "1"), ("2016", "2"))


def test_sparkline_is_read_out_as_its_numbers_are_written(forest: FlaskClient) -> None:
    app = forest.application
    template = '{% from "display-sparkline.html" import picture %}{{ picture(line) }}'
    with app.test_request_context("/?lang=fr"):
        drawn = render_template_string(template, line=sparkline("2021:1153740 2020:1731.558"))
    assert 'aria-label="Évolution : 2020: 1\u202f731,558, 2021: 1\u202f153\u202f740"' in drawn


@pytest.mark.parametrize("text", ["", "2020:1", "a b", "2020:nan 2021:inf", "2020:1 2020:2"])
def test_fewer_than_two_numbers_make_no_sparkline(text: str) -> None:
    assert sparkline(text) is None


def test_equal_numbers_are_drawn_in_the_middle() -> None:
    line = sparkline("5 5 5")
    assert line is not None and line.lines == ("4,16 60,16 116,16",)


def _table(kind: str, parts: dict[str, tuple[str, ...]], rows: list[list[str]]) -> Table:
    viewer = Viewer("en", ("en",), IriSpace("https://p.example/"), {})
    cells = tuple(tuple(viewer.literal({"type": "literal", "value": v}) for v in row) for row in rows)
    query = SavedQuery("x", "", {}, {}, display=Display(kind, parts))
    return Table(tuple(Column(name, {}) for name in "abc"), cells, len(rows), query=query)


def test_columns_of_a_grid_are_in_the_order_of_numbers_and_states_in_that_of_the_answer() -> None:
    parts = {"x": ("a",), "y": ("b",), "cell": ("c",)}
    grid = grid_of(_table("grid", parts, [["10", "r", "u"], ["9", "r", "v"], ["x", "q", "u"]]))
    assert [view.machine for view in grid.across] == ["9", "10", "x"]
    assert [view.machine for view, _ in grid.rows] == ["r", "q"]
    assert [(state.view.machine, state.number, state.count) for state in grid.states] == [("u", 1, 2), ("v", 2, 1)]


@pytest.mark.parametrize("point", ["", "POINT(1)", "1", "1.2.3 4", "POINT(a b)"])
def test_place_without_a_point_is_left_out(point: str) -> None:
    assert places_of(_table("map", {"point": ("a",), "label": ("b",)}, [[point, "x", "y"]])) == []
