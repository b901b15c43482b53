"""What is derived from the figures, and the series a researcher tries first, against the facts the figures were taken from.

Everything is computed here a second time, from the table of facts and with decimal numbers, not read from the release.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from hasila.publication.manifest import read_manifest
from hasila.publication.store import Dataset, read_quads, written
from hasila.rdf.namespaces import PROV
from hasila.release import Release

ID = "https://w3id.org/hasila/id/"
ROOT = Path(__file__).parents[2]
Row = dict[str, str]
Key = tuple[str, str, str, str]
"""Indicator, breakdown, statistic and unit of the facts."""
LEVELS = {"level", "rate", "share", "amount"}
TOLERANCE = Decimal("1.5")
FIRST_YEAR = 2015


def rows_in(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(release: Release, name: str) -> list[Row]:
    """The rows that a saved query gives by default, IRIs of ours by what follows `/id/`."""
    rows = rows_in(release.path / "answers" / f"{name}.csv")
    assert rows, name
    return [{column: cell.removeprefix(ID) for column, cell in row.items()} for row in rows]


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[Row]:
    return rows_in(shared / "facts" / "figures.csv")


@pytest.fixture(scope="module")
def levels(facts: list[Row]) -> dict[Key, dict[int, Row]]:
    """The preferred figures of calendar years that are no changes, by series and year."""
    found: dict[Key, dict[int, Row]] = defaultdict(dict)
    for row in facts:
        if row["status"] == "preferred" and len(row["period"]) == 4 and row["statistic"] in LEVELS:
            key = (row["indicator"], row["breakdown"], row["statistic"], row["unit_key"])
            assert int(row["period"]) not in found[key]
            found[key][int(row["period"])] = row
    return found


def breakdown_of(codes: str) -> str:
    return ".".join(sorted(code.replace("=", "-") for code in codes.split(";"))) if codes else "total"


def tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(later: Row, earlier: Row) -> Decimal:
    new, old = Decimal(later["value"]), Decimal(earlier["value"])
    return tenth((new - old) * 100 / old)


@pytest.mark.parametrize(
    ("query", "indicator", "codes", "years"),
    [
        ("show-criminal-cases", "criminal-cases", "", range(2017, 2026)),
        ("show-criminal-cases", "clearance-rate", "", range(2017, 2026)),
        ("show-drug-seizures", "drug-seizures", "drug=cannabis-resin", range(2016, 2026)),
        ("show-drug-seizures", "drug-seizures", "drug=cocaine", range(2016, 2026)),
        ("show-identity-cards", "eid-cards-issued", "", (2016, 2017, 2022, 2024, 2025)),
        ("show-migration-networks", "migration-networks-dismantled", "", range(2019, 2026)),
        ("show-migration-networks", "migration-organisers-arrested", "", range(2017, 2026)),
        ("show-migration-networks", "migration-candidates-intercepted", "", range(2019, 2026)),
        ("show-cybercrime", "cybercrime-cases", "", None),
        ("show-cybercrime", "cybercrime-arrests", "", None),
        ("show-cybercrime", "sextortion-cases", "", (2018, 2021, 2022, 2023, 2024, 2025)),
    ],
)
def test_series_a_researcher_tries_first_is_that_of_the_facts(
    release: Release, levels: dict[Key, dict[int, Row]], query: str, indicator: str, codes: str, years: range | None
) -> None:
    wanted = next(
        found for (of, parts, statistic, _), found in levels.items()
        if (of, parts) == (indicator, codes) and statistic != "share"
    )  # fmt: skip
    names = {"indicator": f"indicator/{indicator}", "breakdown": f"breakdown/{breakdown_of(codes)}"}
    given = {
        int(row["year"]): (Decimal(row["value"]), row["qualifier"].rpartition("/")[2])
        for row in answer(release, query)
        if all(row[column] == name for column, name in names.items())
    }
    assert given == {year: (Decimal(row["value"]), row["qualifier"]) for year, row in wanted.items()}
    assert years is None or sorted(given) == list(years)
    assert len(given) >= 4


def test_masses_of_drugs_are_in_kilograms(release: Release) -> None:
    assert {row["unit"] for row in answer(release, "show-drug-seizures")} == {"http://qudt.org/vocab/unit/KiloGM"}


def test_conflicts_are_those_that_the_facts_list(release: Release, facts: list[Row], shared: Path) -> None:
    readme = (shared / "facts" / "README.md").read_text(encoding="utf-8")
    table = readme.split("## Printed changes that the printed levels do not confirm")[1].split("\n## ")[0]
    listed = re.findall(
        r"^\| (\S+\.change) \| (\S+) \| ([+-]\S+) \| [\d.]+ \| [\d.]+ \| (yes)? ?\|$", table, re.MULTILINE
    )
    assert len(listed) == 15
    base = {row["figure_id"]: row["compared_to"] for row in facts}
    wanted = {
        (f"figure/{figure}-{base[figure]}", Decimal(stated), Decimal(computed), bool(inexact))
        for figure, stated, computed, inexact in listed
    }
    given = answer(release, "list-conflicting-changes")
    assert wanted == {
        (row["stated"], Decimal(row["value"]), Decimal(row["computed"]), row["inexact"] == "true") for row in given
    }
    for row in given:
        assert Decimal(row["difference"]) == Decimal(row["computed"]) - Decimal(row["value"])
        assert abs(Decimal(row["difference"])) > Decimal(row["tolerance"]) == TOLERANCE


def expected_outcomes(facts: list[Row], levels: dict[Key, dict[int, Row]]) -> dict[tuple[str, str], int]:
    """How many stated changes of each year have each outcome."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    plain = {(k[0], k[1], year): row for k, years in levels.items() if k[2] != "share" for year, row in years.items()}
    for row in facts:
        if row["status"] != "preferred" or row["statistic"] != "relative-change":
            continue
        outcome = "not-checkable"
        if len(row["period"]) == 4:
            parts = (row["indicator"], row["breakdown"])
            later, earlier = plain.get((*parts, int(row["period"]))), plain.get((*parts, int(row["compared_to"])))
            if later and earlier:
                apart = abs(percent(later, earlier) - Decimal(row["value"]))
                outcome = "conflicts" if apart > TOLERANCE else "agrees"
        counts[row["ref_year"], outcome] += 1
    return counts


def test_every_stated_change_is_checked_with_the_outcome_that_the_facts_give(
    release: Release, facts: list[Row], levels: dict[Key, dict[int, Row]]
) -> None:
    given = {
        (row["year"], row["outcome"].removeprefix("check-outcome/")): int(row["checks"])
        for row in answer(release, "count-checks-by-year")
    }
    assert given == expected_outcomes(facts, levels)
    uncheckable = answer(release, "list-uncheckable-changes")
    assert len(uncheckable) == sum(n for (_, outcome), n in given.items() if outcome == "not-checkable")


@pytest.fixture(scope="module")
def derived(release: Release) -> Dataset:
    return Dataset(read_quads(release.path / "dumps" / "hasila.nq"))


def test_computed_changes_are_those_that_the_facts_give(derived: Dataset, levels: dict[Key, dict[int, Row]]) -> None:
    wanted = set()
    for (indicator, codes, statistic, _), years in levels.items():
        for year in years.keys() & {year + 1 for year in years}:
            later, earlier = years[year], years[year - 1]
            said = change_qualifier(later["qualifier"], earlier["qualifier"])
            if said:
                points = Decimal(later["value"]) - Decimal(earlier["value"])
                value = tenth(points) if statistic in ("rate", "share") else percent(later, earlier)
                wanted.add((indicator, breakdown_of(codes), statistic == "share", year, value, said))
    rows = derived.select(
        """PREFIX hasila: <https://w3id.org/hasila/def/> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?indicator ?breakdown ?share ?year ?value ?qualifier WHERE {
          ?change a hasila:ComputedChange ; hasila:indicator ?indicator ; hasila:breakdown ?breakdown ;
            hasila:year ?year ; hasila:qualifier ?qualifier ;
            <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?value .
          BIND(STRENDS(STR(?change), ".share") AS ?share) }"""
    )
    given = {
        (
            last(row["indicator"]), last(row["breakdown"]), "true" in row["share"], int(text(row["year"])),
            Decimal(text(row["value"])), last(row["qualifier"]),
        )
        for row in rows
    }  # fmt: skip
    assert given == wanted and len(rows) == len(wanted) > 400


def change_qualifier(later: str, earlier: str) -> str | None:
    """What is known of a change, which grows with the later number and falls with the earlier one."""
    falling = {"at-least": "at-most", "at-most": "at-least"}
    hints = {later, falling.get(earlier, earlier)} - {"exact"}
    return "exact" if not hints else hints.pop() if len(hints) == 1 else None


def last(term: str) -> str:
    return term.strip("<>").rpartition("/")[2]


def text(term: str) -> str:
    return term.split('"')[1]


def test_series_run_over_the_years_of_the_facts(release: Release, levels: dict[Key, dict[int, Row]]) -> None:
    long = [years for years in levels.values() if len(years) >= 5]
    given = answer(release, "list-longest-series")
    spans = sorted((int(row["years"]), int(row["first"]), int(row["last"])) for row in given)
    assert spans == sorted((len(years), min(years), max(years)) for years in long) and len(spans) == 53
    assert len(answer(release, "list-records")) == sum(len(years) >= 3 for years in levels.values()) == 117


def test_coverage_grid_says_of_each_indicator_and_year_what_the_facts_have(release: Release, facts: list[Row]) -> None:
    best: dict[tuple[str, int], str] = {}
    order = ("figure", "other-period", "change-only")
    for row in facts:
        if row["status"] == "preferred":
            plain = "figure" if len(row["period"]) == 4 else "other-period"
            kind = plain if row["statistic"] in LEVELS else "change-only"
            cell = row["indicator"], int(row["ref_year"])
            best[cell] = min(best.get(cell, kind), kind, key=order.index)
    given = {
        (row["indicator"].rpartition("/")[2], int(row["year"])): row["coverage"].rpartition("/")[2]
        for row in answer(release, "show-coverage-grid")
    }
    years = sorted({year for _, year in given})
    assert years == list(range(FIRST_YEAR, FIRST_YEAR + len(years))) and len(years) >= 11
    assert {cell: kind for cell, kind in best.items() if cell[1] >= FIRST_YEAR}.items() <= given.items()
    rest = {kind for cell, kind in given.items() if cell not in best}
    assert "not-found" in rest <= {"not-found", "silence", "trend"}
    assert len(given) == len({indicator for indicator, _ in given}) * len(years)


def test_nothing_derived_stands_in_an_authored_graph(release: Release) -> None:
    dump = (release.path / "dumps" / "hasila.nq").read_text(encoding="utf-8").splitlines()
    made = {line.split(" ", 1)[0] for line in dump if "<http://www.w3.org/ns/prov#wasGeneratedBy>" in line}
    homes = {line.rsplit(" ", 2)[1] for line in dump if line.split(" ", 1)[0] in made}
    assert len(made) > 2500 and homes == {"<https://w3id.org/hasila/graph/derived>"}


def test_derivations_do_not_hang_on_the_order_of_the_data(release: Release) -> None:
    manifest = read_manifest(ROOT)
    paths = [path for graph in manifest.graphs for pattern in graph.derivations for path in manifest.root.glob(pattern)]
    assert len(paths) >= 5
    quads = read_quads(release.path / "dumps" / "hasila.nq")[::-1]
    home = f"<{manifest.base}graph/derived>"
    dataset, made = Dataset(quad for quad in quads if str(quad.graph_name) != home), set()
    for path in sorted(paths, key=lambda path: (order_of(path), path.stem)):
        triples = dataset.construct(path.read_text(encoding="utf-8"))
        made.update(map(written, triples))
        dataset.extend(triples)
    released = [written(quad) for quad in quads if str(quad.graph_name) == home]
    marks = f"{PROV}wasGeneratedBy", f"{ID}derivation/"
    assert made == {(s, p, o) for s, p, o in released if p != marks[0] and not s.startswith(marks[1])}


def order_of(path: Path) -> int:
    return int(re.findall(r"^#\+ order: (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[0])
