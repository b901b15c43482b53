#+ expects: skos-top-concept-not-narrower
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  breakdown:women skos:broader breakdown:total .
} }
