#+ expects: Commitment-theme-class Commitment-wasDerivedFrom-class
PREFIX commitment: <https://w3id.org/hasila/id/commitment/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  commitment:2024-prevention
    hasila:theme period:2024 ;
    prov:wasDerivedFrom period:2024 .
} }
