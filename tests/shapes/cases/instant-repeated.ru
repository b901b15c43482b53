#+ expects: Instant-inXSDDate-repeated
PREFIX instant: <https://w3id.org/hasila/id/instant/>
PREFIX time: <http://www.w3.org/2006/time#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  instant:2024-01-01
    time:inXSDDate "2024-01-02"^^xsd:date .
} }
