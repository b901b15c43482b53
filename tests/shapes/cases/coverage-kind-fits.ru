#+ expects: coverage-kind-fits
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>
PREFIX coverage-kind: <https://w3id.org/hasila/id/coverage-kind/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2024.volunteers hasila:coverageKind coverage-kind:trend } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2024.volunteers hasila:coverageKind coverage-kind:not-found } }
