#+ expects: report-not-issued-before-its-period
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?graph { report:2024 dcterms:issued ?old } }
INSERT { GRAPH ?graph { report:2024 dcterms:issued "2023-12-31"^^xsd:date } }
WHERE { GRAPH ?graph { report:2024 dcterms:issued ?old } }
