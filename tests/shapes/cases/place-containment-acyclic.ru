#+ expects: place-containment-acyclic
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA schema:containedInPlace place:example-city .
} }
