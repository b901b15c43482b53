"""Deriving: a graph of what follows from the authored graphs, made by SPARQL CONSTRUCT files and marked as derived.

SPARQL 1.1 Query section 16.2 for the files, PROV-O sections 3.1 to 3.3 for the marks: each resource that a derivation makes
`prov:wasGeneratedBy` it, and must say itself what it `prov:wasDerivedFrom`. Judges nothing else: shapes and rules do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from hasila.errors import ManifestInvalid, QueryMemoryExceeded, QueryTimedOut, SourceInvalid
from hasila.publication import evaluation, store
from hasila.publication.derivation_files import Derivation, read_derivation
from hasila.publication.files import relative
from hasila.publication.findings import Finding
from hasila.publication.manifest import GraphSource, Manifest
from hasila.publication.progress import Progress
from hasila.publication.sources import LoadedGraph, Sources
from hasila.publication.store import Dataset, Quad, make_quad, written
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCTERMS, PROV, RDF, RDFS, SH, XSD

_SHOWN = 150
"""Characters of Oxigraph's words that a message repeats."""
_NOTHING = {
    "ar": "لا ينتج هذا الاشتقاق شيئا. صححوا نمطه أو احذفوا الملف.",
    "fr": "Cette dérivation ne donne rien. Corrigez son motif ou retirez le fichier.",
    "en": "This derivation gives nothing. Correct its pattern or remove the file.",
}
_BLANK_NODE = {
    "ar": "ينتج هذا الاشتقاق عقدة مجهولة. أعطوا كل مورد معرّفا (IRI) بالدالة IRI().",
    "fr": "Cette dérivation donne un nœud anonyme. Donnez une IRI à chaque ressource avec IRI().",
    "en": "This derivation gives a blank node. Give each resource an IRI with IRI().",
}
_FROM_NOTHING = {
    "ar": "لا يقول هذا المورد المشتق مم اشتُق. أضيفوا prov:wasDerivedFrom إلى قالب الاشتقاق.",
    "fr": "Cette ressource dérivée ne dit pas de quoi elle l'est. Ajoutez prov:wasDerivedFrom au gabarit de la dérivation.",
    "en": "This derived resource does not say from what. Add prov:wasDerivedFrom to the template of the derivation.",
}


def derive(manifest: Manifest, sources: Sources, dataset: Dataset, progress: Progress = lambda _: None) -> None:
    """Add to the sources and to the dataset what the manifest's derivations give over it.

    Derivations of one order do not see one another's triples, those of a higher order do. What is wrong with a result is
    added to `sources.findings`. Raises SourceInvalid for a file that cannot be evaluated, ManifestInvalid when there is
    none, QueryTimedOut and QueryMemoryExceeded when one was stopped.
    """
    read = {graph.name: _read(manifest, graph) for graph in manifest.graphs if graph.derivations}
    _require_distinct(derivation for derivations in read.values() for derivation in derivations)
    for name, derivations in read.items():
        loaded = next(found for found in sources.graphs if found.name == name)
        _derive_graph(manifest, derivations, loaded, sources, dataset, progress)


def _read(manifest: Manifest, graph: GraphSource) -> list[Derivation]:
    """Return the derivations of a graph in the order they are due."""
    paths: list[Path] = []
    for pattern in graph.derivations:
        found = sorted(manifest.root.glob(pattern))
        if not found:
            raise ManifestInvalid(f"{manifest.root / pattern}: the manifest names it, but there is no such file.",
                                  file=pattern)  # fmt: skip
        paths += (path for path in found if path not in paths)
    derivations = [read_derivation(path, manifest.base, manifest.languages) for path in paths]
    return sorted(derivations, key=lambda derivation: (derivation.order, derivation.name))


def _require_distinct(derivations: Iterable[Derivation]) -> None:
    paths: dict[str, Path] = {}
    for derivation in derivations:
        if derivation.iri in paths:
            raise SourceInvalid(f"{derivation.path}: {paths[derivation.iri]} has this name already; choose another one.",
                                file=str(derivation.path))  # fmt: skip
        paths[derivation.iri] = derivation.path


def _derive_graph(
    manifest: Manifest, derivations: Sequence[Derivation], loaded: LoadedGraph, sources: Sources, dataset: Dataset,
    progress: Progress,
) -> None:  # fmt: skip
    described = {quad.subject for quad in sources.quads()}
    for _, step in groupby(derivations, key=lambda derivation: derivation.order):
        results: list[Quad] = []
        for derivation in step:
            file = relative(manifest.root, derivation.path)
            progress(f"{loaded.name}: {file}")
            triples = _evaluate(derivation, dataset)
            sources.findings += _findings(manifest, derivation, file, triples, loaded.iri, described)
            triples = [quad for quad in triples if not store.has_blank_node(quad)]
            made = dict.fromkeys(quad.subject for quad in triples if quad.subject not in described)
            marks = [make_quad(str(s).strip("<>"), PROV + "wasGeneratedBy", derivation.iri, loaded.iri) for s in made]
            described.update(made)
            quads = [*store.in_graph(triples, loaded.iri), *marks]
            sources.derived[derivation.path] = (derivation.line, quads)
            results += [*quads, *_description(derivation, file, loaded.iri)]
        loaded.quads.extend(results)
        dataset.extend(results)
    progress(f"{loaded.name}: {len(loaded.quads)} triples")


def _evaluate(derivation: Derivation, dataset: Dataset) -> list[Quad]:
    path = derivation.path
    try:
        # Behind a last line feed Oxigraph's parser counts one line too many.
        return evaluation.construct(dataset, derivation.text.rstrip(), derivation.seconds)
    except SyntaxError as error:
        line = derivation.line_of_error(str(error))
        # The parser lists all that it would have taken.
        told = " ".join(str(error).split())[:_SHOWN]
        raise SourceInvalid(f"{path}:{line}: cannot be evaluated: {told}", file=str(path), line=line) from error
    except SourceInvalid as error:
        raise SourceInvalid(
            f"{path}:{derivation.line}: gives a triple term or a text with a direction (RDF 1.2), and this publication is "
            "RDF 1.1.", file=str(path), line=derivation.line,
        ) from error  # fmt: skip
    except (QueryTimedOut, QueryMemoryExceeded) as error:
        raise type(error)(
            f"{path}:{derivation.line}: was stopped, since it {error.message}; look for patterns that share no variable, put "
            "the most selective one first, or give it longer with a line `#+ seconds: …`.",
            file=str(path), line=derivation.line, **error.facts,
        ) from error  # fmt: skip


def _findings(
    manifest: Manifest,
    derivation: Derivation,
    file: str,
    triples: Sequence[Quad],
    graph: str,
    described: Collection[object],
) -> Iterator[Finding]:
    def finding(focus: str, path: str | None, messages: Text) -> Finding:
        source = f"{manifest.base}shapes/rules/derivations"
        return Finding(source, None, "Violation", focus, path, None, dict(messages), file, derivation.line)

    if not triples:
        yield finding(derivation.iri, None, _NOTHING)
    blank = next((quad for quad in triples if store.has_blank_node(quad)), None)
    if blank is not None:
        yield finding(store.iri_of(blank.subject) or graph, blank.predicate.value, _BLANK_NODE)
    subjects = dict.fromkeys(store.iri_of(quad.subject) for quad in triples if quad.subject not in described)
    said = {written(quad)[0] for quad in triples if quad.predicate.value == PROV + "wasDerivedFrom"}
    for subject in subjects:
        if subject is not None and subject not in said:
            yield finding(subject, PROV + "wasDerivedFrom", _FROM_NOTHING)


def _description(derivation: Derivation, file: str, graph: str) -> Iterable[Quad]:
    """Yield what is said of the derivation itself: that it ran, what it is called, and its text."""
    iri = derivation.iri
    yield make_quad(iri, RDF + "type", PROV + "Activity", graph)
    # SHACL Advanced Features, section 8.2: what holds a CONSTRUCT, and the property for its text.
    yield make_quad(iri, RDF + "type", SH + "SPARQLConstructExecutable", graph)
    yield make_quad(iri, SH + "construct", derivation.text, graph, datatype=XSD + "string")
    yield make_quad(iri, DCTERMS + "identifier", file, graph, datatype=XSD + "string")
    for predicate, text in ((RDFS + "label", derivation.title), (DCTERMS + "description", derivation.description)):
        for language, words in text.items():
            yield make_quad(iri, predicate, words, graph, language=language)
