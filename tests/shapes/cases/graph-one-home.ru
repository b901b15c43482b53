#+ expects: graph-one-home
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  place:XA a schema:Country .
} }
