#+ expects: issued-before-modified
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?graph { report:2024 dcterms:modified ?old } }
INSERT { GRAPH ?graph { report:2024 dcterms:modified "2025-01-14"^^xsd:date } }
WHERE { GRAPH ?graph { report:2024 dcterms:modified ?old } }
