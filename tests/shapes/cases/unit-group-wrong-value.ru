#+ expects: UnitGroup-wasDerivedFrom-class
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX unit-group: <https://w3id.org/hasila/id/unit-group/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  unit-group:2024-posts
    prov:wasDerivedFrom period:2024 .
} }
