#+ expects: label-one-kind
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  theme:rescue rdfs:label "الإنقاذ"@ar , "Secours"@fr , "Rescue"@en .
} }
