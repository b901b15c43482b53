#+ expects: ic-10-slice-dimensions-complete
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX structure: <https://w3id.org/hasila/id/structure/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  <https://w3id.org/hasila/id/slice-key/by-area> a qb:SliceKey ; qb:componentProperty sdmx-dimension:refArea ; rdfs:label "مفتاح المجال"@ar , "Clé par territoire"@fr , "Key by area"@en .
  structure:levels qb:sliceKey <https://w3id.org/hasila/id/slice-key/by-area> .
  <https://w3id.org/hasila/id/slice/xa> a qb:Slice ; rdfs:label "شريحة"@ar , "Tranche"@fr , "Slice"@en ; qb:sliceStructure <https://w3id.org/hasila/id/slice-key/by-area> .
} }
