#+ expects: derived-fact-in-derived-graph
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX series: <https://w3id.org/hasila/id/series/>

DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2023.volunteers prov:wasGeneratedBy ?value } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { series:interventions a hasila:Series } }
