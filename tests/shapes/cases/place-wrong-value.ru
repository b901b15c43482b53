#+ expects: Place-identifier-form Place-containedInPlace-class Place-source-datatype
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA-01
    dcterms:identifier "Example" ;
    dcterms:source "Lu dans l'atlas" ;
    schema:containedInPlace period:2024 .
} }
