#+ expects: literal-known-language
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA rdfs:comment "Beispielland"@de , "English"@en-GB .
} }
