#+ expects: Instant-inXSDDate-datatype
PREFIX instant: <https://w3id.org/hasila/id/instant/>
PREFIX time: <http://www.w3.org/2006/time#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  instant:2024-01-01
    time:inXSDDate "text"@en .
} }
