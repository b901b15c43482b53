#+ expects: derived-in-report-graph
PREFIX trend: <https://w3id.org/hasila/id/trend/>

DELETE { GRAPH ?graph { trend:2024-volunteers ?property ?value } }
INSERT { GRAPH <https://w3id.org/hasila/graph/report/2023> { trend:2024-volunteers ?property ?value } }
WHERE { GRAPH ?graph { trend:2024-volunteers ?property ?value } }
