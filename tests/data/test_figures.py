"""The figures of eleven years against the facts they were taken from: all of them, as they were read, and nothing else.

What identifies a figure is computed here by the rule of data/README.md, not read from the tables.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from hasila.publication.store import lexical_form, read_quads
from hasila.release import Release

BASE = "https://w3id.org/hasila/"
QUDT = {"percent": "PERCENT", "kg": "KiloGM", "litre": "L", "hour": "HR", "year": "YR", "square-metre": "M2"}
CHANGES = {"relative-change": "change", "point-change": "points", "absolute-change": "absolute-change"}
PLACES = {"al-haouz", "amerzgane", "chichaoua", "demnate", "marrakesh-medina", "taroudant"}
"""Codes of the facts' dimension `place` that are places: they become the area. The others tell kinds of places."""
SAME_SOURCE = {"sawt-al-adala-2025-12-17": "2025-sawt-al-adala"}
"""The one page whose text is at hand had its identifier before the list of pages."""
SAID_IN_STATEMENT = {
    "2025.clearance-rate": ("95", "percent", "2025-S23"),
    "2025.eid-cards-issued.at-least-3600000": ("3.6", "million", "2025-S20"),
    "2025.violent-crime-cases.change-2024": ("10", "percent", "2025-S22"),
}
"""Figures that the text at hand states: printed value and unit as it has them, and the statement."""
Facts = dict[str, dict[str, object]]
Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    return read_rows(shared / "facts" / "figures.csv")


@pytest.fixture(scope="module")
def described(release: Release) -> dict[str, dict[str, set[str]]]:
    """Of every figure and source the values of each property, IRIs of ours and others by their last part."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in read_quads(release.path / "dumps" / "hasila.nq"):
        subject = lexical_form(str(quad.subject))
        if subject.startswith((f"{BASE}id/figure/", f"{BASE}id/source/")):
            name = last(lexical_form(str(quad.predicate)))
            found[subject.removeprefix(f"{BASE}id/")][name].add(lexical_form(str(quad.object)))
    return found


def last(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def base_of(row: Row) -> str:
    """The base of a year is the year; that of another span is the same span as many years earlier."""
    if not row["compared_to"] or len(row["period"]) == 4:
        return row["compared_to"]
    earlier = int(row["ref_year"]) - int(row["compared_to"])
    return "--".join(f"{int(end[:4]) - earlier}{end[4:]}" for end in row["period"].split("/"))


def codes_of(row: Row, units: set[str]) -> list[tuple[str, str]]:
    """The codes of the breakdown by axis; where two units meet, the unit is one of them."""
    codes = [(axis, code) for axis, _, code in (part.partition("=") for part in row["breakdown"].split(";") if part)]
    return sorted([*codes, ("unit", row["unit_key"])]) if len(units) > 1 else codes


def number(text: str) -> str:
    """The value without zeros at its end, `minus-` before a fall."""
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}".rstrip(".").replace("-", "minus-")


def expected_figures(shared: Path, rows: list[Row]) -> Facts:
    """Every row as the data must have it, by the key that the rule gives."""
    own = {row["key"]: row["statistic"] for row in read_rows(shared / "facts" / "indicators.csv")}
    sources, units = defaultdict(set), defaultdict(set)
    for link in read_rows(shared / "facts" / "figure_sources.csv"):
        sources[link["figure_id"]].add(SAME_SOURCE.get(link["source_id"], link["source_id"]))
    same = ("period", "indicator", "breakdown", "statistic", "compared_to")
    for row in rows:
        units[tuple(row[name] for name in same)].add(row["unit_key"])
    figures: Facts = {}
    for row in rows:
        codes = codes_of(row, units[tuple(row[name] for name in same)])
        parts = [row["period"].replace("/", "--"), row["indicator"], *(code for _, code in codes)]
        if row["statistic"] in CHANGES:
            parts.append(f"{CHANGES[row['statistic']]}-{base_of(row)}")
        elif row["statistic"] != own[row["indicator"]]:
            parts.append(row["statistic"])
        if row["status"] != "preferred":
            parts.append(("" if row["qualifier"] == "exact" else row["qualifier"] + "-") + number(row["value"]))
        key = ".".join(parts)
        assert key not in figures, key
        figures[key] = _as_published(key, row, codes, sources[row["figure_id"]])
    return figures


def _as_published(key: str, row: Row, codes: list[tuple[str, str]], sources: set[str]) -> dict[str, object]:
    areas = [code for axis, code in codes if axis == "place" and code in PLACES]
    breakdown = ".".join(f"{axis}-{code}" for axis, code in codes if code not in areas)
    printed, unit, statement = SAID_IN_STATEMENT.get(key, (row["printed_value"], row["printed_unit"], ""))
    return {
        "period": row["period"].replace("/", "--"), "year": row["ref_year"], "indicator": row["indicator"],
        "breakdown": breakdown or "total", "area": areas[0] if areas else "MA", "statistic": row["statistic"],
        "value": Decimal(row["value"]), "unit": QUDT.get(row["unit_key"], row["unit_key"]), "qualifier": row["qualifier"],
        "base": base_of(row), "printed": printed, "printed unit": unit, "publishers": row["publishers"],
        "status": row["status"], "evidence": row["evidence"], "confidence": row["confidence"], "report": row["report_year"],
        "sources": sources, "statement": statement, "observation": row["status"] == "preferred",
    }  # fmt: skip


def published_figures(described: dict[str, dict[str, set[str]]]) -> Facts:
    def one(of: dict[str, set[str]], name: str) -> str:
        values = of.get(name, set())
        assert len(values) < 2, (name, values)
        return last(next(iter(values), ""))

    figures: Facts = {}
    for iri, of in described.items():
        if not iri.startswith("figure/"):
            continue
        origins = {(value.split("/")[-2], last(value)) for value in of["wasDerivedFrom"]}
        figures[iri.removeprefix("figure/")] = {
            "period": one(of, "refPeriod"), "year": one(of, "year"), "indicator": one(of, "indicator"),
            "breakdown": one(of, "breakdown"), "area": one(of, "refArea"), "statistic": one(of, "statistic"),
            "value": Decimal(one(of, "obsValue")), "unit": one(of, "unitMeasure"), "qualifier": one(of, "qualifier"),
            "base": one(of, "basePeriod"), "printed": one(of, "printedValue"), "printed unit": one(of, "printedUnit"),
            "publishers": one(of, "publishers"), "status": one(of, "figureStatus"), "evidence": one(of, "evidenceKind"),
            "confidence": one(of, "confidence"), "report": one(of, "statedInReport"),
            "sources": {key for kind, key in origins if kind == "source"},
            "statement": next((key for kind, key in origins if kind == "statement"), ""),
            "observation": any(last(value) == "Observation" for value in of["type"]),
        }  # fmt: skip
    return figures


def test_every_figure_of_the_facts_is_published_as_it_was_read_and_no_other(
    shared: Path, rows: list[Row], described: dict[str, dict[str, set[str]]]
) -> None:
    expected, published = expected_figures(shared, rows), published_figures(described)
    assert sorted(set(expected) - set(published)) == [] == sorted(set(published) - set(expected))
    assert {key: published[key] for key in expected if published[key] != expected[key]} == {}
    assert len(published) == len(rows) == 1339
    assert Counter(figure["status"] for figure in published.values()) == {
        "preferred": 1203, "alternative": 121, "suspected-misprint": 15,
    }  # fmt: skip
    assert sum(len(figure["sources"]) for figure in published.values()) == 2613  # type: ignore[arg-type]


def test_rows_that_the_facts_could_not_map_are_left_out_with_their_reason(shared: Path) -> None:
    listed = read_rows(Path(__file__).parent / "left_out_figures.csv")
    unmapped = read_rows(shared / "facts" / "unmapped.csv")
    assert [row["input_id"] for row in listed] == sorted(row["input_id"] for row in unmapped)
    assert len(listed) == 23 and all(row["reason"] for row in listed)


def test_competing_figures_name_the_preferred_one_and_their_reason(
    described: dict[str, dict[str, set[str]]],
) -> None:
    rivals = 0
    for iri, of in described.items():
        if not iri.startswith("figure/") or {last(v) for v in of["figureStatus"]} == {"preferred"}:
            continue
        assert of["statusReason"], iri
        # The one series without a preferred value: its only percentage may belong to another total.
        if iri == "figure/2016.arrests.change-2015.about-23":
            assert not of["competesWith"]
            continue
        (preferred,) = (value.removeprefix(f"{BASE}id/") for value in of["competesWith"])
        assert iri.startswith(preferred + ".")
        assert {last(value) for value in described[preferred]["figureStatus"]} == {"preferred"}
        rivals += 1
    assert rivals == 135


def test_data_sets_keep_calendar_years_apart(described: dict[str, dict[str, set[str]]]) -> None:
    held: Counter[str] = Counter()
    for iri, of in described.items():
        for dataset in of["dataSet"]:
            (period,) = (last(value) for value in of["refPeriod"])
            assert dataset.endswith("-other-periods") == (len(period) != 4), iri
            held[last(dataset)] += 1
    assert held == {"levels": 960, "changes": 144, "levels-other-periods": 96, "changes-other-periods": 3}


def test_bounds_follow_from_the_qualifier(described: dict[str, dict[str, set[str]]]) -> None:
    for iri, of in described.items():
        if iri.startswith("figure/"):
            (qualifier,) = (last(value) for value in of["qualifier"])
            assert of["lowerBound"] == (of["obsValue"] if qualifier == "at-least" else set()), iri
            assert of["upperBound"] == (of["obsValue"] if qualifier == "at-most" else set()), iri


@pytest.mark.parametrize(
    ("figure", "labels"),
    [
        ("2024.drug-seizures.cocaine", {
            "المحجوزات من المخدرات والمؤثرات العقلية – الكوكايين، سنة 2024: 1\u00a0948 كيلوغرام",
            "Saisies de drogues – Cocaïne, 2024 : 1\u00a0948 kg",
            "Drugs seized – Cocaine, 2024: 1,948\u00a0kg"}),
        ("2025.drug-seizures.cocaine", {
            "المحجوزات من المخدرات والمؤثرات العقلية – الكوكايين، سنة 2025: 1\u00a0731.558 كيلوغرام",
            "Saisies de drogues – Cocaïne, 2025 : 1\u00a0731,558 kg",
            "Drugs seized – Cocaine, 2025: 1,731.558\u00a0kg"}),
        ("2025.violent-crime-cases.change-2024", {
            "قضايا الجريمة العنيفة، سنة 2025، التغير عن سنة 2024: انخفاض بمقدار 10 في المائة",
            "Affaires de criminalité violente, 2025, variation par rapport à 2024 : baisse de 10 %",
            "Violent crime cases, 2025, change against 2024: fall of 10%"}),
        ("2021.clearance-rate", {
            "معدل الزجر، سنة 2021: أكثر من 95 في المائة",
            "Taux d'élucidation (taux de répression), 2021 : plus de 95 %",
            "Clearance rate, 2021: more than 95%"}),
        ("2023-10.eid-cards-issued.al-haouz-earthquake.chichaoua", {
            "National electronic identity cards (CNIE) produced – Operation after the Al Haouz earthquake, Chichaoua, "
            "month of October 2023: {value}"}),
    ],
)  # fmt: skip
def test_labels_are_composed_in_three_languages(
    described: dict[str, dict[str, set[str]]], figure: str, labels: set[str]
) -> None:
    of = described[f"figure/{figure}"]
    (value,) = of["obsValue"]
    said = {label.replace("\u00a0", " ") for label in of["label"]}
    assert len(said) == 3 and said >= {
        label.replace("{value}", f"{Decimal(value):,}").replace("\u00a0", " ") for label in labels
    }


def test_every_page_is_a_source_as_it_was_listed(shared: Path, described: dict[str, dict[str, set[str]]]) -> None:
    listed = read_rows(shared / "facts" / "sources.csv")
    languages = {"ar": "ARA", "de": "DEU", "en": "ENG", "es": "SPA", "fr": "FRA", "nl": "NLD"}
    published = {iri.removeprefix("source/"): of for iri, of in described.items() if iri.startswith("source/")}
    assert set(published) == {SAME_SOURCE.get(row["source_id"], row["source_id"]) for row in listed}
    assert len(published) == len(listed) == 450
    for row in listed:
        of = published[SAME_SOURCE.get(row["source_id"], row["source_id"])]
        assert row["publisher"] in of["publisher"]
        assert {last(value) for value in of["language"]} == {languages[row["lang"]]}
        assert of["issued"] == ({row["date"]} if row["date"] else set())
        assert of["url"] == ({row["url"]} if row["url"] else set())
        # The headline of the text at hand is one of its sentences, and none of them is repeated.
        title = "" if row["source_id"] in SAME_SOURCE else " ".join(row["title"].split())
        assert of["title"] == ({title} if title else set())
