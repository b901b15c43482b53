#+ expects: ic-20-codes-from-hierarchy
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  scheme:breakdowns a qb:HierarchicalCodeList ; qb:hierarchyRoot breakdown:women ; qb:parentChildProperty skos:narrower .
} }
