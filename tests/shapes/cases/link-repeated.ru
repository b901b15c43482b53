#+ expects: Link-subject-repeated Link-predicate-repeated Link-object-repeated Link-date-repeated
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  link:xa-geo
    rdf:subject place:XA-01 ;
    rdf:predicate skos:exactMatch ;
    rdf:object <https://geo.example.org/other> ;
    dcterms:date "2025-02-02"^^xsd:date .
} }
