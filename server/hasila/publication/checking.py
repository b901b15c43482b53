"""Checking a publication: shapes, rules and hygiene over everything it says, each finding with its file and line.

Brings `validation`, `rules`, `literals` and `locations` together and adds the one thing only the sources show: blank nodes,
which RDF 1.1 allows and this house does not, since dumps must sort, diff and hash line by line. Publishes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hasila.publication import rules, store, validation
from hasila.publication.beside import Beside
from hasila.publication.derivation import derive
from hasila.publication.description import describe
from hasila.publication.files import relative
from hasila.publication.findings import Finding, order
from hasila.publication.literals import check_literals, quiet_rdflib
from hasila.publication.locations import Locator
from hasila.publication.manifest import Manifest
from hasila.publication.page_kinds import require_classes
from hasila.publication.progress import Progress, counted
from hasila.publication.remarks import told_of
from hasila.publication.sources import Sources
from hasila.publication.store import Dataset
from hasila.publication.terminals import line_of

_BLANK_NODE = {
    "ar": "عقدة مجهولة: أعطوا هذا المورد معرّفا (IRI) خاصا به بدل [ ] أو ( ) أو _:اسم.",
    "fr": "Nœud anonyme : donnez à cette ressource une IRI propre au lieu de [ ], ( ) ou _:nom.",
    "en": "Blank node: give this resource an IRI of its own instead of [ ], ( ) or _:name.",
}


def check(manifest: Manifest, sources: Sources, progress: Progress = lambda _: None) -> tuple[Dataset, list[Finding]]:
    """Return everything that would be published, and what is wrong with it, violations first.

    Raises what `assemble` and `judge` raise.
    """
    dataset = assemble(manifest, sources, progress)
    return dataset, judge(manifest, sources, dataset, progress)


def assemble(manifest: Manifest, sources: Sources, progress: Progress = lambda _: None) -> Dataset:
    """Return everything that would be published; what is derived is added to `sources` on the way.

    Raises SourceInvalid or ManifestInvalid when derivations are not there or cannot be read, QueryTimedOut or
    QueryMemoryExceeded when one is stopped.
    """
    dataset = Dataset(quad for quad in sources.quads() if not store.has_blank_node(quad))
    derive(manifest, sources, dataset, progress)
    dataset.extend(describe(manifest, sources))
    require_classes(manifest.pages, dataset)
    return dataset


def judge(manifest: Manifest, sources: Sources, dataset: Dataset, progress: Progress = lambda _: None) -> list[Finding]:
    """Return what is wrong with the dataset that was assembled of the sources, violations first.

    Raises SourceInvalid, ManifestInvalid or QueryFileInvalid when shapes or rules are not there or cannot be read.
    """
    checked_by = rules.load_rules(manifest.root / manifest.rules, manifest.base)
    shapes = validation.load_shapes(manifest.root, manifest.shapes, manifest.base)
    progress(f"{len(dataset)} triples; checking the rules")
    with Beside(lambda: rules.run_rules(counted(checked_by, "rules", progress), dataset)) as by_rules, quiet_rdflib():
        ill = check_literals(dataset, manifest.base)
        progress("checking the shapes")
        by_shapes = validation.validate_dataset(dataset, shapes, {finding.focus for finding in ill})
        found = [*by_rules.result(), *ill, *by_shapes]
    blank = _blank_nodes(manifest, sources)
    return order([*blank, *sources.findings, *_located(manifest, sources, found)])


def _blank_nodes(manifest: Manifest, sources: Sources) -> list[Finding]:
    found = []
    for path, quads in sources.files.items():
        for quad in quads:
            if store.has_blank_node(quad):
                focus = store.iri_of(quad.subject)
                found.append(
                    Finding(
                        source=f"{manifest.base}shapes/rules/no-blank-nodes", component=None, severity="Violation",
                        focus=focus or manifest.base, path=quad.predicate.value, value=None, messages=_BLANK_NODE,
                        file=relative(manifest.root, path), line=_first_line_of_blank_node(path),
                    )
                )  # fmt: skip
                break
    return found


def _first_line_of_blank_node(path: Path) -> int:
    """Return the line of the first `[`, `(` or `_:` outside strings, IRIs and comments; 1 when there is none."""
    return line_of(path.read_text(encoding="utf-8"), r"\[|\(|_:") or 1


def _located(manifest: Manifest, sources: Sources, found: Sequence[Finding]) -> list[Finding]:
    locator = Locator(sources)
    located = []
    for finding in found:
        place = locator.locate(finding.focus, finding.path, finding.value)
        if place is not None:
            cell = locator.cell(place, finding.value)
            finding = replace(
                finding,
                file=relative(manifest.root, place[0]),
                line=place[1],
                messages=finding.messages if cell is None else told_of(finding.messages, *cell),
            )
        located.append(finding)
    return located
