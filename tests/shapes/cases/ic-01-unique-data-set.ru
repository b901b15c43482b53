#+ expects: ic-01-unique-data-set
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  figure:2024.interventions qb:dataSet dataset:changes .
} }
