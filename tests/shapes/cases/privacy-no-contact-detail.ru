#+ expects: privacy-no-contact-detail
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening rdfs:comment "Write to office@fire.example.org"@en , "Call 06 12 34 56 78"@en , "Call +212 5 37 12 34 56"@en ;
    schema:url <mailto:office@fire.example.org> .
} }
