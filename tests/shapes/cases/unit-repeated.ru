#+ expects: Unit-unitOf-repeated
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/hasila/id/organization/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  organization:fire-academy
    org:unitOf organization:daily-gazette .
} }
