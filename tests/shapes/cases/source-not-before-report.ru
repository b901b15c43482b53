#+ expects: source-not-before-report
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX source: <https://w3id.org/hasila/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?graph { source:2024-gazette dcterms:created ?old } }
INSERT { GRAPH ?graph { source:2024-gazette dcterms:created "2025-01-14T08:00:00"^^xsd:dateTime } }
WHERE { GRAPH ?graph { source:2024-gazette dcterms:created ?old } }
