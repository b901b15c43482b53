#+ expects: ic-19b-codes-from-collection
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { GRAPH ?graph { hasila:breakdown qb:codeList ?list } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  hasila:breakdown qb:codeList <https://w3id.org/hasila/id/collection/breakdowns> .
  <https://w3id.org/hasila/id/collection/breakdowns> a skos:Collection ; skos:member breakdown:women ; rdfs:label "مجموعة"@ar , "Collection"@fr , "Collection"@en .
} }
