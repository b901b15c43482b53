#+ expects: Infrastructure-wasDerivedFrom-class
PREFIX infrastructure: <https://w3id.org/hasila/id/infrastructure/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  infrastructure:hydrant-network
    prov:wasDerivedFrom period:2024 .
} }
