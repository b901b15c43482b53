#+ expects: ic-12-no-duplicate-observations
PREFIX figure: <https://w3id.org/hasila/id/figure/>

INSERT { GRAPH <https://w3id.org/hasila/graph/report/2024> { <https://w3id.org/hasila/id/figure/2024.interventions.again> ?property ?value } }
WHERE { GRAPH <https://w3id.org/hasila/graph/report/2024> { figure:2024.interventions ?property ?value } }
