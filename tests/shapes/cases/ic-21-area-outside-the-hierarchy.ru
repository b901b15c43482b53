#+ expects: ic-21-codes-from-inverse-hierarchy
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX schema: <http://schema.org/>
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  scheme:places a qb:HierarchicalCodeList ; qb:hierarchyRoot place:XA-01 ; qb:parentChildProperty schema:containsPlace .
  schema:containsPlace owl:inverseOf schema:containedInPlace .
  sdmx-dimension:refArea qb:codeList scheme:places .
} }
