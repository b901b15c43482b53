#+ expects: span-inside-source
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>

DELETE { GRAPH ?graph { selector:2024-S03 oa:end ?old } }
INSERT { GRAPH ?graph { selector:2024-S03 oa:end 1001 } }
WHERE { GRAPH ?graph { selector:2024-S03 oa:end ?old } }
