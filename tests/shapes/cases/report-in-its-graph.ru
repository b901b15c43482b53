#+ expects: report-in-its-graph
PREFIX report: <https://w3id.org/hasila/id/report/>

DELETE { GRAPH ?graph { report:2024 ?property ?value } }
INSERT { GRAPH <https://w3id.org/hasila/graph/report/2023> { report:2024 ?property ?value } }
WHERE { GRAPH ?graph { report:2024 ?property ?value } }
