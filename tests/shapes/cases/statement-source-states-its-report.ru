#+ expects: statement-source-states-its-report
PREFIX evidence: <https://w3id.org/hasila/id/evidence/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX source: <https://w3id.org/hasila/id/source/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  source:2024-other a hasila:Source ; rdfs:label "مصدر آخر"@ar , "Autre source"@fr , "Another source"@en .
  evidence:2024-S01 oa:hasSource source:2024-other .
} }
