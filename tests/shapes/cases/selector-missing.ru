#+ expects: Selector-start-missing Selector-end-missing Selector-sha256-missing
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>

DELETE WHERE { GRAPH ?graph { selector:2024-S01 oa:start ?value } } ;
DELETE WHERE { GRAPH ?graph { selector:2024-S01 oa:end ?value } } ;
DELETE WHERE { GRAPH ?graph { selector:2024-S01 hasila:sha256 ?value } }
