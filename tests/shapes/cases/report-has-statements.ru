#+ expects: report-has-statements
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX report: <https://w3id.org/hasila/id/report/>

DELETE WHERE { GRAPH ?graph { ?statement dcterms:isPartOf report:2024 } }
