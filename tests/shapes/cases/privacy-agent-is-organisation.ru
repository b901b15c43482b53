#+ expects: privacy-agent-is-organisation
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  <https://w3id.org/hasila/id/organization/unknown> a foaf:Agent ; rdfs:label "فاعل"@ar , "Acteur"@fr , "Actor"@en .
} }
