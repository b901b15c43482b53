#+ expects: same-as-on-places-and-organisations
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  event:2024-academy-opening owl:sameAs <https://events.example.org/opening> .
} }
