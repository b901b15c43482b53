#+ expects: Programme-theme-class Programme-wasDerivedFrom-class Programme-beneficiary-class
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX programme: <https://w3id.org/hasila/id/programme/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  programme:2024-care
    hasila:theme period:2024 ;
    prov:wasDerivedFrom period:2024 ;
    hasila:beneficiary period:2024 .
} }
