#+ expects: ic-18-consistent-data-set-links
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  dataset:changes qb:slice <https://w3id.org/hasila/id/slice/xa> .
  <https://w3id.org/hasila/id/slice/xa> a qb:Slice ; rdfs:label "شريحة"@ar , "Tranche"@fr , "Slice"@en ; qb:observation figure:2024.interventions .
} }
