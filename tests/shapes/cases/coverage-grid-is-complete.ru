#+ expects: coverage-grid-is-complete
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>

DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2023.volunteers ?property ?value } }
