#+ expects: NoPerson-type
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  <https://w3id.org/hasila/id/person/1> a foaf:Person ; rdfs:label "شاغل منصب 1"@ar , "Titulaire 1"@fr , "Holder 1"@en .
  <https://w3id.org/hasila/id/person/2> a prov:Person ; rdfs:label "شاغل منصب 2"@ar , "Titulaire 2"@fr , "Holder 2"@en .
  <https://w3id.org/hasila/id/person/3> a schema:Person ; rdfs:label "شاغل منصب 3"@ar , "Titulaire 3"@fr , "Holder 3"@en .
  <https://w3id.org/hasila/id/person/4> a vcard:Individual ; rdfs:label "شاغل منصب 4"@ar , "Titulaire 4"@fr , "Holder 4"@en .
} }
