#+ expects: computed-change-of-two-levels
PREFIX computed-change: <https://w3id.org/hasila/id/computed-change/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/derived> { computed-change:2024.interventions prov:wasDerivedFrom figure:2023.interventions } }
