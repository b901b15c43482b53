#+ expects: Source-publisher-missing Source-created-missing Source-language-missing Source-sha256-missing Source-characters-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX source: <https://w3id.org/hasila/id/source/>

DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:publisher ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:created ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:language ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette hasila:sha256 ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette hasila:characters ?value } }
