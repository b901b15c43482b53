#+ expects: Link-subject-iri Link-predicate-iri Link-source-datatype Link-date-datatype Link-type-class
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  link:xa-geo
    rdf:subject "text"@en ;
    rdf:predicate "text"@en ;
    dcterms:source "Read somewhere." ;
    dcterms:date "text"@en ;
    dcterms:type period:2024 .
} }
