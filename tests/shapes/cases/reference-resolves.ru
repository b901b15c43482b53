#+ expects: reference-resolves
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:example-city schema:containedInPlace place:XA-99 .
} }
