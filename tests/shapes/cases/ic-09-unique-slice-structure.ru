#+ expects: ic-09-unique-slice-structure
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  <https://w3id.org/hasila/id/slice/xa> a qb:Slice ; rdfs:label "شريحة"@ar , "Tranche"@fr , "Slice"@en .
} }
