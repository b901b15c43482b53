#+ expects: derived-fact-is-complete
PREFIX computed-change: <https://w3id.org/hasila/id/computed-change/>
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX series: <https://w3id.org/hasila/id/series/>

DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2023.volunteers hasila:coverageKind ?value } } ;
DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { computed-change:2024.interventions hasila:qualifier ?value } } ;
DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { series:interventions qb:sliceStructure ?value } }
