#+ expects: Institution-classification-class Institution-homepage-iri Institution-identifier-datatype
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/hasila/id/organization/>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  organization:fire-service
    org:classification period:2024 ;
    foaf:homepage "text"@en ;
    org:identifier "text"@en .
} }
