#+ expects: report-one-per-year
PREFIX report: <https://w3id.org/hasila/id/report/>

INSERT { GRAPH <https://w3id.org/hasila/graph/report/2024> { <https://w3id.org/hasila/id/report/2024-again> ?property ?value } }
WHERE { GRAPH <https://w3id.org/hasila/graph/report/2024> { report:2024 ?property ?value } }
