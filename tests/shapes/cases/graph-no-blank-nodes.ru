#+ expects: graph-no-blank-nodes
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA schema:geo [ schema:latitude 1.5 ] .
} }
