#+ expects: ConceptScheme-hasTopConcept-class
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  scheme:themes
    skos:hasTopConcept period:2024 .
} }
