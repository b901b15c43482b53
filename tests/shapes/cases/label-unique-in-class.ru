#+ expects: label-unique-in-class
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/places> { place:XA-01 rdfs:label "Example region"@en } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA-01 rdfs:label "Example country"@en .
} }
