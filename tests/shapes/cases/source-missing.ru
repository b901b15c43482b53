#+ expects: Source-outlet-missing Source-type-missing Source-language-missing
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX source: <https://w3id.org/hasila/id/source/>

DELETE WHERE { GRAPH ?graph { source:2024-gazette dc:publisher ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:type ?value } } ;
DELETE WHERE { GRAPH ?graph { source:2024-gazette dcterms:language ?value } }
