#+ expects: span-used-once
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>

DELETE { GRAPH ?graph { selector:2024-S02 oa:start ?old } }
INSERT { GRAPH ?graph { selector:2024-S02 oa:start 0 } }
WHERE { GRAPH ?graph { selector:2024-S02 oa:start ?old } } ;
DELETE { GRAPH ?graph { selector:2024-S02 oa:end ?old } }
INSERT { GRAPH ?graph { selector:2024-S02 oa:end 90 } }
WHERE { GRAPH ?graph { selector:2024-S02 oa:end ?old } }
