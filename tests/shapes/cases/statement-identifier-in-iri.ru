#+ expects: statement-identifier-in-iri
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE { GRAPH ?graph { statement:2024-S02 dcterms:identifier ?old } }
INSERT { GRAPH ?graph { statement:2024-S02 dcterms:identifier "2024-S77" } }
WHERE { GRAPH ?graph { statement:2024-S02 dcterms:identifier ?old } }
