#+ expects: skos-scheme-not-concept
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  scheme:themes a skos:Concept .
} }
