#+ expects: Place-identifier-repeated
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/hasila/id/place/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA-01
    dcterms:identifier "XA-02" .
} }
