#+ expects: source-kind-from-its-list
PREFIX confidence: <https://w3id.org/hasila/id/confidence/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX source: <https://w3id.org/hasila/id/source/>

DELETE { GRAPH ?graph { source:2024-gazette dcterms:type ?old } }
INSERT { GRAPH ?graph { source:2024-gazette dcterms:type confidence:high } }
WHERE { GRAPH ?graph { source:2024-gazette dcterms:type ?old } }
