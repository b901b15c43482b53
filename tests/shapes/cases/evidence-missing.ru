#+ expects: Evidence-hasSource-missing Evidence-hasSelector-missing
PREFIX evidence: <https://w3id.org/hasila/id/evidence/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE WHERE { GRAPH ?graph { evidence:2024-S01 oa:hasSource ?value } } ;
DELETE WHERE { GRAPH ?graph { evidence:2024-S01 oa:hasSelector ?value } }
