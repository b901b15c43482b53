#+ expects: same-as-one-to-one
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX place: <https://w3id.org/hasila/id/place/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  place:XA-01 owl:sameAs <https://geo.example.org/XA> .
} }
