#+ expects: ic-05-concept-dimensions-have-code-lists
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE WHERE { GRAPH ?graph { hasila:breakdown qb:codeList ?list } }
