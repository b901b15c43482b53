#+ expects: ic-07-slice-keys-declared
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  <https://w3id.org/hasila/id/slice-key/by-area> a qb:SliceKey ; qb:componentProperty sdmx-dimension:refArea ; rdfs:label "مفتاح المجال"@ar , "Clé par territoire"@fr , "Key by area"@en .
} }
