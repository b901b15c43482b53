#+ expects: Place-identifier-form Place-containedInPlace-class Place-source-datatype Place-centroid-datatype Place-centroid-form
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX geosparql: <http://www.opengis.net/ont/geosparql#>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA-01
    dcterms:identifier "Example" ;
    dcat:centroid "33.97 -6.84" , "POINT(33.97 -106.84)"^^geosparql:wktLiteral ;
    dcterms:source "Lu dans l'atlas" ;
    schema:containedInPlace period:2024 .
} }
