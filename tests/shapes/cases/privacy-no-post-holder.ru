#+ expects: privacy-no-post-holder
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  <https://w3id.org/hasila/id/membership/1> a org:Membership ; rdfs:label "عضوية"@ar , "Appartenance"@fr , "Membership"@en .
} }
