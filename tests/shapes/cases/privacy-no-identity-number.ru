#+ expects: privacy-no-identity-number
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening rdfs:comment "Holder of card AB123456"@en ; dcterms:identifier "K98765" .
} }
