#+ expects: privacy-no-honorific
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening rdfs:comment "افتتحها السيد فلان."@ar , "سلم للسيدة فلانة."@ar , "Ouverte par M. Untel."@fr , "Opened by Mr Smith."@en , "Opened by Dr. Smith."@en .
} }
