#+ expects: link-leads-outside
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  link:inward a rdf:Statement ; rdfs:label "رابط داخلي"@ar , "Lien interne"@fr , "Inward link"@en ;
    rdf:subject <https://geo.example.org/XA> ; rdf:predicate owl:sameAs ; rdf:object place:XA ;
    dcterms:source "Nothing."@en ; dcterms:date "2025-02-01"^^xsd:date .
} }
