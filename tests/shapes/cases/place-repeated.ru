#+ expects: Place-identifier-repeated Place-centroid-repeated
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX geosparql: <http://www.opengis.net/ont/geosparql#>
PREFIX place: <https://w3id.org/hasila/id/place/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA-01
    dcterms:identifier "XA-02" .
  place:example-city
    dcat:centroid "POINT(-6.5 34)"^^geosparql:wktLiteral .
} }
