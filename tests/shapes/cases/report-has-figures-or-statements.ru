#+ expects: report-has-figures-or-statements
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX report: <https://w3id.org/hasila/id/report/>

DELETE WHERE { GRAPH ?graph { ?statement dcterms:isPartOf report:2024 } } ;
DELETE WHERE { GRAPH ?graph { ?figure hasila:statedInReport report:2024 } }
