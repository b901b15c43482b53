#+ expects: ic-21-codes-from-inverse-hierarchy
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  scheme:breakdowns a qb:HierarchicalCodeList ; qb:hierarchyRoot breakdown:women ; qb:parentChildProperty <https://w3id.org/hasila/id/property/narrower> .
  <https://w3id.org/hasila/id/property/narrower> owl:inverseOf skos:broader .
} }
