#+ expects: privacy-no-case-number
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening rdfs:comment "File 1234/2101/2024"@en , "ملف عدد 17"@ar , "Dossier n° 17"@fr .
} }
