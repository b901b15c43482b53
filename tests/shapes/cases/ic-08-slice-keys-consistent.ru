#+ expects: ic-08-slice-keys-consistent
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX structure: <https://w3id.org/hasila/id/structure/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  <https://w3id.org/hasila/id/slice-key/by-area> a qb:SliceKey ; qb:componentProperty hasila:basePeriod ; rdfs:label "مفتاح المجال"@ar , "Clé par territoire"@fr , "Key by area"@en .
  structure:levels qb:sliceKey <https://w3id.org/hasila/id/slice-key/by-area> .
} }
