#+ expects: figure-preferred-in-cube
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> a qb:Observation } }
