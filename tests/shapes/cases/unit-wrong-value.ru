#+ expects: Unit-unitOf-class Unit-classification-class
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/hasila/id/organization/>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  organization:fire-academy
    org:unitOf period:2024 ;
    org:classification period:2024 .
} }
