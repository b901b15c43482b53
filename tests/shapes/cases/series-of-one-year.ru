#+ expects: series-holds-its-figures
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX series: <https://w3id.org/hasila/id/series/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/derived> { series:interventions qb:observation figure:2023.interventions } }
