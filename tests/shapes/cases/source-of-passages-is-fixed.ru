#+ expects: source-of-passages-is-fixed
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX source: <https://w3id.org/hasila/id/source/>

DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:created ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette hasila:sha256 ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette hasila:characters ?value } }
